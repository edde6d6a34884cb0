"""Open conflicts of one side whose `theirs` the other side has worked on since, as a rebase does commit after commit.

Such a conflict is out of date: deciding it would bring back a value that its own side has left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinpu_tui.history.merge_decisions import Units, conflicts_in
from jinpu_tui.history.open_conflicts import subject_of
from jinpu_tui.model.field_merge import by_key
from jinpu_tui.toml_edit.equality import same
from jinpu_tui.toml_edit.parser import ParseError, parse

Table = Mapping[str, Any]


def ended_conflicts(base: Units, ours: Units, theirs: Units) -> set[str]:
    """Return the ids of open conflicts of fields that the later work has ended.

    The side that they call `theirs` has taken over the value of the other side; or, if ours has the conflict, it has taken back
    its change.
    """
    found = set()
    for record, is_ours in _of_one_side(base, ours, theirs):
        on, name, entries = subject_of(record)
        key = next(iter(entries)) if len(entries) == 1 else None
        sides = {side: _parsed(record.get(side, "")) for side in ("base", "mine", "theirs")}
        names = sorted({name, *sides["mine"], *sides["theirs"]})
        before, mine, other = (_state(side, names, key) for side in sides.values())
        was, now = (_state(_record_of(units, on), names, key) for units in (base, theirs if is_ours else ours))
        is_continued = bool(name) and same(was, other) and not same(now, was)
        if is_continued and (same(now, mine) or (is_ours and same(now, before))):
            found.add(str(record["id"]))
    return found


def is_continued_record(id_: str, held: Table, base: Units, ours: Units, theirs: Units) -> bool:
    """Return whether a side has an open conflict of two new records of an id, and the base the one that it calls theirs."""
    for record, _is_ours in _of_one_side(base, ours, theirs):
        if subject_of(record)[:2] == (id_, "") and not record.get("base") and record.get("mine"):
            tables = _parsed(record.get("theirs", ""))
            if any(isinstance(value, list) and same(value, [held]) for value in tables.values()):
                return True
    return False


def _of_one_side(base: Units, ours: Units, theirs: Units) -> Iterator[tuple[Table, bool]]:
    """Yield the conflicts that only one side has, and whether that is ours."""
    known = conflicts_in(base)
    for side, other in ((ours, theirs), (theirs, ours)):
        others = {subject_of(record)[:2] for record in conflicts_in(other).values()}
        for id_, record in conflicts_in(side).items():
            if id_ not in known and subject_of(record)[:2] not in others:
                yield record, side is ours


def _state(record: Table, names: Sequence[str], key: str | None) -> list[Any]:
    """Return what a record holds of some fields; of lists the entry with a key, if one is given."""
    values = [record.get(name) for name in names]
    if key is None or not all(isinstance(value, list | None) for value in values):
        return values
    entries = (
        {str(key): entry for key, entry in by_key(name, value or []).items()} for name, value in zip(names, values, strict=True)
    )
    return [item.get(key) for item in entries]


def _record_of(units: Units, on: str) -> Table:
    return next((unit.value for unit in units.values() if (unit.id or unit.name) == on), {})


def _parsed(text: object) -> Table:
    try:
        return parse(str(text))
    except ParseError:
        return {}
