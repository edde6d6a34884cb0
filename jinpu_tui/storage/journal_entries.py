"""Entries of the journal: what each keeps of an edit, and which of them can be undone. Knows no file of its own."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from jinpu_tui.files.file_edits import FileEdit
from jinpu_tui.model.changes import Added, AnyChange, Change, Removed
from jinpu_tui.model.merge import Conflict
from jinpu_tui.text.common_ends import common_prefix, common_suffix

Act = Literal["edit", "undo", "redo"]


class Patch(Struct, frozen=True):
    """A part of a text replaced by another."""

    file: str
    """The path of the file below the dataset."""
    anchor: str
    """The record whose block the part is in; empty if positions count from the start of the file."""
    at: int
    """Characters before the part, from the start of the block."""
    old: str
    new: str

    @classmethod
    def between(cls, file: str, anchor: str, old: str, new: str) -> Patch:
        """Return the smallest patch that makes a new text of an old one."""
        head = common_prefix(old, new)
        tail = common_suffix(old, new, after=head)
        return cls(file, anchor, head, old[head : len(old) - tail], new[head : len(new) - tail])

    def inverse(self) -> Patch:
        """Return the patch that reverses this one."""
        return replace(self, old=self.new, new=self.old)

    def applied(self, text: str) -> str | None:
        """Return a text with the part replaced; None if the old part does not stand there."""
        if not text.startswith(self.old, self.at):
            return None
        return text[: self.at] + self.new + text[self.at + len(self.old) :]


class Entry(Struct, frozen=True):
    """One step of the journal."""

    number: int
    when: datetime
    who: str
    """The login of the author, to whom the entry belongs."""
    act: Act
    changes: tuple[AnyChange, ...]
    patches: tuple[Patch, ...] = ()
    of: int = 0
    """Number of the edit that an undo or redo is about."""
    files: tuple[FileEdit, ...] = ()
    """What happened to the bytes of each file: of all files or, in entries of earlier versions, of none."""
    doubled: tuple[str, ...] = ()
    """Ids of removed records that another record had, too, so that restoring the removed one repeats the id."""
    name: str = ""
    """What the author is called, if that is not `who`. Versions before it skip the field."""
    uid: str = ""
    """What distinguishes this entry from all others; empty in entries of earlier versions."""
    mark: str = ""
    """The signature of a pending edit, see `storage.entry_signature`; entries of the journal itself have none."""

    @property
    def author(self) -> str:
        """What to call the author, as the entry says; nothing proves it."""
        return self.name or self.who


def user_name() -> str:
    """Return the login of the user, to whom journal entries belong."""
    try:
        return getpass.getuser().encode("utf-8", "replace").decode()
    except (OSError, KeyError):
        return "unknown"


def new_entry(act: Act, changes: Sequence[AnyChange], of: int = 0, *, name: str = "") -> Entry:
    """Return an entry of this user and moment. The journal gives it its number.

    Args:
        act: What is done.
        changes: What it changes.
        of: The number of the edit that an undo or redo is about.
        name: What the user is called, for display; their login owns the entry.
    """
    who = user_name()
    shown = name if name != who else ""
    return Entry(0, datetime.now(UTC), who, act, tuple(changes), of=of, name=shown, uid=os.urandom(8).hex())


def undoable(entries: Iterable[Entry], who: str) -> tuple[list[Entry], list[Entry]]:
    """Return the edits of a person that can be undone, and those undone that can be redone, each with the next one last."""
    done: list[Entry] = []
    undone: list[Entry] = []
    for entry in entries:
        if entry.who != who:
            continue
        if entry.act == "edit":
            done.append(entry)
            undone.clear()
            continue
        target, source = (done, undone) if entry.act == "undo" else (undone, done)
        for moved in [edit for edit in target if edit.number == entry.of]:
            target.remove(moved)
            patches, files = entry.patches, entry.files
            if entry.act == "undo":
                patches, files = tuple(patch.inverse() for patch in patches), tuple(edit.inverse() for edit in files)
            source.append(replace(moved, patches=patches, files=files))
    return done, undone


def inverse_entry(entry: Entry) -> Entry:
    """Return an entry with what reverses its edit."""
    return replace(
        entry,
        changes=inverse(entry.changes),
        patches=tuple(patch.inverse() for patch in reversed(entry.patches)),
        files=tuple(edit.inverse() for edit in entry.files),
    )


def inverse(changes: Sequence[AnyChange]) -> tuple[AnyChange, ...]:
    """Return the changes that reverse others, last first."""
    return tuple(change.inverse() for change in reversed(changes))


def is_same(entry: Entry, other: Entry) -> bool:
    """Return whether two entries are the same edit.

    Entries of earlier versions have only time, user and what they are about to compare; many may share a tick of the clock.
    """
    if entry.uid or other.uid:
        return entry.uid == other.uid
    return (entry.when, entry.who, _places(entry)) == (other.when, other.who, _places(other))


def _places(entry: Entry) -> frozenset[tuple[str, str]]:
    return frozenset(place_of(change) for change in entry.changes)


def place_of(change: AnyChange) -> tuple[str, str]:
    """Return the record and the field that a change is about; no field for a whole record."""
    return change.id, change.field if isinstance(change, Change) else ""


def with_authors(conflicts: Iterable[Conflict], entries: Sequence[Entry]) -> list[Conflict]:
    """Return conflicts, each with who made the present value and when, if an entry shows that."""
    return [_with_author(conflict, entries) for conflict in conflicts]


def _with_author(conflict: Conflict, entries: Sequence[Entry]) -> Conflict:
    for entry in reversed(entries):
        if any(_makes_it_so(change, conflict) for change in entry.changes):
            return replace(conflict, who=entry.author, when=entry.when)
    return conflict


def _makes_it_so(change: AnyChange, conflict: Conflict) -> bool:
    """Return whether a change made the present state that a conflict is about."""
    if change.id != conflict.change.id:
        return False
    if isinstance(change, Change) and isinstance(conflict.change, Change):
        return not conflict.gone and change.field == conflict.change.field and change.after == conflict.present
    return isinstance(change, Added | Removed)
