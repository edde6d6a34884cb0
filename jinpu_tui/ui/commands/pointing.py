"""What the mouse does that no key does alone, as steps: fold either way, sort by one column, clear one chip."""

from __future__ import annotations

from jinpu_tui.model.fields import KIND_OF
from jinpu_tui.model.records import Task
from jinpu_tui.query.columns import columns
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.rows import GroupRow, RequirementRow


async def fold_or_unfold(ctx: CommandContext) -> None:
    """Fold the row under the cursor if it is unfolded, else unfold it; the cursor stays on it."""
    session, row = ctx.session, ctx.row
    if isinstance(row, GroupRow):
        session.closed ^= {row.group.name}
    elif isinstance(row, RequirementRow):
        session.folded ^= {row.record.id}
    elif isinstance(row, Task):
        session.opened ^= {row.id}
    ctx.reload_pane(ctx.pane)


async def sort_by(ctx: CommandContext, column: str) -> None:
    """Order the pane by a column alone; backwards if it is ordered by it already."""
    session, pane = ctx.session, ctx.pane
    if column not in columns(KIND_OF[pane]):
        return
    is_again = session.views[pane].order == (column,)
    session.update_view(pane, order=(f"{column}-",) if is_again else (column,))
    ctx.reload_pane(pane)
    session.save_views()
    text = _("By {column}, the last first") if is_again else _("By {column}; click again to reverse")
    ctx.show_message(text.format(column=_(column)))


async def clear_scope(ctx: CommandContext) -> None:
    """Show the tasks and indicators of all requirements."""
    ctx.session.scope = ""
    ctx.reload()


async def narrow(ctx: CommandContext, text: str) -> None:
    """Filter the pane by what is left of its filter."""
    ctx.session.update_view(ctx.pane, filter=text)
    ctx.reload()
