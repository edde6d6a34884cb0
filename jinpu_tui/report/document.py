"""What a report says, before it is HTML, Markdown or text: sections of paragraphs, tables, charts and lists."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from jinpu_tui.analysis.series import Series


class Cell(Struct, frozen=True):
    """A piece of text as it is in the dataset; `link` is the id of the record that it cites, `weight` what marks it out.

    `meaning` is a sign's in words, for those who do not see it.
    """

    text: str
    link: str = ""
    weight: str = ""
    meaning: str = ""


class Table(Struct, frozen=True):
    """Rows under a head; the columns in `right` hold figures."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    right: Sequence[int] = ()


class Fields(Struct, frozen=True):
    """Names with their values, each of one line or several."""

    pairs: Sequence[tuple[str, Sequence[Cell]]]


class Paragraph(Struct, frozen=True):
    """A text; `marks` are pieces that went or came."""

    pieces: Sequence[Cell]


class Chart(Struct, frozen=True):
    """The figures of an indicator in time."""

    series: Series
    caption: str


Block = Table | Fields | Paragraph | Chart


class Section(Struct, frozen=True):
    """A heading with what stands below it; `anchor` is what links lead to, `depth` counts from 1."""

    heading: str
    anchor: str
    blocks: Sequence[Block] = ()
    depth: int = 1
    sections: Sequence[Section] = field(default_factory=tuple)


class Document(Struct, frozen=True):
    """A report."""

    title: str
    origin: str
    """Where its figures come from."""
    sections: Sequence[Section]
    language: str = "en"
    """A BCP 47 tag."""
    warning: str = ""
    """What has to be known before anything else; it stands above the title."""
