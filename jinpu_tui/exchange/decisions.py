"""What somebody decides about the rows of an import before it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Literal

from msgspec.structs import replace

from jinpu_tui.exchange.base import BaseRow
from jinpu_tui.exchange.import_plan import ImportPlan, PlannedRow
from jinpu_tui.model.changes import Added, AnyChange, Change, Plain
from jinpu_tui.model.fields import references
from jinpu_tui.model.records import Kind

Decision = Literal["refuse", "file", "ledger"]
"""To leave a row out this time, or whose values count in the fields that the file and the ledger have differently."""


def decided(plan: ImportPlan, decisions: Mapping[int, Decision], before: Mapping[str, BaseRow]) -> ImportPlan:
    """Return a plan as decided.

    What is refused is asked about again by the next import. What was decided for the ledger is not, until the file changes.
    Links to a record that is refused are left out: what lay below it lies at the top.

    Args:
        plan: The plan.
        decisions: What was decided, by the place of the row in the plan, from 0; of rows without one nothing changes.
        before: The rows of the last import by their key.
    """
    rows = [_decided(plan.kind, row, decisions.get(at)) for at, row in enumerate(plan.rows)]
    refused = {row.id for at, row in enumerate(plan.rows) if decisions.get(at) == "refuse"}
    never = {row.id for row in plan.rows if row.id in refused and row.action == "add"}
    if never:
        rows = [replace(row, changes=list(_changes_without(row.changes, never))) for row in rows]
    settled = {row.id: (row, side) for at, row in enumerate(plan.rows) if (side := decisions.get(at)) in ("file", "ledger")}
    kinds = {row.id: row.kind or plan.kind for row in plan.rows}
    base: dict[str, BaseRow] = {}
    for key, row in plan.base.items():
        if row.id in refused:
            if key in before:
                base[key] = before[key]
        elif row.id in settled:
            base[key] = _settled(row, *settled[row.id])
        else:
            base[key] = replace(row, values=_values_without(kinds[row.id], row.values, never)) if never else row
    used = {id_ for row in rows for change in row.changes for id_ in _requirements_in(change)}
    groups = [group for group in plan.groups if group.kind != "requirement" or group.id in used]
    return replace(plan, rows=rows, groups=groups, base=base)


def _decided(kind: Kind, row: PlannedRow, decision: Decision | None) -> PlannedRow:
    if decision == "refuse":
        return replace(row, action="skip", changes=[], clashes=[])
    if decision == "file" and row.clashes:
        taken = [Change(row.kind or kind, row.id, clash.field, clash.in_ledger, clash.in_file) for clash in row.clashes]
        fields = {clash.field for clash in row.clashes}
        others = [change for change in row.changes if not (isinstance(change, Change) and change.field in fields)]
        return replace(row, action="change", changes=[*others, *taken], clashes=[])
    return replace(row, clashes=[]) if decision == "ledger" else row


def _changes_without(changes: Sequence[AnyChange], ids: Set[str]) -> Iterator[AnyChange]:
    """Return changes without references to records that will not exist."""
    for change in changes:
        if isinstance(change, Added):
            yield replace(change, record=_values_without(change.kind, change.record, ids))
        elif isinstance(change, Change) and change.kind != "dataset":
            after = _values_without(change.kind, {change.field: change.after}, ids).get(change.field)
            if after != change.before:
                yield replace(change, after=after)
        else:
            yield change


def _values_without(kind: Kind, values: Plain, ids: Set[str]) -> Plain:
    kept = dict(values)
    for name in [field.name for field in references(kind) if field.name in values]:
        value = kept.pop(name)
        rest = [item for item in value if item not in ids] if isinstance(value, list) else value
        if rest == value and not (isinstance(value, str) and value in ids):
            kept[name] = value
        elif isinstance(rest, list) and rest:
            kept[name] = rest
    return kept


def _settled(base: BaseRow, row: PlannedRow, decision: Decision) -> BaseRow:
    in_file = {clash.field: clash.in_file for clash in row.clashes if clash.in_file is not None}
    was = {clash.field: clash.in_ledger for clash in row.clashes} if decision == "file" else {}
    values = {name: value for name, value in base.values.items() if name not in {clash.field for clash in row.clashes}}
    return replace(base, values={**values, **in_file}, was={**base.was, **was}, edit="" if was else base.edit)


def _requirements_in(change: object) -> list[str]:
    record = getattr(change, "record", None)
    value = record.get("requirements") if record is not None else getattr(change, "after", None)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
