"""What a page holds: lines made for a width, each knowing what Enter does on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from jinpu_tui.model.records import Pane
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import PLAIN

PageKind = Literal[
    "record",
    "form",
    "chart",
    "trace",
    "overview",
    "matrix",
    "chains",
    "diff",
    "log",
    "comments",
    "reviewers",
    "conflicts",
    "kept",
    "manual",
    "calendar",
]


class PageRef(NamedTuple):
    """Which page it is."""

    kind: PageKind
    record: str = ""
    """Id of the record that it is about; empty for a page about the whole dataset."""

    topic: str = ""
    """Topic of the manual."""


class FilterLink(NamedTuple):
    """A pane, the filter to open it with, and what to group by."""

    pane: Pane
    filter: str
    group: str = ""


class PageLine(NamedTuple):
    """One line of a page.

    `link` is the id that Enter goes to, `door` what it opens; `field` and `entry` are what is shown a value of.

    `hint` is a key that opens `hinted`, or else the door, from wherever the cursor is. A line may have `parts`, each with the
    cells that it begins and ends at; the cursor is then on one of them. `comment` is the id of the comment that it shows,
    `kept` the name of the kept text, `group` that of a group of fields which Enter unfolds.
    """

    line: Line
    link: str = ""
    field: str = ""
    entry: int = -1
    door: FilterLink | None = None
    hint: str = ""
    hinted: FilterLink | None = None
    parts: tuple[tuple[int, int, PageLine], ...] = ()
    comment: str = ""
    kept: str = ""
    group: str = ""


BLANK_LINE = PageLine([("", PLAIN)])
"""A line with nothing on it."""


class Page(NamedTuple):
    """A page with its title. A page made anew has the same `ref`. The cursor begins at line `start`.

    `beside` are the lines of a second column, which begins at cell `split`; without any the page has one column.
    """

    ref: PageRef
    title: str
    lines: list[PageLine]
    start: int = 0
    headings: int | None = None
    """How many lines at the top a filter always leaves; None: all before `start`."""
    order: tuple[tuple[int, int], ...] = ()
    """On a calendar the line and the part of each day, from the first on: the keys go along these, up and down by weeks."""
    column: int = 0
    """The part of the line that the cursor begins on."""
    beside: Sequence[PageLine] = ()
    split: int = 0
