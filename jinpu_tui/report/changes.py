"""What changed since a state of the past, as a section of a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from jinpu_tui.analysis.word_diff import SIGNED, DiffSpan, Mark, marked
from jinpu_tui.model.changes import Change
from jinpu_tui.model.field_merge import paired
from jinpu_tui.model.formatting import value_text
from jinpu_tui.report.context import ReportContext
from jinpu_tui.report.document import Cell, Paragraph, Section, Table
from jinpu_tui.text.i18n import _


def changes_section(context: ReportContext) -> Section:
    """Return what changed since a revision or a day, by record and field, with words that went and came."""
    rows = []
    for item in context.changes:
        cited = Cell(item.record.id, getattr(item.record, "on", item.record.id))
        act = {"added": _("added"), "removed": _("removed"), "changed": ""}[item.act]
        if act or not item.changes:
            rows.append((cited, Cell(item.record.name), Cell(act), Cell(""), Cell("")))
        for change in item.changes:
            if isinstance(change, Change):
                before, after = _sides(change)
                rows.append((cited, Cell(item.record.name), Cell(change.field), before, after))
    caption = _("What changed since {since}").format(since=context.since)
    notes = [Paragraph([Cell(note, weight="red")]) for note in context.notes]
    if not rows:
        return Section(caption, "changes", [*notes, Paragraph([Cell(_("Nothing changed."))])])
    head = (_("id"), _("title"), _("field"), _("before"), _("after"))
    return Section(caption, "changes", [*notes, Table(_("By record and field"), head, rows)])


def _sides(change: Change) -> tuple[Cell, Cell]:
    """Return what a field was and is: of texts the words that differ, of lists the entries."""
    message: Callable[[object], str] = value_text
    if isinstance(change.before or change.after, list):
        went, came = (
            "; ".join(message(item) for item in side if item is not None)
            for side in zip(*paired(change.field, change.before, change.after), strict=True)
        )
        return Cell(went or "–", weight="gone"), Cell(came or "–", weight="new")
    if isinstance(change.before, str) and isinstance(change.after, str):
        pieces = marked(change.before, change.after)
        return _side(pieces, "gone"), _side(pieces, "new")
    return Cell(message(change.before), weight="gone"), Cell(message(change.after), weight="new")


def _side(pieces: Sequence[DiffSpan], own: Mark) -> Cell:
    kept: Iterator[str] = (SIGNED[mark].format(text) if mark == own else text for mark, text in pieces if mark in ("same", own))
    return Cell("".join(kept), weight=own)
