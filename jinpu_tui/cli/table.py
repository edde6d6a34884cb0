"""Rows for people, spreadsheets and programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import click
import msgspec

from jinpu_tui.safe_text import visible


def echo_json(value: Any) -> None:
    """Print a value as JSON, dates as ISO strings."""
    click.echo(msgspec.json.format(msgspec.json.encode(value)).decode())


def echo_csv(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows as CSV (RFC 4180). Text that a spreadsheet would take for a formula is set behind an apostrophe."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([head, *([_inert(cell) for cell in row] for row in rows)])
    click.echo(buffer.getvalue(), nl=False)


def echo_table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """Print rows in columns as wide as their contents; those in `right` flush right."""
    columns = [list(map(visible, column)) for column in zip(head, *rows, strict=True)]
    padded = [_padded(column, right=index in right) for index, column in enumerate(columns)]
    lines = ("  ".join(row).rstrip() for row in zip(*padded, strict=True))
    click.echo("\n".join(lines), color=True)  # nothing to strip: no cell holds a control character


def _padded(column: Sequence[str], *, right: bool) -> list[str]:
    lengths = list(map(_length, column))
    width = max(lengths)
    pad = str.rjust if right else str.ljust
    return [pad(cell, width - length + len(cell)) for cell, length in zip(column, lengths, strict=True)]


def _length(text: str) -> int:
    """How many cells a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len, get_character_cell_size

    if "\u200d" in text or "\ufe0f" in text:  # characters that make one of several
        return cell_len(text)
    return sum(map(get_character_cell_size, text))


def _inert(cell: str) -> str:
    number = cell.removeprefix("-").replace(".", "", 1).isdigit()
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not number else cell
