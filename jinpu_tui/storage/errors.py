"""Why an edit was not made."""

from __future__ import annotations

from typing import Any

from jinpu_tui.locale import _
from jinpu_tui.model.changes import AnyChange, Change


class EditError(Exception):
    """The edit cannot be made; nothing was written. The message says why and what to do."""


class ConflictError(EditError):
    """A field no longer holds what the edit is about: somebody else changed it."""

    def __init__(self, change: AnyChange, present: Any) -> None:
        self.change, self.present = change, present
        what = change.field if isinstance(change, Change) else change.kind
        super().__init__(
            _("{id}: {what} was changed elsewhere meanwhile; look at it and try again").format(id=change.id, what=what)
        )


class LockedError(OSError):
    """Somebody else has been writing for longer than we wait."""
