"""Put a record elsewhere among those of its kind in its file, in an edit transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from jinpu_tui.model.changes import Moved
from jinpu_tui.model.errors import EditError
from jinpu_tui.model.merge import Conflict
from jinpu_tui.model.records import Kind
from jinpu_tui.storage.positions import Place
from jinpu_tui.storage.record_changes import with_previous
from jinpu_tui.storage.record_text import tables_moved, with_record_moved
from jinpu_tui.storage.transaction import EditTransaction
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.blocks import Region


class _Row(NamedTuple):
    """One of the records of a kind in a file, which are numbered from 0 in the order of the file."""

    chunk: int
    id: str
    """Empty for a record that cannot be used."""


class _Stretch(NamedTuple):
    """A part of a chunk that holds all records that a move is about."""

    chunk: int
    region: Region
    anchor: str
    """The record that the part begins with, see `Patch.anchor`."""
    skipped: int
    """The number of the first record of the kind in the part."""


def move(transaction: EditTransaction, change: Moved) -> None:
    """Put a record after the one that it is to follow; nothing is done if it stands there already.

    Others may have moved either of the two, or written between them: what counts is the record that it is to follow.

    Raises EditError: the record to follow is gone or in another file, or the layout of the file does not allow the move.
    """
    other = transaction.place(change.after_id) if change.after_id else None
    place = transaction.place(change.id)
    if place is None:
        transaction.conflicts.append(Conflict(change, gone=True))
        return
    number, kind = place.file, place.kind
    if change.after_id and (other is None or (other.file, other.kind) != (number, kind)):
        raise EditError(_no_longer_there(transaction, change, place, other))
    rows = _rows(transaction, number, kind)
    at, to = _numbers(rows, change)
    if at == to:
        return
    first, last = min(at, to), max(at, to)
    if sum(row.id == change.id for row in rows[first : last + 1]) > 1:
        raise EditError(_("Two records have the id {id}; nothing was moved. Give one of them another id").format(id=change.id))
    stretch = _stretch(transaction, number, kind, first, last)
    region = stretch.region
    text = transaction.text((number, stretch.chunk))
    old = text[region.start : region.end]
    tables = transaction.tables_of(old)
    index, target = at - stretch.skipped, to - stretch.skipped
    intended = tables_moved(tables, kind, index, target)
    new = transaction.from_hints(stretch.anchor, old, intended)
    if new is None:
        ends_file = region.end == len(text) and stretch.chunk + 1 == len(transaction.files[number].chunks)
        new = transaction.verified(lambda: with_record_moved(old, kind, index, target, tables, ends_file=ends_file), intended)
    was_after_id = next((row.id for row in reversed(rows[:at]) if row.id), "")
    transaction.changes.append(replace(change, was_after_id=was_after_id))
    transaction.splice((number, stretch.chunk), stretch.anchor, region, new)


def _no_longer_there(transaction: EditTransaction, change: Moved, place: Place, other: Place | None) -> str:
    """Return why a record cannot follow another one."""
    if other is None:
        message = _("{id} cannot be moved after {other}, which was removed meanwhile; nothing was moved")
        return message.format(id=change.id, other=change.after_id)
    if other.kind != place.kind:
        message = _("{id} and {other} are of different kinds: {kind} and {other_kind}")
        return message.format(id=change.id, kind=place.kind, other=change.after_id, other_kind=other.kind)
    message = _("{id} stands in {file} and cannot be moved after {other} in {other_file}: a record stays in its file")
    files = {"file": transaction.name(place.file), "other_file": transaction.name(other.file)}
    return message.format(id=change.id, other=change.after_id, **files)


def _rows(transaction: EditTransaction, number: int, kind: Kind) -> Sequence[_Row]:
    chunks = enumerate(transaction.files[number].chunks)
    return [_Row(at, record.id if record else "") for at, chunk in chunks for record in chunk.records.get(kind, ())]


def _numbers(rows: Sequence[_Row], change: Moved) -> tuple[int, int]:
    """Return the number of a record now and after its move. Of several with one id the first counts."""
    ids = [row.id for row in rows]
    at = ids.index(change.id)
    if not change.after_id:
        return at, 0
    other = ids.index(change.after_id)
    return at, other + (other < at)


def _stretch(transaction: EditTransaction, number: int, kind: Kind, first: int, last: int) -> _Stretch:
    """Return the part of a file from one record of a kind to another, with what stands above the first, as one chunk's part."""
    rows = _rows(transaction, number, kind)
    at = rows[first].chunk
    transaction.join(number, at, rows[last].chunk)
    while True:
        chunk = transaction.files[number].chunks[at]
        if kind not in chunk.blocks:
            transaction.join(number, 0, at)
            return _Stretch(0, Region(0, len(transaction.text((number, 0))), ()), "", 0)
        in_chunk = sum(row.chunk < at for row in rows)
        own = chunk.region(kind, first - in_chunk)
        anchor, region = with_previous(chunk, Place(number, at, kind, first - in_chunk), own)
        if anchor or not at:
            end = chunk.region(kind, last - in_chunk).end
            before = sum(start < region.start for start, _end in chunk.blocks[kind])
            return _Stretch(at, Region(region.start, end, ()), anchor, in_chunk + before)
        transaction.join(number, at - 1, at)
        at -= 1
