"""Commands that arrange what panes show: views, order, groups, columns, the day, colours."""

from __future__ import annotations

from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import Command
from jinpu_tui.ui.command_tables.places import PANES

ARRANGING_COMMANDS: tuple[Command, ...] = (
    Command(
        "view.views",
        "view",
        ("V",),
        _("views"),
        _("Show a saved view, or save this one"),
        "views.views",
        places=PANES,
        asks=True,
    ),
    Command(
        "view.order",
        "view",
        ("o",),
        _("order"),
        _("Order by one column or several"),
        "columns.order",
        places=PANES,
        synonyms=_("sort"),
    ),
    Command(
        "view.group",
        "view",
        ("t",),
        _("group"),
        _("Group under headings that fold"),
        "columns.group",
        places=PANES,
        synonyms=_("headings"),
    ),
    Command(
        "view.columns",
        "view",
        ("L",),
        _("columns"),
        _("Choose, move and size the columns"),
        "columns.choose_columns",
        places=PANES,
        synonyms=_("fields width"),
    ),
    Command(
        "view.shift-right", "move", (">",), _("right"), _("Later columns, the id stays"), "navigation.shift_right", places=PANES
    ),
    Command("view.shift-left", "move", ("<",), _("left"), _("Earlier columns"), "navigation.shift_left", places=PANES),
    Command(
        "view.zoom",
        "view",
        ("z",),
        _("zoom"),
        _("This pane alone"),
        "view.zoom",
        places=PANES,
        synonyms=_("maximize full screen"),
    ),
    Command("view.as-of", "view", ("@",), _("as of"), _("Judge as on another day"), "view.as_of", synonyms=_("date day")),
    Command(
        "view.theme",
        "view",
        ("ctrl+t",),
        _("colours"),
        _("Colours: the terminal's own, dark, light, high contrast"),
        "colours.choose",
        synonyms=_("theme colors dark light contrast appearance"),
    ),
)
