"""Two people at one record: what both meant is put together, and only what cannot be is a conflict.

Every merge is three-way: what a field held when the edit was thought of, what the edit makes of it, and what the field holds
now. Lists are merged by entry, for that is how people work on them: a log entry each, a tick each, an observation each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from jinpu_tui.model.changes import Added, AnyChange, Change
from jinpu_tui.model.edits import share
from jinpu_tui.model.periods import time_order
from jinpu_tui.model.plain import same

Side = Literal["mine", "theirs", "both"]

STATUS_DATES = ("done_on", "closed_on", "closed_by")
"""Fields that come and go with a status."""

ADDED_TO = ("log", "extensions")
"""Lists that are only ever added to: the order of their entries means nothing beyond their days."""

_ENTRY_KEYS: Mapping[str, Callable[[Mapping[str, Any]], Hashable]] = {
    "observations": lambda one: (one.get("period"), bool(one.get("cumulative"))),
    "steps": lambda one: one.get("text"),
}


@dataclass(frozen=True)
class Conflict:
    """A change that does not go with what is there now.

    `present` is the value of the field, or the record where the change is about a whole one; `gone`: there is no such record
    any more. `who` made it so and `when`, where the journal tells.
    """

    change: AnyChange
    present: Any = None
    gone: bool = False
    who: str = ""
    when: datetime | None = None

    @property
    def sides(self) -> tuple[Side, ...]:
        """What can be chosen."""
        if self.gone or isinstance(self.change, Added):
            return ("theirs",)
        both = isinstance(self.change, Change) and self.change.field == "observations"
        return ("theirs", "mine", "both") if both else ("theirs", "mine")


class ClashError(ValueError):
    """Both sides changed the same thing to something else."""


def rebased(changes: Sequence[Change], present: Mapping[str, Any]) -> tuple[list[Change], list[Conflict]]:
    """The changes of one record as they are on what it holds now, and those that conflict. What is so already is left out."""
    made: list[Change] = []
    conflicts: list[Conflict] = []
    for change in changes:
        now = present.get(change.field)
        try:
            after = merged(change.field, change.before, change.after, now)
        except ClashError:
            conflicts.append(Conflict(change, now))
        else:
            made.append(replace(change, before=now, after=after))
    _follow_steps(changes, present, made, conflicts)
    return [change for change in made if not same(change.before, change.after)], conflicts


def merged(field: str, base: Any, mine: Any, theirs: Any) -> Any:
    """What a field holds once both sides' work is in it; None stands for absent. Raises ClashError."""
    if same(theirs, base) or same(theirs, mine):
        return mine
    if same(mine, base):
        return theirs
    values = [[] if value is None else value for value in (base, mine, theirs)]
    if all(isinstance(value, list | tuple) for value in values):
        return _merged_lists(field, *values) or None
    raise ClashError(field)


def settled(changes: Iterable[AnyChange], conflict: Conflict, side: Side) -> list[AnyChange]:
    """The changes once it is chosen which side of a conflict counts."""
    return [one for change in changes for one in _settled_one(change, conflict, side)]


def _settled_one(change: AnyChange, conflict: Conflict, side: Side) -> Iterator[AnyChange]:
    about = conflict.change
    if change.id != about.id:
        yield change
    elif isinstance(change, Change) and isinstance(about, Change) and not conflict.gone:
        if change.field != about.field:
            follows = about.field == "status" and change.field in STATUS_DATES and side == "theirs"
            yield from () if follows else (change,)
        elif side != "theirs":
            after = change.after if side == "mine" else _both(change, conflict.present)
            yield replace(change, before=conflict.present, after=after)
    elif not isinstance(change, Change) and not isinstance(about, Change) and side == "mine":
        yield replace(change, record=conflict.present)


def _both(change: Change, present: Sequence[Any]) -> list[Any]:
    """What is there, and behind it the entries that the change brings or makes otherwise."""
    known = change.before or []
    return [*present, *(one for one in change.after or [] if not _in(one, known) and not _in(one, present))]


