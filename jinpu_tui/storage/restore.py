"""Undo and redo edits by their bytes, as the journal keeps them, so that every comment and place comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jinpu_tui.files.file_edits import FileEdit, digest
from jinpu_tui.files.file_set import FileText
from jinpu_tui.files.safe_open import read_regular
from jinpu_tui.model.changes import Added, Moved
from jinpu_tui.model.errors import EditError
from jinpu_tui.model.kinds import KINDS
from jinpu_tui.model.merge import Conflict
from jinpu_tui.storage.apply_changes import edit
from jinpu_tui.storage.chunks import Chunk, TooLongError, UnconnectedError, read_chunks
from jinpu_tui.storage.data_file import DataFile, read_file
from jinpu_tui.storage.dataset_files import DatasetFiles
from jinpu_tui.storage.errors import ConflictError
from jinpu_tui.storage.journal_entries import Entry
from jinpu_tui.storage.transaction import Edited
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.equality import same
from jinpu_tui.toml_edit.parser import ParseError, parse

_CORRECTABLE = {"not-toml", "not-utf8"}
"""Problems of a file that its earlier bytes can solve. A link that leads out of the dataset is not among them."""

MAX_STEPS_BACK = 200
"""The maximum number of edits of a file that are reversed to find what it was after one of them."""

_SMALL_BYTES = 128 * 1024
"""A file up to this size is parsed again as a whole."""


def remake(loaded: DatasetFiles, entry: Entry, history: Sequence[FileEdit] = ()) -> tuple[Edited, bool]:
    """Make an entry in memory: to the byte if its files allow it, else by its lines, else by its changes alone.

    Args:
        loaded: The dataset as it is now.
        entry: What to make, with its `files` and `changes` in the direction in which they are made.
        history: What the program has done to files, in the order of the journal.

    Returns:
        The edit, and whether it does to the files exactly what the entry says.

    Raises:
        EditError: It cannot be made.
        OSError: A file cannot be read.
    """
    if entry.files and (exact := _restored(loaded, entry)) is not None:
        return exact, True
    edited = edit(loaded, entry.changes, entry.patches)
    nearby = _restored_nearby(loaded, entry, edited, history) if entry.files else None
    if nearby is None and entry.files and not entry.changes:
        raise EditError(_("the same lines were changed since"))
    return nearby or edited, False


def _restored(loaded: DatasetFiles, entry: Entry) -> Edited | None:
    """Make an entry of the journal exactly: each of its files gets the bytes that the entry says.

    Returns:
        None unless each file holds the very bytes that the entry starts from, or those that it leads to.

    Raises:
        ConflictError: A record comes back whose id another file has by now.
        OSError: A file cannot be read.
    """
    numbers = {loaded.journal_name(file.path): number for number, file in enumerate(loaded.files)}
    files, texts = dict[int, DataFile](), list[FileText]()
    own: set[int] = set()
    for file_edit in entry.files:
        number = numbers.get(file_edit.file)
        if number is None or number in own or not _may_be_restored(loaded.files[number]):
            return None
        own.add(number)
        data, _stamp = read_regular(loaded.files[number].path)
        if digest(data) == file_edit.new:
            continue
        after = file_edit.applied(data)
        if after is None:
            return None
        file = files[number] = _with_bytes(loaded.files[number], after)
        texts.append(FileText(file_edit.file, file.path, data, after, file.stamp))
    if not own:
        return None
    _refuse_taken(loaded, entry, own)
    return Edited(files, tuple(texts), entry.patches, entry.changes)


def _restored_nearby(loaded: DatasetFiles, entry: Entry, edited: Edited, history: Sequence[FileEdit]) -> Edited | None:
    """Make an entry in files that were changed elsewhere since, line by line.

    Args:
        loaded: The dataset as it is now.
        entry: What to make.
        edited: The same entry made by its changes alone: what the records must hold in the end.
        history: What the program has done to files.

    Returns:
        None unless the entry's lines are found and put the records and the `[dataset]` table into the same state as `edited`.
    """
    numbers = {loaded.journal_name(file.path): number for number, file in enumerate(loaded.files)}
    files, texts = dict[int, DataFile](), list[FileText]()
    for file_edit in entry.files:
        number = numbers.get(file_edit.file)
        if number is None or number in files or not loaded.files[number].readable or loaded.files[number].stale:
            return None
        file = loaded.files[number]
        data = _made_elsewhere(file_edit, file.data, [done for done in history if done.file == file_edit.file])
        if data is None:
            return None
        files[number] = _with_bytes(file, data)
        texts.append(FileText(file_edit.file, file.path, file.data, data, file.stamp))
    # Made by its changes alone, a record may come back in another file.
    numbers_written = sorted(files.keys() | edited.files.keys())
    states = [[result.get(at, loaded.files[at]).data for at in numbers_written] for result in (files, edited.files)]
    is_ordered = any(isinstance(change, Moved) for change in entry.changes)
    if not files or not _hold_the_same(*states, is_ordered=is_ordered):
        return None
    return Edited(files, tuple(texts), edited.patches, edited.changes)


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
    possible = [data for data in candidates if data is not None]
    known = {version for done in history for version in (done.old, done.new)}
    return next((data for data in possible if digest(data) in known), possible[0] if possible else None)


def _may_be_restored(file: DataFile) -> bool:
    return file.readable or file.stale or any(problem.code in _CORRECTABLE for problem in file.problems)


def _refuse_taken(loaded: DatasetFiles, entry: Entry, own: set[int]) -> None:
    """Raise ConflictError if a record comes back whose id a record of another file has, unless both had it before."""
    added = [change for change in entry.changes if isinstance(change, Added) and change.id not in entry.doubled]
    taken = [change for change in added if change.id in loaded.locations and loaded.locations[change.id][0] not in own]
    if taken:
        raise ConflictError([Conflict(change, loaded.raw_record(change.id)) for change in taken])


def _with_bytes(file: DataFile, data: bytes) -> DataFile:
    """Return a file with other bytes. Chunks that stay as they are are not parsed again."""
    if len(data) > _SMALL_BYTES and file.readable and not file.stale:
        chunks = _chunks_of(file, data)
        if chunks is not None and _are_separate(chunks):
            return DataFile(file.path, file.stamp, chunks, readable=True)
    fresh = read_file(file.path, data=data)
    return DataFile(file.path, file.stamp, fresh.chunks, fresh.problems, fresh.readable)


def _chunks_of(file: DataFile, data: bytes) -> tuple[Chunk, ...] | None:
    """Return bytes as chunks: those of the file at both ends that are the same, and new ones between; None if it is no TOML."""
    first, start = 0, 0
    while first < len(file.chunks) and data.startswith(file.chunks[first].data, start):
        start += len(file.chunks[first].data)
        first += 1
    last, end = len(file.chunks), len(data)
    while last > first:
        chunk = file.chunks[last - 1].data
        if end - len(chunk) < start or not data.endswith(chunk, 0, end):
            break
        last -= 1
        end -= len(chunk)
    try:
        middle = read_chunks(file.path, data[start:end])
        return (*file.chunks[:first], *middle, *file.chunks[last:])
    except (ParseError, UnicodeDecodeError, UnconnectedError, TooLongError):
        return None


def _are_separate(chunks: Sequence[Chunk]) -> bool:
    """Return whether no chunk continues a table of another one, and none is of a newer format."""
    seen: set[str] = set()
    for chunk in chunks:
        own = chunk.names - {kind for kind, records in chunk.records.items() if records}
        if chunk.refused or not seen.isdisjoint(own):
            return False
        seen |= own
    return seen.isdisjoint(KINDS)


def _hold_the_same(first: Sequence[bytes], second: Sequence[bytes], *, is_ordered: bool = False) -> bool:
    """Return whether two states of some files hold the same records, and the same `[dataset]` table.

    Records may stand in whatever order, and in other files, unless `is_ordered`.
    """
    try:
        left, right = ([parse(data.decode()) for data in state] for state in (first, second))
    except (ParseError, UnicodeDecodeError):
        return False
    if is_ordered:
        return same(left, right)
    return all(same(_content(left, name), _content(right, name)) for name in ("dataset", *KINDS))


def _content(documents: Iterable[Mapping[str, Any]], name: str) -> list[Any]:
    """Return the values that documents have under a name; of arrays of records each record."""
    values = [document[name] for document in documents if name in document]
    records = [record for value in values for record in (value if isinstance(value, list) else [value])]
    return sorted(records, key=_sort_key)


def _sort_key(record: Any) -> tuple[str, str]:
    return (str(record.get("id")), repr(sorted(record.items()))) if isinstance(record, dict) else ("", repr(record))
