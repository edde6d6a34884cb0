"""Edit the cell under the cursor as in a spreadsheet: Enter writes and stays, Tab writes and goes on."""

from __future__ import annotations

from jinpu_tui.model.fields import field_of
from jinpu_tui.model.records import Indicator, Record, Requirement
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.cells import PERIODS, Cell, is_editable
from jinpu_tui.ui.command import CommandContext, command_named
from jinpu_tui.ui.commands.edit import note, observe_period
from jinpu_tui.ui.commands.field_edit import edit_field
from jinpu_tui.ui.commands.form import edit_step, entry_hint
from jinpu_tui.ui.commands.marked import chosen_records, one_of_marked

NOTE_COLUMNS = ("log", "last_note")
"""Columns of the log, which is only added to."""


async def edit_cell(ctx: CommandContext) -> None:
    """Edit the cell under the cursor, and after Tab the ones beside it; on a row go to its cells."""
    record, step = ctx.record, ctx.step
    if step is not None and step[1] >= 0:
        await edit_step(ctx, *step)
    elif ctx.cell is None and isinstance(record, Requirement):
        await _edit_value(ctx, record, "title")
    elif ctx.cell is None:
        if not any(map(ctx.stand_on, ctx.cells[:1])):
            ctx.show_message(_("There are no cells here: go to a task or an indicator"), bad=True)
    elif record is not None:
        await _edit_cells(ctx, record)


async def _edit_cells(ctx: CommandContext, record: Record) -> None:
    cell = ctx.cell
    assert cell is not None
    await _edit_one(ctx, record, cell)
    key = ctx.take_answer_key()
    by = {"tab": 1, "shift+tab": -1}.get(key)
    if key == "down" and ctx.record is not None and ctx.record.id == record.id:
        ctx.move(1)
    if by is None:
        return
    present = ctx.record
    if present is None or present.id != record.id:
        ctx.add_news(_("{id} is not shown here any more").format(id=record.id))
        return
    while (is_there := ctx.move_cell(by)) and ctx.cell is not None and not is_editable(present.TYPE, ctx.cell.column):
        pass
    if is_there:
        ctx.run_command(command_named(ctx, "cell.edit"))  # not the same run: a draft of its prompt opens it again


async def _edit_one(ctx: CommandContext, record: Record, cell: Cell) -> None:
    """Edit one cell, or say why it cannot be edited."""
    if cell.column == PERIODS and isinstance(record, Indicator):
        ctx.show_message(one_of_marked(ctx, record))
        await observe_period(ctx, record, cell.period)
    elif cell.column in NOTE_COLUMNS:
        await note(ctx)
    elif is_editable(record.TYPE, cell.column):
        await _edit_value(ctx, record, cell.column)
    else:
        field = field_of(record.TYPE, cell.column)
        worked_out = _("{column} is worked out from other values").format(column=_(cell.column))
        ctx.show_message(worked_out if field is None else entry_hint(ctx.session, field.name), bad=True)


async def _edit_value(ctx: CommandContext, record: Record, name: str) -> None:
    field = field_of(record.TYPE, name)
    assert field is not None
    await edit_field(ctx, record.TYPE, field, await chosen_records(ctx, record.TYPE), tabs=True)
