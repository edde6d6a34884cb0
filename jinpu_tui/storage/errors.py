"""Errors of edits. Whatever they say, nothing was written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jinpu_tui.model.errors import EditError
from jinpu_tui.model.formatting import conflict_text
from jinpu_tui.text.i18n import _

if TYPE_CHECKING:
    from jinpu_tui.model.merge import Conflict


class ConflictError(EditError):
    """Fields do not hold any more what the edit starts from: somebody else has changed them."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        super().__init__("; ".join(map(conflict_text, conflicts)))


def no_safe_place() -> EditError:
    """Return the error of an edit for which the layout of the file has no safe place."""
    return EditError(
        _("This edit cannot be put safely into the file as it is laid out; nothing was written. Edit the file itself")
    )
