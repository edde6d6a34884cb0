"""Records as the tables that a person would have made of them: title, columns under headings, rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.indicators import decimals
from jinpu_tui.exchange.register_columns import PlannedColumn, RegisterColumns
from jinpu_tui.exchange.sheet_headings import AS_OF, COUNT, SHEETS, Language, language_of
from jinpu_tui.exchange.sheet_model import ExportSheet, SheetRow
from jinpu_tui.exchange.tree_order import in_tree_order
from jinpu_tui.model.records import Indicator, Kind, Record, Requirement


def export_sheet(
    analysis: Analysis,
    kind: Kind,
    records: Sequence[Record],
    names: Sequence[str] = (),
    *,
    is_exact: bool = False,
    is_ordered: bool = False,
) -> ExportSheet:
    """Return the table of some records.

    Args:
        analysis: The dataset on a day.
        kind: Kind of the records.
        records: The records.
        names: Columns; by default the usual ones, and all that a record states something for.
        is_exact: Whether choices stay as the file has them, as programs expect it.
        is_ordered: Whether the order of the records was asked for; else requirements stand below their parents.
    """
    language = language_of(analysis.dataset)
    depths = {}
    if kind == "requirement" and not is_ordered:
        pairs = in_tree_order([each for each in records if isinstance(each, Requirement)], analysis.dataset)
        records, depths = [each for each, _depth in pairs], {each.id: depth for each, depth in pairs}
    planned = RegisterColumns(analysis, kind, records, language, is_exact=is_exact)
    columns = planned.named(names) if names else planned.usual()
    return ExportSheet(
        kind,
        SHEETS[kind].of(language),
        _title(analysis, kind, language),
        _subtitle(analysis, len(records), language),
        [each.column for each in columns],
        [_row(analysis, record, columns, depths.get(record.id, 0)) for record in records],
        planned.notices,
    )


def _row(analysis: Analysis, record: Record, columns: Sequence[PlannedColumn], depth: int) -> SheetRow:
    places = decimals(record) if isinstance(record, Indicator) else None
    return SheetRow(record.id, [each.read(record) for each in columns], analysis.light_of(record), depth, places)


def _title(analysis: Analysis, kind: Kind, language: Language) -> str:
    title: Any = " ".join(analysis.dataset.info.title.split())
    name = SHEETS[kind].of(language)
    return (f"{title}　{name}" if language == "zh" else f"{title} – {name}") if title else name


def _subtitle(analysis: Analysis, count: int, language: Language) -> str:
    day = analysis.day
    shown = f"{day.year}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()
    separator = "，" if language == "zh" else "; "
    return AS_OF.of(language).format(day=shown) + separator + COUNT.of(language).format(count=count)
