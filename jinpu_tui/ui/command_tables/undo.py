"""Commands that take edits back."""

from __future__ import annotations

from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import Command

UNDO_COMMANDS: tuple[Command, ...] = (
    Command(
        "edit.undo",
        "edit",
        ("u",),
        _("undo"),
        _("Undo your last edit, of an earlier session too"),
        "edit.undo",
        edits=True,
        is_offered=True,
        synonyms=_("revert take back"),
    ),
    Command(
        "edit.redo",
        "edit",
        ("ctrl+r",),
        _("redo"),
        _("Redo the edit undone last"),
        "edit.redo",
        edits=True,
        synonyms=_("repeat"),
    ),
)
