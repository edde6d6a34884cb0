"""Move steps up and down in their task, and records among those of their kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinpu_tui.model import edits
from jinpu_tui.model.fields import KIND_OF
from jinpu_tui.model.records import Record, Task
from jinpu_tui.query.sorting import GROUPS
from jinpu_tui.services.record_moves import move_after, move_before
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.commands.marked import one_of_marked
from jinpu_tui.ui.rows import RequirementRow, record_of


async def move_up(ctx: CommandContext) -> None:
    """Put the step or the record under the cursor before the one above it."""
    await _move(ctx, -1)


async def move_down(ctx: CommandContext) -> None:
    """Put the step or the record under the cursor after the one below it."""
    await _move(ctx, 1)


async def _move(ctx: CommandContext, by: int) -> None:
    step = ctx.step
    if step is not None and step[1] >= 0:
        await _move_step(ctx, *step, by)
    elif step is not None or ctx.page_ref is not None:
        ctx.show_message(
            _("Here steps are moved up and down: put the cursor on one. Records are moved in their pane"), bad=True
        )
    elif ctx.record is not None:
        await _move_record(ctx, ctx.record, by)


async def _move_step(ctx: CommandContext, task: Task, index: int, by: int) -> None:
    if not 0 <= index + by < len(task.steps):
        ctx.show_message(_("This is the first step") if by < 0 else _("This is the last step"))
        return
    outcome = await ctx.commit(edits.move_step(ctx.session.workspace.plain(task.id), index, by))
    if outcome is not None:
        ctx.show_message(
            _("Step {number} of {id} is number {new} now").format(number=index + 1, id=task.id, new=index + 1 + by)
        )
        ctx.move(by)


async def _move_record(ctx: CommandContext, record: Record, by: int) -> None:
    """Put a record before or after its neighbour in view: of a requirement the next one below the same parent."""
    workspace = ctx.session.workspace
    if reason := _not_as_filed(ctx):
        ctx.show_message(reason, bad=True)
        return
    other = next(_neighbours(ctx, by), None)
    if other is None:
        message = _("{id} is the first one here already") if by < 0 else _("{id} is the last one here already")
        ctx.show_message(message.format(id=record.id))
        return
    changes = (move_before if by < 0 else move_after)(workspace, record.id, other.id)
    outcome = await ctx.commit(changes)
    if outcome is None:
        return
    ctx.find_row(record.id)
    ctx.move(-by)
    ctx.move(by)  # so that what it has passed is in sight
    if not outcome.waiting:
        message = _("{id} stands before {other} now") if by < 0 else _("{id} stands after {other} now")
        done = message.format(id=record.id, other=other.id)
        ctx.show_message(" · ".join(filter(None, [done, one_of_marked(ctx, record)])))


def _not_as_filed(ctx: CommandContext) -> str:
    """Return why records cannot be moved in a pane that does not show them in the order of the files; empty if it does."""
    session, pane = ctx.session, ctx.pane
    view = session.views[pane]
    if view.order:
        message = _("Records are moved in the order of the files, and this pane has another: {key} brings it back")
        return message.format(key=session.key_of("view.order"))
    if view.group in GROUPS.get(KIND_OF[pane], ()):
        message = _("Records are moved in the order of the files, and this pane has groups: {key} takes them away")
        return message.format(key=session.key_of("view.group"))
    return ""


def _neighbours(ctx: CommandContext, by: int) -> Iterator[Record]:
    """Yield the records in view that the one under the cursor can pass, the nearest first."""
    rows, row = ctx.rows, ctx.row
    at = next(at for at, item in enumerate(rows) if item is row)
    depth = _depth(row)
    for other in rows[at + 1 :] if by > 0 else reversed(rows[:at]):
        if _depth(other) < depth:
            return
        neighbour = record_of(other)
        if _depth(other) == depth and neighbour is not None and isinstance(other, Record | RequirementRow):
            yield neighbour


def _depth(row: Any) -> int:
    return row.depth if isinstance(row, RequirementRow) else 0
