"""Edit fields of the record under the cursor, or of all marked ones."""

from __future__ import annotations

from collections.abc import Sequence

from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange, Change, Plain
from jinpu_tui.model.entry_parsing import OBSERVED, observation_line, parse_observation, parse_step
from jinpu_tui.model.errors import InputError
from jinpu_tui.model.fields import field_of
from jinpu_tui.model.formatting import changes_text, value_text
from jinpu_tui.model.input_parsing import field_text, parse_field
from jinpu_tui.model.records import Indicator, Kind, Task
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.commands.questions import prompt_edit, write_picked
from jinpu_tui.ui.option import Option


async def toggle(ctx: CommandContext) -> None:
    """Tick the step under the cursor; on a task, mark it as done or not done."""
    workspace = ctx.session.workspace
    step = ctx.step
    if step is None:
        records = targets(ctx, "task")
        await ctx.commit([change for record in records for change in edits.toggle_done(record, workspace.today)])
    elif step[1] >= 0:
        await ctx.commit(edits.toggle_step(workspace.plain(step[0].id), step[1]))


async def status(ctx: CommandContext) -> None:
    """Pick the status."""
    await pick_field(ctx, "task", "status")


async def due(ctx: CommandContext) -> None:
    """Type the deadline of the task, or of the step under the cursor."""
    step = ctx.step
    if step is None or step[1] < 0:
        await type_field(ctx, "task", "due")
        return
    task, index = step
    field = field_of("task", "due")
    assert field is not None
    before, record = task.steps[index].due, ctx.session.workspace.plain(task.id)

    def make(text: str) -> list[AnyChange]:
        day = parse_field(field, text, ctx.session.workspace.reference_day, before)
        return edits.set_step(record, index, {"due": day})

    title = _("due of step {number} of {id}").format(number=index + 1, id=task.id)
    await prompt_edit(ctx, title, make, value_text(before) if before else "")


async def progress(ctx: CommandContext) -> None:
    """Type the progress."""
    await type_field(ctx, "task", "progress")


async def lead(ctx: CommandContext) -> None:
    """Pick or type the lead unit."""
    if ctx.record is not None:
        await pick_field(ctx, ctx.record.TYPE, "lead")


async def note(ctx: CommandContext) -> None:
    """Type a progress note."""
    workspace = ctx.session.workspace
    records = targets(ctx, "task")

    def make(text: str) -> list[AnyChange]:
        if not text.strip():
            raise InputError(_("A note needs a text"))
        entry = text.strip(), workspace.user, workspace.today
        return [change for record in records for change in edits.add_note(record, *entry)]

    if records:
        title = _("note on {what}").format(what=describe_records(records))
        hint = _("Enter adds it to the log; Ctrl+J makes a new line")
        await prompt_edit(ctx, title, make, describe=lambda _changes: hint, lines=True)


async def observe(ctx: CommandContext) -> None:
    """Type one observation or several."""
    record = ctx.record
    if record is None:
        return
    plain = ctx.session.workspace.plain(record.id)

    def make(text: str) -> list[AnyChange]:
        observations = [parse_observation(line) for line in lines_of(text) or [text]]
        return edits.observe_all(plain, observations)

    await prompt_edit(ctx, _("{id}: period, value, +growth%, forecast, over …").format(id=record.id), make, lines=True)


async def change_observation(ctx: CommandContext, indicator: Indicator, index: int) -> None:
    """Change an observation in the form that it is typed in."""
    plain = ctx.session.workspace.plain(indicator.id)

    def make(text: str) -> list[AnyChange]:
        period, values = parse_observation(text)
        return edits.set_observation(plain, index, period, {**dict.fromkeys(OBSERVED), **values})

    title = _("{id}: period, value, +growth%, forecast, over …").format(id=indicator.id)
    await prompt_edit(ctx, title, make, observation_line(plain["observations"][index]))


