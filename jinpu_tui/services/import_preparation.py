"""Preparing an import: find out what a file is, read its tables with the rules for them, and plan what would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec
from msgspec.structs import replace

from jinpu_tui.exchange.base import Base
from jinpu_tui.exchange.embedded_base import EmbeddedBase, embedded_base
from jinpu_tui.exchange.import_plan import ImportPlan, Ledger
from jinpu_tui.exchange.layout import Table, year_in
from jinpu_tui.exchange.plan import plan_import
from jinpu_tui.exchange.rows import read_rows
from jinpu_tui.exchange.rules import adapted, rules_for
from jinpu_tui.exchange.saved_import import SavedImport
from jinpu_tui.exchange.sheets import Sheet, read_sheets
from jinpu_tui.exchange.tools.registry import Recognition
from jinpu_tui.model.changes import Added
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
from jinpu_tui.services.prepared_import import ImportOptions, ImportPart, PreparedImport
from jinpu_tui.services.tool_imports import ToolFile, plan_tool_file, recognize_unless_table
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.storage.import_files import import_file


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
