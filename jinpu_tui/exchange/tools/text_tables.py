"""Delimited text of other tools: its headings, and its records by heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from jinpu_tui.exchange.delimited_text import read_delimited
from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.exchange.tools.json_text import HEAD_BYTES
from jinpu_tui.text.i18n import _

MAX_COLUMNS = 1000


class TextTable(Struct, frozen=True):
    """A table with its headings in the first row."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str | None]]

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Return for each row that holds something its number in the file, from 2, and its filled cells by heading."""
        for number, cells in enumerate(self.rows, 2):
            record = {name: cell for name, cell in zip(self.headings, cells, strict=False) if name and cell and cell.strip()}
            if record:
                yield number, record


def headings_of(data: bytes) -> list[str]:
    """Return the headings that the first line of a file has if it is delimited text; nothing for other files."""
    head, _end, _rest = data[:HEAD_BYTES].partition(b"\n")
    if b"\0" in head or not head:
        return []
    try:
        rows, _encoding = read_delimited(head + b"\n")
    except ExchangeError:
        return []
    return [(cell or "").strip() for cell in rows[0]] if rows else []


def read_table(data: bytes) -> TextTable:
    """Return the table of a file. Raises ExchangeError."""
    rows, _encoding = read_delimited(data)
    headings = [(cell or "").strip() for cell in rows[0]] if rows else []
    if len(headings) > MAX_COLUMNS:
        raise ExchangeError(_("The table has more than {count} columns").format(count=MAX_COLUMNS))
    return TextTable(headings, rows[1:])
