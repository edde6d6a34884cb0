"""Commands that move the cursor."""

from __future__ import annotations

from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import Command
from jinpu_tui.ui.command_tables.places import PANES

MOVING_COMMANDS: tuple[Command, ...] = (
    Command("go.requirements", "move", ("1",), _("requirements"), _("Go to the requirements"), "navigation.go_to_requirements"),
    Command("go.tasks", "move", ("2",), _("tasks"), _("Go to the tasks"), "navigation.go_to_tasks"),
    Command("go.indicators", "move", ("3",), _("indicators"), _("Go to the indicators"), "navigation.go_to_indicators"),
    Command("go.next-pane", "move", ("tab",), _("next"), _("Next pane"), "navigation.next_pane"),
    Command("go.previous-pane", "move", ("shift+tab",), _("previous"), _("Previous pane"), "navigation.previous_pane"),
    Command("go.down", "move", ("j", "down"), _("down"), _("One row down"), "navigation.down"),
    Command("go.up", "move", ("k", "up"), _("up"), _("One row up"), "navigation.up"),
    Command(
        "go.unfold",
        "move",
        ("l", "right"),
        _("unfold"),
        _("Unfold; over the cells of a row; on indicators: later periods"),
        "navigation.unfold",
        places=PANES,
    ),
    Command(
        "go.fold",
        "move",
        ("h", "left"),
        _("fold"),
        _("Fold; back over the cells of a row; on indicators: earlier periods"),
        "navigation.fold",
        places=PANES,
    ),
    Command(
        "page.shift-right",
        "move",
        ("l", "right"),
        _("right"),
        _("To what is beside it"),
        "navigation.shift_right",
        places=("page", "summary"),
    ),
    Command(
        "page.shift-left",
        "move",
        ("h", "left"),
        _("left"),
        _("Back to the left"),
        "navigation.shift_left",
        places=("page", "summary"),
    ),
    Command("go.first", "move", ("g", "home"), _("first"), _("First row"), "navigation.first_row"),
    Command("go.last", "move", ("G", "end"), _("last"), _("Last row"), "navigation.last_row"),
    Command("go.half-page-down", "move", ("ctrl+d",), _("half down"), _("Half a page down"), "navigation.half_page_down"),
    Command("go.half-page-up", "move", ("ctrl+u",), _("half up"), _("Half a page up"), "navigation.half_page_up"),
    Command("go.page-down", "move", ("pagedown", "ctrl+f"), _("page down"), _("A page down"), "navigation.page_down"),
    Command("go.page-up", "move", ("pageup", "ctrl+b"), _("page up"), _("A page up"), "navigation.page_up"),
)
