"""Text in terminal cells: a wide character takes two, and none is ever cut in half."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from jinpu_tui.text.sanitize import visible
from jinpu_tui.ui.styles import CURSOR

Piece = tuple[str, Style]
Line = list[Piece]


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return a text we did not write in exactly `width` cells: made visible, cut with an ellipsis, or padded."""
    if width <= 0:
        return ""
    shown = visible(text[: 8 * width])
    length = cell_len(shown)
    if length > width:
        ending = "…"
        return set_cell_size(shown, width - 1) + ending[:1]
    gap = " " * (width - length)
    return gap + shown if right else shown + gap


def width_of(text: str) -> int:
    """How many cells a text takes when it is shown."""
    return cell_len(visible(text[:400]))


def strip(line: Line, width: int, *, cursor: bool = False) -> Strip:
    """Return a line as Textual draws it, in exactly `width` cells. Under the cursor it is reversed.

    All that panes, pages, bars and lists show passes here, and here at the latest it is made visible.
    """
    if cursor:
        segments = [Segment(visible(text), CURSOR + Style(bold=style.bold)) for text, style in line]
        return Strip(segments).extend_cell_length(width, CURSOR).crop(0, width)
    return Strip([Segment(visible(text), style) for text, style in line]).extend_cell_length(width).crop(0, width)


def padded(line: Line, width: int) -> Line:
    """Return a line cut or filled up to exactly `width` cells, to stand beside another."""
    return [(segment.text, segment.style or Style()) for segment in strip(line, width)]


def wrap(text: str, width: int) -> list[str]:
    """Return a visible text in lines of at most `width` cells, broken at blanks if possible, else between characters."""
    lines, line, length = [], "", 0
    for word in _words(text):
        if length + cell_len(word.rstrip()) > width and line:
            lines.append(line.rstrip())
            line, length = "", 0
        rest = word
        while cell_len(rest.rstrip()) > width:
            head = _head(rest, width)
            lines.append(head)
            rest = rest[len(head) :]
        line += rest
        length += cell_len(rest)
    return [*lines, line.rstrip()] if line or not lines else lines


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


def _words(text: str) -> list[str]:
    """Pieces that a line may be broken between: words with the blanks after them, and wide characters alone."""
    words, word = [], ""
    for character in text:
        if cell_len(character) == 2:
            words += [word, character] if word else [character]
            word = ""
        elif character == " ":
            words.append(word + character)
            word = ""
        else:
            word += character
    return [*words, word] if word else words


def _head(word: str, width: int) -> str:
    length = 0
    for index, character in enumerate(word):
        length += cell_len(character)
        if length > width and index:
            return word[:index]
    return word
