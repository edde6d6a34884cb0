"""Commands that add, copy and remove whole records, and mark them."""

from __future__ import annotations

from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import Command
from jinpu_tui.ui.command_tables.places import ANY, PANES, REQUIREMENT, TASK
from jinpu_tui.ui.commands import edit, exports, records, view

RECORD_COMMANDS: tuple[Command, ...] = (
    Command(
        "record.add",
        "records",
        ("a",),
        _("add"),
        _("Add a record after this one; on a step, a step"),
        records.add,
        places=(*PANES, "page"),
        edits=True,
        is_offered=True,
        synonyms=_("new create"),
        asks=True,
    ),
    Command(
        "requirement.add-below",
        "records",
        ("A",),
        _("add below"),
        _("Add a requirement below this one"),
        records.add_below,
        kinds=REQUIREMENT,
        edits=True,
        asks=True,
    ),
    Command(
        "task.add-step",
        "records",
        ("T",),
        _("add step"),
        _("Add a step to the task"),
        edit.add_step,
        kinds=TASK,
        edits=True,
        asks=True,
    ),
    Command(
        "record.copy",
        "records",
        ("c",),
        _("copy"),
        _("Copy the record"),
        records.copy,
        kinds=ANY,
        edits=True,
        synonyms=_("duplicate clone"),
    ),
    Command(
        "record.remove",
        "records",
        ("x", "delete"),
        _("remove"),
        _("Remove the record or the step (asks)"),
        records.remove,
        kinds=ANY,
        edits=True,
        synonyms=_("delete"),
    ),
    Command("record.mark", "view", ("m",), _("mark"), _("Mark the record; edits then act on all marked"), view.mark, kinds=ANY),
    Command("view.mark-all", "view", ("M",), _("mark all"), _("Mark all records in view"), view.mark_all, places=PANES),
    Command("record.copy-id", "records", ("y",), _("copy id"), _("Copy the id to the clipboard"), view.copy_id, kinds=ANY),
    Command(
        "exchange.copy-table",
        "records",
        ("ctrl+y",),
        _("copy table"),
        _("Copy the marked records as cells for a spreadsheet"),
        exports.copy_table,
        kinds=ANY,
        synonyms=_("clipboard rows"),
    ),
)
