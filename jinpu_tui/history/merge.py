"""Merging two versions of a dataset file: record by record and field by field, on top of the text.

What each side did to the records is merged as two people's edits are (model.merging): their changes are made in our text.
The text of a record that both changed is merged by git where that says the same, so that comments and layout of both stay.
Only the same field changed to different values is a conflict; the file keeps ours, and both in a `[[conflict]]` record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from jinpu_tui.history.chunks import chunks, combined
from jinpu_tui.locale import _
from jinpu_tui.model.changes import Added, AnyChange, Change, Plain, Removed
from jinpu_tui.model.comparing import changes_between, differing_ids
from jinpu_tui.model.merging import FOLLOWING, Conflict, settled
from jinpu_tui.model.plain import same
from jinpu_tui.model.records import Kind
from jinpu_tui.storage import encode
from jinpu_tui.storage.editing import edit
from jinpu_tui.storage.errors import ConflictError, EditError
from jinpu_tui.storage.library import Library, assemble
from jinpu_tui.storage.record_text import with_record
from jinpu_tui.storage.snapshot import snapshot
from jinpu_tui.storage.stated import plain_info, plain_record

_NAME = "merged.toml"


class MergeError(Exception):
    """The versions cannot be merged by records; the message says why. git's own merge of lines is what is left."""


@dataclass(frozen=True)
class Merge:
    """The merged text, and the names of what could not be decided: `T1 due`."""

    data: bytes
    conflicts: tuple[str, ...] = ()


def merge(base: bytes, ours: bytes, theirs: bytes) -> Merge:
    """Merge two versions that grew out of one. Raises MergeError where one of them is no readable dataset file."""
    before, mine, other = (_library(data) for data in (base, ours, theirs))
    changes = list(_changes(before, other))
    new = {one.id: one for one in changes if isinstance(one, Added) and one.id not in mine.dataset.by_id}
    library, conflicts = _made(mine, [change for change in changes if change.id not in new])
    touched = {change.id for change in (*changes, *_changes(before, mine))}
    text = _with_text_of_both(library, other, new.keys(), touched, base.decode(), ours.decode())
    library = _library(text.encode()) if text is not None else _written(library, list(new.values()))
    records = {record.id: record for conflict in conflicts for record in _records_of(conflict, library, other)}.values()
    library = _written(library, list(records))
    names = (f"{one.record['on']} {one.record.get('field', '')}".strip() for one in records)
    return Merge(library.files[0].data, tuple(dict.fromkeys(names)))


def _library(data: bytes) -> Library:
    library = snapshot(Path(), {_NAME: data})
    one = library.files[0]
    if not one.readable or one.refused:
        reason = next((problem.message for problem in one.problems), _("it cannot be read"))
        raise MergeError(reason)
    return library


def _changes(before: Library, after: Library) -> Iterator[AnyChange]:
    """What a side did to the records and to the `[dataset]` table."""
    table, table_after = plain_info(before), plain_info(after)
    if table_after is not None:
        yield from changes_between("dataset", "dataset", table or {}, table_after)
    elif table is not None:
        raise MergeError(_("one side has taken the [dataset] table out"))
    old, new = before.dataset.by_id, after.dataset.by_id
    last: dict[str, str] = {}
    behind: dict[str, str] = {}
    for record in after.dataset:
        behind[record.id] = last.get(record.TYPE, "")
        last[record.TYPE] = record.id
    for id_ in differing_ids(before.dataset, after.dataset):
        if id_ not in new:
            yield Removed(old[id_].TYPE, id_, plain_record(before, id_))
        elif id_ not in old:
            yield Added(new[id_].TYPE, id_, plain_record(after, id_), behind[id_])
        elif new[id_].TYPE != old[id_].TYPE:
            raise MergeError(_("one side has made another kind of record of {id}").format(id=id_))
        else:
            yield from changes_between(new[id_].TYPE, id_, plain_record(before, id_), plain_record(after, id_))


def _made(library: Library, changes: Sequence[AnyChange]) -> tuple[Library, list[Conflict]]:
    """The changes made in a text, but for those that conflict with what it holds."""
    conflicts: list[Conflict] = []
    while True:
        try:
            return _written(library, changes), conflicts
        except ConflictError as error:
            conflicts += error.conflicts
            for conflict in error.conflicts:
                changes = _without(changes, conflict)


