"""Errors of edits. Whatever they say, nothing was written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jinpu_tui.model.changes import Added, Change
from jinpu_tui.text.i18n import _

if TYPE_CHECKING:
    from jinpu_tui.model.merge import Conflict


class EditError(Exception):
    """The edit cannot be made. The message says why and what to do."""


class ConflictError(EditError):
    """Fields do not hold any more what the edit starts from: somebody else has changed them."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        super().__init__("; ".join(map(_conflict_text, conflicts)))


class ReadOnlyError(EditError):
    """The dataset was opened for reading only."""


def no_safe_place() -> EditError:
    """Return the error of an edit for which the layout of the file has no safe place."""
    return EditError(
        _("This edit cannot be put safely into the file as it is laid out; nothing was written. Edit the file itself")
    )


def _conflict_text(conflict: Conflict) -> str:
    id_, change = conflict.change.id, conflict.change
    if conflict.gone:
        return _("{id} was removed meanwhile").format(id=id_)
    if isinstance(change, Added):
        return _("{id} is taken; choose another id").format(id=id_)
    what = change.field if isinstance(change, Change) else change.kind
    return _("{id}: {what} was changed elsewhere meanwhile").format(id=id_, what=what)
