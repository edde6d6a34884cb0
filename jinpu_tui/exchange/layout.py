"""Finding the table in a sheet: its title, its heading rows, and the kind of record that its rows are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from jinpu_tui.exchange.headings import field_for_heading, folded_heading
from jinpu_tui.exchange.sheets import Cell, Sheet
from jinpu_tui.model.records import Kind

MAX_HEADING_ROW = 40
"""Rows from the top among which the heading is looked for."""

KINDS: tuple[Kind, ...] = ("task", "indicator", "requirement")
"""Kinds that a table may hold, in the order in which a tie is decided."""

_YEAR = re.compile(r"(?<!\d)(19|20)\d{2}(?=年|\b|[^\d])")


class Table(Struct, frozen=True):
    """A sheet with its heading rows found."""

    sheet: Sheet
    kind: Kind
    heading_rows: tuple[int, ...]
    """Rows of the heading, from 0; empty if none was found."""

    headings: tuple[str, ...]
    """Heading of each column. Of a heading in two rows, the lower one, after the upper one if both name something."""

    title: str = ""
    """Text above the heading."""

    @property
    def first_row(self) -> int:
        """Row, from 0, at which the records begin."""
        return self.heading_rows[-1] + 1 if self.heading_rows else 0

    @property
    def year(self) -> int | None:
        """Year that the title states."""
        return year_in(self.title)


def year_in(text: str) -> int | None:
    """Return the year that a title or the name of a file states; None if it states none."""
    match = _YEAR.search(text)
    return int(match[0]) if match else None


def find_table(sheets: Sequence[Sheet], kind: Kind | None = None, sheet_name: str = "") -> Table | None:
    """Return the table that a file is about: the one whose heading names most fields; None if no heading is found.

    Args:
        sheets: All sheets of the file. Hidden ones count only if `sheet_name` names one.
        kind: Kind of record; by default the one that most headings belong to.
        sheet_name: Name of the sheet; by default the best.
    """
    chosen = [sheet for sheet in sheets if (sheet.name == sheet_name if sheet_name else not sheet.is_hidden)]
    tables = [(score, table) for sheet in chosen for score, table in _tables_in(sheet, [kind] if kind else KINDS)]
    return max(tables, key=lambda pair: pair[0])[1] if tables else None


def table_at(sheet: Sheet, kind: Kind, heading_rows: Sequence[int]) -> Table:
    """Return the table whose heading rows are known."""
    rows = tuple(heading_rows)
    title = _title_above(sheet, rows[0] if rows else 0)
    return Table(sheet, kind, rows, tuple(_headings(sheet, rows)), title)


def _tables_in(sheet: Sheet, kinds: Sequence[Kind]) -> list[tuple[int, Table]]:
    found = []
    for kind in kinds:
        scores = [_score(kind, row) for row in sheet.rows[:MAX_HEADING_ROW]]
        best = max(scores, default=0)
        if best < 2:
            continue
        first = last = scores.index(best)
        if last + 1 < len(scores) and _goes_on(sheet, last, scores[last + 1]):
            last += 1
        elif first and _goes_on(sheet, first - 1, best) and scores[first - 1]:
            first -= 1
        table = table_at(sheet, kind, range(first, last + 1))
        found.append((sum(bool(field_for_heading(kind, heading)) for heading in table.headings), table))
    return found


def _score(kind: Kind, row: Sequence[Cell]) -> int:
    """Return how many different fields the cells of a row name; 0 if it looks like a record."""
    if any(isinstance(cell, float | date | datetime) for cell in row):
        return 0
    texts = [cell for cell in row if isinstance(cell, str)]
    return len({name for text in texts if len(text) <= 40 and (name := field_for_heading(kind, text))})


def _goes_on(sheet: Sheet, row: int, score_below: int) -> bool:
    """Return whether the heading goes on in the row below: cells merged across both rows, or headings below a merged one."""
    is_joined_down = any(place == row + 1 for place, _column in sheet.merged)
    is_joined_across = any(place == row for place, _column in sheet.merged)
    return (is_joined_down or is_joined_across) and (score_below > 0 or is_joined_down)


def _headings(sheet: Sheet, rows: Sequence[int]) -> list[str]:
    width = max((len(sheet.rows[row]) for row in rows), default=max(map(len, sheet.rows), default=0))
    headings = []
    for column in range(width):
        parts: list[str] = []
        for row in rows:
            cells = sheet.rows[row]
            text = _one_line(cells[column]) if column < len(cells) else ""
            if text and (not parts or folded_heading(parts[-1]) != folded_heading(text)):
                parts.append(text)
        headings.append("/".join(parts))
    return headings


def _title_above(sheet: Sheet, row: int) -> str:
    texts = (_one_line(cell) for cells in sheet.rows[:row] for cell in cells)
    return " ".join(dict.fromkeys(filter(None, texts)))


def _one_line(cell: Cell) -> str:
    return " ".join(str(cell).split()) if cell is not None else ""
