"""What a field holds once both sides' work is in it: values as a whole, lists entry by entry.

Lists are merged by entry, for that is how people work on them: a log entry each, a tick each, an observation each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from jinpu_tui.model.order_merge import OrderClashError, merge_order
from jinpu_tui.model.periods import time_order
from jinpu_tui.model.unit_values import UNITS_FIELDS, means_same, units_in
from jinpu_tui.toml_edit.equality import same

ADDED_TO = ("log", "extensions")
"""Lists that are only ever added to: the order of their entries means nothing beyond their days."""

_ENTRY_KEYS: Mapping[str, Callable[[Mapping[str, Any]], Hashable]] = {
    "observations": lambda item: (item.get("period"), bool(item.get("cumulative"))),
    "steps": lambda item: item.get("text"),
}


class ElementConflict(Struct, frozen=True):
    """An entry of a list that both sides changed, each to something else. None: that side removed it."""

    mine: Any
    present: Any


class ElementConflictError(ValueError):
    """Both sides changed the same thing to something else.

    Where only some entries of a list clash, `clashes` has them, and `rest` is the list with everything else of both sides in it
    and with those entries as they are now. Without clashes it is the field as a whole.
    """

    def __init__(self, field: str, clashes: Sequence[ElementConflict] = (), rest: Sequence[Any] = ()) -> None:
        self.clashes, self.rest = tuple(clashes), tuple(rest)
        super().__init__(field)


def merged(field: str, base: Any, mine: Any, theirs: Any) -> Any:
    """Return what a field holds once both sides' work is in it; None stands for absent. Raises ElementConflictError."""
    if same(theirs, base) or same(theirs, mine):
        return mine
    if same(mine, base):
        return theirs
    if field in UNITS_FIELDS:
        return _merged_units(field, base, mine, theirs)
    if _is_empty(theirs) and _is_empty(base):
        return mine
    values = [[] if value is None else value for value in (base, mine, theirs)]
    if all(isinstance(value, list | tuple) for value in values):
        return _merged_lists(field, *values) or None
    raise ElementConflictError(field)


def _merged_units(field: str, base: Any, mine: Any, theirs: Any) -> Any:
    """Merge the units of a field: another form of the same units is no change beside a real one; theirs stays then.

    One unit is a value that two sides cannot both replace. Units that are added to it, and those of a longer list, are merged
    as entries.
    """
    if means_same(field, mine, base) or means_same(field, mine, theirs):
        return theirs
    if means_same(field, theirs, base) or (_is_empty(theirs) and _is_empty(base)):
        return mine
    before, wanted, now = (units_in(value) for value in (base, mine, theirs))
    if before is None or wanted is None or now is None:
        raise ElementConflictError(field)
    if not before or (len(before) == 1 and not (before[0] in wanted and before[0] in now)):
        raise ElementConflictError(field)
    units = _merged_lists(field, before, wanted, now)
    return units if len(units) > 1 else units[0] if units else None


def _is_empty(value: Any) -> bool:
    """Whether a value is absent or an empty list: a list that lost its last entry stays if its comments do."""
    return value is None or (isinstance(value, list | tuple) and not value)


def replaced(field: str, present: Any, others: Any, chosen: Any) -> Any:
    """Return what a field holds once a side is chosen: in lists its entries replace those of the other side; all else stays."""
    lists = [[] if value is None else value for value in (present, others, chosen)]
    if not all(isinstance(value, list | tuple) for value in lists):
        return chosen
    now, out, into = (by_key(field, value) for value in lists)
    base = [entry for key, entry in now.items() if key in out or key in into]
    try:
        return merged(field, base, lists[2], lists[0]) or None
    except ElementConflictError:  # the chosen side put its entries in another order: entries that neither side has follow them
        rest = [entry for key, entry in now.items() if key not in out and key not in into]
        return ordered(field, [*lists[2], *rest], lists[0]) or None


