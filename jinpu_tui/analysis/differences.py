"""What differs between two states of a dataset, by record and field, as the changes that lead from one to the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from msgspec import Struct, to_builtins

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.lights import SYMBOLS, Light
from jinpu_tui.model.changes import Added, ContentChange, Plain, Removed
from jinpu_tui.model.compare import changes_between, differing_ids, value_changes
from jinpu_tui.model.records import DatasetInfo, Record, Requirement


class Difference(Struct, frozen=True):
    """A record, or the `[dataset]` table, that differs: the changes that make it what it is now, and its light then and now.

    `record` is what it is now, or what it was where it is gone. `under` is the requirement that it is shown under, or "".
    """

    record: Record | DatasetInfo
    changes: tuple[ContentChange, ...]
    under: str = ""
    light_before: Light | None = None
    light_after: Light | None = None

    @property
    def act(self) -> str:
        """added, removed or changed."""
        first = self.changes[0] if self.changes else None
        return "added" if isinstance(first, Added) else "removed" if isinstance(first, Removed) else "changed"

    @property
    def lights(self) -> tuple[str, str] | None:
        """The signs of its light then and now; None if they are the same."""
        before, after = (SYMBOLS[light] if light else "–" for light in (self.light_before, self.light_after))
        return (before, after) if before != after else None


class State(Struct, frozen=True):
    """A dataset at one time: what it says, and each record as its file states it."""

    analysis: Analysis
    plain: Callable[[str], Plain]


def differences(before: State, after: State) -> list[Difference]:
    """Return what differs between two states: by requirement in the order of the tree, then in the order of the dataset."""
    found = [*_of_info(before.analysis.dataset.info, after.analysis.dataset.info)]
    each = (_difference(id_, before, after) for id_ in differing_ids(before.analysis.dataset, after.analysis.dataset))
    found += [difference for difference in each if difference.changes]
    rank = {id_: number for number, (_parent, id_, _depth) in enumerate(after.analysis.dataset.tree())}
    return sorted(found, key=lambda item: rank.get(item.under, len(rank)))


def _of_info(before: DatasetInfo, after: DatasetInfo) -> Iterator[Difference]:
    """Return what differs in the `[dataset]` table: its day moves lights."""
    changes = tuple(changes_between(after.TYPE, after.id, _stated(before), _stated(after)))
    if changes:
        yield Difference(after, changes)


def _stated(info: DatasetInfo) -> Plain:
    table: Plain = to_builtins(info, builtin_types=(date,))
    return {name: value for name, value in table.items() if value not in (None, "")}


def _difference(id_: str, before: State, after: State) -> Difference:
    old, new = (state.analysis.dataset.by_id.get(id_) for state in (before, after))
    record = new or old
    assert record is not None
    if old is None or (new is not None and old.TYPE != new.TYPE):
        changes: list[ContentChange] = [Added(record.TYPE, id_, after.plain(id_))]
    elif new is None:
        changes = [Removed(record.TYPE, id_, before.plain(id_))]
    else:
        changes = list(value_changes(record.TYPE, id_, before.plain(id_), after.plain(id_)))
    state = after if new is not None else before
    return Difference(
        record,
        tuple(changes),
        _under(record, state.analysis),
        before.analysis.light_of(old),
        after.analysis.light_of(new),
    )


def _under(record: Record, analysis: Analysis) -> str:
    """Return the requirement under which a record is shown: itself, the first it serves, or that of the record it is on."""
    about = analysis.dataset.by_id.get(getattr(record, "on", ""), record)
    if isinstance(about, Requirement):
        return about.id
    served: Sequence[str] = getattr(about, "requirements", ())
    return next((id_ for id_ in served if id_ in analysis.dataset.by_id), "")
