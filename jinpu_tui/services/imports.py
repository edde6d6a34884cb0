"""Importing a register: read it, show what would change, write it as one edit, and keep what the next import compares with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from jinpu_tui.exchange.base import Base
from jinpu_tui.exchange.decisions import Decision, decided
from jinpu_tui.exchange.embedded_base import EmbeddedBase, embedded_base
from jinpu_tui.exchange.headings import GROUP, NUMBER, REPORT
from jinpu_tui.exchange.import_plan import ImportPlan, Ledger, PlannedRow
from jinpu_tui.exchange.layout import Table, year_in
from jinpu_tui.exchange.plan import plan_import
from jinpu_tui.exchange.rows import read_rows
from jinpu_tui.exchange.rules import ColumnRule, Rules, adapted, rules_for
from jinpu_tui.exchange.saved_import import SavedImport, saved_text
from jinpu_tui.exchange.sheets import MAX_FILE_BYTES, Sheet, read_sheets
from jinpu_tui.exchange.tools.registry import Recognition
from jinpu_tui.model.changes import Added, AnyChange
from jinpu_tui.model.records import Kind
from jinpu_tui.services.import_sources import (
    as_text,
    document_plan,
    is_document,
    parse_import_file,
    parse_rules_file,
    read_file,
    wanted_table,
)
from jinpu_tui.services.importable_files import importable_files
from jinpu_tui.services.tool_imports import ToolFile, plan_tool_file, recognize_unless_table, rules_to_keep
from jinpu_tui.services.workspace import EditOutcome, Workspace
from jinpu_tui.storage.import_files import import_file, read_import_file, write_import_file
from jinpu_tui.text.i18n import _

__all__ = [
    "MAX_FILE_BYTES",
    "Decision",
    "ImportOptions",
    "ImportPart",
    "PlannedRow",
    "PreparedImport",
    "RowKey",
    "apply_import",
    "decide",
    "field_name",
    "importable_files",
    "prepare_file",
    "prepare_import",
    "read_file",
    "understood_text",
]

RowKey = tuple[int, int]
"""Number of the part of an import, and place of the row in its plan, both from 0. Records of one line have each their own."""


class ImportOptions(Struct, frozen=True):
    """How a file is to be read, as far as somebody has said so."""

    kind: Kind | None = None
    sheet: str = ""
    rules: Path | None = None
    """A rules file to go by instead of the one that the last import left."""
    encoding: str = ""
    is_table: bool = False
    """Whether it must be a table; else a text without known headings is a document."""
    source: str = ""
    """Id of the source that new records are drawn from."""
    prefer: Literal["file", "ledger"] | None = None
    """Whose value counts if both have changed; by default that is left open."""
    matches: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))
    """Ids of the records that rows are, by the number of the part, from 0, and the number that the file gives the row."""


class ImportPart(Struct, frozen=True):
    """What an import would do with one table, or with a document."""

    plan: ImportPlan
    table: Table | None = None
    """None for a document and for the export of another tool."""
    rules: Rules | None = None
    saved: SavedImport | None = None
    """What the last import left."""
    path: Path | None = None
    """The file for what this import leaves; None if it leaves nothing."""

    @property
    def columns_left_out(self) -> list[str]:
        """Headings of the columns that become no field."""
        columns = self.rules.columns if self.rules is not None else ()
        return [rule.heading for rule in columns if rule.field is None and rule.heading]


class PreparedImport(Struct, frozen=True):
    """What an import would do. Nothing is written yet."""

    name: str
    """Name of the file."""
    parts: tuple[ImportPart, ...]
    """One for each table of a workbook that this program exported, else one."""
    problems: tuple[str, ...] = ()
    """What is to be said of the file as a whole, a sentence each."""

    @property
    def changes(self) -> list[AnyChange]:
        """All changes, in the order in which they can be written."""
        return [change for part in self.parts for change in part.plan.changes]

    @property
    def rows(self) -> dict[RowKey, PlannedRow]:
        """All rows, by part and place."""
        return {(number, at): row for number, part in enumerate(self.parts) for at, row in enumerate(part.plan.rows)}


def prepare_import(
    workspace: Workspace, data: bytes, name: str, options: ImportOptions, folder: Path | None = None
) -> PreparedImport:
    """Return what the import of a register or a document would do.

    Args:
        workspace: The dataset that it goes into.
        data: The bytes of the file.
        name: Its name without folder; empty for what was piped or pasted, of which nothing is kept.
        options: How it is to be read.
        folder: Folder of the file, for metadata beside it; None if it is not known.

    Raises:
        ExchangeError: The file or a rules file cannot be read or holds nothing that can be imported.
        OSError: The dataset or a rules file cannot be read.
    """
    workspace.take_rest()
    ledger = Ledger(workspace.dataset, workspace.plain_records(), workspace.today, cache(workspace.used_ids))
    register = as_text(Path(name).stem)
    path = import_file(workspace.root, register) if register else None
    last = parse_import_file(path) if path else None
    named = parse_rules_file(options.rules) if options.rules is not None else last
    asks_for_table = options.is_table or bool(options.kind or options.sheet)
    recognition = Recognition() if asks_for_table else recognize_unless_table(data, name, named)
    problems = tuple(recognition.problems)
    if recognition.importer is not None:
        base = named.base if named and named.base else last.base if last else {}
        saved = SavedImport(named.rules, _without_undone(workspace, base)) if named else None
        file = ToolFile(data, name, folder, recognition.importer)
        matches = {row: id_ for (_part, row), id_ in options.matches.items()}
        tool = plan_tool_file(ledger, file, saved, options.source, matches, options.prefer)
        return PreparedImport(name, (ImportPart(tool.plan, None, tool.rules, named, path),), (*problems, *tool.left_out))
    if is_document(data, name, options.encoding, asks_for_table=asks_for_table or bool(options.rules)):
        plan = document_plan(ledger, data, name, workspace.reference_day, options.encoding, options.source)
        return PreparedImport(name, (ImportPart(plan),), problems)
    named = None if named is not None and named.rules.tool else named
    encoding = options.encoding or (named.rules.encoding if named else "")
    sheets = read_sheets(data, Path(name).suffix, encoding)
    embedded = embedded_base(sheets)
    parts: list[ImportPart] = []
    for number, wanted in enumerate(_tables_wanted(sheets, options, embedded)):
        table = wanted_table(sheets, named.rules if named else None, wanted.kind, wanted.sheet)
        matches = {row: id_ for (part, row), id_ in options.matches.items() if part == number}
        part = _Reader(workspace, ledger, register, wanted, matches, last).part(table, named, embedded)
        parts.append(part)
        ledger = _with_new(ledger, part.plan)
    return PreparedImport(name, tuple(parts), problems)


class _Reader:
    """Reads one table."""

    def __init__(
        self,
        workspace: Workspace,
        ledger: Ledger,
        register: str,
        options: ImportOptions,
        matches: Mapping[int, str],
        last: SavedImport | None,
    ) -> None:
        self._workspace, self._ledger, self._register = workspace, ledger, register
        self._options, self._matches, self._last = options, matches, last

    def part(self, table: Table, named: SavedImport | None, embedded: EmbeddedBase | None) -> ImportPart:
        path, saved = self._saved(table.kind)
        if self._options.rules is not None and named is not None:
            saved = SavedImport(named.rules, named.base or (saved.base if saved else {}))
        is_known = saved is not None and saved.rules.kind == table.kind
        rules = adapted(saved.rules, table) if saved and is_known else rules_for(table)
        rules = msgspec.structs.replace(rules, year=rules.year or year_in(self._register))
        if self._options.source:
            rules = msgspec.structs.replace(rules, defaults={**rules.defaults, "source": self._options.source})
        rows = read_rows(table.sheet, rules, self._workspace.reference_day)
        base = _without_undone(self._workspace, saved.base) if saved and is_known else {}
        mapped = rules.mapped
        if embedded is not None:
            if rules.export != embedded.export:  # what the last import of that name left is of another export
                base = embedded.rows.get(table.kind, {})
            rules = msgspec.structs.replace(rules, export=embedded.export)
            mapped = rules.columns_for
        plan = plan_import(
            self._ledger,
            table.kind,
            rows,
            base,
            mapped,
            register=self._register,
            matches=self._matches,
            prefer=self._options.prefer,
        )
        return ImportPart(plan, table, rules, saved, path)

    def _saved(self, kind: Kind) -> tuple[Path | None, SavedImport | None]:
        """Return the file of the register for a kind, and what it holds: its own, or one beside it for another kind."""
        if not self._register:
            return None, None
        root = self._workspace.root
        saved = self._last
        if saved is None or (saved.rules.kind == kind and not saved.rules.tool):
            return import_file(root, self._register), saved
        path = import_file(root, f"{self._register}-{kind}")
        return path, parse_import_file(path)


def prepare_file(workspace: Workspace, path: Path, options: ImportOptions) -> PreparedImport:
    """Return what the import of a file would do. Raises what `prepare_import` raises."""
    return prepare_import(workspace, read_file(path), path.name, options, path.parent)


def apply_import(workspace: Workspace, prepared: PreparedImport) -> EditOutcome:
    """Write what an import would do as one edit, then what it leaves for the next. Raises what `Workspace.apply` raises."""
    outcome = workspace.apply(prepared.changes)
    for part in prepared.parts:
        if part.path is not None and part.rules is not None:
            changed = {row.id for row in part.plan.rows if row.action == "change"}
            base = {
                key: replace(row, edit=outcome.uid) if row.id in changed and not row.edit else row
                for key, row in part.plan.base.items()
            }
            text = saved_text(SavedImport(rules_to_keep(part.rules), base))
            if text != read_import_file(part.path):
                write_import_file(part.path, text, [file.path for file in workspace.loaded.files])
    return outcome


def decide(prepared: PreparedImport, decisions: Mapping[RowKey, Decision]) -> PreparedImport:
    """Return an import as somebody decided about its rows."""
    parts = []
    for number, part in enumerate(prepared.parts):
        own = {row: decision for (part_number, row), decision in decisions.items() if part_number == number}
        before = part.saved.base if part.saved is not None else {}
        parts.append(replace(part, plan=decided(part.plan, own, before)))
    return replace(prepared, parts=tuple(parts))


def understood_text(prepared: PreparedImport) -> str:
    """Return how much of a file was understood, as a sentence."""
    rows = len(prepared.rows)
    rules = [part.rules for part in prepared.parts if part.rules is not None]
    if not rules:
        return _("Paragraphs: {rows}").format(rows=rows)
    columns = sum(rule.field is not None for each in rules for rule in each.columns)
    left_out = [heading for part in prepared.parts for heading in part.columns_left_out]
    text = _("Rows: {rows}; columns understood: {columns}; left out: {left_out}")
    understood = text.format(rows=rows, columns=columns, left_out=", ".join(left_out) if left_out else _("none"))
    return " · ".join([understood, *prepared.problems])


def field_name(rule: ColumnRule) -> str | None:
    """Return the field that a column is for; None for one that is left out."""
    return {GROUP: "requirements", NUMBER: "origin", REPORT: "log"}.get(rule.field or "", rule.field)


def _tables_wanted(sheets: Sequence[Sheet], options: ImportOptions, embedded: EmbeddedBase | None) -> Sequence[ImportOptions]:
    """Return the options for each table to be read: of a workbook that this program exported, all unless one is named."""
    if embedded is None:
        return [options]
    names = {sheet.name for sheet in sheets}
    found = {kind: name for kind, name in embedded.sheets.items() if name in names}
    if options.sheet:
        kind = next((kind for kind, name in found.items() if name == options.sheet), options.kind)
        return [replace(options, kind=options.kind or kind)]
    if options.kind:
        return [replace(options, sheet=found.get(options.kind, ""))]
    ordered = sorted(found, key=lambda kind: kind != "requirement")  # tasks may name new requirements
    return [replace(options, kind=kind, sheet=found[kind]) for kind in ordered] or [options]


def _with_new(ledger: Ledger, plan: ImportPlan) -> Ledger:
    """Return the ledger for the next table of a file: it knows the new records of this one."""
    added = [change for change in plan.changes if isinstance(change, Added)]
    new = {str(each.record.get("title", "")): each.id for each in added if each.kind == "requirement"}
    known = replace(ledger, new_requirements={**ledger.new_requirements, **new})
    return known.with_used_ids(each.id for each in added)


def _without_undone(workspace: Workspace, base: Base) -> Base:
    """Return the rows of the last import; those whose changes were undone as they were before."""
    undone = workspace.undone_edits({row.edit for row in base.values() if row.edit})
    return {key: row.undone() if row.edit in undone else row for key, row in base.items()}
