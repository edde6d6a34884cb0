"""Commands of the program itself."""

from __future__ import annotations

from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import Command
from jinpu_tui.ui.command_tables.places import ANY

PROGRAM_COMMANDS: tuple[Command, ...] = (
    Command(
        "program.palette",
        "program",
        (":", "ctrl+p"),
        _("palette"),
        _("Every command by name"),
        "palette.palette",
        synonyms=_("commands"),
    ),
    Command(
        "program.saved",
        "program",
        ("ctrl+s",),
        _("saved"),
        _("Say whether all that you edited is on disk"),
        "saving.say_saved",
        synonyms=_("save write"),
    ),
    Command("program.redraw", "program", ("ctrl+l",), _("redraw"), _("Paint the whole screen again"), "view.redraw"),
    Command("program.suspend", "program", ("ctrl+z",), _("suspend"), _("Back to the shell; fg comes back"), "view.suspend"),
    Command(
        "record.commands",
        "program",
        (".",),
        _("menu"),
        _("What can be done with this record"),
        "palette.list_record_commands",
        kinds=ANY,
        asks=True,
        synonyms=_("context menu popup"),
    ),
    Command(
        "program.help",
        "program",
        ("?", "f1"),
        _("help"),
        _("What you can do here"),
        "palette.help_here",
        is_offered=True,
        synonyms=_("keys shortcuts manual"),
    ),
    Command(
        "program.quit",
        "program",
        ("q", "ctrl+c"),
        _("quit"),
        _("Leave; every edit is on disk already"),
        "view.leave_program",
        is_offered=True,
        synonyms=_("exit leave close"),
    ),
)
