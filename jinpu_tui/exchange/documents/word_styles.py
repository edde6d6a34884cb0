"""Styles and lists of a Word document, as far as they decide about headings and numbers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping

from msgspec import Struct

from jinpu_tui.exchange.documents.paragraphs import TITLE_LEVEL
from jinpu_tui.exchange.documents.word_numbering import MAX_START, Level, NumberingDefinitions
from jinpu_tui.exchange.documents.word_xml import Attributes, read_part

MAX_INHERITED = 20
"""Styles that a style may be based on, one upon the other."""

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)


class Style(Struct):
    """A paragraph style."""

    name: str = ""
    based_on: str = ""
    level: int | None = None
    """Outline level from 0."""

    list_id: str | None = None
    depth: int | None = None


class Styles(Struct, frozen=True):
    """The paragraph styles of a document by id."""

    by_id: Mapping[str, Style]

    def heading(self, style_id: str) -> int | None:
        """Return the heading level of a style; TITLE_LEVEL for that of the document's title, None for no heading."""
        for style in self._with_bases(style_id):
            if style.name.lower() in ("title", "标题", "文件标题"):
                return TITLE_LEVEL
            if match := _HEADING_NAME.fullmatch(style.name):
                return int(match[1])
            if style.level is not None:
                return style.level + 1 if style.level < 9 else None
        return None

    def numbering(self, style_id: str) -> tuple[str | None, int | None]:
        """Return the list and the depth that a style gives its paragraphs."""
        styles = self._with_bases(style_id)
        list_id = next((style.list_id for style in styles if style.list_id is not None), None)
        return list_id, next((style.depth for style in styles if style.depth is not None), None)

    def is_contents(self, style_id: str) -> bool:
        """Return whether a style is that of the table of contents."""
        return any(style.name.lower().startswith(("toc ", "目录")) for style in self._with_bases(style_id))

    def _with_bases(self, style_id: str) -> list[Style]:
        found: list[Style] = []
        while style_id in self.by_id and len(found) < MAX_INHERITED:
            found.append(self.by_id[style_id])
            style_id = found[-1].based_on
        return found


def read_styles(archive: zipfile.ZipFile) -> Styles:
    """Return the styles of a document. Raises ExchangeError."""
    styles: dict[str, Style] = {}
    current: list[Style] = []

    def start(name: str, attributes: Attributes) -> None:
        value = attributes.get("val", "")
        if name == "style":
            current[:] = [styles.setdefault(attributes.get("styleId", ""), Style())]
        elif current:
            _set(current[0], name, value)

    def end(name: str) -> None:
        if name == "style":
            current.clear()

    read_part(archive, "word/styles.xml", start, end)
    return Styles(styles)


def _set(style: Style, name: str, value: str) -> None:
    match name:
        case "name":
            style.name = value
        case "basedOn":
            style.based_on = value
        case "outlineLvl":
            style.level = whole(value)
        case "numId":
            style.list_id = value
        case "ilvl":
            style.depth = whole(value)


def read_numbering(archive: zipfile.ZipFile) -> NumberingDefinitions:
    """Return the lists of a document. Raises ExchangeError."""
    reader = _NumberingReader()
    read_part(archive, "word/numbering.xml", reader.start, reader.end)
    return reader.found


class _NumberingReader:
    def __init__(self) -> None:
        self.found = NumberingDefinitions()
        self._abstract = self._list = ""
        self._depth = 0
        self._level: Level | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        value = attributes.get("val", "")
        match name:
            case "abstractNum":
                self._abstract = attributes.get("abstractNumId", "")
            case "numStyleLink":
                self.found.style_links[self._abstract] = value
            case "num":
                self._list = attributes.get("numId", "")
            case "abstractNumId":
                self.found.lists[self._list] = value
            case "lvlOverride":
                self._depth = whole(attributes.get("ilvl", "")) or 0
            case "startOverride":
                self.found.starts.setdefault(self._list, {})[self._depth] = _start(value)
            case "lvl":
                self._begin_level(whole(attributes.get("ilvl", "")) or 0)
            case _:
                self._set(name, value)

    def end(self, name: str) -> None:
        if name == "lvl":
            self._level = None
        elif name == "num":
            self._list = ""
        elif name == "abstractNum":
            self._abstract = ""

    def _begin_level(self, depth: int) -> None:
        self._level = Level()
        if self._list:
            self.found.overrides.setdefault(self._list, {})[depth] = self._level
        else:
            self.found.levels.setdefault(self._abstract, {})[depth] = self._level

    def _set(self, name: str, value: str) -> None:
        if self._level is None:
            return
        match name:
            case "start":
                self._level.start = _start(value)
            case "numFmt":
                self._level.form = value
            case "lvlText":
                self._level.text = value[:60]
            case "isLgl":
                self._level.is_legal = value not in ("0", "false")


def _start(text: str) -> int:
    return min(whole(text) or 0, MAX_START)


def whole(text: str) -> int | None:
    """Return a whole number as XML states it, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
