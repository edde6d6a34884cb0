"""What the import of a tool's file would do: a plan for each kind, requirements first, put together as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from msgspec.structs import replace

from jinpu_tui.exchange.base import Base, BaseRow
from jinpu_tui.exchange.import_plan import ImportPlan, Ledger, PlannedRow
from jinpu_tui.exchange.plan import plan_import
from jinpu_tui.exchange.tools.importer import ToolImport, ToolRow
from jinpu_tui.exchange.tools.links import set_links
from jinpu_tui.model.fields import ORDER, field_of
from jinpu_tui.model.records import Kind
from jinpu_tui.text.i18n import _

_KINDS: tuple[Kind, ...] = ("requirement", "task", "indicator")


def plan_tool_import(
    ledger: Ledger,
    imported: ToolImport,
    base: Base,
    *,
    register: str = "",
    defaults: Mapping[str, Any],
    matches: Mapping[int, str],
    prefer: Literal["file", "ledger"] | None = None,
) -> ImportPlan:
    """Return what the import of a tool's file would do.

    Args:
        ledger: The dataset that the rows go into.
        imported: What the importer read.
        base: Rows of the last import, their keys with the kind before them.
        register: Name of the file, for the origin of tasks if the tool has no name of its own for it.
        defaults: Values of fields that rows leave empty.
        matches: Ids of the records that rows are, by the number of the row, if somebody has said so.
        prefer: Whose value counts if both were changed; by default that is left open.
    """
    planner = _Planner(ledger, imported.register or register, base, matches, prefer)
    for kind in _KINDS:
        rows = [each for each in imported.rows if each.kind == kind]
        _skip_doubles(rows)
        for each in rows:
            for name, value in defaults.items():
                if field_of(kind, name):
                    each.row.values.setdefault(name, value)
        planner.plan(kind, rows)
    return ImportPlan("requirement", planner.rows, [], planner.missing, planner.base)


class _Planner:
    def __init__(
        self,
        ledger: Ledger,
        register: str,
        base: Base,
        matches: Mapping[int, str],
        prefer: Literal["file", "ledger"] | None,
    ) -> None:
        self._ledger, self._register, self._last = ledger, register, base
        self._matches, self._prefer = matches, prefer
        self._ids: dict[tuple[Kind, str], str] = {}
        self._by_origin = {task.origin: task.id for task in ledger.dataset.tasks if task.origin}
        self.rows: list[PlannedRow] = []
        self.base: dict[str, BaseRow] = {}
        self.missing: list[str] = []

    def plan(self, kind: Kind, rows: Sequence[ToolRow]) -> None:
        """Plan the rows of one kind. Those of the kinds that they refer to come before."""
        if not rows:
            return
        set_links(rows, self._find, own=False)
        plan = self._plan(kind, rows)
        self._ids |= {(kind, each.key): planned.id for each, planned in zip(rows, plan.rows, strict=True) if planned.id}
        if any(name in each.links for each in rows for name in ("parent", "depends")):
            set_links(rows, self._find, own=True)
            plan = self._plan(kind, rows)  # the ids are the same: no link takes part in recognizing a row
        self.rows += [replace(planned, kind=kind) for planned in plan.rows]
        self.base |= {f"{kind} {key}": row for key, row in plan.base.items()}
        self.missing += plan.missing
        self._ledger = self._ledger.with_used_ids(planned.id for planned in plan.rows)

    def _plan(self, kind: Kind, rows: Sequence[ToolRow]) -> ImportPlan:
        prefix = f"{kind} "
        base = {key.removeprefix(prefix): row for key, row in self._last.items() if key.startswith(prefix)}
        mapped = frozenset(ORDER[kind]) - {"log", "origin"}
        return plan_import(
            self._ledger,
            kind,
            [each.row for each in rows],
            base,
            mapped,
            register=self._register,
            matches=self._matches,
            prefer=self._prefer,
        )

    def _find(self, kind: Kind, key: str) -> str:
        """Return the id of a record by the tool's key: a row of the file, one of the last import, else a record of that id."""
        if known := self._ids.get((kind, key)):
            return known
        last = self._last.get(f"{kind} number:{key}") or self._last.get(f"{kind} id:{key}")
        origin = self._by_origin.get(f"{self._register}#{key}", "") if kind == "task" else ""
        for id_ in (last.id if last else "", origin, key):
            record = self._ledger.dataset.by_id.get(id_)
            if record is not None and kind == record.TYPE:
                return id_
        return ""


def _skip_doubles(rows: Sequence[ToolRow]) -> None:
    """Skip rows whose key an earlier row of the kind has."""
    seen: set[str] = set()
    for each in rows:
        if each.key in seen and not each.row.skipped:
            each.row.skipped = _("another row with the key {key}").format(key=each.key[:60])
        if each.key:
            seen.add(each.key)
