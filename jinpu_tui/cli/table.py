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
    shown = [list(head), *([visible(cell) for cell in row] for row in rows)]
    lengths = [list(map(_length, row)) for row in shown]
    widths = [max(column) for column in zip(*lengths, strict=True)]
    lines = []
    for row, lengths_of in zip(shown, lengths, strict=True):
        padded = []
        for index, (cell, length, width) in enumerate(zip(row, lengths_of, widths, strict=True)):
            gap = " " * (width - length)
            padded.append(gap + cell if index in right else cell + gap)
        lines.append("  ".join(padded).rstrip())
    click.echo("\n".join(lines))


def _length(text: str) -> int:
    """How many cells a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _inert(cell: str) -> str:
    number = cell.removeprefix("-").replace(".", "", 1).isdigit()
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not number else cell
