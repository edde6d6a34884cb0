"""Two people at one record: what both meant is put together, and only what cannot be is a conflict.

Every merge is three-way: what a field held when the edit was thought of, what the edit makes of it, and what the field holds
now (model.entries).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from jinpu_tui.model.changes import Added, AnyChange, Change, Moved
from jinpu_tui.model.edits import share
from jinpu_tui.model.field_merge import ElementConflict, ElementConflictError, merged, ordered, replaced
from jinpu_tui.toml_edit.equality import same

Side = Literal["mine", "theirs", "both"]

FOLLOWING: Mapping[str, tuple[str, ...]] = {"status": ("done_on", "closed_on", "closed_by")}
"""Fields that come and go with another one."""


class Conflict(Struct, frozen=True):
    """A change that does not go with what is there now.

    `present` is the value of the field, or the record where the change is about a whole one; `gone`: there is no such record
    any more. Where only some entries of a list clash they are in `clashes`, and `rest` is the list with all else of both sides
    in it. `who` made it so and `when`, where the journal says.
    """

    change: AnyChange
    present: Any = None
    gone: bool = False
    clashes: tuple[ElementConflict, ...] = ()
    rest: tuple[Any, ...] = ()
    who: str = ""
    when: datetime | None = None

    @property
    def sides(self) -> tuple[Side, ...]:
        """What can be chosen."""
        if self.gone or isinstance(self.change, Added):
            return ("theirs",)
        both = isinstance(self.change, Change) and self.change.field == "observations" and self.clashes
        return ("theirs", "mine", "both") if both else ("theirs", "mine")

    def entries(self, side: Side) -> list[Any]:
        """Return the clashing entries as one side has them."""
        found = (clash.mine if side == "mine" else clash.present for clash in self.clashes)
        return [entry for entry in found if entry is not None]


def rebase(changes: Sequence[Change], present: Mapping[str, Any]) -> tuple[list[Change], list[Conflict]]:
    """Return the changes of a record as they apply to what it holds now, and those that conflict; none that is made already."""
    made: list[Change] = []
    conflicts: list[Conflict] = []
    for change in changes:
        now = present.get(change.field)
        try:
            after = merged(change.field, change.before, change.after, now)
        except ElementConflictError as clash:
            conflicts.append(Conflict(change, now, clashes=clash.clashes, rest=clash.rest))
        else:
            made.append(replace(change, before=now, after=after))
    _follow_steps(changes, present, made, conflicts)
    return [change for change in made if not same(change.before, change.after)], conflicts


def settled(changes: Iterable[AnyChange], conflict: Conflict, side: Side) -> list[AnyChange]:
    """Return the changes once it is chosen which side of a conflict counts."""
    return [item for change in changes for item in _settled_one(change, conflict, side)]


def _settled_one(change: AnyChange, conflict: Conflict, side: Side) -> Iterator[AnyChange]:
    about = conflict.change
    if change.id != about.id:
        yield change
    elif isinstance(change, Change) and isinstance(about, Change) and not conflict.gone:
        after = _chosen(conflict, about, side)
        is_left = same(after, conflict.present)
        if change.field == about.field:
            yield from () if is_left else (replace(change, before=conflict.present, after=after),)
        elif change.field == "progress" and about.field == "steps" and change.after == _share_of(about):
            yield from () if is_left else (replace(change, after=_share_of(replace(about, after=after))),)
        elif not (is_left and change.field in FOLLOWING.get(about.field, ())):
            yield change
    elif isinstance(change, Moved):
        yield from () if conflict.gone else (change,)
    elif not isinstance(change, Change) and not isinstance(about, Change) and side == "mine":
        yield replace(change, record=conflict.present)


def _chosen(conflict: Conflict, about: Change, side: Side) -> Any:
    """Return what the field holds once a side is chosen."""
    if not conflict.clashes:
        return about.after if side == "mine" else conflict.present
    rest = list(conflict.rest)
    if side == "both":
        return ordered(about.field, [*rest, *conflict.entries("mine")], rest) or None
    if side == "mine":
        return replaced(about.field, rest, conflict.entries("theirs"), conflict.entries("mine"))
    return rest or None


def _follow_steps(changes: Sequence[Change], present: Mapping[str, Any], made: list[Change], conflicts: list[Conflict]) -> None:
    """Set a progress that was the share of ticked steps to the share that both sides ticked."""
    meant = {change.field: change for change in changes}
    steps = next((change for change in made if change.field == "steps"), None)
    progress = meant.get("progress")
    if steps is None or progress is None or progress.after != _share_of(meant["steps"]):
        return
    if not same(steps.after, meant["steps"].after):
        made[:] = [change for change in made if change.field != "progress"]
        conflicts[:] = [conflict for conflict in conflicts if conflict.change is not progress]
        made.append(replace(progress, before=present.get("progress"), after=_share_of(steps)))


def _share_of(steps: Change) -> int | None:
    return share([bool(item.get("done")) for item in steps.after or ()])