async def add_step(ctx: CommandContext) -> None:
    """Type one step of the task or several."""
    record = ctx.record
    if not isinstance(record, Task):
        return
    workspace = ctx.session.workspace
    plain = workspace.plain(record.id)

    def make(text: str) -> list[AnyChange]:
        return edits.add_steps(plain, [parse_step(line, workspace.reference_day) for line in lines_of(text) or [text]])

    def describe(changes: Sequence[AnyChange]) -> str:
        steps = next((change.after for change in changes if isinstance(change, Change) and change.field == "steps"), ())
        count = len(steps) - len(plain.get("steps", ()))
        return ngettext("Enter adds it", "Enter adds {count} steps, one a line", count).format(count=count)

    title = _("new step of {id} (due:2016-12-31 sets its date)").format(id=record.id)
    outcome = await prompt_edit(ctx, title, make, describe=describe, lines=True, slot=f"T {record.id}")
    if outcome is not None:
        ctx.session.opened.add(record.id)
        ctx.reload_pane("tasks")
        task = ctx.session.dataset.by_id.get(record.id)
        if isinstance(task, Task) and ctx.place == "tasks":
            ctx.find_row(record.id, len(task.steps) - 1)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that hold something, without the blanks around them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


async def undo(ctx: CommandContext) -> None:
    """Take back the last edit, or the last proposal if nothing can be written."""
    session = ctx.session
    if not session.proposes:
        ctx.step_back(session.workspace.undo, _("Undone"), _("Nothing to undo"))
        return
    last = session.user_state.take_back_proposal(session.workspace.root)
    if last is None:
        ctx.show_message(_("Nothing to undo"))
    else:
        ctx.show_message(_("No longer proposed: {what}").format(what=changes_text(last.changes)))


async def redo(ctx: CommandContext) -> None:
    """Make the last undone edit again."""
    ctx.step_back(ctx.session.workspace.redo, _("Redone"), _("Nothing to redo"))


def targets(ctx: CommandContext, kind: Kind) -> list[Plain]:
    """Return the records that an edit is about, as they are now: all marked ones of the kind, else the one under the cursor.

    The user decides on what is shown when the edit begins. What others write until it is made is merged or asked about.
    """
    ids = ctx.session.marked(kind) if ctx.page_ref is None else []
    record = ctx.record
    if not ids and record is not None and kind == record.TYPE:
        ids = [record.id]
    return [ctx.session.workspace.plain(id_) for id_ in ids]


async def type_field(ctx: CommandContext, kind: Kind, name: str) -> None:
    """Type the value of a field, with what it will change shown below."""
    field = field_of(kind, name)
    records = targets(ctx, kind)
    assert field is not None
    workspace = ctx.session.workspace
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
        await prompt_edit(ctx, f"{name} {describe_records(records)}", make, shown)


async def pick_field(ctx: CommandContext, kind: Kind, name: str) -> None:
    """Pick the value of a field: from its fixed choices, or from the values that records have, or a new one."""
    field = field_of(kind, name)
    records = targets(ctx, kind)
    assert field is not None
    if not records:
        return
    first = records[0]
    options = [Option(value, value) for value in field.choices or _values_of(ctx, name)]
    if not field.choices and first.get(name):
        options.append(Option(_("(none)"), ""))
    present = str(first.get(name, field.choices[0] if field.choices else ""))
    title = f"{name} {describe_records(records)}"
    picked = await ctx.pick(title, options, start=present, free=not field.choices, size=(50, 10))
    today = ctx.session.workspace.today
    await write_picked(
        ctx,
        picked,
        lambda value: [change for record in records for change in edits.set_fields(kind, record, {name: value or None}, today)],
    )


def _values_of(ctx: CommandContext, name: str) -> list[str]:
    dataset = ctx.session.dataset
    values = {getattr(record, name) for record in (*dataset.tasks, *dataset.indicators)}
    return sorted(value for value in values if value)


def describe_records(records: list[Plain]) -> str:
    """Return the id of a single record, or how many there are."""
    count = len(records)
    return str(records[0]["id"]) if count == 1 else ngettext("{count} record", "{count} records", count).format(count=count)
