"""Edit fields of the record under the cursor, or of all marked ones."""

from __future__ import annotations

from collections.abc import Sequence

from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange, Change
from jinpu_tui.model.entry_parsing import OBSERVED, observation_line, parse_observation, parse_step
from jinpu_tui.model.errors import InputError
from jinpu_tui.model.fields import field_of
from jinpu_tui.model.formatting import changes_text, value_text
from jinpu_tui.model.input_parsing import parse_field
from jinpu_tui.model.records import Indicator, Kind, Task
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.commands.field_edit import describe_records, edit_field
from jinpu_tui.ui.commands.marked import chosen_records
from jinpu_tui.ui.commands.questions import prompt_edit


async def toggle(ctx: CommandContext) -> None:
    """Tick the step under the cursor; on a task, mark it as done or not done."""
    workspace = ctx.session.workspace
    step = ctx.step
    if step is None:
        records = await chosen_records(ctx, "task")
        await ctx.commit([change for record in records for change in edits.toggle_done(record, workspace.today)])
    elif step[1] >= 0:
        await ctx.commit(edits.toggle_step(workspace.plain(step[0].id), step[1]))


async def status(ctx: CommandContext) -> None:
    """Pick the status."""
    await _edit(ctx, "task", "status")


async def due(ctx: CommandContext) -> None:
    """Type the deadline of the task, or of the step under the cursor."""
    step = ctx.step
    if step is None or step[1] < 0:
        await _edit(ctx, "task", "due")
        return
    task, index = step
    field = field_of("task", "due")
    assert field is not None
    before, record = task.steps[index].due, ctx.session.workspace.plain(task.id)

    def make(text: str) -> list[AnyChange]:
        day = parse_field(field, text, ctx.session.workspace.reference_day, before)
        return edits.set_step(record, index, {"due": day})

    title = _("due of step {number} of {id}").format(number=index + 1, id=task.id)
    await prompt_edit(ctx, title, make, value_text(before) if before else "", recent="task due")


async def progress(ctx: CommandContext) -> None:
    """Type the progress."""
    await _edit(ctx, "task", "progress")


async def lead(ctx: CommandContext) -> None:
    """Pick or type the lead unit."""
    if ctx.record is not None:
        await _edit(ctx, ctx.record.TYPE, "lead")


async def note(ctx: CommandContext) -> None:
    """Type a progress note."""
    workspace = ctx.session.workspace
    records = await chosen_records(ctx, "task")

    def make(text: str) -> list[AnyChange]:
        if not text.strip():
            raise InputError(_("A note needs a text"))
        entry = text.strip(), workspace.user, workspace.today
        return [change for record in records for change in edits.add_note(record, *entry)]

    if records:
        title = _("note on {what}").format(what=describe_records(records))
        hint = _("Enter adds it to the log; Ctrl+J makes a new line")
        await prompt_edit(ctx, title, make, describe=lambda _changes: hint, lines=True, recent="note")


async def observe(ctx: CommandContext) -> None:
    """Type one observation or several."""
    record = ctx.record
    if record is None:
        return
    plain = ctx.session.workspace.plain(record.id)

    def make(text: str) -> list[AnyChange]:
        observations = [parse_observation(line) for line in lines_of(text) or [text]]
        return edits.observe_all(plain, observations)

    await prompt_edit(ctx, _observation_title(record.id), make, lines=True, recent="observation")


async def change_observation(ctx: CommandContext, indicator: Indicator, index: int) -> None:
    """Change an observation in the form that it is typed in."""
    plain = ctx.session.workspace.plain(indicator.id)

    def make(text: str) -> list[AnyChange]:
        period, values = parse_observation(text)
        return edits.set_observation(plain, index, period, {**dict.fromkeys(OBSERVED), **values})

    await prompt_edit(ctx, _observation_title(indicator.id), make, observation_line(plain["observations"][index]))


def _observation_title(id_: str) -> str:
    return _("{id}: period, value, +growth%, forecast, over …").format(id=id_)


async def observe_period(ctx: CommandContext, indicator: Indicator, period: str) -> None:
    """Type the observation of a period, or change the one that is there; Tab gives the answer, too."""
    plain = ctx.session.workspace.plain(indicator.id)
    found = [at for at, observation in enumerate(indicator.observations) if observation.period == period]
    shown = observation_line(plain["observations"][found[-1]]).removeprefix(period).strip() if found else ""

    def make(text: str) -> list[AnyChange]:
        if text == shown:
            return []
        _period, values = parse_observation(f"{period} {text}")
        if not found:
            return edits.observe(plain, period, values)
        return edits.set_observation(plain, found[-1], period, {**dict.fromkeys(OBSERVED), **values})

    unit = f" ({indicator.unit})" if indicator.unit else ""  # the pane may show a larger one
    title = _("{id} {period}{unit}: value, +growth%, forecast, over …").format(id=indicator.id, period=period, unit=unit)
    await prompt_edit(ctx, title, make, shown, recent="figure", tabs=True)


async def add_step(ctx: CommandContext) -> None:
    """Type one step of the task or several; all marked tasks get them."""
    if not isinstance(ctx.record, Task):
        return
    workspace = ctx.session.workspace
    records = await chosen_records(ctx, "task") if ctx.step is None else [workspace.plain(ctx.record.id)]
    if not records:
        return
    first = records[0]

    def make(text: str) -> list[AnyChange]:
        steps = [parse_step(line, workspace.reference_day) for line in lines_of(text) or [text]]
        return [change for record in records for change in edits.add_steps(record, steps)]

    def describe(changes: Sequence[AnyChange]) -> str:
        steps = next((change.after for change in changes if isinstance(change, Change) and change.field == "steps"), ())
        count = len(steps) - len(first.get("steps", ()))
        return ngettext("Enter adds it", "Enter adds {count} steps, one a line", count).format(count=count)

    title = _("new step of {id} (due:2016-12-31 sets its date)").format(id=describe_records(records))
    slot = f"T {','.join(str(record['id']) for record in records)}"
    outcome = await prompt_edit(ctx, title, make, describe=describe, lines=True, slot=slot, recent="step")
    if outcome is not None and len(records) == 1:
        id_ = str(first["id"])
        ctx.session.opened.add(id_)
        ctx.reload_pane("tasks")
        task = ctx.session.dataset.by_id.get(id_)
        if isinstance(task, Task) and ctx.place == "tasks":
            ctx.find_row(id_, len(task.steps) - 1)


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


async def _edit(ctx: CommandContext, kind: Kind, name: str) -> None:
    """Edit a field of the records that an edit is about."""
    field = field_of(kind, name)
    assert field is not None
    await edit_field(ctx, kind, field, await chosen_records(ctx, kind))
