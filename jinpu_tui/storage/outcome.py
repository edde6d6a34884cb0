"""What an edit came to, and what a look at the files brought."""

from __future__ import annotations

from dataclasses import dataclass

from jinpu_tui.model.changes import AnyChange


@dataclass(frozen=True)
class Outcome:
    """What an edit, undo or redo did: the changes as they are on what others had written, none where nothing was to be done.

    `waiting`: the file cannot be read now; the edit is kept and goes in when it can.
    """

    changes: tuple[AnyChange, ...] = ()
    waiting: bool = False


@dataclass(frozen=True)
class News:
    """What others wrote: the ids of the records that differ, and how many of your edits that waited went in."""

    ids: tuple[str, ...] = ()
    went_in: int = 0
