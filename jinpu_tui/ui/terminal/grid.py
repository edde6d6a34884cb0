"""The cells of a terminal: what a stream of text and sequences makes of them, and the least to send from one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import split_graphemes

from jinpu_tui.ui.terminal.capabilities import SIGNS
from jinpu_tui.ui.terminal.sgr import joined, shows_on_blanks, without_colour


class Cell(NamedTuple):
    """A character with what combines with it, and its SGR parameters. The right half of a wide character holds nothing."""

    text: str
    style: str


BLANK = Cell(" ", "")
UNKNOWN = Cell("\0", "")
Row = list[Cell]

_TOKEN = re.compile(
    r"\x1b\[(?P<style>[\d;]*)m"
    r"|\x1b\[(?P<row>\d*);?(?P<column>\d*)H"
    r"|(?P<other>\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|.))"
    r"|(?P<newline>\n)"
    r"|(?P<text>[^\x1b\n]+)"
)

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
"""What a terminal would obey. None should come here; none goes further."""

_NARROW = {*map(chr, (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x250), *range(0x2500, 0x2600))), *"–…•✓−"}
"""Characters that surely take one cell: most texts hold no others, and need not be taken apart."""

NEAR = 4
"""Sending that many unchanged cells again is not longer than moving over them."""


class Grid:
    """What is to be on a terminal; a plain one has neither colours nor signs. `y` and `x` are where its cursor is.

    `unsteady` are the rows that held what terminals may not agree on the width of; they are sent as a whole.
    """

    def __init__(self, width: int, height: int, *, plain: bool = False) -> None:
        self.rows: list[Row] = [[BLANK] * width for _row in range(height)]
        self.width, self.height = width, height
        self.y = self.x = 0
        self.unsteady: set[int] = set()
        self._plain = plain
        self._style = ""

    def feed(self, data: str) -> str:
        """Write to the cells; gives back the sequences that are not about cells, in their order."""
        others = []
        for token in _TOKEN.finditer(data):
            match token.lastgroup:
                case "text":
                    self._write(token["text"])
                case "style":
                    self._style = joined(self._style, token["style"])
                case "row" | "column":
                    self.y, self.x = int(token["row"] or 1) - 1, int(token["column"] or 1) - 1
                case "newline":
                    self.y, self.x = self.y + 1, 0
                case _:
                    others.append(token["other"])
        return "".join(others)

    def _write(self, text: str) -> None:
        if self.y >= self.height:
            return
        style = without_colour(self._style) if self._plain else self._style
        text = text.translate(SIGNS) if self._plain else text
        blank = Cell(" ", style) if shows_on_blanks(style) else BLANK
        row = self.rows[self.y]
        if _NARROW.issuperset(text):
            cells = [blank if character == " " else Cell(character, style) for character in text[: self.width - self.x]]
            if cells:
                _make_room(row, self.x, len(cells))
                row[self.x : self.x + len(cells)] = cells
                self.x += len(cells)
            return
        for grapheme, size in _graphemes(_CONTROLS.sub("", text)):
            if self.x + size > self.width:
                return
            _make_room(row, self.x, size)
            if _is_unsteady(grapheme):
                self.unsteady.add(self.y)
            row[self.x] = blank if grapheme == " " else Cell(grapheme, style)
            if size == 2:
                row[self.x + 1] = Cell("", style)
            self.x += size


class AnsiWriter:
    """Writes cells to a terminal whose cursor and style it keeps in mind: at first at home and in none."""

    def __init__(self) -> None:
        self._style = ""
        self._y = self._x = 0

    def lose(self) -> None:
        """Forget where the cursor is (row -1) and in which style: a style that shows on blanks is changed first."""
        self._style, self._y = "0;7", -1

    def difference(self, shown: Sequence[Row], wanted: Grid) -> str:
        """Return what makes a terminal that shows some rows show the grid, and puts its cursor where the grid's is."""
        sent: list[str] = []
        for y, (old, new) in enumerate(zip(shown, wanted.rows, strict=True)):
            if old != new:
                for start, end in [(0, len(new))] if y in wanted.unsteady else _spans(old, new):
                    sent += self._span(y, start, end, new)
        if sent:
            sent += self._change(style="")
        sent += self._move(wanted.y, wanted.x)
        return "".join(sent)

    def _span(self, y: int, start: int, end: int, row: Row) -> Iterator[str]:
        plain = end
        while end == len(row) and plain > start and row[plain - 1] == BLANK:
            plain -= 1
        for x in range(start, plain):
            text, style = row[x]
            if not text:
                continue
            yield from self._move(y, x)
            if text != " " or style or shows_on_blanks(self._style):
                yield from self._change(style)
            yield text
            self._x += 2 if x + 1 < len(row) and not row[x + 1].text else 1
            if _is_unsteady(text):
                self._y = -1
        if plain < end:
            yield from self._move(y, plain)
            if shows_on_blanks(self._style):
                yield from self._change(style="")
            yield "\x1b[K"

    def _change(self, style: str) -> Iterator[str]:
        if style != self._style:
            yield f"\x1b[;{style}m" if self._style and style else f"\x1b[{style}m"
            self._style = style

    def _move(self, y: int, x: int) -> Iterator[str]:
        if (y, x) == (self._y, self._x):
            return
        if y == self._y and x > self._x:
            by = x - self._x
            yield f"\x1b[{by}C" if by > 1 else "\x1b[C"
        elif x == 0 and y == self._y + 1 and y:
            yield "\r\n"
        else:
            yield f"\x1b[{y + 1};{x + 1}H" if x or y else "\x1b[H"
        self._y, self._x = y, x


def _graphemes(text: str) -> Iterator[tuple[str, int]]:
    """Return what stands in one or two cells each; what hangs on nothing stands in none."""
    return ((text[start:end], size) for start, end, size in split_graphemes(text)[0] if size)


def _make_room(row: Row, x: int, size: int) -> None:
    """Blank what is left of wide characters that are cut into."""
    if x and not row[x].text:
        row[x - 1] = BLANK
    if x + size < len(row) and not row[x + size].text:
        row[x + size] = BLANK


def _spans(old: Row, new: Row) -> Iterator[tuple[int, int]]:
    """From where to where the cells of a row are sent."""
    start = end = -1
    for x, (item, other) in enumerate(zip(old, new, strict=True)):
        if item == other:
            continue
        if start >= 0 and x - end > NEAR:
            yield _widened(new, start, end)
            start = -1
        start = x if start < 0 else start
        end = x + 1
    if start >= 0:
        to_the_end = new[end - 1] == BLANK and new[end:] == [BLANK] * (len(new) - end)
        yield _widened(new, start, len(new) if to_the_end else end)


def _widened(row: Row, start: int, end: int) -> tuple[int, int]:
    """Wide characters as a whole."""
    return start - (not row[start].text), end + (end < len(row) and not row[end].text)


def _is_unsteady(text: str) -> bool:
    """Whether terminals may differ in how many cells a character takes: several code points, emoji, scripts that join."""
    return len(text) > 1 or "\u0590" <= text < "\u1100" or "\U0001f000" <= text < "\U00020000"
