"""What an import would do: rows recognized in the dataset, and merged with what was edited there since the last import."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from jinpu_tui.exchange.rows import ImportedRow, values_with_notes
from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange, Change, Plain
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.fields import ORDER, field_of, title_field
from jinpu_tui.model.records import Kind
from jinpu_tui.model.validation import ID
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.equality import same

Action = Literal["add", "change", "same", "skip"]

_NUMBERING = re.compile(r"^(第?[一二三四五六七八九十百\d]+[章节条、.．)）]|[(（][一二三四五六七八九十\d]+[)）])\s*")


@dataclass(frozen=True, slots=True)
class BaseRow:
    """A row as the last import read it."""

    id: str
    """Id of its record."""

    values: Plain
    report: str = ""


Base = Mapping[str, BaseRow]
"""Rows of the last import by their key; see `row_key`."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that the file and the ledger have differently, and which of them changed is not known or both did."""

    field: str
    in_ledger: Any
    in_file: Any


@dataclass(slots=True)
class PlannedRow:
    """What becomes of a row."""

    row: ImportedRow
    action: Action
    id: str = ""
    changes: list[AnyChange] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do, row by row."""

    kind: Kind
    rows: Sequence[PlannedRow]
    groups: Sequence[AnyChange]
    """Requirements that the rows name and the dataset does not have yet."""

    missing: Sequence[str]
    """Ids of records whose rows the last import had and this file has not. They are reported, never removed."""

    base: Base
    """What the next import compares with."""

    @property
    def changes(self) -> list[AnyChange]:
        """All changes, in the order in which they can be written."""
        return [*self.groups, *(change for planned in self.rows for change in planned.changes)]

    def counts(self) -> dict[Action, int]:
        """Return how many rows there are of each action."""
        actions = [planned.action for planned in self.rows]
        return {action: actions.count(action) for action in ("add", "change", "same", "skip")}


def row_key(row: ImportedRow, kind: Kind) -> str:
    """Return what a row is recognized by from one import to the next: its id, its own number, else its title."""
    if row.values.get("id"):
        return f"id:{row.values['id']}"
    return f"number:{row.number}" if row.number else f"title:{folded_title(str(row.values.get(title_field(kind), '')))}"


def folded_title(text: str) -> str:
    """Return a title for comparison: width, case, blanks, numbering and the last full stop do not matter."""
    word = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return _NUMBERING.sub("", word).rstrip("。.;；")


def plan_import(
    dataset: Dataset,
    records: Mapping[str, Plain],
    kind: Kind,
    rows: Sequence[ImportedRow],
    base: Base,
    today: date,
    *,
    used_ids: frozenset[str] = frozenset(),
    overwrites: bool = False,
) -> ImportPlan:
    """Return what an import of rows would do.

    A field is changed if the file changed it since the last import and the ledger did not. Without a last import, only fields
    that the ledger leaves empty are filled.

    Args:
        dataset: The dataset.
        records: Its records of `kind` as plain tables, by id.
        kind: Kind of record that the rows are.
        rows: The rows of the file.
        base: Rows of the last import of the file; empty for the first.
        today: Day of the notes that reports become.
        used_ids: Ids that must not be given to new records.
        overwrites: Whether the file's value is taken where both differ.
    """
    planner = _Planner(dataset, records, kind, base, today, used_ids, overwrites=overwrites)
    return planner.plan(rows)


class _Planner:
    def __init__(
        self,
        dataset: Dataset,
        records: Mapping[str, Plain],
        kind: Kind,
        base: Base,
        today: date,
        used_ids: frozenset[str],
        *,
        overwrites: bool,
    ) -> None:
        self._dataset, self._records, self._kind, self._base, self._today = dataset, records, kind, base, today
        self._overwrites = overwrites
        self._title = title_field(kind)
        self._used = {*used_ids, *dataset.by_id}
        self._last_id: dict[Kind, tuple[str, int]] = {}
        self._by_title: dict[str, list[str]] = {}
        for id_, record in records.items():
            self._by_title.setdefault(folded_title(str(record.get(self._title, ""))), []).append(id_)
        self._requirements = {folded_title(record.title): record.id for record in dataset.requirements}
        self._groups: list[AnyChange] = []
        self._taken: set[str] = set()

    def plan(self, rows: Sequence[ImportedRow]) -> ImportPlan:
        planned = [self._planned(row) for row in rows]
        keys = {row_key(each.row, self._kind): each for each in planned if each.id}
        base = {key: BaseRow(each.id, dict(self._wanted(each.row)), each.row.report) for key, each in keys.items()}
        missing = [before.id for key, before in self._base.items() if key not in keys and before.id in self._records]
        return ImportPlan(self._kind, planned, self._groups, missing, base)

    def _planned(self, row: ImportedRow) -> PlannedRow:
        if row.skipped:
            return PlannedRow(row, "skip", problems=[_("row {row}: {reason}").format(row=row.row, reason=row.skipped)])
        before = self._base.get(row_key(row, self._kind))
        id_ = self._recognized(row, before)
        planned = PlannedRow(row, "same", id_, problems=list(row.problems))
        if not id_:
            self._add(planned)
        else:
            self._taken.add(id_)
            self._merge(planned, before)
        return planned

    def _recognized(self, row: ImportedRow, before: BaseRow | None) -> str:
        """Return the id of the record that a row is, or "" if it is a new one: by id, by the last import, by title."""
        stated = str(row.values.get("id", ""))
        if stated in self._records and stated not in self._taken:
            return stated
        if before is not None and before.id in self._records and before.id not in self._taken:
            return before.id
        if stated:
            return ""
        same_title = self._by_title.get(folded_title(str(row.values.get(self._title, ""))), [])
        return next((id_ for id_ in same_title if id_ not in self._taken), "")

    def _wanted(self, row: ImportedRow) -> Plain:
        """Return the values that a row asks for, requirements by their ids."""
        values = {name: value for name, value in values_with_notes(row).items() if name != "id" and field_of(self._kind, name)}
        if row.group and field_of(self._kind, "requirements"):
            values.setdefault("requirements", [self._requirement(row.group)])
        return values

    def _requirement(self, title: str) -> str:
        known = self._requirements.get(folded_title(title))
        if known is None:
            known = self._new_id("requirement")
            self._requirements[folded_title(title)] = known
            self._groups += edits.add("requirement", known, {"title": title}, any_id=True)
        return known

    def _add(self, planned: PlannedRow) -> None:
        row = planned.row
        stated = str(row.values.get("id", ""))
        if stated and (not ID.fullmatch(stated) or stated in self._used):
            planned.problems.append(_("row {row}: {id} cannot be its id; it gets a new one").format(row=row.row, id=stated))
            stated = ""
        planned.id = stated or self._new_id(self._kind)
        self._used.add(planned.id)
        self._taken.add(planned.id)
        values = self._wanted(row)
        if row.report:
            values["log"] = [{"date": self._today, "text": row.report}]
        planned.action = "add"
        planned.changes = edits.add(self._kind, planned.id, values, any_id=not stated)

    def _new_id(self, kind: Kind) -> str:
        prefix, number = self._last_id.get(kind) or _split_id(edits.next_id(self._dataset, kind, used=self._used))
        while f"{prefix}{number}" in self._used:
            number += 1
        self._last_id[kind] = (prefix, number + 1)
        self._used.add(f"{prefix}{number}")
        return f"{prefix}{number}"

    def _merge(self, planned: PlannedRow, before: BaseRow | None) -> None:
        record, wanted = self._records[planned.id], self._wanted(planned.row)
        names = [*wanted, *(name for name in (before.values if before else ()) if name not in wanted)]
        for name in sorted(names, key=ORDER[self._kind].index):
            self._merge_field(planned, record, name, wanted.get(name), before)
        planned.changes += self._report(record, planned.row, before)
        if planned.changes:
            planned.action = "change"

    def _merge_field(self, planned: PlannedRow, record: Plain, name: str, wanted: Any, before: BaseRow | None) -> None:
        present = record.get(name)
        if _equal(wanted, present):
            return
        if before is not None and _equal(wanted, before.values.get(name)):
            return  # the file did not change it; the ledger did
        is_free = _equal(present, before.values.get(name)) if before is not None else _is_empty(present)
        if is_free or self._overwrites:
            if name == "steps" and wanted:
                wanted = _with_ticks(wanted, present or ())
            planned.changes.append(Change(self._kind, planned.id, name, present, wanted))
        else:
            planned.clashes.append(Clash(name, present, wanted))

    def _report(self, record: Plain, row: ImportedRow, before: BaseRow | None) -> Iterator[AnyChange]:
        """A report that is new becomes a note of the log; one that the log has already does not."""
        log = record.get("log", [])
        if not row.report or (before is not None and before.report == row.report):
            return
        if all(entry.get("text") != row.report for entry in log):
            yield Change(
                self._kind, str(record["id"]), "log", record.get("log"), [*log, {"date": self._today, "text": row.report}]
            )


def _split_id(id_: str) -> tuple[str, int]:
    prefix = id_.rstrip("0123456789")
    return prefix, int(id_[len(prefix) :])


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == []


def _equal(one: Any, other: Any) -> bool:
    """Return whether two values say the same: absent and empty are one, 3 and 3.0 too; ticks of steps are not compared."""
    if _is_empty(one) and _is_empty(other):
        return True
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return all(_equal(one.get(name), other.get(name)) for name in {*one, *other} - {"done"})
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_equal, one, other))
    return same(one, other)


def _with_ticks(steps: Sequence[Plain], present: Sequence[Plain]) -> list[Plain]:
    """Return steps with the ticks of those of the same text in the ledger: a register does not know of them."""
    ticked = {step.get("text") for step in present if step.get("done")}
    return [{**step, "done": step.get("text") in ticked} for step in steps]
