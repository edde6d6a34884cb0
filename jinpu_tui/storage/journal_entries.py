"""What the journal keeps of an edit: new entries, and how they compare with what was asked for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from jinpu_tui.model.changes import AnyChange, Change, Removed
from jinpu_tui.storage import journal
from jinpu_tui.storage.apply_changes import Edited
from jinpu_tui.storage.data_file import DataFile
from jinpu_tui.storage.dataset_files import DatasetFiles
from jinpu_tui.storage.file_edits import FileEdit
from jinpu_tui.storage.journal import Act, Entry
from jinpu_tui.storage.transaction import name_of


class FileTexts(NamedTuple):
    """A file to be written: what it holds, and what it is to hold."""

    path: Path
    old: bytes
    new: bytes


def new_entry(act: Act, changes: Sequence[AnyChange], of: int = 0, *, name: str = "") -> Entry:
    """Return an entry of this user and moment. The journal gives it its number.

    Args:
        act: What is done.
        changes: What it does.
        of: The number of the edit that an undo or redo is about.
        name: What the user is called, for display; their login owns the entry.
    """
    who = journal.user_name()
    shown = name if name != who else ""
    return Entry(0, datetime.now(UTC), who, act, tuple(changes), of=of, name=shown, uid=os.urandom(8).hex())


def texts_of(library: DatasetFiles, edited: Edited) -> dict[int, FileTexts]:
    """Return what an edit writes, by number of the file."""
    pairs = {number: (library.files[number].data, one.data) for number, one in edited.files.items()} | dict(edited.exact)
    return {number: FileTexts(library.files[number].path, *pair) for number, pair in pairs.items()}


def noted(entry: Entry, edited: Edited, library: DatasetFiles, *, is_exact: bool, whole: bool) -> Entry:
    """Return the entry that the journal gets for an edit.

    Args:
        entry: What was asked for.
        edited: What is written.
        library: The dataset before.
        is_exact: Whether the edit does to the files exactly what `entry.files` says.
        whole: Whether changes that others made already are noted, too.
    """
    changes = _with_made(entry.changes, edited.changes) if whole else edited.changes
    files = entry.files
    if not is_exact:  # what was done to some of the files earlier is not known
        files = _file_edits(library, edited) if len(changes) == len(edited.changes) else ()
    doubled = entry.doubled or _doubled(edited.changes, [edited.files.get(at, one) for at, one in enumerate(library.files)])
    return replace(entry, changes=changes, patches=edited.patches, files=files, doubled=doubled)


def _file_edits(library: DatasetFiles, edited: Edited) -> tuple[FileEdit, ...]:
    """Return what an edit does to the bytes of its files; nothing if that is too large to be kept."""
    texts = texts_of(library, edited).values()
    made = [FileEdit.between(name_of(library.root, one.path), one.old, one.new) for one in texts]
    kept = tuple(one for one in made if one is not None)
    return kept if len(kept) == len(made) else ()


def _doubled(changes: Iterable[AnyChange], files: Iterable[DataFile]) -> tuple[str, ...]:
    """Return the ids of removed records that another record in these files has, too."""
    removed = {change.id for change in changes if isinstance(change, Removed)}
    if not removed:
        return ()
    left = {record.id for one in files for piece in one.pieces for _kind, _ordinal, record in piece.used}
    return tuple(sorted(removed & left))


def is_same(entry: Entry, other: Entry) -> bool:
    """Return whether two entries are the same edit.

    Entries of earlier versions have only time, user and what they are about to go by; many may share a tick of the clock.
    """
    if entry.uid or other.uid:
        return entry.uid == other.uid
    return (entry.when, entry.who, _places(entry)) == (other.when, other.who, _places(other))


def _places(entry: Entry) -> frozenset[tuple[str, str]]:
    return frozenset(_place(change) for change in entry.changes)


def _place(change: AnyChange) -> tuple[str, str]:
    """Return the record and field that a change is about; no field for a record as a whole."""
    return change.id, change.field if isinstance(change, Change) else ""


def _with_made(changes: Sequence[AnyChange], made: Sequence[AnyChange]) -> tuple[AnyChange, ...]:
    """Return all the changes, with those that were made otherwise than asked for in their place."""
    by_place = {_place(change): change for change in made}
    return tuple(by_place.get(_place(change), change) for change in changes)


def inverse(changes: Sequence[AnyChange]) -> tuple[AnyChange, ...]:
    """Return the changes that reverse others, last first."""
    return tuple(change.inverse() for change in reversed(changes))
