"""Rows for people, spreadsheets and programs."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click
import msgspec

from jinpu_tui.text.formula_guard import guarded
from jinpu_tui.text.sanitize import visible

_UNSAFE = re.compile(
    r"[\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Controls, and the characters that reorder or hide text; those below a blank JSON escapes itself."""

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

MAX_WIDTH = 200
"""The maximum number of cells that a column is made wide; a longer text takes its line out of the columns, not all lines."""


def echo_json(value: Any) -> None:
    """Print a value as JSON, dates as ISO strings.

    What a terminal would obey or hide, and what the charset of the output does not have, is escaped: the value is the same.
    """
    try:
        text = msgspec.json.format(msgspec.json.encode(value)).decode()
    except UnicodeEncodeError:  # a file's name that is not UTF-8, whose bytes Python keeps as lone surrogates
        text = json.dumps(msgspec.to_builtins(value), indent=2)
    text = _UNSAFE.sub(_escaped, text) + "\n"
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = _NOT_ASCII.sub(_escaped, text)
    _echo(text)


def echo_csv(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows as CSV (RFC 4180). Text that a spreadsheet would take for a formula is set behind an apostrophe.

    Into a file or a pipe every other character goes as it is; on a terminal it is made visible.
    """
    shown: Callable[[str], str] = visible if sys.stdout.isatty() else str
    buffer = io.StringIO()
    csv.writer(buffer).writerows([head, *([shown(guarded(cell)) for cell in row] for row in rows)])
    _echo(buffer.getvalue())


def echo_table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """Print rows in columns as wide as their contents, within `MAX_WIDTH`; those in `right` flush right."""
    columns = [_visible(column) for column in zip(head, *rows, strict=True)]
    padded = [_padded(column, right=index in right) for index, column in enumerate(columns)]
    lines = ("  ".join(row).rstrip() for row in zip(*padded, strict=True))
    _echo("\n".join(lines) + "\n")


def _echo(text: str) -> None:
    """Print exactly that: click would take out what looks like colour where no terminal is."""
    click.echo(text, nl=False, color=True)


def _visible(column: Sequence[str]) -> Sequence[str]:
    """Make cells visible; seldom are there any that are not, which is faster to see of all at once."""
    return column if "".join(column).isprintable() else list(map(visible, column))


def _padded(column: Sequence[str], *, right: bool) -> list[str]:
    lengths = _lengths(column)
    width = max((length for length in lengths if length <= MAX_WIDTH), default=0)
    pad = str.rjust if right else str.ljust
    return [pad(cell, width - length + len(cell)) for cell, length in zip(column, lengths, strict=True)]


def _lengths(column: Sequence[str]) -> Sequence[int]:
    """Return how many cells of the terminal each text takes."""
    if "".join(column).isascii():
        return list(map(len, column))
    from jinpu_tui.text.width import cell_width

    return [len(text) if text.isascii() else cell_width(text) for text in column]


def _escaped(match: re.Match[str]) -> str:
    """Return a character as JSON escapes it (RFC 8259, section 7), those beyond the first 65,536 as two."""
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