def paired(field: str, before: Any, after: Any) -> list[tuple[Any, Any]]:
    """Return the entries of a list that differ: each as it was and as it is (observations by period), None if it was or is not.

    Where entries were only moved about, the whole list stands for them.
    """
    old, new = (by_key(field, item if isinstance(item, list | tuple) else ()) for item in (before, after))
    pairs = ((old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new)))
    return [(was, now) for was, now in pairs if not same(was, now)] or [(before, after)]


def _merged_lists(field: str, base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    before, wanted, now = (by_key(field, entries) for entries in (base, mine, theirs))
    keys = _merged_order(field, list(before), list(wanted), list(now))
    clashes = _bring_changes(before, wanted, now)
    for key in [key for key in wanted if key not in before]:
        if key not in now:
            now[key] = wanted[key]
        elif not same(now[key], wanted[key]):
            clashes.append(ElementConflict(wanted[key], now[key]))
    entries = ordered(field, [now[key] for key in keys if key in now], theirs)
    if clashes:
        raise ElementConflictError(field, clashes, entries)
    return entries


def _bring_changes(
    before: Mapping[Hashable, Any], wanted: Mapping[Hashable, Any], now: dict[Hashable, Any]
) -> list[ElementConflict]:
    """Bring what was done to entries of `before` into those there are now. What clashes stays as it is, and is returned."""
    clashes: list[ElementConflict] = []
    for key, entry in before.items():
        mine, present = wanted.get(key), now.get(key)
        try:
            kept = _merged_entry(entry, mine, present)
        except ElementConflictError:
            clashes.append(ElementConflict(mine, present))
            continue
        if kept is None:
            now.pop(key, None)
        else:
            now[key] = kept
    return clashes


def _merged_entry(base: Any, mine: Any, present: Any) -> Any:
    """One entry with both sides' work in it, tables field by field; None if it is gone. Raises ElementConflictError."""
    if not (isinstance(base, Mapping) and isinstance(mine, Mapping) and isinstance(present, Mapping)):
        return merged("", base, mine, present)
    names = dict.fromkeys((*present, *mine))
    values = {name: merged(name, base.get(name), mine.get(name), present.get(name)) for name in names}
    return {name: value for name, value in values.items() if value is not None}


def ordered(field: str, entries: list[Any], theirs: Sequence[Any]) -> list[Any]:
    """Return the entries of a list: observations by time and notes by day, where theirs are so."""
    if field == "observations" and _in_order(theirs):
        return sorted(entries, key=_time)
    if field == "log" and _are_dated(entries) and list(theirs) == sorted(theirs, key=_day):
        return sorted(entries, key=_day)
    return entries


def _merged_order(field: str, base: list[Hashable], mine: list[Hashable], theirs: list[Hashable]) -> list[Hashable]:
    """Return the order of the entries of both sides. Raises ElementConflictError if both sides moved the same entries."""
    if field in ADDED_TO:
        return [*theirs, *(key for key in mine if key not in theirs)]
    try:
        return merge_order(base, theirs, mine)
    except OrderClashError:
        raise ElementConflictError(field) from None


def by_key(field: str, entries: Sequence[Any]) -> dict[Hashable, Any]:
    """Return the entries of a list by what says them apart: observations by period, steps by text, else all they hold.

    Equal entries are counted.
    """
    seen: Counter[Hashable] = Counter()
    found: dict[Hashable, Any] = {}
    for entry in entries:
        key = _ENTRY_KEYS[field](entry) if field in _ENTRY_KEYS and isinstance(entry, Mapping) else repr(entry)
        key = repr(key)
        seen[key] += 1
        found[key, seen[key]] = entry
    return found


def _time(observation: Any) -> tuple[date, date]:
    return time_order(str(observation.get("period")) if isinstance(observation, Mapping) else "")


def _day(entry: Any) -> date:
    day: date = entry["date"]
    return day


def _are_dated(entries: Sequence[Any]) -> bool:
    """Whether each entry of a log has a date."""
    return all(isinstance(entry, Mapping) and type(entry.get("date")) is date for entry in entries)


def _in_order(observations: Sequence[Any]) -> bool:
    times = [_time(observation) for observation in observations if isinstance(observation, Mapping)]
    return len(times) == len(observations) and times == sorted(times)
