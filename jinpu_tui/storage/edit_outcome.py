"""Results of committing an edit and of polling the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.errors import EditError

if TYPE_CHECKING:
    from jinpu_tui.model.merge import Conflict


class Skipped(Struct, frozen=True):
    """An edit that an undo or redo skipped because it could not be made."""

    changes: tuple[AnyChange, ...]
    """What the edit had done; for a redo, what it would do."""
    files: tuple[str, ...]
    """Names of the files that the edit is about, as far as the journal has them."""
    error: EditError
    """Why it could not be made."""


class EditOutcome(Struct, frozen=True):
    """What an edit, undo or redo did."""

    changes: tuple[AnyChange, ...] = ()
    """The changes as made on what others had written; none if there was nothing to do."""
    waiting: bool = False
    """Whether the edit waits because its file cannot be read now. It is written when the file can be read again."""
    files: tuple[str, ...] = ()
    """Names of the files that an undo or redo wrote without a change of a record, such as comments in an editor session."""
    skipped: tuple[Skipped, ...] = ()
    """Edits that were skipped before this one, latest first."""
    uid: str = ""
    """What the journal distinguishes an edit by; empty for an undo or redo."""


class PendingConflict(Struct, frozen=True):
    """A pending edit of the user's own that conflicts with its file, which can be read again."""

    number: int
    """The number of the pending edit."""
    changes: tuple[AnyChange, ...]
    conflicts: tuple[Conflict, ...]
    uid: str = ""
    """What distinguishes the edit from another one that got its number later."""


class ExternalChanges(Struct, frozen=True):
    """What others wrote, as found by polling."""

    ids: tuple[str, ...] = ()
    """The ids of the records that differ."""
    went_in: int = 0
    """The number of the user's pending edits that were written."""
