"""Exporting records: a workbook, delimited text or a calendar, as one file or one for each unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import Struct

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.exchange.calendar_text import calendar_text
from jinpu_tui.exchange.cell_limits import fitted
from jinpu_tui.exchange.csv_text import csv_text
from jinpu_tui.exchange.embedded_base import base_lines
from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.exchange.page_fit import fitted_to_page
from jinpu_tui.exchange.register_sheets import export_sheet
from jinpu_tui.exchange.sheet_headings import language_of
from jinpu_tui.exchange.sheet_model import ExportSheet
from jinpu_tui.exchange.workbook_writer import workbook_bytes
from jinpu_tui.model.records import Indicator, Kind, Record, Requirement, Task
from jinpu_tui.query.filter import matching
from jinpu_tui.query.sorting import NOWHERE, grouped, ordered
from jinpu_tui.query.units import leads_of, unit_key
from jinpu_tui.services.output_files import check_outputs, paths_for
from jinpu_tui.services.reports import incomplete_text, revision_text
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.text.i18n import _

Form = Literal["xlsx", "csv", "ics"]

FORMS: dict[str, Form] = {".xlsx": "xlsx", ".csv": "csv", ".ics": "ics"}
"""What a file is by its ending."""

KINDS: tuple[Kind, ...] = ("task", "requirement", "indicator")
"""The kinds that are exported, in the order of the sheets."""


class ExportOptions(Struct, frozen=True):
    """An export that is wanted."""

    output: Path
    form: Form
    kind: Kind | None = None
    """The kind of record; by default a workbook has all, and other forms have tasks."""
    filter: str = ""
    columns: Sequence[str] = ()
    order: Sequence[str] = ()
    by: str = ""
    """A field of tasks; a file is written for each of its values."""
    has_mark: bool | None = None
    """Whether delimited text begins with a byte order mark; by default if the data are Chinese."""
    force: bool = False
    """Whether files that exist are overwritten."""


class Export(NamedTuple):
    """An export that was made."""

    path: Path
    data: bytes
    notices: Sequence[str]
    """What it lacks or has shortened, a sentence each."""


def write_exports(workspace: Workspace, options: ExportOptions) -> list[Export]:
    """Write the file, or one for each value of a field; nothing if one of them must not be written.

    Raises:
        ExchangeError: There is nothing that the form could hold.
        FilterError: The filter is none.
        OutputFileError: A file must not be written.
        OSError: A file cannot be written.
    """
    exports = make_exports(workspace, options)
    check_outputs(workspace, ((export.path, export.data) for export in exports), force=options.force)
    for export in exports:
        export.path.write_bytes(export.data)
    return exports


def make_exports(workspace: Workspace, options: ExportOptions) -> list[Export]:
    """Return the file, or one for each value of a field. Raises ExchangeError, FilterError."""
    if options.form == "ics" and options.kind not in (None, "task"):
        raise ExchangeError(_("A calendar holds tasks only"))
    analysis = Analysis(workspace.dataset, workspace.day)
    incomplete = incomplete_text(workspace)
    revision = revision_text(workspace) if options.form == "xlsx" else ""
    exports = []
    for path, records in _parts(analysis, options):
        data, notices = _made(analysis, options, records, revision)
        exports.append(Export(path, data, [*([incomplete] if incomplete else []), *notices]))
    return exports


def _parts(analysis: Analysis, options: ExportOptions) -> Iterator[tuple[Path, dict[Kind, Sequence[Record]]]]:
    """Return the one file, or one for each value of a field of the tasks, each with its records by kind."""
    kinds = (options.kind,) if options.kind else KINDS if options.form == "xlsx" else KINDS[:1]
    dataset = analysis.dataset
    kept: dict[Kind, Sequence[Record]] = {
        kind: ordered(matching(dataset.of_kind(kind), options.filter, analysis), options.order, kind, analysis)
        for kind in kinds
    }
    if not options.by:
        yield options.output, _without_empty(kept)
        return
    groups = grouped(kept.get("task", ()), options.by, "task", analysis)
    for group, path in zip(groups, paths_for(options.output, (group.name for group in groups)), strict=True):
        parts: dict[Kind, Sequence[Record]] = {"task": group.members}
        if "requirement" in kept:
            parts["requirement"] = _served(analysis, group.members)
        if "indicator" in kept and options.by == "lead" and group.name != NOWHERE:
            parts["indicator"] = [each for each in kept["indicator"] if _is_led_by(each, group.name)]
        yield path, _without_empty(parts)


def _without_empty(records: dict[Kind, Sequence[Record]]) -> dict[Kind, Sequence[Record]]:
    """Return the kinds that have records; the first one if none has any."""
    return {kind: each for kind, each in records.items() if each} or dict(list(records.items())[:1])


def _served(analysis: Analysis, tasks: Sequence[Task]) -> list[Requirement]:
    """Return the requirements that tasks serve, and those above them, in the order of the dataset."""
    known = {each.id: each for each in analysis.dataset.requirements}
    wanted: set[str] = set()
    for id_ in {id_ for task in tasks for id_ in task.requirements}:
        above: str | None = id_
        while above in known and above not in wanted:
            wanted.add(above)
            above = known[above].parent
    return [each for id_, each in known.items() if id_ in wanted]


def _is_led_by(record: Record, unit: str) -> bool:
    leads = leads_of(record.lead) if isinstance(record, Indicator) else ()
    return unit_key(unit) in {unit_key(lead) for lead in leads}


def _made(
    analysis: Analysis, options: ExportOptions, records: dict[Kind, Sequence[Record]], revision: str
) -> tuple[bytes, Sequence[str]]:
    if options.form == "ics":
        tasks = [task for task in records.get("task", ()) if isinstance(task, Task)]
        return calendar_text(tasks, analysis).encode(), ()
    is_exact = options.form == "csv"
    sheets = [
        export_sheet(analysis, kind, each, options.columns, is_exact=is_exact, is_ordered=bool(options.order))
        for kind, each in records.items()
    ]
    if is_exact:
        has_mark = options.has_mark if options.has_mark is not None else language_of(analysis.dataset) == "zh"
        return csv_text(sheets[0], has_mark=has_mark).encode(errors="replace"), sheets[0].notices
    return _workbook(analysis, sheets, revision, has_chosen_columns=bool(options.columns))


def _workbook(
    analysis: Analysis, sheets: Sequence[ExportSheet], revision: str, *, has_chosen_columns: bool
) -> tuple[bytes, list[str]]:
    language = language_of(analysis.dataset)
    fit = [fitted(sheet, language) for sheet in sheets]
    if not has_chosen_columns:
        fit = [fitted_to_page(sheet, language) for sheet in fit]
    data = workbook_bytes(fit, base_lines(fit, revision), analysis.day, language)
    return data, [notice for sheet in fit for notice in sheet.notices]
