"""A line of styled pieces: what rows and pages are made of, before Textual paints it."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style

from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import cell_width, wrap

Piece = tuple[str, Style]
Line = list[Piece]


def line_width(line: Line) -> int:
    """Return the cells that a line of visible pieces takes."""
    return sum(cell_width(text) for text, _style in line)


def padded(line: Line, width: int) -> Line:
    """Return a line cut or filled up to exactly `width` cells, to stand beside another."""
    segments = Segment.adjust_line_length([Segment(visible(text), style) for text, style in line], width)
    return [(segment.text, segment.style or Style()) for segment in segments]


def wrap_line(line: Line, width: int) -> list[Line]:
    """Return a line of visible pieces in lines of at most `width` cells, broken as `wrap` does."""
    text, lines, end = "".join(piece for piece, _style in line), [], 0
    for part in wrap(text, width):
        start = text.index(part, end)
        end = start + len(part)
        lines.append(_cut(line, start, end))
    return lines


def _cut(line: Line, start: int, end: int) -> Line:
    """Return the pieces between two characters of a line."""
    found, at = [], 0
    for text, style in line:
        part = text[max(0, start - at) : max(0, end - at)]
        at += len(text)
        if part:
            found.append((part, style))
    return found
