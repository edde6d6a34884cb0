"""Commands of the page of kept texts."""

from __future__ import annotations

from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import Command
from jinpu_tui.ui.command_tables.places import KEPT

KEPT_TEXT_COMMANDS: tuple[Command, ...] = (
    Command(
        "kept.open",
        "kept",
        ("enter",),
        _("go on"),
        _("Open the prompt that the text was typed into"),
        "kept_texts.go_on",
        places=KEPT,
        is_offered=True,
    ),
    Command(
        "kept.copy",
        "kept",
        ("y",),
        _("copy"),
        _("Copy the text to the clipboard"),
        "kept_texts.copy",
        places=KEPT,
        is_offered=True,
    ),
    Command(
        "kept.drop",
        "kept",
        ("x", "delete"),
        _("drop"),
        _("Forget the text (asks)"),
        "kept_texts.drop",
        places=KEPT,
        is_offered=True,
    ),
)
