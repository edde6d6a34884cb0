"""A document's requirements and tasks as changes of a dataset. Records that are there already are recognized and left alone."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jinpu_tui.exchange.base import folded_title
from jinpu_tui.exchange.documents.plan import DocumentItem, DocumentPlan
from jinpu_tui.exchange.import_plan import ImportPlan, Ledger, PlannedRow
from jinpu_tui.exchange.imported_row import ImportedRow
from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.records import Kind
from jinpu_tui.text.i18n import _

MIN_QUOTE = 12
"""Characters from which on a quote alone tells which record an item is, wherever in the tree somebody has moved it."""

Place = tuple[str, str]
"""Id of the requirement above, and a folded title or quote."""


def plan_records(ledger: Ledger, plan: DocumentPlan, source: str = "") -> ImportPlan:
    """Return what the import of a document would do: a row for each item and each skipped line.

    A requirement or task is there already if one below the same requirement has the same quote or title, or if one anywhere
    has the same quote. It stays as it is, so that a second import changes nothing.

    Args:
        ledger: The dataset that the records go into.
        plan: What the document yields.
        source: Id of the source that new records are drawn from. By default it is the source with the title of the document,
            which is added if the dataset does not have it.
    """
    return _Planner(ledger, plan, source).plan()


class _Known:
    """The records of one kind that no item has been recognized as yet."""

    def __init__(self, records: Iterable[Any], kind: Kind) -> None:
        self._by_place: defaultdict[Place, deque[str]] = defaultdict(deque)
        self._by_quote: defaultdict[str, deque[str]] = defaultdict(deque)
        self._taken: set[str] = set()
        for record in records:
            parents = [record.parent or ""] if kind == "requirement" else record.requirements or [""]
            for parent in parents:
                self._by_place[parent, f"title {folded_title(record.title)}"].append(record.id)
                if record.quote:
                    self._by_place[parent, f"quote {_folded(record.quote)}"].append(record.id)
            if record.quote:
                self._by_quote[_folded(record.quote)].append(record.id)

    def with_quote(self, parent: str, item: DocumentItem) -> str:
        """Return the id of the record below a requirement that has the quote of an item, or ""."""
        quote = _folded(str(item.values.get("quote", "")))
        return self._take(self._by_place[parent, f"quote {quote}"]) if quote else ""

    def with_title(self, parent: str, item: DocumentItem) -> str:
        """Return the id of the record below a requirement that has the title of an item, or ""."""
        return self._take(self._by_place[parent, f"title {folded_title(str(item.values['title']))}"])

    def anywhere(self, item: DocumentItem) -> str:
        """Return the id of the record with the quote of an item, or ""."""
        quote = _folded(str(item.values.get("quote", "")))
        return self._take(self._by_quote[quote]) if len(quote) >= MIN_QUOTE else ""

    def _take(self, ids: deque[str]) -> str:
        """Return the first id that is not taken. Ids that are taken leave, so that none is looked at twice."""
        while ids and ids[0] in self._taken:
            ids.popleft()
        if not ids:
            return ""
        self._taken.add(ids[0])
        return ids.popleft()


class _Planner:
    def __init__(self, ledger: Ledger, plan: DocumentPlan, source: str) -> None:
        self._ledger, self._plan, self._source = ledger, plan, source
        self._used = {*ledger.used_ids(), *ledger.dataset.by_id}
        self._highest: dict[str, int] = {}
        for id_ in self._used:
            prefix = id_.rstrip("0123456789")
            if 0 < len(tail := id_[len(prefix) :]) <= 15:
                self._highest[prefix] = max(self._highest.get(prefix, 0), int(tail))
        self._prefixes = {kind: self._prefix(kind) for kind in ("source", "requirement", "task")}
        self._known: Mapping[str, _Known] = {
            "requirement": _Known(ledger.dataset.requirements, "requirement"),
            "task": _Known(ledger.dataset.tasks, "task"),
        }
        self._ids: list[str] = []

    def plan(self) -> ImportPlan:
        self._ids = self._recognized()
        is_new = [not id_ for id_ in self._ids]
        groups = self._add_source() if any(is_new) else []
        rows = [self._row(index, item, is_new=is_new[index]) for index, item in enumerate(self._plan.items)]
        for line, reason in self._plan.skipped:
            problem = _("line {line}: {reason}").format(line=line, reason=reason)
            rows.append(PlannedRow(ImportedRow(line, skipped=reason), "skip", problems=[problem]))
        rows.sort(key=lambda row: row.row.row)
        return ImportPlan("requirement", rows, groups, [], {})

    def _recognized(self) -> list[str]:
        """Return the ids of the records that items are, "" for new ones.

        First each item is looked for by its quote below its own requirement, so that a phrase that a document repeats is found
        in each place; then by its title; then by its quote anywhere.
        """
        ids: list[str] = []
        for item in self._plan.items:
            parent = self._parent_of(item, ids)
            ids.append(self._known[item.kind].with_quote(parent, item) if parent is not None else "")
        for index, item in enumerate(self._plan.items):
            if not ids[index]:
                known, parent = self._known[item.kind], self._parent_of(item, ids)
                below = known.with_quote(parent, item) or known.with_title(parent, item) if parent is not None else ""
                ids[index] = below or known.anywhere(item)
        return ids

    def _parent_of(self, item: DocumentItem, ids: Sequence[str]) -> str | None:
        """Return the id of the requirement above an item, "" at the top; None if that is new."""
        return "" if item.parent is None else ids[item.parent] or None

    def _row(self, index: int, item: DocumentItem, *, is_new: bool) -> PlannedRow:
        row = ImportedRow(item.line, dict(item.values))
        if not is_new:
            return PlannedRow(row, "same", self._ids[index])
        parent = self._ids[item.parent] if item.parent is not None else ""
        values = dict(item.values)
        if item.kind == "requirement":
            values["parent"] = parent or None
        elif parent:
            values["requirements"] = [parent]
        values["source"] = self._source or None
        id_ = self._new_id(f"{parent}." if item.kind == "requirement" and parent else self._prefixes[item.kind])
        self._ids[index] = id_
        return PlannedRow(row, "add", id_, edits.add(item.kind, id_, values, any_id=True), problems=list(item.problems))

    def _add_source(self) -> list[AnyChange]:
        """Find the source of the document by its title, and add it if there is none."""
        title = self._plan.title
        if self._source or not title:
            return []
        sources = {folded_title(source.title): source.id for source in self._ledger.dataset.sources}
        if known := sources.get(folded_title(title)):
            self._source = known
            return []
        self._source = self._new_id(self._prefixes["source"])
        values = {"title": title, "number": self._plan.number or None, "published": self._plan.published}
        return edits.add("source", self._source, values, any_id=True)

    def _prefix(self, kind: Kind) -> str:
        """Return what new ids of a kind begin with, in the manner of those that there are."""
        return edits.next_id(self._ledger.dataset, kind, used=self._used).rstrip("0123456789")

    def _new_id(self, prefix: str) -> str:
        self._highest[prefix] = self._highest.get(prefix, 0) + 1
        return f"{prefix}{self._highest[prefix]}"


def _folded(quote: str) -> str:
    return "".join(quote.casefold().split())
