"""The tree of a document, from the order in which its levels of numbers appear. No style of number has a fixed rank."""

from __future__ import annotations

from typing import NamedTuple

from jinpu_tui.exchange.documents.markers import BULLET, Marker, Reading

MAX_DEPTH = 24
"""Levels below which further ones are no longer distinguished."""

_FAMILY_OF_HEADINGS = "1 "
_MAX_BARE_HEADING = 60

_MAX_GAP = 10
"""How many numbers may be missing between two paragraphs of one level before the second counts as text: 1.2 and 1.9."""


class _Level(NamedTuple):
    style: str
    family: str
    path: tuple[int, ...]
    heading: int | None
    indent: int
    item: int


class Place(NamedTuple):
    """Where a paragraph stands in the tree."""

    reading: Reading | None
    """How its marker is to be understood; None for a heading without number."""

    follows: int | None = None
    """The number before it at its level, if it is not the next one."""


class Outline:
    """The open levels above the next paragraph, from the top down."""

    def __init__(self) -> None:
        self._open: list[_Level] = []
        self._above: set[tuple[str, str]] = set()
        self._styles: set[str] = set()

    @property
    def parent(self) -> int | None:
        """The item that the next one is below, once `place` has closed the levels that end."""
        return self._open[-1].item if self._open else None

    def close(self) -> None:
        """Close all levels: another part of the document begins, whose levels may stand in another order."""
        self._open.clear()
        self._above.clear()
        self._styles.clear()

    def reading_of(self, marker: Marker) -> Reading | None:
        """Return how a marker is to be understood here, or None if it is the beginning of a sentence."""
        for reading in sorted(marker.readings, key=lambda each: not self._goes_on(each)):
            if self._is_expected(reading) and _may_be_heading(reading, marker):
                return reading
        if marker.is_sure or self._is_first_of_excerpt(marker.readings[0], marker):
            return marker.readings[0]
        return None

    def place(self, reading: Reading | None, heading: int | None, indent: int) -> Place:
        """Close the levels that end with a new paragraph, and return where it stands."""
        follows = None
        if heading is not None:
            while self._open and (self._open[-1].heading is None or self._open[-1].heading >= heading):
                self._open.pop()
        elif reading is not None:
            before = self._close_to(reading, indent)
            if before is not None and before.path and reading.path and reading.path[-1] not in (before.path[-1] + 1, 1):
                follows = before.path[-1]
        while len(self._open) >= MAX_DEPTH:
            self._open.pop()
        return Place(reading, follows)

    def open(self, reading: Reading | None, heading: int | None, indent: int, item: int) -> None:
        """Open the level of a placed paragraph, so that what follows comes below it."""
        style = reading.style if reading else f"#{heading}"
        family = reading.family if reading else style
        self._above.update((level.style, style) for level in self._open)
        self._styles.add(style)
        self._open.append(_Level(style, family, reading.path if reading else (), heading, indent, item))

    def _is_expected(self, reading: Reading) -> bool:
        if not reading.path:
            return True
        if len(reading.path) > 1:
            return self._is_expected_below(reading.path)
        if reading.path == (1,):
            return True
        return self._goes_on(reading)

    def _goes_on(self, reading: Reading) -> bool:
        """Return whether a number is the next one of an open level."""
        return any(level.family == reading.family and _goes_on(level.path, reading.path) for level in self._open)

    def _is_expected_below(self, path: tuple[int, ...]) -> bool:
        """Return whether a number of several parts is expected: 2.3 after 2.2, 2.1 below 2 or after 1.4."""
        siblings = [level.path for level in self._open if len(level.path) == len(path)]
        if any(_comes_after(before, path) or _goes_on(before[:-1], path[:-1]) for before in siblings):
            return True
        family = "1." if len(path) == 2 else "1" + ".1" * (len(path) - 2)
        above = [level.path for level in self._open if level.family == family]
        return path[-1] == 1 and (not above or path[:-1] in above)

    def _is_first_of_excerpt(self, reading: Reading, marker: Marker) -> bool:
        """Return whether a marker may be the first of an excerpt: nothing is open and blanks come after the number."""
        return len(reading.path) > 1 and not self._styles and len(marker.rest) > 1 and marker.rest[0].isalpha()

    def _close_to(self, reading: Reading, indent: int) -> _Level | None:
        """Close the levels down to the one that a paragraph goes on with, and return that one's last paragraph."""
        if reading.family != BULLET:
            while self._open and self._open[-1].style == BULLET and self._open[-1].indent >= indent:
                self._open.pop()
        while self._open and self._open[-1].indent > indent:
            self._open.pop()
        at = self._level_of(reading, indent)
        if at is not None:
            before = self._open[at]
            del self._open[at:]
            return before
        parent = self._parent_of(reading.path)
        if parent is not None:
            del self._open[parent + 1 :]
            return None
        while self._open and self._is_above(reading.style, self._open[-1].style):
            self._open.pop()
        return None

    def _level_of(self, reading: Reading, indent: int) -> int | None:
        """Return the open level of a style; of a family, if the number is the next one."""
        levels = [(at, level) for at, level in enumerate(self._open) if level.indent == indent]
        for at, level in reversed(levels):
            if level.style == reading.style:
                return at
        for at, level in reversed(levels):
            if level.family == reading.family and _goes_on(level.path, reading.path):
                return at
        return None

    def _parent_of(self, path: tuple[int, ...]) -> int | None:
        """Return the open level whose number a number of several parts continues: 1.2 for 1.2.1."""
        if len(path) < 2:
            return None
        return next((at for at, level in enumerate(self._open) if level.path == path[:-1] and level.family[0] == "1"), None)

    def _is_above(self, style: str, other: str) -> bool:
        """Return whether a style has stood above another one, and never below it."""
        return (style, other) in self._above and (other, style) not in self._above


def _goes_on(before: tuple[int, ...], path: tuple[int, ...]) -> bool:
    return bool(before) and before[:-1] == path[:-1] and path[-1:] == (before[-1] + 1,)


def _comes_after(before: tuple[int, ...], path: tuple[int, ...]) -> bool:
    return before[:-1] == path[:-1] and before[-1] < path[-1] <= before[-1] + _MAX_GAP


def _may_be_heading(reading: Reading, marker: Marker) -> bool:
    """Return whether a number without any sign after it stands before a heading, and not before what it counts."""
    if reading.style != _FAMILY_OF_HEADINGS:
        return True
    return 0 < len(marker.rest) <= _MAX_BARE_HEADING and marker.rest[-1] not in "。.；;，,"
