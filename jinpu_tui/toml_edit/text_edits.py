"""Edits of a text as values, and the positions of lines that they need."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_REST_OF_LINE = re.compile(r"[^\r\n]*")
_REST_IF_COMMENT = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?=\r?\n|$)")


class SpliceError(ValueError):
    """The layout of the text has no place for the change."""


class Edit(NamedTuple):
    """Replace the characters from `start` to `end` (exclusive) by `new`."""

    start: int
    end: int
    new: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with all edits made. They must not overlap; edits at one position are made in the order given."""
    parts, position = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit.start):
        parts += [text[position:start], new]
        position = end
    return "".join(parts) + text[position:]


def newline_of(text: str) -> str:
    """Return the line end that the text uses: that of its first line."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def line_start(text: str, position: int) -> int:
    """Return where the line that holds `position` begins, after a byte order mark."""
    start = text.rfind("\n", 0, position) + 1
    return start + (start == 0 and text.startswith("\ufeff"))


def content_end(text: str, position: int) -> int:
    """Return the end of the line that holds `position`, before its line end."""
    match = _REST_OF_LINE.match(text, position)
    return match.end() if match else position


def next_line(text: str, position: int) -> int:
    """Return where the line after the one that holds `position` begins, or the end of the text."""
    end = text.find("\n", position)
    return len(text) if end < 0 else end + 1


def rest_is_comment(text: str, position: int) -> bool:
    """Return whether nothing but blanks and a comment follows on the line."""
    return _REST_IF_COMMENT.match(text, position) is not None


def is_blank_line(text: str, position: int) -> bool:
    """Return whether a line of blanks begins at `position`; blanks that end the text are the indentation of what follows."""
    return text[position : next_line(text, position)].lstrip(" \t") in ("\n", "\r\n")


def indent_at(text: str, position: int) -> str:
    """Return the blanks that the line that holds `position` begins with."""
    start = line_start(text, position)
    line = text[start:position]
    return line[: len(line) - len(line.lstrip(" \t"))]
