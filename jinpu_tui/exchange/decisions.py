"""What somebody decides about the rows of an import before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from jinpu_tui.exchange.base import BaseRow
from jinpu_tui.exchange.plan import ImportPlan, PlannedRow
from jinpu_tui.model.changes import Added, Change
from jinpu_tui.model.records import Kind

Decision = Literal["refuse", "file", "ledger"]
"""To leave a row out this time, or whose values count in the fields that the file and the ledger have differently."""


def decided(plan: ImportPlan, decisions: Mapping[int, Decision], before: Mapping[str, BaseRow]) -> ImportPlan:
    """Return a plan as decided.

    What is refused is asked about again by the next import. What was decided for the ledger is not, until the file changes.

    Args:
        plan: The plan.
        decisions: What was decided, by the number of the row; of rows without one nothing changes.
        before: The rows of the last import by their key.
    """
    rows = [_decided(plan.kind, row, decisions.get(row.row.row)) for row in plan.rows]
    refused = {row.id for row in plan.rows if decisions.get(row.row.row) == "refuse"}
    settled = {row.id: row for row in plan.rows if decisions.get(row.row.row) in ("file", "ledger")}
    base: dict[str, BaseRow] = {}
    for key, row in plan.base.items():
        if row.id in refused:
            if key in before:
                base[key] = before[key]
        elif row.id in settled:
            base[key] = _settled(row, settled[row.id], decisions[settled[row.id].row.row])
        else:
            base[key] = row
    dropped = {row.id for row in plan.rows if row.action == "add" and row.id in refused}
    rows = [_without_references(row, dropped) if dropped else row for row in rows]
    used = {id_ for row in rows for change in row.changes for id_ in _requirements_in(change)}
    groups = [group for group in plan.groups if group.kind != "requirement" or group.id in used]
    return replace(plan, rows=rows, groups=groups, base=base)


def _decided(kind: Kind, row: PlannedRow, decision: Decision | None) -> PlannedRow:
    if decision == "refuse":
        return replace(row, action="skip", changes=[], clashes=[])
    if decision == "file" and row.clashes:
        taken = [Change(kind, row.id, clash.field, clash.in_ledger, clash.in_file) for clash in row.clashes]
        fields = {clash.field for clash in row.clashes}
        others = [change for change in row.changes if not (isinstance(change, Change) and change.field in fields)]
        return replace(row, action="change", changes=[*others, *taken], clashes=[])
    return replace(row, clashes=[]) if decision == "ledger" else row


def _settled(base: BaseRow, row: PlannedRow, decision: Decision) -> BaseRow:
    in_file = {clash.field: clash.in_file for clash in row.clashes if clash.in_file is not None}
    was = {clash.field: clash.in_ledger for clash in row.clashes} if decision == "file" else {}
    values = {name: value for name, value in base.values.items() if name not in {clash.field for clash in row.clashes}}
    return replace(base, values={**values, **in_file}, was={**base.was, **was}, edit="" if was else base.edit)


def _without_references(row: PlannedRow, dropped: set[str]) -> PlannedRow:
    """Return a row whose new record does not refer to records that were refused; what lay below one of them lies at the top."""
    changes = [_without_references_in(change, dropped) if isinstance(change, Added) else change for change in row.changes]
    return replace(row, changes=changes)


def _without_references_in(change: Added, dropped: set[str]) -> Added:
    record = dict(change.record)
    if record.get("parent") in dropped:
        del record["parent"]
    if served := record.get("requirements"):
        record["requirements"] = [id_ for id_ in served if id_ not in dropped]
    return replace(change, record=record)


def _requirements_in(change: object) -> list[str]:
    record = getattr(change, "record", None)
    value = record.get("requirements") if record is not None else getattr(change, "after", None)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
