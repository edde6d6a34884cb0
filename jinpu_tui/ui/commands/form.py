"""Edit one field of the form: pick, type, or write at length, as its kind of value asks for."""

from __future__ import annotations

from typing import Any

from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange, Plain
from jinpu_tui.model.entry_parsing import parse_step
from jinpu_tui.model.fields import Field, field_of
from jinpu_tui.model.input_parsing import check_references, field_text, parse_field
from jinpu_tui.model.records import Indicator, Kind, Record, Task
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.commands.edit import change_observation
from jinpu_tui.ui.commands.questions import prompt_edit, write_picked
from jinpu_tui.ui.option import Option
from jinpu_tui.ui.pages.page import PageLine


async def edit_line(ctx: CommandContext, record: Record, line: PageLine) -> None:
    """Edit the field of a record that a line of its page shows."""
    field = field_of(record.TYPE, line.field)
    if field is None:
        return
    plain = ctx.session.workspace.plain(record.id)
    match field.form:
        case "id":
            ctx.show_message(_("An id cannot be changed: other records refer to it"), bad=True)
        case "choice":
            await _pick_value(ctx, record.TYPE, field, plain, list(field.choices))
        case "reference":
            target = field.refers_to
            assert target is not None
            ids = [other.id for other in ctx.session.dataset.of_kind(target) if other.id != record.id]
            await _pick_value(ctx, record.TYPE, field, plain, ids)
        case "text":
            await _write_text(ctx, record.TYPE, field, plain)
        case "tables":
            await _edit_entry(ctx, record, field, line.entry)
        case _:
            await _type_value(ctx, record.TYPE, field, plain)


def _set(ctx: CommandContext, kind: Kind, field: Field, plain: Plain, value: Any) -> list[AnyChange]:
    """Return the change of one field; `plain` is what the record held when the dialog opened."""
    check_references(ctx.session.dataset, field, value)
    return edits.set_fields(kind, plain, {field.name: value}, ctx.session.workspace.today)


async def _pick_value(ctx: CommandContext, kind: Kind, field: Field, plain: Plain, values: list[str]) -> None:
    by_id = ctx.session.dataset.by_id
    options = [Option(f"{value}  {by_id[value].name}" if field.refers_to else value, value) for value in values]
    if field.name in plain:
        options.append(Option(_("(none)"), ""))
    picked = await ctx.pick(f"{field.name} {plain['id']}", options, start=str(plain.get(field.name, "")))
    await write_picked(ctx, picked, lambda value: _set(ctx, kind, field, plain, value or None))


async def _type_value(ctx: CommandContext, kind: Kind, field: Field, plain: Plain) -> None:
    workspace = ctx.session.workspace
    present = plain.get(field.name)
    shown = field_text(field, present)

    def make(text: str) -> list[AnyChange]:
        if text == shown:
            return []
        return _set(ctx, kind, field, plain, parse_field(field, text, workspace.reference_day, present))

    await prompt_edit(ctx, f"{field.name} {plain['id']}", make, shown)


async def _write_text(ctx: CommandContext, kind: Kind, field: Field, plain: Plain) -> None:
    workspace = ctx.session.workspace
    written = await ctx.write_text(f"{field.name} {plain['id']}", str(plain.get(field.name, "")))
    await write_picked(
        ctx, written, lambda text: _set(ctx, kind, field, plain, parse_field(field, text, workspace.reference_day))
    )


async def _edit_entry(ctx: CommandContext, record: Record, field: Field, index: int) -> None:
    if isinstance(record, Task) and field.name == "steps" and index >= 0:
        await _edit_step(ctx, record, index)
        return
    if isinstance(record, Indicator) and field.name == "observations" and index >= 0:
        await change_observation(ctx, record, index)
        return
    hints = {
        "steps": _("T adds a step"),
        "log": _("n adds a note; notes of the log are not changed"),
        "observations": _("v adds or changes an observation"),
    }
    ctx.show_message(hints.get(field.name, _("E opens the file in your editor")))


async def _edit_step(ctx: CommandContext, task: Task, index: int) -> None:
    step, plain = task.steps[index], ctx.session.workspace.plain(task.id)

    def make(text: str) -> list[AnyChange]:
        values = parse_step(text, ctx.session.workspace.reference_day, step.due)
        return edits.set_step(plain, index, values)

    title = _("step {number} of {id}").format(number=index + 1, id=task.id)
    await prompt_edit(ctx, title, make, f"{step.text} due:{step.due}" if step.due else step.text)
