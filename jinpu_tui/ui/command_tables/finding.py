"""Commands that filter rows and find records."""

from __future__ import annotations

from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import Command

FINDING_COMMANDS: tuple[Command, ...] = (
    Command(
        "view.filter",
        "find",
        ("/",),
        _("filter"),
        _("Filter this pane or page as you type"),
        "filtering.filter_rows",
        is_offered=True,
        synonyms=_("search narrow"),
    ),
    Command(
        "view.find",
        "find",
        ("f",),
        _("find"),
        _("Find any record by id or words"),
        "view.find",
        is_offered=True,
        synonyms=_("search jump go to"),
    ),
)
