"""What a row adds to the log of its record: notes are only ever appended, each once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jinpu_tui.exchange.base import BaseRow
from jinpu_tui.exchange.imported_row import ImportedRow
from jinpu_tui.model.changes import Plain


def new_notes(row: ImportedRow, log: Sequence[Plain], before: BaseRow | None, today: date) -> list[Plain]:
    """Return the notes of a row that neither the log nor the last import has.

    Args:
        row: The row: its dated notes, and its report, which gets the day of today.
        log: The notes that the record has.
        before: The row as the last import read it; None if there was none.
        today: Day of the import.
    """
    known = {_identity(note) for note in (*log, *(before.values.get("log", ()) if before else ()))}
    notes = [note for note in row.log if _identity(note) not in known]
    is_new = before is None or before.report != row.report
    if row.report and is_new and all(entry.get("text") != row.report for entry in log):
        notes.append({"date": today, "text": row.report})
    return notes


def _identity(note: Plain) -> tuple[str, str]:
    return str(note.get("date", "")), str(note.get("text", ""))
