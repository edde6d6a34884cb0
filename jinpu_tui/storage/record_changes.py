"""Add and remove whole records in an edit transaction: where a record goes, and what goes with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from jinpu_tui.model.changes import Added, Removed
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.edits import next_id
from jinpu_tui.model.errors import EditError
from jinpu_tui.model.merge import Conflict
from jinpu_tui.model.records import Kind
from jinpu_tui.storage.chunks import Chunk
from jinpu_tui.storage.dataset_files import Location
from jinpu_tui.storage.errors import no_safe_place
from jinpu_tui.storage.journal_entries import Patch
from jinpu_tui.storage.positions import Place
from jinpu_tui.storage.record_text import tables_left, tables_with, with_records, without_record
from jinpu_tui.storage.transaction import EditTransaction
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.blocks import Region
from jinpu_tui.toml_edit.equality import same
from jinpu_tui.toml_edit.parser import ParseError, parse

MAX_ADDED_AT_ONCE = 500
"""The maximum number of records that are verified as one text: parsing it takes some megabytes."""


def add_all(transaction: EditTransaction, added: Sequence[Added]) -> None:
    """Add records in their order. Those that nothing binds to a place go in together: the cost is that of their text.

    Raises EditError.
    """
    ids = set[str]()

    def key(change: Added) -> tuple[bool, Kind]:
        is_first = change.id not in ids
        ids.add(change.id)
        return is_first and _is_free(transaction, change), change.kind

    for (is_free, _kind), group in groupby(added, key=key):
        changes = list(group)
        if not is_free:
            for change in changes:
                add(transaction, change)
            continue
        for start in range(0, len(changes), MAX_ADDED_AT_ONCE):
            together = changes[start : start + MAX_ADDED_AT_ONCE]
            transaction.changes += together
            _insert(transaction, together)


def _is_free(transaction: EditTransaction, change: Added) -> bool:
    return not (transaction.hints or change.after_id or change.file or change.doubled or change.id in transaction.locations)


def add(transaction: EditTransaction, change: Added) -> None:
    """Add a record: where a hint says, or after the record that it follows, under whatever id that one got.

    Raises EditError.
    """
    change = replace(change, after_id=transaction.new_ids.get(change.after_id, change.after_id))
    place = transaction.place(change.id, change.file if change.doubled else "")
    if place is not None:
        if change.any_id:
            free = _under_free_id(change, transaction.dataset, frozenset(transaction.locations))
            add(transaction, free)
            transaction.new_ids[change.id] = free.id
        elif not same(present := transaction.chunk(place).raw_record(place.kind, place.ordinal), change.record):
            transaction.conflicts.append(Conflict(change, present))
        return
    transaction.changes.append(change)
    if any(_add_by_hint(transaction, change, hint) for hint in transaction.hints):
        return
    _insert(transaction, [change])


def _insert(transaction: EditTransaction, added: Sequence[Added]) -> None:
    """Put records of one kind in place, the others after the first. Raises EditError."""
    location, anchor, region = _place_for(transaction, added[0])
    old = transaction.text(location)[region.start : region.end]
    tables = transaction.tables_of(old)
    index = int(region.path[1]) + 1 if region.path else None
    intended = tables_with(tables, added, index)
    new = transaction.verified(lambda: with_records(old, region.path, tables, added), intended)
    transaction.splice(location, anchor, region, new)
    file = transaction.files[location[0]]
    if not region.path and len(file.chunks) > 1:
        try:  # the first record of its kind may clash with a table far above it
            parse(file.data.decode())
        except ParseError:
            raise no_safe_place() from None


def remove(transaction: EditTransaction, change: Removed) -> None:
    """Remove a record; one that is gone already stays gone. Raises EditError."""
    place = transaction.place(change.id, change.file)
    if place is None:
        return
    chunk = transaction.chunk(place)
    own = chunk.region(place.kind, place.ordinal)
    present = own.element(transaction.tables_of(chunk.text[own.start : own.end]))
    if not same(present, change.record):
        transaction.conflicts.append(Conflict(change, present))
        return
    anchor, region = with_previous(chunk, place, own)
    if not anchor and place.chunk:
        transaction.join(place.file, place.chunk - 1, place.chunk)
        remove(transaction, change)
        return
    transaction.changes.append(change)
    old = chunk.text[region.start : region.end]
    tables = transaction.tables_of(old)
    path = (place.kind, len(tables[place.kind]) - 1) if place.kind in chunk.blocks else own.path
    intended = tables_left(old, path, tables)
    new = transaction.from_hints(anchor, old, intended)
    if new is None:
        ends_file = region.end == len(chunk.text) and place.chunk + 1 == len(transaction.files[place.file].chunks)
        new = transaction.verified(lambda: without_record(old, path, tables, ends_file=ends_file), intended)
    transaction.splice(place[:2], anchor, region, new)


def _add_by_hint(transaction: EditTransaction, change: Added, hint: Patch) -> bool:
    """Add a record by a patch of an earlier edit; return whether it fits."""
    number = _number_of(transaction, hint.file)
    location = transaction.locations.get(hint.anchor)
    if number is None or (hint.anchor and location is None) or not transaction.files[number].chunks:
        return False
    if location is None:
        transaction.join_up_to(number, hint.at + len(hint.old))
        location, region = (number, 0), Region(0, len(transaction.text((number, 0))), ())
    else:
        chunk = transaction.files[location[0]].chunks[location[1]]
        kind, ordinal = chunk.places[hint.anchor]
        if kind not in chunk.blocks:
            return False
        region = chunk.region(kind, ordinal)
    text = transaction.text(location)
    old = text[region.start : region.end]
    new = hint.applied(old)
    if new is None:
        return False
    starts = [start for start, _end in transaction.files[location[0]].chunks[location[1]].blocks.get(change.kind, [])]
    index = sum(region.start <= start < region.start + hint.at for start in starts)
    if not transaction.holds(new, tables_with(transaction.tables_of(old), [change], index)):
        return False
    if region.end < len(text) and not new.endswith("\n"):
        return False  # it was the end of the file, which is somewhere else by now
    transaction.splice(location, hint.anchor, region, new)
    return True


def _place_for(transaction: EditTransaction, change: Added) -> tuple[Location, str, Region]:
    """Return the chunk, the record and the region of text that a new record follows."""
    place: Place | None = None
    if change.after_id in transaction.locations:
        location = transaction.locations[change.after_id]
        place = Place(*location, *transaction.files[location[0]].chunks[location[1]].places[change.after_id])
    if place is None and change.file:
        number = _number_of(transaction, change.file)
        if number is not None and transaction.files[number].readable:
            return _end_of(transaction, number, change.kind)
    if place is None or place.kind != change.kind:
        place = _last_of(transaction, change.kind)
    if place is None:
        return _end_of(transaction, _file_for(transaction, change.kind), change.kind)
    if place.kind not in transaction.chunk(place).blocks:
        place = transaction.from_start(place)
    chunk = transaction.chunk(place)
    anchor = _id_at(chunk, place.kind, place.ordinal) if place.kind in chunk.blocks else ""
    return place[:2], anchor, chunk.region(place.kind, place.ordinal)


def _number_of(transaction: EditTransaction, name: str) -> int | None:
    """Return the number of a file that is named as in the journal."""
    return next((number for number in range(len(transaction.files)) if transaction.name(number) == name), None)


def _last_of(transaction: EditTransaction, kind: Kind) -> Place | None:
    """Return where the last record of a kind stands."""
    for number in reversed(range(len(transaction.files))):
        for at in reversed(range(len(transaction.files[number].chunks))):
            ordinals = [ordinal for of, ordinal, _record in transaction.files[number].chunks[at].used if of == kind]
            if ordinals:
                return Place(number, at, kind, ordinals[-1])
    return None


def _file_for(transaction: EditTransaction, kind: Kind) -> int:
    """Return the file for the first record of a kind: the one named for it, else the one with the `[dataset]` table."""
    named = [number for number, file in enumerate(transaction.files) if file.path.stem in (kind, f"{kind}s")]
    stating = [number for number, file in enumerate(transaction.files) if file.info is not None]
    readable = [number for number in [*named, *stating] if transaction.files[number].readable]
    if not readable:
        raise EditError(_("No file of this dataset can take a new record; correct the problems of its files first"))
    return readable[0]


def _end_of(transaction: EditTransaction, number: int, kind: Kind) -> tuple[Location, str, Region]:
    """Return the end of a file from its last record on; all of it if it has none or states the kind in another way."""
    chunks = transaction.files[number].chunks
    other_way = next((at for at, chunk in enumerate(chunks) if kind in chunk.names and kind not in chunk.blocks), None)
    if other_way is not None:
        transaction.join(number, 0, other_way)
        return (number, 0), "", Region(0, len(transaction.text((number, 0))), ())
    at = len(chunks) - 1
    if at < 0:
        transaction.files[number] = replace(transaction.files[number], chunks=(Chunk(b""),))
        return (number, 0), "", Region(0, 0, ())
    last = max(_starts(chunks[at]), default=None)
    if last is None:
        transaction.join(number, 0, at)
        return (number, 0), "", Region(0, len(transaction.text((number, 0))), ())
    start, kind_of_last, ordinal = last
    return (number, at), _id_at(chunks[at], kind_of_last, ordinal), Region(start, len(chunks[at].text), ())


def with_previous(chunk: Chunk, place: Place, own: Region) -> tuple[str, Region]:
    """Return the record before a block and a region over both: the comments above the block end that of the one before."""
    if place.kind not in chunk.blocks:
        return "", own
    before = max((start for start in _starts(chunk) if start[0] < own.start), default=None)
    if before is None:
        return "", Region(0, own.end, own.path)
    start, kind, ordinal = before
    return _id_at(chunk, kind, ordinal), Region(start, own.end, own.path)


def _starts(chunk: Chunk) -> Iterator[tuple[int, Kind, int]]:
    """Yield where the blocks of usable records begin in a chunk, with kind and ordinal."""
    for kind, ordinal, _record in chunk.used:
        if kind in chunk.blocks:
            yield chunk.blocks[kind][ordinal][0], kind, ordinal


def _id_at(chunk: Chunk, kind: Kind, ordinal: int) -> str:
    """Return the id of a record; empty for one that cannot be used."""
    record = chunk.records[kind][ordinal]
    return "" if record is None else record.id


def _under_free_id(change: Added, dataset: Dataset, taken: frozenset[str]) -> Added:
    """Return a new record under the next free id; other records of the edit may have taken what the dataset leaves free."""
    id_ = next_id(dataset, change.kind, str(change.record.get("parent") or ""), taken)
    return replace(change, id=id_, record={**change.record, "id": id_})
