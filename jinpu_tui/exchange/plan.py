"""What an import would do: rows recognized in the dataset, and merged with what was edited there since the last import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from jinpu_tui.exchange.base import Base, BaseRow, folded_title, row_keys, with_distinct_numbers
from jinpu_tui.exchange.comparison import is_empty, is_equal, newly_ticked, with_ticks
from jinpu_tui.exchange.import_plan import Clash, ImportPlan, Ledger, PlannedRow
from jinpu_tui.exchange.imported_row import ImportedRow, values_with_notes
from jinpu_tui.exchange.log_notes import new_notes
from jinpu_tui.exchange.observation_merge import merge_observations
from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange, Change, Plain
from jinpu_tui.model.fields import ORDER, default_values, field_of, title_field
from jinpu_tui.model.records import Kind
from jinpu_tui.model.validation import ID
from jinpu_tui.text.i18n import _

SIMILAR_RATIO = 0.6
"""From which likeness on a new title may be that of a record whose row is gone."""

MAX_COMPARISONS = 20_000


def plan_import(
    ledger: Ledger,
    kind: Kind,
    rows: Sequence[ImportedRow],
    base: Base,
    mapped: frozenset[str],
    *,
    register: str = "",
    matches: Mapping[int, str] = MappingProxyType({}),
    prefer: Literal["file", "ledger"] | None = None,
) -> ImportPlan:
    """Return what an import of rows would do.

    A field is changed if the file changed it since the last import and the ledger did not. Without a last import, only fields
    that the ledger leaves empty are filled.

    Args:
        ledger: The dataset that the rows go into.
        kind: Kind of record that the rows are.
        rows: The rows of the file.
        base: Rows of the last import of the file; empty for the first.
        mapped: Fields that columns of the file are for. Others stay, also if the last import had a column for them.
        register: Name of the file, for the origin of numbered rows.
        matches: Ids of the records that rows are, by the number of the row, if somebody has said so.
        prefer: Whose value counts if both were changed; by default that is left open.
    """
    return _Planner(ledger, kind, base, mapped, register, matches, prefer).plan(with_distinct_numbers(rows))


class _Planner:
    def __init__(
        self,
        ledger: Ledger,
        kind: Kind,
        base: Base,
        mapped: frozenset[str],
        register: str,
        matches: Mapping[int, str],
        prefer: Literal["file", "ledger"] | None,
    ) -> None:
        self._ledger, self._kind, self._base, self._mapped = ledger, kind, base, mapped
        self._register, self._matches, self._prefer = register, matches, prefer
        self._title = title_field(kind)
        self._defaults = default_values(kind)
        self._last_id: dict[Kind, tuple[str, int]] = {}
        self._by_title: dict[str, list[str]] = {}
        self._by_origin: dict[str, str] = {}
        for record in ledger.dataset.of_kind(kind):
            self._by_title.setdefault(folded_title(record.name), []).append(record.id)
            if origin := getattr(record, "origin", None):
                self._by_origin.setdefault(origin, record.id)
        self._requirements = {folded_title(record.title): record.id for record in ledger.dataset.requirements}
        self._requirements |= {folded_title(title): id_ for title, id_ in ledger.new_requirements.items()}
        self._fields = frozenset(ORDER[kind]) - {"id"}
        self._groups: list[AnyChange] = []
        self._taken: set[str] = set()

    @cached_property
    def _used(self) -> set[str]:
        """The ids that no new record may get."""
        return {*self._ledger.used_ids(), *self._ledger.dataset.by_id}

    def plan(self, rows: Sequence[ImportedRow]) -> ImportPlan:
        planned: list[PlannedRow] = []
        base: dict[str, BaseRow] = {}
        for key, row in zip(row_keys(rows, self._kind), rows, strict=True):
            values = self._wanted(row) if not row.skipped else {}
            planned.append(self._planned(key, row, values))
            if planned[-1].id:
                base[key] = self._base_row(key, planned[-1], values)
        kept = {row.id for row in base.values()}
        missing = [row.id for key, row in self._base.items() if key not in base and row.id not in kept and self._has(row.id)]
        self._find_similar(planned, missing)
        return ImportPlan(self._kind, planned, self._groups, missing, base)

    def _has(self, id_: str) -> bool:
        record = self._ledger.dataset.by_id.get(id_)
        return record is not None and self._kind == record.TYPE

    def _base_row(self, key: str, planned: PlannedRow, wanted: Plain) -> BaseRow:
        """Return what the next import compares with. What is open stays as it was, so that it is asked about again."""
        values, before = dict(wanted), self._base.get(key)
        if planned.row.log:
            values["log"] = planned.row.log
        for clash in planned.clashes:
            values.pop(clash.field, None)
            if before is not None and clash.field in before.values:
                values[clash.field] = before.values[clash.field]
        changes = [change for change in planned.changes if isinstance(change, Change)]
        if not changes and before is not None:
            return BaseRow(planned.id, values, planned.row.report, before.was, before.edit)
        was = {change.field: change.before for change in changes if change.field != "log"}
        return BaseRow(planned.id, values, planned.row.report, was)

    def _planned(self, key: str, row: ImportedRow, values: Plain) -> PlannedRow:
        if row.skipped:
            return PlannedRow(row, "skip", problems=[_("row {row}: {reason}").format(row=row.row, reason=row.skipped)])
        before = self._base.get(key)
        id_ = self._recognized(row, before)
        planned = PlannedRow(row, "same", id_, problems=list(row.problems))
        if not id_:
            self._add(planned, values)
        else:
            self._taken.add(id_)
            self._merge(planned, values, before)
        return planned

    def _recognized(self, row: ImportedRow, before: BaseRow | None) -> str:
        """Return the id of the record that a row is, or "" for a new one: by id, origin, the last import, else by title."""
        return next((id_ for id_ in self._candidates(row, before) if id_ and id_ not in self._taken and self._has(id_)), "")

    def _candidates(self, row: ImportedRow, before: BaseRow | None) -> Iterator[str]:
        stated = str(row.values.get("id", ""))
        yield from (self._matches.get(row.row, ""), stated, self._by_origin.get(self._origin(row), ""))
        if before is not None:
            yield before.id
        if not stated:
            yield from self._by_title.get(folded_title(str(row.values.get(self._title, ""))), ())

    def _origin(self, row: ImportedRow) -> str:
        return f"{self._register}#{row.number}" if self._register and row.number else ""

    def _find_similar(self, planned: Sequence[PlannedRow], missing: Sequence[str]) -> None:
        """Name for each new row the record of a vanished row that its title is nearest to."""
        new = [each for each in planned if each.action == "add"]
        if len(new) * len(missing) > MAX_COMPARISONS:
            return
        left = {id_: folded_title(self._ledger.dataset.by_id[id_].name) for id_ in missing}
        for each in new:
            title = folded_title(str(each.row.values.get(self._title, "")))
            ratios = {id_: SequenceMatcher(None, title, other).ratio() for id_, other in left.items()}
            best = max(ratios, key=ratios.__getitem__, default="")
            if best and ratios[best] >= SIMILAR_RATIO:
                each.similar = best
                del left[best]

    def _wanted(self, row: ImportedRow) -> Plain:
        """Return the values that a row asks for, requirements by their ids."""
        values = {name: value for name, value in values_with_notes(row).items() if name in self._fields}
        if row.group and "requirements" not in values and field_of(self._kind, "requirements"):
            values["requirements"] = [self._requirement(row.group)]
        if (origin := self._origin(row)) and field_of(self._kind, "origin"):
            values.setdefault("origin", origin)
        return values

    def _requirement(self, title: str) -> str:
        known = self._requirements.get(folded_title(title))
        if known is None:
            known = self._new_id("requirement")
            self._requirements[folded_title(title)] = known
            self._groups += edits.add("requirement", known, {"title": title}, any_id=True)
        return known

    def _add(self, planned: PlannedRow, wanted: Plain) -> None:
        row = planned.row
        stated = str(row.values.get("id", ""))
        if stated and (not ID.fullmatch(stated) or stated in self._used):
            planned.problems.append(_("row {row}: {id} cannot be its id; it gets a new one").format(row=row.row, id=stated))
            stated = ""
        planned.id = stated or self._new_id(self._kind)
        self._used.add(planned.id)
        self._taken.add(planned.id)
        notes = new_notes(row, (), None, self._ledger.today)
        values = {**wanted, "log": notes} if notes else wanted
        planned.action = "add"
        planned.changes = edits.add(self._kind, planned.id, values, any_id=not stated)

    def _new_id(self, kind: Kind) -> str:
        prefix, number = self._last_id.get(kind) or _split_id(edits.next_id(self._ledger.dataset, kind, used=self._used))
        while f"{prefix}{number}" in self._used:
            number += 1
        self._last_id[kind] = (prefix, number + 1)
        self._used.add(f"{prefix}{number}")
        return f"{prefix}{number}"

    def _merge(self, planned: PlannedRow, values: Plain, before: BaseRow | None) -> None:
        record = self._ledger.plain(planned.id)
        wanted = values if planned.row.has_title else {name: value for name, value in values.items() if name != self._title}
        emptied = [name for name in (before.values if before else ()) if name not in wanted and name in self._mapped]
        names = [*wanted, *emptied]
        for name in sorted(names, key=ORDER[self._kind].index):
            self._merge_field(planned, record, name, wanted.get(name), before)
        if before is not None and all(change.field != "steps" for change in planned.changes if isinstance(change, Change)):
            present = record.get("steps", ())
            if ticked := newly_ticked(wanted.get("steps", ()), present, before.values.get("steps", ())):
                planned.changes.append(Change(self._kind, planned.id, "steps", present, ticked))
        log = record.get("log")
        if notes := new_notes(planned.row, log or (), before, self._ledger.today):
            planned.changes.append(Change(self._kind, planned.id, "log", log, [*(log or ()), *notes]))
        if planned.changes:
            planned.action = "change"

    def _merge_field(self, planned: PlannedRow, record: Plain, name: str, wanted: Any, before: BaseRow | None) -> None:
        present = record.get(name)
        if name == "observations":
            self._merge_observations(planned, wanted or [], present, before)
            return
        if is_equal(wanted, present) or (name == "origin" and present):
            return
        if present is None and is_equal(wanted, self._defaults.get(name)):
            return
        if before is not None and is_equal(wanted, before.values.get(name)):
            return  # the file did not change it; the ledger did
        last = before.values.get(name) if before is not None else None
        is_default = present is None and last is not None and is_equal(self._defaults.get(name), last)
        is_free = is_equal(present, last) or is_default if before is not None else is_empty(present)
        if name == "steps" and wanted:
            wanted = with_ticks(wanted, present or ())
        if is_free or self._prefer == "file":
            planned.changes.append(Change(self._kind, planned.id, name, present, wanted))
        elif self._prefer is None:
            planned.clashes.append(Clash(name, present, wanted))

    def _merge_observations(self, planned: PlannedRow, wanted: list[Plain], present: Any, before: BaseRow | None) -> None:
        base = before.values.get("observations", []) if before is not None else None
        ours, of_file = (
            merge_observations(wanted, present or [], base, is_file_preferred=prefers_file)
            for prefers_file in (self._prefer == "file", True)
        )
        if ours.observations != (present or []):
            planned.changes.append(Change(self._kind, planned.id, "observations", present, ours.observations))
        if ours.clashes and self._prefer is None:
            planned.clashes.append(Clash("observations", present, of_file.observations))


def _split_id(id_: str) -> tuple[str, int]:
    prefix = id_.rstrip("0123456789")
    return prefix, int(id_[len(prefix) :])
