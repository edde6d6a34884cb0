"""An open conflict decided: the record gets what one side had written, and the conflict goes."""

from __future__ import annotations

from collections.abc import Iterator

from jinpu_tui.locale import _
from jinpu_tui.model.changes import Added, AnyChange, Change, Plain, Removed
from jinpu_tui.model.comparing import changes_between
from jinpu_tui.model.entries import replaced
from jinpu_tui.model.fields import FIELDS
from jinpu_tui.model.merging import FOLLOWING, Side
from jinpu_tui.model.plain import same
from jinpu_tui.model.records import Kind, OpenConflict
from jinpu_tui.storage.errors import EditError
from jinpu_tui.storage.library import Library
from jinpu_tui.storage.parse import ParseError, parse
from jinpu_tui.storage.stated import plain_info, plain_record


def decided(library: Library, id_: str, side: Side) -> list[AnyChange]:
    """The changes that decide a conflict for one side, or keep both. Raises EditError where that cannot be."""
    conflict = library.dataset.by_id.get(id_)
    if not isinstance(conflict, OpenConflict):
        raise EditError(_("There is no open conflict {id} any more").format(id=id_))
    mine, theirs = _tables(conflict.mine, _("mine")), _tables(conflict.theirs, _("theirs"))
    chosen, others = (mine, theirs) if side == "mine" else (theirs, mine)
    if side == "both":
        made = _both(conflict, theirs)
    else:
        made = _field(library, conflict, chosen, others) if conflict.field else _record(library, conflict, chosen)
    return [*made, Removed("conflict", id_, plain_record(library, id_))]


def _tables(text: str, side: str) -> Plain:
    try:
        return parse(text)
    except ParseError as error:
        told = _("What {side} had written cannot be read ({reason}); edit the file")
        raise EditError(told.format(side=side, reason=error)) from None


def _field(library: Library, conflict: OpenConflict, chosen: Plain, others: Plain) -> Iterator[AnyChange]:
    record = library.dataset.by_id.get(conflict.on)
    info = plain_info(library) if conflict.on == "dataset" and record is None else None
    if record is None and info is None:
        raise EditError(_("There is no record {id} any more; edit the file").format(id=conflict.on))
    present = plain_record(library, conflict.on) if info is None else info
    for name in (conflict.field, *FOLLOWING.get(conflict.field, ())):
        value = replaced(name, present.get(name), others.get(name), chosen.get(name))
        if not same(present.get(name), value):
            yield Change("dataset" if record is None else record.TYPE, conflict.on, name, present.get(name), value)


def _record(library: Library, conflict: OpenConflict, chosen: Plain) -> Iterator[AnyChange]:
    """A record that only one side has, or that both made anew."""
    record = library.dataset.by_id.get(conflict.on)
    wanted = _stated(conflict, chosen)
    if record is None:
        if wanted is not None:
            yield Added(wanted[0], conflict.on, wanted[1])
        return
    present = plain_record(library, conflict.on)
    if wanted is None:
        yield Removed(record.TYPE, conflict.on, present)
    else:
        yield from changes_between(record.TYPE, conflict.on, present, wanted[1])


def _both(conflict: OpenConflict, theirs: Plain) -> Iterator[AnyChange]:
    """Theirs beside the one that is there, under the next free id."""
    wanted = _stated(conflict, theirs)
    if not conflict.may_keep_both or wanted is None:
        raise EditError(_("Both can be kept where each side has made a record of the same id"))
    yield Added(wanted[0], conflict.on, wanted[1], behind=conflict.on, any_id=True)


def _stated(conflict: OpenConflict, tables: Plain) -> tuple[Kind, Plain] | None:
    """The kind and the record that a side had written; None where it had none."""
    for kind in FIELDS:
        match tables.get(kind):
            case [{"id": conflict.on} as record]:
                return kind, dict(record)
    if tables:
        raise EditError(_("What was written on {id} is no record of it; edit the file").format(id=conflict.on))
    return None
