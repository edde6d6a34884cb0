"""Commands that open and leave pages."""

from __future__ import annotations

from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import Command
from jinpu_tui.ui.command_tables.places import ANY, INDICATOR

PAGE_COMMANDS: tuple[Command, ...] = (
    Command("go.open", "pages", ("enter",), _("open"), _("The whole record with its links; follow a link"), "navigation.enter"),
    Command(
        "go.back",
        "pages",
        ("backspace",),
        _("back"),
        _("Go back to the page before"),
        "navigation.back",
        places=("page", "summary"),
    ),
    Command("go.leave", "pages", ("escape",), _("leave"), _("Leave the page; clear filter, marks, scope"), "navigation.escape"),
    Command(
        "kept.show",
        "pages",
        ("Y",),
        _("kept"),
        _("Texts that you typed and have not used"),
        "kept_texts.show",
        synonyms=_("drafts unsaved"),
    ),
    Command(
        "page.overview",
        "pages",
        ("0",),
        _("overview"),
        _("How the whole dataset stands"),
        "view.overview",
        synonyms=_("dashboard summary"),
    ),
    Command(
        "page.calendar",
        "pages",
        ("#",),
        _("calendar"),
        _("Deadlines by day, as a calendar"),
        "view.calendar",
        synonyms=_("heat map month week due dates"),
    ),
    Command(
        "record.relations",
        "pages",
        ("r",),
        _("relations"),
        _("All that the record touches, as a tree"),
        "view.relations",
        kinds=ANY,
        synonyms=_("trace links references"),
    ),
    Command(
        "chart.index",
        "pages",
        ("%",),
        _("index"),
        _("On a chart: an index in place of the values, and back"),
        "charts.toggle_index",
        kinds=INDICATOR,
        synonyms=_("scale absolute compare base"),
    ),
    Command(
        "page.board",
        "pages",
        ("b",),
        _("board"),
        _("Requirements beside lead units, with counts and the worst light"),
        "view.board",
        synonyms=_("matrix"),
    ),
    Command(
        "page.waiting",
        "pages",
        ("W",),
        _("waiting"),
        _("What waits for what, and the critical chain"),
        "view.waiting",
        synonyms=_("dependencies critical path chain"),
    ),
    Command(
        "page.problems",
        "pages",
        ("!",),
        _("problems"),
        _("What is wrong with the dataset"),
        "view.problems",
        synonyms=_("errors warnings check"),
    ),
)