def _without(changes: Sequence[AnyChange], conflict: Conflict) -> list[AnyChange]:
    if isinstance(conflict.change, Change) and not conflict.gone:
        return settled(changes, conflict, "theirs")
    return [change for change in changes if change.id != conflict.change.id]


def _written(library: Library, changes: Sequence[AnyChange]) -> Library:
    """The library with changes made. Raises ConflictError, MergeError."""
    if not changes:
        return library
    try:
        edited = edit(library, changes)
    except ConflictError:
        raise
    except EditError as error:
        raise MergeError(str(error)) from None
    files = [edited.files.get(number, one) for number, one in enumerate(library.files)]
    return assemble(library.root, files, known_sound=True)


def _records_of(conflict: Conflict, library: Library, other: Library) -> Iterator[Added]:
    """The records that keep both sides of a conflict, of a list one for each entry that clashes."""
    change = conflict.change
    record = other.dataset.by_id.get(change.id)
    if not isinstance(change, Change) or conflict.gone:
        theirs = "" if record is None else _record_text(record.TYPE, plain_record(other, change.id))
        mine = "" if isinstance(change, Change) else _record_text(change.kind, conflict.present)
        yield _conflict(change.id, "", mine, theirs)
        return
    for clash in conflict.clashes:
        entries = ({change.field: [one]} if one is not None else {} for one in (clash.present, clash.mine))
        yield _conflict(change.id, change.field, *map(_fields_text, entries))
    if not conflict.clashes:
        sides = {change.field: conflict.present}, {change.field: change.after}
        for name in FOLLOWING.get(change.field, ()):
            for side, of in zip(sides, (library, other), strict=True):
                side[name] = plain_record(of, change.id).get(name)
        yield _conflict(change.id, change.field, *map(_fields_text, sides))


def _conflict(on: str, field: str, mine: str, theirs: str) -> Added:
    """An open conflict; its id follows from what it holds, so that the same one found by two people is the same."""
    told = hashlib.sha256("\0".join((on, field, mine, theirs)).encode()).hexdigest()[:6]
    id_ = f"X-{on}-{field or 'record'}-{told}"
    held = {"id": id_, "on": on, "field": field, "mine": mine, "theirs": theirs}
    return Added("conflict", id_, {name: value for name, value in held.items() if value})


def _fields_text(fields: Plain) -> str:
    return "\n".join(f"{encode.key(name)} = {encode.inline(value)}" for name, value in fields.items() if value is not None)


def _record_text(kind: Kind, record: Plain) -> str:
    return with_record("", (), {}, Added(kind, record["id"], record))


def _with_text_of_both(library: Library, other: Library, new: Set[str], touched: Set[str], base: str, ours: str) -> str | None:
    """The merged text with what both wrote between and beside values, and with their new records as they wrote them.

    None where that would not say the same as `library` and these records.
    """
    old, mine, theirs, made = (chunks(text) for text in (base, ours, _text(other), _text(library)))
    if old is None or mine is None or theirs is None or made is None:
        return None
    meant = {id_: plain_record(library, id_) for id_ in touched if id_ in library.dataset.by_id}
    meant |= {id_: plain_record(other, id_) for id_ in new}
    text = combined(old, mine, theirs, {**made, **{id_: theirs[id_] for id_ in new}}, meant)
    return text if text is not None and _says(text, meant, library, other, new) else None


def _text(library: Library) -> str:
    return library.files[0].data.decode()


def _says(text: str, meant: Mapping[str, Plain], library: Library, other: Library, new: Set[str]) -> bool:
    """Whether a text holds the same records; those that were touched are compared as their text states them."""
    try:
        found = _library(text.encode())
    except MergeError:
        return False
    records = {**library.dataset.by_id, **{id_: other.dataset.by_id[id_] for id_ in new}}
    alike = (found.dataset.info, found.dataset.by_id) == (library.dataset.info, records)
    unknown = found.dataset.unknown.keys() == library.dataset.unknown.keys() | (new & other.dataset.unknown.keys())
    return alike and unknown and all(same(plain_record(found, id_), record) for id_, record in meant.items())
