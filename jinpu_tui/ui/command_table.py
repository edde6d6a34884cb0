"""All commands: the keys, the bottom line, the help and the palette come from them.

They stand by subject in `ui.command_tables`. The bottom line shows those that it offers in this order.
"""

from __future__ import annotations

from jinpu_tui.ui.command import Command
from jinpu_tui.ui.command_tables.arranging import ARRANGING_COMMANDS
from jinpu_tui.ui.command_tables.exchanging import EXCHANGE_COMMANDS
from jinpu_tui.ui.command_tables.finding import FINDING_COMMANDS
from jinpu_tui.ui.command_tables.kept_texts import KEPT_TEXT_COMMANDS
from jinpu_tui.ui.command_tables.moving import MOVING_COMMANDS
from jinpu_tui.ui.command_tables.pages import PAGE_COMMANDS
from jinpu_tui.ui.command_tables.program import PROGRAM_COMMANDS
from jinpu_tui.ui.command_tables.record_fields import FIELD_COMMANDS
from jinpu_tui.ui.command_tables.reviewing import REVIEW_COMMANDS
from jinpu_tui.ui.command_tables.undo import UNDO_COMMANDS
from jinpu_tui.ui.command_tables.whole_records import RECORD_COMMANDS

COMMANDS: tuple[Command, ...] = (
    *KEPT_TEXT_COMMANDS,
    *FIELD_COMMANDS,
    *RECORD_COMMANDS,
    *UNDO_COMMANDS,
    *FINDING_COMMANDS,
    *ARRANGING_COMMANDS,
    *PAGE_COMMANDS,
    *REVIEW_COMMANDS,
    *EXCHANGE_COMMANDS,
    *MOVING_COMMANDS,
    *PROGRAM_COMMANDS,
)