def _in(entry: Any, entries: Iterable[Any]) -> bool:
    return any(same(entry, one) for one in entries)


def _follow_steps(changes: Sequence[Change], present: Mapping[str, Any], made: list[Change], conflicts: list[Conflict]) -> None:
    """A progress that was the share of ticked steps is that of the steps both sides ticked."""
    meant = {change.field: change for change in changes}
    steps = next((change for change in made if change.field == "steps"), None)
    progress = meant.get("progress")
    if steps is None or progress is None or progress.after != _share_of(meant["steps"]):
        return
    if not same(steps.after, meant["steps"].after):
        made[:] = [change for change in made if change.field != "progress"]
        conflicts[:] = [one for one in conflicts if one.change is not progress]
        made.append(replace(progress, before=present.get("progress"), after=_share_of(steps)))


def _share_of(steps: Change) -> int | None:
    return share([bool(one.get("done")) for one in steps.after or ()])


def _merged_lists(field: str, base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    before, wanted, now = (_by_key(field, entries) for entries in (base, mine, theirs))
    is_moved = [key for key in wanted if key in before] != [key for key in before if key in wanted]
    if is_moved and field not in ADDED_TO:
        raise ClashError(field)  # entries were moved about
    for key in before:
        if key in wanted:
            _keep(now, key, before[key], wanted[key])
        elif key in now and not same(now.pop(key), before[key]):
            raise ClashError(key)
    keys = list(now)
    for place, key in enumerate(wanted):
        if key in before:
            continue
        if key in now and not same(now[key], wanted[key]):
            raise ClashError(key)
        if key not in now:
            now[key] = wanted[key]
            keys.insert(_place_of(field, list(wanted), place, keys), key)
    entries = [now[key] for key in keys]
    if field == "observations" and _in_order(theirs):
        return sorted(entries, key=_time)
    if field == "log" and _are_dated(entries) and list(theirs) == sorted(theirs, key=_day):
        return sorted(entries, key=_day)
    return entries


def _keep(now: dict[Hashable, Any], key: Hashable, before: Any, wanted: Any) -> None:
    """Bring what was done to one entry into the entries there are now."""
    if same(before, wanted):
        return
    if key not in now:
        raise ClashError(key)
    if isinstance(before, Mapping) and isinstance(wanted, Mapping) and isinstance(now[key], Mapping):
        names = [*now[key], *(name for name in wanted if name not in now[key])]
        values = {name: merged(name, before.get(name), wanted.get(name), now[key].get(name)) for name in names}
        now[key] = {name: value for name, value in values.items() if value is not None}
    else:
        now[key] = merged("", before, wanted, now[key])


def _place_of(field: str, wanted: Sequence[Hashable], place: int, keys: Sequence[Hashable]) -> int:
    """Where a new entry goes: last if it was put last, else behind the one it was put behind."""
    if place == len(wanted) - 1 or field in ADDED_TO:
        return len(keys)
    before = [key for key in wanted[:place] if key in keys]
    return keys.index(before[-1]) + 1 if before else 0


def _by_key(field: str, entries: Sequence[Any]) -> dict[Hashable, Any]:
    """Entries by what tells them apart; equal ones are counted."""
    seen: Counter[Hashable] = Counter()
    found: dict[Hashable, Any] = {}
    for entry in entries:
        key = _ENTRY_KEYS[field](entry) if field in _ENTRY_KEYS and isinstance(entry, Mapping) else repr(entry)
        key = repr(key)
        seen[key] += 1
        found[key, seen[key]] = entry
    return found


def _time(observation: Any) -> tuple[date, date]:
    return time_order(str(observation.get("period")))


def _day(entry: Any) -> date:
    day: date = entry["date"]
    return day


def _are_dated(entries: Sequence[Any]) -> bool:
    """Whether each entry of a log has a date."""
    return all(isinstance(one, Mapping) and type(one.get("date")) is date for one in entries)


def _in_order(observations: Sequence[Any]) -> bool:
    times = [_time(one) for one in observations if isinstance(one, Mapping)]
    return len(times) == len(observations) and times == sorted(times)
