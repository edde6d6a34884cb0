"""Edits that wait in `waiting.toml`: for a file that cannot be read now, or half written when a program was killed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from jinpu_tui.files.permissions import Permissions
from jinpu_tui.storage import journal
from jinpu_tui.storage.authorship_mark import OwnMark
from jinpu_tui.storage.errors import EditError
from jinpu_tui.storage.journal import Entry
from jinpu_tui.text.i18n import _


class Pending(NamedTuple):
    """An edit that waits; `own`: this user has made it, here."""

    entry: Entry
    own: bool


class PendingEdits:
    """The pending edits of one dataset, this user's own and those of others. Methods that write need the dataset's lock."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mark = OwnMark(path)

    @property
    def exist(self) -> bool:
        """Whether there may be some."""
        return self._path.exists()

    def read(self) -> list[Pending]:
        """The edits that wait, the oldest first. Raises OSError."""
        if not self._path.exists():
            return []
        return [Pending(entry, own=self._mark.is_own(entry)) for entry in journal.read(self._path)]

    def own(self) -> list[Entry]:
        """Those that this user has made. Raises OSError."""
        return [one.entry for one in self.read() if one.own]

    def foreign(self, number: int) -> Entry:
        """One that somebody else has made, or an earlier version of the program. Raises EditError if there is none."""
        for entry, own in self.read():
            if entry.number == number and not own:
                return entry
        raise EditError(_("There is no pending edit {number} of somebody else").format(number=number))

    def add(self, entry: Entry, permissions: Permissions) -> int:
        """Let an edit of this user's wait; its number. `permissions` are those of a new file. Raises OSError."""
        return journal.append(self._path, self._mark.marked(entry), permissions).number

    def take_out(self, number: int) -> None:
        """Let an edit wait no longer. Raises OSError."""
        journal.take_out(self._path, number)

    def clear_torn(self) -> None:
        """Remove a file that holds no entry: somebody died writing the first. Raises OSError."""
        if self._path.exists() and not self.read():
            os.unlink(self._path)  # noqa: PTH108
