"""Edits that wait in `waiting.toml`: for a file that cannot be read now, or half written when a program was killed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from jinpu_tui.files.permissions import Permissions
from jinpu_tui.model.errors import EditError
from jinpu_tui.storage import journal
from jinpu_tui.storage.entry_signature import EntrySigner
from jinpu_tui.storage.journal_entries import Entry
from jinpu_tui.text.i18n import _


class Pending(NamedTuple):
    """An edit that waits."""

    entry: Entry
    own: bool
    """Whether this user has made it, in this dataset."""


class PendingEdits:
    """The pending edits of one dataset, this user's own and those of others. Methods that write need the dataset's lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._signer = EntrySigner(path)

    def read(self) -> list[Pending]:
        """Read the pending edits, the oldest first. Raises OSError."""
        if not self.path.exists():
            return []
        return [Pending(entry, own=self._signer.is_signed(entry)) for entry in journal.read(self.path)]

    def own(self) -> list[Entry]:
        """Return those that this user has made. Raises OSError."""
        return [pending.entry for pending in self.read() if pending.own]

    def foreign(self, number: int) -> Entry:
        """Return one that somebody else has made, or an earlier version of the program. Raises EditError if there is none."""
        for entry, own in self.read():
            if entry.number == number and not own:
                return entry
        raise EditError(_("There is no pending edit {number} of somebody else").format(number=number))

    def add(self, entry: Entry, permissions: Permissions) -> int:
        """Add an edit of this user and return its number. `permissions` are those of a new file. Raises OSError."""
        return journal.append(self.path, self._signer.signed(entry), permissions).number

    def remove(self, number: int) -> None:
        """Remove an edit. Raises OSError."""
        journal.remove(self.path, number)

    def remove_torn(self) -> None:
        """Remove a file that holds no entry: a program died while it wrote the first. Raises OSError."""
        if self.path.exists() and not self.read():
            os.unlink(self.path)  # noqa: PTH108
