"""Parts of a Word document beside its text: footnotes, endnotes, comments, headers and footers of pages, drawings with text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct, field

from jinpu_tui.exchange.documents.sentences import shortened
from jinpu_tui.exchange.documents.word_xml import LEFT_OUT, SIGNS, Attributes, read_part
from jinpu_tui.text.i18n import _

NOTE_PARTS = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}
"""Parts that hold notes, by the name of their elements; `<w:footnoteReference>` stands in the text."""

MAX_SHOWN = 200
"""Characters that a message shows of a text that is left out."""

_COMMENTS = "word/comments.xml"
_PAGE_PART = re.compile(r"word/(?:(header)|footer)\d*\.xml")
_DRAWING = re.compile(r"word/(?:diagrams/data|charts/chart)\d*\.xml")


class NoteKey(NamedTuple):
    """Identity of a note."""

    element: str
    """`footnote` or `endnote`."""
    id: str


def read_notes(archive: zipfile.ZipFile) -> dict[NoteKey, str]:
    """Return the texts of the footnotes and endnotes that hold something. Raises ExchangeError."""
    notes: dict[NoteKey, str] = {}
    for element, part in NOTE_PARTS.items():
        for attributes, text in _texts(archive, part, element):
            if text and "eparator" not in attributes.get("type", ""):  # lines between text and notes, not notes
                notes[NoteKey(element, attributes.get("id", ""))] = text
    return notes


def left_out_parts(archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield a sentence about each text outside of the text of the document, each once. Raises ExchangeError."""
    for attributes, text in _texts(archive, _COMMENTS, "comment"):
        if text:
            by = attributes.get("author", "")
            yield (
                _("comment by {name}: {text}").format(name=by, text=_brief(text))
                if by
                else _("comment: {text}").format(text=_brief(text))
            )
    seen: set[str] = set()
    for name in archive.namelist():
        if match := _PAGE_PART.fullmatch(name):
            for _attributes, text in _texts(archive, name, "hdr" if match[1] else "ftr"):
                if text and text not in seen:
                    seen.add(text)
                    yield (_("page header: {text}") if match[1] else _("page footer: {text}")).format(text=_brief(text))
        elif _DRAWING.fullmatch(name):
            yield _("a diagram or chart, whose text is not read: {name}").format(name=name)


class _Collector(Struct):
    """Collects the texts of the elements of a name, each with its attributes."""

    element: str
    found: list[tuple[Attributes, str]] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _attributes: Attributes = field(default_factory=dict)
    _left_out: int = 0
    _is_text: bool = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name in LEFT_OUT:
            self._left_out += 1
        elif name == self.element:
            self._attributes, self._pieces = attributes, []
        elif name == "t":
            self._is_text = not self._left_out
        elif name == "p":
            self._pieces.append(" ")
        elif name in SIGNS:
            self._pieces.append(SIGNS[name])

    def text(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        if name in LEFT_OUT:
            self._left_out -= 1
        elif name == "t":
            self._is_text = False
        elif name == self.element:
            self.found.append((self._attributes, " ".join("".join(self._pieces).split())))


def _texts(archive: zipfile.ZipFile, part: str, element: str) -> list[tuple[Attributes, str]]:
    collector = _Collector(element)
    read_part(archive, part, collector.start, collector.end, collector.text)
    return collector.found


def _brief(text: str) -> str:
    return shortened(text, MAX_SHOWN)
