"""Who made a field what it is, as the journal tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from jinpu_tui.model.changes import AnyChange, Change
from jinpu_tui.model.merge import Conflict
from jinpu_tui.storage.journal import Entry


def with_authors(conflicts: Sequence[Conflict], entries: Sequence[Entry]) -> list[Conflict]:
    """The conflicts, each with whose latest entry made it so and when; as they are where no entry did."""
    return [_with_author(one, entries) for one in conflicts]


def _with_author(conflict: Conflict, entries: Sequence[Entry]) -> Conflict:
    for entry in reversed(entries):
        if any(_makes_it_so(change, conflict) for change in entry.changes):
            return replace(conflict, who=entry.author, when=entry.when)
    return conflict


def _makes_it_so(change: AnyChange, conflict: Conflict) -> bool:
    if change.id != conflict.change.id:
        return False
    if isinstance(change, Change) and isinstance(conflict.change, Change):
        return not conflict.gone and change.field == conflict.change.field and change.after == conflict.present
    return not isinstance(change, Change)
