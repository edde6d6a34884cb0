"""A row of a register as it was read, before it is compared with the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field


class ImportedRow(Struct):
    """One row of the table."""

    row: int
    """Number of the row as spreadsheets show it, from 1."""

    values: dict[str, Any] = field(default_factory=dict)
    """Values of fields."""

    number: str = ""
    """The row's own number (序号)."""

    group: str = ""
    """Title of the requirement that the row belongs to."""

    report: str = ""
    """What was done so far, for the log."""

    log: list[dict[str, Any]] = field(default_factory=list)
    """Notes for the log that have a day of their own."""

    notes: list[str] = field(default_factory=list)
    """What no field could take, each with the heading of its column."""

    problems: list[str] = field(default_factory=list)
    """What could not be understood or was assumed, each naming row and column."""

    has_title: bool = True
    """Whether the row states its title; otherwise another text was taken, which names a new record only."""

    skipped: str = ""
    """Why the row is no record; the empty text for a record."""


def values_with_notes(row: ImportedRow) -> Mapping[str, Any]:
    """Return the values of a row with what no field could take added to its note."""
    if not row.notes:
        return row.values
    note = "\n".join([str(row.values["note"]), *row.notes] if row.values.get("note") else row.notes)
    return {**row.values, "note": note}
