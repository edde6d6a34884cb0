"""Decide an open conflict: what a side wrote is put into the record, and the conflict is removed.

A value that is by now neither side's nor the common base was written after the merge. It is never replaced silently: the change
is made on what the other side had, so that writing it raises ConflictError, and a front end shows the present value and asks.
If one side is empty and there is no base, an older version wrote the conflict, and the base is not known: any value may be it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from jinpu_tui.model.changes import AnyChange, Change, Plain, Removed
from jinpu_tui.model.errors import EditError
from jinpu_tui.model.field_merge import by_key, replaced
from jinpu_tui.model.merge import FOLLOWING, Side
from jinpu_tui.model.records import OpenConflict
from jinpu_tui.storage.dataset_files import DatasetFiles
from jinpu_tui.storage.resolve_record_conflict import can_merge_both, decide_record
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.equality import same
from jinpu_tui.toml_edit.parser import ParseError, parse


def decided(loaded: DatasetFiles, id_: str, side: Side) -> list[AnyChange]:
    """Return the changes that decide a conflict for one side, or keep both.

    Raises:
        EditError: The conflict cannot be decided so; the message says what to do instead.
    """
    conflict = _conflict(loaded, id_)
    base = _tables(conflict, conflict.base or "", _("the base"))
    mine, theirs = _tables(conflict, conflict.mine, _("mine")), _tables(conflict, conflict.theirs, _("theirs"))
    if not conflict.field:
        made = decide_record(loaded, conflict, (base, mine, theirs), side)
    elif side == "both":
        raise EditError(_("Both can be kept only if each side has added a record with the same id"))
    else:
        known = (mine, theirs) if conflict.base is None else (mine, theirs, base)
        has_unknown_base = conflict.base is None and not (mine and theirs)
        made = list(_field(loaded, conflict, known, side, may_be_base=has_unknown_base))
    return [*made, Removed("conflict", id_, loaded.raw_record(id_))]


def sides_of(loaded: DatasetFiles, id_: str) -> tuple[Side, ...]:
    """Return what a conflict can be decided for. Raises EditError."""
    conflict = _conflict(loaded, id_)
    return ("mine", "theirs", "both") if can_merge_both(loaded, conflict) else ("mine", "theirs")


def _conflict(loaded: DatasetFiles, id_: str) -> OpenConflict:
    conflict = loaded.dataset.by_id.get(id_)
    if not isinstance(conflict, OpenConflict):
        raise EditError(_("There is no open conflict {id} any more").format(id=id_))
    return conflict


def _tables(conflict: OpenConflict, text: str, side: str) -> Plain:
    try:
        return parse(text)
    except ParseError as error:
        message = _("The text of {side} in {id} cannot be read ({reason}); edit the file")
        raise EditError(message.format(side=side, id=conflict.id, reason=error)) from None


def _field(
    loaded: DatasetFiles, conflict: OpenConflict, known: Sequence[Plain], side: Side, *, may_be_base: bool
) -> Iterator[AnyChange]:
    """Decide a conflict about one field, with the fields that come and go with it; `known` has mine, theirs, maybe the base."""
    record = loaded.dataset.by_id.get(conflict.on)
    info = loaded.raw_info() if conflict.on == "dataset" and record is None else None
    if record is None and info is None:
        message = _("There is no record {on} any more; `jinpu-tui remove {id}` removes the conflict about it")
        raise EditError(message.format(on=conflict.on, id=conflict.id))
    present = loaded.raw_record(conflict.on) if info is None else info
    chosen, other = known[:2] if side == "mine" else known[1::-1]
    kind = "dataset" if record is None else record.TYPE
    names = (conflict.field, *FOLLOWING.get(conflict.field, ()))
    if same(present.get(conflict.field), chosen.get(conflict.field)):
        return
    for name in names:
        values = [table.get(name) for table in known]
        now, before = present.get(name), present.get(name)
        after = replaced(name, now, other.get(name), chosen.get(name))
        if not may_be_base and not _is_known(name, now, values):
            before = _with_entries(name, now, chosen.get(name), other.get(name))
        if not same(now, after):
            yield Change(kind, conflict.on, name, before, after)


def _is_known(name: str, now: Any, values: Sequence[Any]) -> bool:
    """Return whether a value is one of those that a conflict holds; of a list its entries that the conflict is about."""
    if any(same(now, value) for value in values):
        return True
    lists = [[] if value is None else value for value in (now, *values)]
    if not all(isinstance(value, list) for value in lists):
        return False
    present, *others = ({repr(key): entry for key, entry in by_key(name, value).items()} for value in lists)
    about = {key for entries in others for key in entries}
    known_entries = {key: entry for key, entry in present.items() if key in about}
    return any(same(known_entries, entries) for entries in others)


def _with_entries(name: str, now: Any, chosen: Any, other: Any) -> Any:
    """Return a value that has the other side's entries, and else what it has now: what the chosen side is a change of."""
    return replaced(name, now, chosen, other)
