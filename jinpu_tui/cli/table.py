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
    from rich.cells import cell_len

    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(head, *shown, strict=True)]
    for row in [list(head), *shown]:
        padded = []
        for index, cell in enumerate(row):
            gap = " " * (widths[index] - cell_len(cell))
            padded.append(gap + cell if index in right else cell + gap)
        click.echo("  ".join(padded).rstrip())


def _inert(cell: str) -> str:
    number = cell.removeprefix("-").replace(".", "", 1).isdigit()
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not number else cell
