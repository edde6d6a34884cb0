"""Results of committing an edit and of looking at the files again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinpu_tui.model.changes import AnyChange
from jinpu_tui.storage.errors import EditError

if TYPE_CHECKING:
    from jinpu_tui.model.merge import Conflict


@dataclass(frozen=True)
class Skipped:
    """An edit that an undo or redo passed over because it could not be made."""

    changes: tuple[AnyChange, ...]
    """What the edit had done; for a redo, what it would do."""
    files: tuple[str, ...]
    """Names of the files that the edit is about, as far as the journal has them."""
    error: EditError
    """Why it could not be made."""


@dataclass(frozen=True)
class EditOutcome:
    """What an edit, undo or redo did: the changes as they are on what others had written, none if nothing was to be done.

    `waiting`: the file cannot be read now; the edit is kept and goes in when it can.
    """

    changes: tuple[AnyChange, ...] = ()
    waiting: bool = False
    files: tuple[str, ...] = ()
    """Names of the files that an undo or redo wrote without a change of a record, such as comments in an editor session."""
    skipped: tuple[Skipped, ...] = ()
    """Edits passed over before this one, latest first."""


@dataclass(frozen=True)
class PendingConflict:
    """An edit of yours that waited, and what it conflicts with now that its file is sound again."""

    number: int
    changes: tuple[AnyChange, ...]
    conflicts: tuple[Conflict, ...]
    uid: str = ""


@dataclass(frozen=True)
class ExternalChanges:
    """What others wrote: the ids of the records that differ, and how many of your edits that waited went in."""

    ids: tuple[str, ...] = ()
    went_in: int = 0
