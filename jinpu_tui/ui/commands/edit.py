"""The edits that keys make: each turns the record (or all marked ones) into changes, and the screen applies them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange, Change, Plain
from jinpu_tui.model.entry_parsing import OBSERVED, observation_line, parse_observation, parse_step
from jinpu_tui.model.errors import InputError
from jinpu_tui.model.fields import field_of
from jinpu_tui.model.formatting import changes_text, value_text
from jinpu_tui.model.input_parsing import field_text, parse_field
from jinpu_tui.model.records import Indicator, Kind, Task
from jinpu_tui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from jinpu_tui.services.workspace import EditOutcome
    from jinpu_tui.ui.main_screen import Browse


def toggle(browse: Browse) -> None:
    """Tick the step under the cursor, else done or not done."""
    step = browse.step
    if step is not None:
        task, index = step
        if index >= 0:
            browse.attempt_or_tell(lambda: edits.toggle_step(browse.plain(task.id), index))
        return
    workspace = browse.session.workspace
    records = targets(browse, "task")
    browse.attempt_or_tell(lambda: [item for record in records for item in edits.toggle_done(record, workspace.today)])


def status(browse: Browse) -> None:
    """Pick the status."""
    pick_field(browse, "task", "status")


def due(browse: Browse) -> None:
    """Type the deadline; of a step when the cursor is on one."""
    step = browse.step
    if step is None or step[1] < 0:
        type_field(browse, "task", "due")
        return
    task, index = step
    field = field_of("task", "due")
    assert field is not None
    before, record = task.steps[index].due, browse.plain(task.id)

    def make(text: str) -> list[AnyChange]:
        day = parse_field(field, text, browse.session.workspace.reference_day, before)
        return edits.set_step(record, index, {"due": day})

    browse.prompt(
        _("due of step {number} of {id}").format(number=index + 1, id=task.id), make, value_text(before) if before else ""
    )


def progress(browse: Browse) -> None:
    """Type the progress."""
    type_field(browse, "task", "progress")


def lead(browse: Browse) -> None:
    """Pick or type the lead unit."""
    record = browse.record
    if record is not None:
        pick_field(browse, record.TYPE, "lead")


def note(browse: Browse) -> None:
    """Type a progress note."""
    workspace = browse.session.workspace
    records = targets(browse, "task")

    def make(text: str) -> list[AnyChange]:
        if not text.strip():
            raise InputError(_("A note needs a text"))
        entry = text.strip(), workspace.user, workspace.today
        return [item for record in records for item in edits.add_note(record, *entry)]

    if records:
        title = _("note on {what}").format(what=named(records))
        browse.prompt(title, make, describe=lambda _changes: _("Enter adds it to the log; Ctrl+J makes a new line"), lines=True)


def observe(browse: Browse) -> None:
    """Type an observation."""
    record = browse.record
    if record is None:
        return
    plain = browse.plain(record.id)

    def make(text: str) -> list[AnyChange]:
        observations = [parse_observation(line) for line in lines_of(text) or [text]]
        return edits.observe_all(plain, observations)

    browse.prompt(_("{id}: period, value, +growth%, forecast, over …").format(id=record.id), make, lines=True)


def observe_again(browse: Browse, indicator: Indicator, index: int) -> None:
    """Type an observation anew."""
    plain = browse.plain(indicator.id)

    def make(text: str) -> list[AnyChange]:
        period, values = parse_observation(text)
        return edits.set_observation(plain, index, period, {**dict.fromkeys(OBSERVED), **values})

    title = _("{id}: period, value, +growth%, forecast, over …").format(id=indicator.id)
    browse.prompt(title, make, observation_line(plain["observations"][index]))


def add_step(browse: Browse) -> None:
    """Add a step to the task under the cursor."""
    record = browse.record
    if not isinstance(record, Task):
        return
    workspace = browse.session.workspace
    plain = browse.plain(record.id)

    def make(text: str) -> list[AnyChange]:
        return edits.add_steps(plain, [parse_step(line, workspace.reference_day) for line in lines_of(text) or [text]])

    def opened(_outcome: EditOutcome) -> None:
        browse.session.opened.add(record.id)
        browse.reload()
        task = browse.session.dataset.by_id.get(record.id)
        if isinstance(task, Task):
            browse.tasks.find((record.id, len(task.steps) - 1))
        browse.moved()

    def describe(changes: Sequence[AnyChange]) -> str:
        steps = next((change.after for change in changes if isinstance(change, Change) and change.field == "steps"), ())
        count = len(steps) - len(plain.get("steps", ()))
        return ngettext("Enter adds it", "Enter adds {count} steps, one a line", count).format(count=count)

    title = _("new step of {id} (due:2016-12-31 sets its date)").format(id=record.id)
    browse.prompt(title, make, after=opened, describe=describe, lines=True, slot=f"T {record.id}")


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that hold something, without the blanks around them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def undo(browse: Browse) -> None:
    """Take back the last edit, or the last proposal where nothing can be written."""
    session = browse.session
    if session.proposes:
        last = session.user_state.take_back_proposal(session.workspace.root)
        message = (
            _("No longer proposed: {what}").format(what=changes_text(last.changes))
            if last is not None
            else _("Nothing to undo")
        )
        browse.show_message(message)
        return
    browse.step_back(browse.session.workspace.undo, _("Undone"), _("Nothing to undo"))


def redo(browse: Browse) -> None:
    """Make the last undone edit again."""
    browse.step_back(browse.session.workspace.redo, _("Redone"), _("Nothing to redo"))


def targets(browse: Browse, kind: Kind) -> list[Plain]:
    """Return the records that an edit is about, as they are now: all marked ones of the kind, else the one under the cursor.

    An edit is thought of on what is seen when it begins. What others write until it is made is merged or asked about.
    """
    ids = browse.session.marked(kind) if not browse.page_key else []
    record = browse.record
    if not ids and record is not None and kind == record.TYPE:
        ids = [record.id]
    return [browse.plain(id_) for id_ in ids]


def type_field(browse: Browse, kind: Kind, name: str) -> None:
    """Type the value of a field, with what it will change shown below."""
    field = field_of(kind, name)
    records = targets(browse, kind)
    assert field is not None
    workspace = browse.session.workspace
    present = records[0].get(name) if len(records) == 1 else None
    shown = field_text(field, present)

    def make(text: str) -> list[AnyChange]:
        changes: list[AnyChange] = []
        if text == shown and present is not None:
            return changes
        for record in records:
            value = parse_field(field, text, workspace.reference_day, record.get(name))
            changes += edits.set_fields(kind, record, {name: value}, workspace.today)
        return changes

    if records:
        browse.prompt(f"{name} {named(records)}", make, shown)


def pick_field(browse: Browse, kind: Kind, name: str) -> None:
    """Pick the value of a field: from its fixed choices, or from the values that records have, or a new one."""
    from jinpu_tui.ui.dialogs.chooser import Chooser, Option

    field = field_of(kind, name)
    records = targets(browse, kind)
    assert field is not None
    if not records:
        return
    first = records[0]
    workspace = browse.session.workspace
    values = list(field.choices) or _values_of(browse, name)

    def pick(value: str) -> str:
        wanted = {name: value or None}
        return browse.attempt(
            lambda: [field for record in records for field in edits.set_fields(kind, record, wanted, workspace.today)]
        )

    options = [Option(value, value) for value in values]
    if not field.choices and first.get(name):
        options.append(Option(_("(none)"), ""))
    present = str(first.get(name, field.choices[0] if field.choices else ""))
    title = f"{name} {named(records)}"
    browse.open(Chooser(title, browse.prompt_line, options, pick, start=present, free=not field.choices, size=(50, 10)))


def _values_of(browse: Browse, name: str) -> list[str]:
    dataset = browse.session.dataset
    found = [getattr(task, name) for task in (*dataset.tasks, *dataset.indicators)]
    return sorted({value for value in found if value})


def named(records: list[Plain]) -> str:
    """Return the id of one record, or how many there are."""
    count = len(records)
    return str(records[0]["id"]) if count == 1 else ngettext("{count} record", "{count} records", count).format(count=count)
