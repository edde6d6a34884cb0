"""The sign-offs of a record and the comments on it, as fields of a report."""

from __future__ import annotations

from collections.abc import Iterator

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.signoffs import Thread, changed_since, signed_by, threads
from jinpu_tui.model.records import Comment, Record
from jinpu_tui.report.document import Cell
from jinpu_tui.text.i18n import _


def review_fields(analysis: Analysis, record: Record) -> list[tuple[str, list[Cell]]]:
    """Who signed it off and what changed since, and the threads on it; nothing if nobody said anything."""
    signed = []
    for item in signed_by(analysis.dataset, record.id):
        changed = changed_since(record, item)
        message = _("{name} {day}; changed since: {fields}") if changed else _("{name} {day}")
        text = message.format(name=item.by, day=item.at or "", fields=", ".join(changed))
        signed.append(Cell(text, weight="yellow" if changed else ""))
    comments = [cell for thread in threads(analysis.dataset, record.id) for cell in _thread(thread)]
    return [(name, cells) for name, cells in ((_("signed off"), signed), (_("comments"), comments)) if cells]


def _thread(thread: Thread) -> Iterator[Cell]:
    yield Cell(("✓ " if thread.comment.resolved else "• ") + _said(thread.comment))
    yield from (Cell(f"↳ {_said(reply)}") for reply in thread.replies)


def _said(one: Comment) -> str:
    about = _(" on {field}").format(field=one.field) if one.field else ""
    return f"{one.by} {one.at or ''}{about}: {one.text}"
