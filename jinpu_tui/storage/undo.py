"""Reversing and repeating edits by their bytes, as the journal keeps them, so that every comment and place comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jinpu_tui.files.safe_open import read_regular
from jinpu_tui.model.changes import Added
from jinpu_tui.model.merge import Conflict
from jinpu_tui.storage.apply_changes import Edited, edit
from jinpu_tui.storage.chunks import Chunk, read_chunk
from jinpu_tui.storage.conversion import KINDS
from jinpu_tui.storage.data_file import DataFile, read_file
from jinpu_tui.storage.dataset_files import DatasetFiles
from jinpu_tui.storage.errors import ConflictError, EditError
from jinpu_tui.storage.file_edits import FileEdit, digest
from jinpu_tui.storage.journal import Entry
from jinpu_tui.storage.raw_record import plain_record
from jinpu_tui.storage.transaction import name_of
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.equality import same
from jinpu_tui.toml_edit.parser import ParseError, parse

_CORRECTABLE = {"not-toml", "not-utf8"}
"""Problems of a file that bringing its earlier bytes back can solve; a link that leads out of the dataset is none of them."""

MAX_STEPS_BACK = 200
"""How many edits of a file are gone back, at most, to find what it was after one of them."""

_SMALL_BYTES = 128 * 1024
"""A file up to this size is read again as a whole."""


def made(library: DatasetFiles, entry: Entry, history: Sequence[FileEdit] = ()) -> tuple[Edited, bool]:
    """Make an entry in memory: to the byte if its files allow it, else by its lines, else by its changes alone.

    Args:
        library: The dataset as it is now.
        entry: What is to be made, with its `files` and `changes` in the direction in which they are made.
        history: What the program did to files until now, in the order of the journal.

    Returns:
        The edit, and whether it does to the files exactly what the entry says.

    Raises:
        EditError: It cannot be made. OSError: A file cannot be read.
    """
    if entry.files and (exact := _restored(library, entry)) is not None:
        return exact, True
    edited = edit(library, entry.changes, entry.patches)
    nearby = _restored_nearby(library, entry, edited, history) if entry.files else None
    if nearby is None and entry.files and not entry.changes:
        raise EditError(_("the same lines were changed since"))
    return nearby or edited, False


def _restored(library: DatasetFiles, entry: Entry) -> Edited | None:
    """Make an entry of the journal exactly: each of its files gets the bytes that the entry says.

    Returns:
        None unless each file holds the very bytes that the entry starts from, or those that it leads to.

    Raises:
        ConflictError: A record comes back whose id another file has by now.
        OSError: A file cannot be read.
    """
    numbers = {name_of(library.root, one.path): number for number, one in enumerate(library.files)}
    files, exact = dict[int, DataFile](), dict[int, tuple[bytes, bytes]]()
    own: set[int] = set()
    for file_edit in entry.files:
        number = numbers.get(file_edit.file)
        if number is None or not _may_be_restored(library.files[number]):
            return None
        own.add(number)
        data, _stamp = read_regular(library.files[number].path)
        if digest(data) == file_edit.new:
            continue
        after = file_edit.applied(data)
        if after is None:
            return None
        files[number], exact[number] = _read_again(library.files[number], after), (data, after)
    if not own:
        return None
    _refuse_taken(library, entry, own)
    return Edited(files, entry.patches, entry.changes, exact)


def _restored_nearby(library: DatasetFiles, entry: Entry, edited: Edited, history: Sequence[FileEdit]) -> Edited | None:
    """Make an entry in files that were changed elsewhere since, line by line.

    Args:
        library: The dataset as it is now.
        entry: As for `made`, as `history` is.
        edited: The same entry made by its changes alone: what the records have to say in the end.

    Returns:
        None unless the entry's lines are found and put the records and the `[dataset]` table into the same state as `edited`.
    """
    numbers = {name_of(library.root, one.path): number for number, one in enumerate(library.files)}
    files, exact = dict[int, DataFile](), dict[int, tuple[bytes, bytes]]()
    for file_edit in entry.files:
        number = numbers.get(file_edit.file)
        if number is None or not library.files[number].readable or library.files[number].stale:
            return None
        one = library.files[number]
        data = _made_elsewhere(file_edit, one.data, [done for done in history if done.file == file_edit.file])
        if data is None:
            return None
        files[number], exact[number] = _read_again(one, data), (one.data, data)
    numbers_touched = sorted(files.keys() | edited.files.keys())  # by its changes alone, a record may come back elsewhere
    states = [[made_in.get(at, library.files[at]).data for at in numbers_touched] for made_in in (files, edited.files)]
    if not files or not _say_the_same(*states):
        return None
    return Edited(files, edited.patches, edited.changes, exact)


def _made_elsewhere(edit: FileEdit, now: bytes, history: Sequence[FileEdit]) -> bytes | None:
    """Make an edit in a file that was changed since: at its place if the journal knows all that was done, else by its lines."""
    before: bytes | None = now
    for done in reversed(history[-MAX_STEPS_BACK:]):
        if before is None or digest(before) == edit.old:
            break
        before = done.inverse().applied(before)
    candidates: list[bytes | None] = [edit.applied_nearby(now)]
    if before is not None and digest(before) == edit.old:
        candidates = [edit.applied_since(before, now, first=first) for first in (False, True)] + candidates
    found = [data for data in candidates if data is not None]
    known = {version for done in history for version in (done.old, done.new)}
    return next((data for data in found if digest(data) in known), found[0] if found else None)


def _may_be_restored(one: DataFile) -> bool:
    return one.readable or one.stale or any(problem.code in _CORRECTABLE for problem in one.problems)


def _refuse_taken(library: DatasetFiles, entry: Entry, own: set[int]) -> None:
    """Raise ConflictError if a record comes back whose id a record of another file has, unless both had it before."""
    added = [change for change in entry.changes if isinstance(change, Added) and change.id not in entry.doubled]
    taken = [change for change in added if change.id in library.locations and library.locations[change.id][0] not in own]
    if taken:
        raise ConflictError([Conflict(change, plain_record(library, change.id)) for change in taken])


def _read_again(one: DataFile, data: bytes) -> DataFile:
    """Return a file with other bytes. Pieces that stay as they are are not read again."""
    if len(data) > _SMALL_BYTES and one.readable and not one.stale:
        pieces = _pieces_of(one, data)
        if pieces is not None and _are_separate(pieces):
            return DataFile(one.path, one.stamp, pieces, readable=True)
    fresh = read_file(one.path, data=data)
    return DataFile(one.path, one.stamp, fresh.pieces, fresh.problems, fresh.readable)


def _pieces_of(one: DataFile, data: bytes) -> tuple[Chunk, ...] | None:
    first, start = 0, 0
    while first < len(one.pieces) and data.startswith(one.pieces[first].data, start):
        start += len(one.pieces[first].data)
        first += 1
    last, end = len(one.pieces), len(data)
    while last > first and end - len(one.pieces[last - 1].data) >= start and data.endswith(one.pieces[last - 1].data, 0, end):
        last -= 1
        end -= len(one.pieces[last].data)
    try:
        middle = (read_chunk(one.path, data[start:end]),) if start < end else ()
    except (ParseError, UnicodeDecodeError):
        return None
    return (*one.pieces[:first], *middle, *one.pieces[last:])


def _are_separate(pieces: Sequence[Chunk]) -> bool:
    """Return whether no piece goes on with a table of another one, and none is of a newer format."""
    seen: set[str] = set()
    for piece in pieces:
        own = piece.names - {kind for kind, records in piece.records.items() if records}
        if piece.refused or not seen.isdisjoint(own):
            return False
        seen |= own
    return seen.isdisjoint(KINDS)


def _say_the_same(first: Sequence[bytes], second: Sequence[bytes]) -> bool:
    """Return whether two states of some files hold the same records, in whatever order, and the same `[dataset]` table."""
    try:
        one, other = ([parse(data.decode()) for data in state] for state in (first, second))
    except (ParseError, UnicodeDecodeError):
        return False
    return all(same(_content(one, name), _content(other, name)) for name in ("dataset", *KINDS))


def _content(documents: Iterable[Mapping[str, Any]], name: str) -> list[Any]:
    """Return the values that documents have under a name; of arrays of records each record."""
    values = [document[name] for document in documents if name in document]
    records = [record for value in values for record in (value if isinstance(value, list) else [value])]
    return sorted(records, key=_sort_key)


def _sort_key(record: Any) -> tuple[str, str]:
    return (str(record.get("id")), repr(sorted(record.items()))) if isinstance(record, dict) else ("", repr(record))
