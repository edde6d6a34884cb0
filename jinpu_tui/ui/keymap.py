"""Every command there is, as data: its keys, its words, where it makes sense, and what it runs.

The keys, the bottom line, the help and the palette all come from this one table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from jinpu_tui.model.kinds import KINDS_ON_SCREEN, SPECS
from jinpu_tui.model.records import Kind
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.commands import columns, comments, conflicts, edit, history, kept_texts, navigation, records, view

if TYPE_CHECKING:
    from jinpu_tui.ui.main_screen import Browse

TASK: tuple[Kind, ...] = ("task",)
REQUIREMENT: tuple[Kind, ...] = ("requirement",)
INDICATOR: tuple[Kind, ...] = ("indicator",)
ANY: tuple[Kind, ...] = KINDS_ON_SCREEN
SIGNED: tuple[Kind, ...] = tuple(kind for kind, spec in SPECS.items() if spec.signed_fields)
PANES = ("requirements", "tasks", "indicators")


class Command(NamedTuple):
    """One command. `kinds`: it needs a record of one of these under the cursor; `panes`: only there.

    `edits`: it writes; `itself`: what it writes cannot be proposed if nothing can be written.
    """

    keys: tuple[str, ...]
    verb: str
    help: str
    run: Callable[[Browse], None]
    kinds: tuple[Kind, ...] = ()
    panes: tuple[str, ...] = ()
    edits: bool = False
    offered: bool = False
    itself: bool = False


KEPT = ("kept",)

COMMANDS: tuple[Command, ...] = (
    Command(
        ("enter",), _("go on"), _("Open the prompt that the text was typed into"), kept_texts.go_on, panes=KEPT, offered=True
    ),
    Command(("y",), _("copy"), _("Copy the text to the clipboard"), kept_texts.copy, panes=KEPT, offered=True),
    Command(("x", "delete"), _("drop"), _("Forget the text (asks)"), kept_texts.drop, panes=KEPT, offered=True),
    Command(("space",), _("done"), _("Task done or not done; tick a step"), edit.toggle, TASK, edits=True, offered=True),
    Command(
        ("space",), _("scope"), _("Narrow tasks and indicators to this requirement"), view.scope, REQUIREMENT, offered=True
    ),
    Command(
        ("space",), _("chart"), _("The chart of the indicator, or of all marked ones"), view.chart, INDICATOR, offered=True
    ),
    Command(("s",), _("status"), _("Set the status"), edit.status, TASK, edits=True, offered=True),
    Command(("d",), _("due"), _("Set the deadline: +2w, fri, eom, 2016-12-31"), edit.due, TASK, edits=True, offered=True),
    Command(("p",), _("progress"), _("Set the progress in percent"), edit.progress, TASK, edits=True, offered=True),
    Command(("w",), _("lead"), _("Set the lead unit"), edit.lead, ("task", "indicator"), edits=True, offered=True),
    Command(("n",), _("note"), _("Add a progress note"), edit.note, TASK, edits=True, offered=True),
    Command(("v",), _("observe"), _("Add or change an observation"), edit.observe, INDICATOR, edits=True, offered=True),
    Command(("e",), _("edit"), _("Edit all fields in a form"), view.form, ANY, edits=True, offered=True),
    Command(("E",), _("editor"), _("Open $EDITOR at the record's line"), records.editor, ANY, edits=True, itself=True),
    Command(
        ("a",),
        _("add"),
        _("Add a record after this one; on a step, a step"),
        records.add,
        panes=(*PANES, "page"),
        edits=True,
        offered=True,
    ),
    Command(("A",), _("add below"), _("Add a requirement below this one"), records.add_below, REQUIREMENT, edits=True),
    Command(("T",), _("add step"), _("Add a step to the task"), edit.add_step, TASK, edits=True),
    Command(("c",), _("copy"), _("Copy the record"), records.copy, ANY, edits=True),
    Command(("x", "delete"), _("remove"), _("Remove the record or the step (asks)"), records.remove, ANY, edits=True),
    Command(("m",), _("mark"), _("Mark the record; edits then act on all marked"), view.mark, ANY),
    Command(("M",), _("mark all"), _("Mark all records in view"), view.mark_all, panes=PANES),
    Command(("u",), _("undo"), _("Undo your last edit, of an earlier session too"), edit.undo, edits=True, offered=True),
    Command(("ctrl+r",), _("redo"), _("Redo the edit undone last"), edit.redo, edits=True),
    Command(("/",), _("filter"), _("Filter this pane or page as you type"), view.filter_pane, offered=True),
    Command(("f",), _("find"), _("Find any record by id or words"), view.find, offered=True),
    Command(("enter",), _("open"), _("The whole record with its links; follow a link"), navigation.enter),
    Command(("backspace",), _("back"), _("Go back to the page before"), navigation.back, panes=("page", "summary")),
    Command(("escape",), _("leave"), _("Leave the page; clear filter, marks, scope"), navigation.escape),
    Command(("V",), _("views"), _("Show a saved view, or save this one"), columns.views, panes=PANES),
    Command(("o",), _("order"), _("Order by one column or several"), columns.order, panes=PANES),
    Command(("t",), _("group"), _("Group under headings; h and l fold them"), columns.group, panes=PANES),
    Command(("L",), _("columns"), _("Choose, move and size the columns"), columns.choose_columns, panes=PANES),
    Command((">",), _("right"), _("Later columns, the id stays"), lambda browse: navigation.shift(browse, 1), panes=PANES),
    Command(("<",), _("left"), _("Earlier columns"), lambda browse: navigation.shift(browse, -1), panes=PANES),
    Command(("Y",), _("kept"), _("Texts that you typed and have not used"), kept_texts.show),
    Command(("z",), _("zoom"), _("This pane alone"), view.zoom, panes=PANES),
    Command(("y",), _("copy id"), _("Copy the id to the clipboard"), view.copy_id, ANY),
    Command(("0",), _("overview"), _("How the whole dataset stands"), view.overview),
    Command(("r",), _("relations"), _("All that the record touches, as a tree"), view.trace, ANY),
    Command(("b",), _("board"), _("Requirements beside lead units, with counts and the worst light"), view.matrix),
    Command(("W",), _("waiting"), _("What waits for what, and the critical chain"), view.chains),
    Command(("K",), _("decide"), _("Open conflicts of merges: choose which side counts"), conflicts.decide),
    Command(("C",), _("comment"), _("Comment on the record or field; reply to a comment"), comments.comment, ANY, edits=True),
    Command(("D",), _("resolve"), _("Resolve the comment, or open it again"), comments.resolve, edits=True),
    Command(("S",), _("sign off"), _("Sign the record off as it is now"), comments.sign, SIGNED, edits=True),
    Command(("I",), _("comments"), _("Open comments, and sign-offs of what changed since"), comments.open_comments),
    Command(("P",), _("proposals"), _("Apply proposed changes from a file"), history.apply_proposals, edits=True, itself=True),
    Command(("ctrl+o",), _("report"), _("Write a report: HTML, Markdown or text"), history.report),
    Command(("R",), _("review"), _("What changed since a commit, a day, or beside another folder"), history.review),
    Command(("H",), _("history"), _("Who changed which field of the record, and when"), history.history, ANY),
    Command(("@",), _("as of"), _("Judge as on another day"), view.as_of),
    Command(("1",), _("requirements"), _("Go to the requirements"), lambda browse: browse.go("requirements")),
    Command(("2",), _("tasks"), _("Go to the tasks"), lambda browse: browse.go("tasks")),
    Command(("3",), _("indicators"), _("Go to the indicators"), lambda browse: browse.go("indicators")),
    Command(("tab",), _("next"), _("Next pane"), lambda browse: browse.turn(1)),
    Command(("shift+tab",), _("previous"), _("Previous pane"), lambda browse: browse.turn(-1)),
    Command(("!",), _("problems"), _("What is wrong with the dataset"), view.problems),
    Command(("j", "down"), _("down"), _("One row down"), lambda browse: browse.move(1)),
    Command(("k", "up"), _("up"), _("One row up"), lambda browse: browse.move(-1)),
    Command(("l", "right"), _("unfold"), _("Unfold; on indicators: later periods"), navigation.unfold, panes=PANES),
    Command(("h", "left"), _("fold"), _("Fold; on indicators: earlier periods"), navigation.fold, panes=PANES),
    Command(
        ("l", "right"),
        _("right"),
        _("To the right"),
        lambda browse: navigation.shift(browse, 1),
        panes=("page", "summary"),
    ),
    Command(
        ("h", "left"), _("left"), _("Back to the left"), lambda browse: navigation.shift(browse, -1), panes=("page", "summary")
    ),
    Command(("g", "home"), _("first"), _("First row"), lambda browse: browse.move_to(0)),
    Command(("G", "end"), _("last"), _("Last row"), lambda browse: browse.move_to(1 << 40)),
    Command(("ctrl+d",), _("half down"), _("Half a page down"), lambda browse: browse.move(browse.front.room // 2)),
    Command(("ctrl+u",), _("half up"), _("Half a page up"), lambda browse: browse.move(-(browse.front.room // 2))),
    Command(("pagedown", "ctrl+f"), _("page down"), _("A page down"), lambda browse: browse.move(browse.front.room - 1)),
    Command(("pageup", "ctrl+b"), _("page up"), _("A page up"), lambda browse: browse.move(1 - browse.front.room)),
    Command((":", "ctrl+p"), _("palette"), _("Every command by name"), view.palette),
    Command(("ctrl+l",), _("redraw"), _("Paint the whole screen again"), view.redraw),
    Command(("ctrl+z",), _("suspend"), _("Back to the shell; fg comes back"), view.suspend),
    Command(("?",), _("help"), _("What you can do here"), view.help_here, offered=True),
    Command(
        ("q", "ctrl+c"), _("quit"), _("Leave; every edit is on disk already"), lambda browse: browse.app.exit(), offered=True
    ),
)


ASKING = frozenset("sdpwnvaATCV")
"""Keys after which users type a text or pick from a list."""


def applies(command: Command, pane: str, kind: Kind | None) -> bool:
    """Whether a command makes sense in a pane with a record of this kind under the cursor."""
    panes = (pane, "summary") if pane in KEPT else (pane,)  # the page of kept texts is one of the pages that are about all
    return (not command.kinds or kind in command.kinds) and (not command.panes or not set(panes).isdisjoint(command.panes))


def command_for(key: str, pane: str, kind: Kind | None) -> Command | None:
    """Return the command that a key runs here."""
    return next((item for item in COMMANDS if key in item.keys and applies(item, pane, kind)), None)


def key_name(key: str) -> str:
    """Return a key as people write it."""
    names = {
        "space": "Space",
        "enter": "Enter",
        "escape": "Esc",
        "backspace": "Backspace",
        "tab": "Tab",
        "shift+tab": "Shift+Tab",
    }
    return names.get(key, key.replace("ctrl+", "Ctrl+"))
