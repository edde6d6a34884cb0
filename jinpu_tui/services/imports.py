"""Importing a register: read it, show what would change, write it as one edit, and keep what the next import compares with."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec

from jinpu_tui.exchange.base import Base
from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.exchange.headings import GROUP, NUMBER, REPORT
from jinpu_tui.exchange.layout import Table, find_table, table_at, year_in
from jinpu_tui.exchange.plan import ImportPlan, Ledger, plan_import
from jinpu_tui.exchange.rows import read_rows
from jinpu_tui.exchange.rules import ColumnRule, Rules, adapted, rules_for
from jinpu_tui.exchange.saved_import import SavedImport, parse_saved, saved_text
from jinpu_tui.exchange.sheets import Sheet, read_sheets
from jinpu_tui.files.safe_open import read_regular
from jinpu_tui.model.records import Kind
from jinpu_tui.services.workspace import EditOutcome, Workspace
from jinpu_tui.storage.import_files import import_file, read_import_file, write_import_file
from jinpu_tui.text.i18n import _


@dataclass(frozen=True)
class ImportOptions:
    """How a file is to be read, as far as somebody has said so."""

    kind: Kind | None = None
    sheet: str = ""
    rules: Path | None = None
    """A rules file to go by instead of the one that the last import left."""
    encoding: str = ""
    source: str = ""
    """Id of the source that new records are drawn from."""
    prefer: Literal["file", "ledger"] | None = None
    """Whose value counts if both have changed; by default that is left open."""
    matches: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    """Ids of the records that rows are, by the number of the row."""


@dataclass(frozen=True)
class PreparedImport:
    """What an import would do. Nothing is written yet."""

    name: str
    """Name of the file."""
    table: Table
    rules: Rules
    plan: ImportPlan
    saved: SavedImport | None
    """What the last import left."""
    path: Path | None
    """The file for what this import leaves; None if the register has no name."""

    @property
    def columns_left_out(self) -> list[str]:
        """Headings of the columns that become no field."""
        return [rule.heading or rule.column for rule in self.rules.columns if rule.field is None and rule.heading]


def prepare_import(workspace: Workspace, data: bytes, name: str, options: ImportOptions) -> PreparedImport:
    """Return what the import of a register would do.

    Args:
        workspace: The dataset that it goes into.
        data: The bytes of the file.
        name: Its name without folder; empty for what was piped or pasted, of which nothing is kept.
        options: How it is to be read.

    Raises:
        ExchangeError: The file or a rules file cannot be read or has no table.
        OSError: The dataset or a rules file cannot be read.
    """
    register = _as_text(Path(name).stem)
    path = import_file(workspace.root, register) if register else None
    saved = _saved(options.rules, path)
    encoding = options.encoding or (saved.rules.encoding if saved else "")
    sheets = read_sheets(data, Path(name).suffix, encoding)
    table = _table(sheets, saved.rules if saved else None, options)
    rules = adapted(saved.rules, table) if saved and saved.rules.kind == table.kind else rules_for(table)
    rules = msgspec.structs.replace(rules, year=rules.year or year_in(register))
    if options.source:
        rules = msgspec.structs.replace(rules, defaults={**rules.defaults, "source": options.source})
    rows = read_rows(table.sheet, rules, workspace.reference_day)
    base = _without_undone(workspace, saved.base) if saved and saved.rules.kind == table.kind else {}
    ledger = Ledger(workspace.dataset, workspace.plain, workspace.today, workspace.used_ids())
    plan = plan_import(
        ledger, table.kind, rows, base, rules.mapped, register=register, matches=options.matches, prefer=options.prefer
    )
    return PreparedImport(name, table, rules, plan, saved, path)


def apply_import(workspace: Workspace, prepared: PreparedImport) -> EditOutcome:
    """Write what an import would do as one edit, then what it leaves for the next. Raises what `Workspace.apply` raises."""
    outcome = workspace.apply(prepared.plan.changes)
    if prepared.path is not None:
        changed = {row.id for row in prepared.plan.rows if row.action == "change"}
        base = {
            key: replace(row, edit=outcome.uid) if row.id in changed and not row.edit else row
            for key, row in prepared.plan.base.items()
        }
        text = saved_text(SavedImport(prepared.rules, base))
        if text != read_import_file(prepared.path):
            write_import_file(prepared.path, text, [file.path for file in workspace.loaded.files])
    return outcome


def field_name(rule: ColumnRule) -> str | None:
    """Return the field that a column is for; None for one that is left out."""
    return {GROUP: "requirements", NUMBER: "origin", REPORT: "log"}.get(rule.field or "", rule.field)


def _as_text(name: str) -> str:
    r"""Return the name of a file as text that the dataset can hold: bytes that are not in the locale's charset as `\xff`."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    return name


def _saved(rules: Path | None, path: Path | None) -> SavedImport | None:
    """Return what the last import left, by the rules of a file that somebody named."""
    text = read_import_file(path) if path is not None else ""
    left = parse_saved(text, path.name) if path is not None and text else None
    if rules is None:
        return left
    named = parse_saved(read_regular(rules)[0].decode("utf-8", "replace"), rules.name)
    return SavedImport(named.rules, named.base or (left.base if left else {}))


def _table(sheets: Sequence[Sheet], rules: Rules | None, options: ImportOptions) -> Table:
    """Return the table of a file. Raises ExchangeError."""
    if options.sheet and all(sheet.name != options.sheet for sheet in sheets):
        names = ", ".join(sheet.name for sheet in sheets)
        raise ExchangeError(_("There is no sheet {name}; the file has {names}").format(name=options.sheet, names=names))
    kept = rules.sheet if rules and any(sheet.name == rules.sheet for sheet in sheets) else ""
    kind = options.kind or (rules.kind if rules else None)
    table = find_table(sheets, kind, options.sheet or kept)
    if table is None and rules is not None and rules.heading_rows:
        sheet = next((sheet for sheet in sheets if sheet.name == kept), sheets[0] if sheets else None)
        if sheet is not None and rules.heading_rows[-1] <= len(sheet.rows):
            return table_at(sheet, rules.kind, [row - 1 for row in rules.heading_rows])
    if table is None:
        message = _("No row of headings was found: two columns must have known names, such as {example}, or a rules file")
        raise ExchangeError(message.format(example="任务名称, 牵头单位, title, lead"))
    return table


def _without_undone(workspace: Workspace, base: Base) -> Base:
    """Return the rows of the last import; those whose changes were undone as they were before."""
    undone = {edit for edit in {row.edit for row in base.values()} if edit and workspace.is_undone(edit)}
    return {key: row.undone() if row.edit in undone else row for key, row in base.items()}
