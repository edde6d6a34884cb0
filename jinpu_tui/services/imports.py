"""Importing a register: what front ends use to prepare it, decide about its rows, and write it as one edit."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from jinpu_tui.exchange.decisions import Decision, decided
from jinpu_tui.exchange.headings import GROUP, NUMBER, REPORT
from jinpu_tui.exchange.import_plan import PlannedRow
from jinpu_tui.exchange.rules import ColumnRule
from jinpu_tui.exchange.saved_import import SavedImport, saved_text
from jinpu_tui.exchange.sheets import MAX_FILE_BYTES
from jinpu_tui.services.import_preparation import prepare_file, prepare_import
from jinpu_tui.services.import_sources import read_file
from jinpu_tui.services.importable_files import importable_files
from jinpu_tui.services.prepared_import import ImportOptions, ImportPart, PreparedImport, RowKey
from jinpu_tui.services.tool_imports import rules_to_keep
from jinpu_tui.services.workspace import EditOutcome, Workspace
from jinpu_tui.storage.import_files import read_import_file, write_import_file
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
