"""Ask which side counts if somebody else changed the same thing, one conflict after the other, and write the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.merge import settled
from jinpu_tui.services.workspace import ConflictError, EditOutcome
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.refusals import REFUSALS, reason_of

if TYPE_CHECKING:
    from jinpu_tui.model.merge import Conflict
    from jinpu_tui.ui.command import CommandContext, Write


async def resolve_edit(
    ctx: CommandContext,
    changes: Sequence[AnyChange],
    conflicts: Sequence[Conflict],
    write: Write,
    drop: Callable[[], None] | None = None,
) -> EditOutcome | None:
    """Ask about each conflict, and write what was chosen. Esc leaves all as it is.

    Args:
        ctx: The screen.
        changes: The edit that conflicts.
        conflicts: The conflicts, at least one.
        write: Writes the changes.
        drop: Forgets what was typed for the edit, which is kept already; called once the user's own side counts everywhere.

    Returns:
        What was written; None if all was left as it is.
    """
    left = _("Left as it is")
    if drop is not None:
        left = _("Left as it is; what you typed is kept, {key} shows it").format(key=ctx.session.key_of("kept.show"))
    is_own = True
    *first, last = conflicts
    for conflict in first:
        side = await ctx.choose_side(conflict)
        if side is None:
            ctx.show_message(left)
            return None
        is_own = is_own and side != "theirs"
        changes = settled(changes, conflict, side)
    picked: str | None = await ctx.choose_side(last)
    while picked is not None:
        chosen_side = next(side for side in last.sides if side == picked)
        chosen = settled(changes, last, chosen_side)
        try:
            outcome = write(chosen)
        except ConflictError as error:
            ctx.reload()
            return await resolve_edit(ctx, chosen, error.conflicts, write, drop)
        except REFUSALS as error:
            ctx.reload()
            picked = await ctx.ask_again(reason_of(error))
            continue
        written = ctx.show_outcome(outcome)
        if chosen_side == "theirs":
            ctx.show_message(left)
        elif is_own and drop is not None:
            drop()
        return written
    ctx.show_message(left)
    return None
