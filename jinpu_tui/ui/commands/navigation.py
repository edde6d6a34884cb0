"""Folds, links, and the ways back and out."""

from __future__ import annotations

from jinpu_tui.model.records import Task
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.cells import PERIODS
from jinpu_tui.ui.command import CommandContext, command_named
from jinpu_tui.ui.commands.conflicts import decide
from jinpu_tui.ui.commands.form import edit_line
from jinpu_tui.ui.pages.page import PageRef
from jinpu_tui.ui.rows import GroupRow, RequirementRow, StepRow


async def enter(ctx: CommandContext) -> None:
    """Edit the cell under the cursor, else open the record as a page; on a page follow the link, or edit the field."""
    if ctx.cell is not None:
        ctx.run_command(command_named(ctx, "cell.edit"))
        return
    if ctx.page_ref is not None:
        await _enter_line(ctx, ctx.page_ref)
        return
    record, row = ctx.record, ctx.row
    if isinstance(row, GroupRow):
        _fold_group(ctx, row, folded=not row.folded)
    elif record is not None:
        ctx.open_page(PageRef("record", record.id))
    else:
        ctx.show_message(_("There is no record here to open"))


async def _enter_line(ctx: CommandContext, page: PageRef) -> None:
    line = ctx.page_line
    if line is None:
        return
    if line.group:
        ctx.session.unfolded_groups.add(line.group)
        ctx.reload()
        ctx.move(1)
    elif line.field and page.kind in ("form", "chart"):
        await edit_line(ctx, ctx.session.dataset.by_id[page.record], line)
    elif page.kind == "conflicts":
        await decide(ctx)
    elif line.door:
        ctx.open_filter_link(line.door)
    elif line.link:
        ctx.open_page(PageRef("record", line.link))
    elif page.record:
        text = _("This line leads nowhere; {key} edits the fields of the record")
        ctx.show_message(text.format(key=ctx.session.key_of("record.edit")))
    else:
        ctx.show_message(_("This line leads nowhere"))


async def back(ctx: CommandContext) -> None:
    """Go back to the page before, or to the panes."""
    ctx.close_page()


async def escape(ctx: CommandContext) -> None:
    """Leave what is in front: pages, cells, zoom, filter, marks, scope."""
    session = ctx.session
    if ctx.cell is not None:
        ctx.leave_cells()
    elif ctx.page_ref is not None and ctx.page_filter:
        ctx.narrow_page("")
    elif ctx.page_ref is not None:
        ctx.leave_pages()
    elif session.filter_of(ctx.pane):
        session.update_view(ctx.pane, filter="")
        ctx.reload()
    elif ctx.is_zoomed:
        ctx.is_zoomed = False
    elif session.marks:
        session.marks.clear()
        ctx.reload()
    elif session.scope:
        session.scope = ""
        ctx.reload()
    else:
        text = _("There is nothing to leave or to clear here; {key} quits")
        ctx.show_message(text.format(key=session.key_of("program.quit")))


async def unfold(ctx: CommandContext) -> None:
    """Open a requirement, task or group, or go to what is inside; on an open task and on an indicator go to the cells."""
    _fold(ctx, folded=False)


async def fold(ctx: CommandContext) -> None:
    """Close a requirement or task, or go to the one that holds it; show earlier periods; go to the cell before."""
    _fold(ctx, folded=True)


async def shift_right(ctx: CommandContext) -> None:
    """Show later columns; on a page go to the part of the line at the right."""
    ctx.shift(1)


async def shift_left(ctx: CommandContext) -> None:
    """Show earlier columns; on a page go to the part of the line at the left."""
    ctx.shift(-1)


async def go_to_requirements(ctx: CommandContext) -> None:
    """Give the keys to the requirements."""
    ctx.go("requirements")


async def go_to_tasks(ctx: CommandContext) -> None:
    """Give the keys to the tasks."""
    ctx.go("tasks")


async def go_to_indicators(ctx: CommandContext) -> None:
    """Give the keys to the indicators."""
    ctx.go("indicators")


async def next_pane(ctx: CommandContext) -> None:
    """Give the keys to the next pane."""
    ctx.turn(1)


async def previous_pane(ctx: CommandContext) -> None:
    """Give the keys to the previous pane."""
    ctx.turn(-1)


async def down(ctx: CommandContext) -> None:
    """Move one row down."""
    ctx.move(1)


async def up(ctx: CommandContext) -> None:
    """Move one row up."""
    ctx.move(-1)


async def first_row(ctx: CommandContext) -> None:
    """Go to the first row."""
    ctx.move_to(0)


async def last_row(ctx: CommandContext) -> None:
    """Go to the last row."""
    ctx.move_to(len(ctx.rows) - 1)


async def half_page_down(ctx: CommandContext) -> None:
    """Move down by half of the rows that fit."""
    ctx.move(ctx.room // 2)


async def half_page_up(ctx: CommandContext) -> None:
    """Move up by half of the rows that fit."""
    ctx.move(-(ctx.room // 2))


async def page_down(ctx: CommandContext) -> None:
    """Move down by the rows that fit, but for one."""
    ctx.move(ctx.room - 1)


async def page_up(ctx: CommandContext) -> None:
    """Move up by the rows that fit, but for one."""
    ctx.move(1 - ctx.room)


def _fold(ctx: CommandContext, *, folded: bool) -> None:
    row = ctx.row
    if ctx.cell is not None:
        if not ctx.move_cell(-1 if folded else 1) and folded:
            ctx.leave_cells()
    elif isinstance(row, GroupRow):
        _fold_group(ctx, row, folded=folded)
    elif ctx.pane == "indicators":
        if not ctx.shift(-1 if folded else 1) and not folded:
            _stand_on_latest(ctx)
    elif ctx.pane == "tasks":
        _fold_task(ctx, row, folded=folded)
    elif isinstance(row, RequirementRow):
        _fold_requirement(ctx, row, folded=folded)


def _fold_group(ctx: CommandContext, row: GroupRow, *, folded: bool) -> None:
    """Close or open a group; on an open one go to its first row."""
    if not folded and not row.folded:
        ctx.move(1)
    (ctx.session.closed.add if folded else ctx.session.closed.discard)(row.group.name)
    ctx.reload_pane(ctx.pane)


def _fold_task(ctx: CommandContext, row: object, *, folded: bool) -> None:
    session = ctx.session
    if isinstance(row, StepRow) and folded:
        ctx.find_row(row.record.id)
    elif isinstance(row, Task):
        if folded and row.id not in session.opened:
            ctx.find_heading()
            return
        if not folded and (row.id in session.opened or not row.steps):
            ctx.move_cell(1)
            return
        (session.opened.discard if folded else session.opened.add)(row.id)
        ctx.reload_pane("tasks")


def _stand_on_latest(ctx: CommandContext) -> None:
    """Go to the cell of the latest period of an indicator, or to its first one."""
    periods = [name for name in ctx.cells if name.startswith(f"{PERIODS}:")]
    if not (periods and ctx.stand_on(periods[-1])):
        ctx.move_cell(1)


def _fold_requirement(ctx: CommandContext, row: RequirementRow, *, folded: bool) -> None:
    if folded and (row.folded is None or row.folded):
        if row.record.parent:
            ctx.find_row(row.record.parent)
        return
    if not folded and row.folded is False:
        ctx.move(1)
    if row.folded is not None:
        (ctx.session.folded.add if folded else ctx.session.folded.discard)(row.record.id)
        ctx.reload_pane("requirements")
