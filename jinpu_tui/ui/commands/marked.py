"""Which records an edit is about: all marked ones of its kind, else the one under the cursor."""

from __future__ import annotations

from jinpu_tui.model.changes import Plain
from jinpu_tui.model.formatting import records_text
from jinpu_tui.model.records import Kind, Record
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.option import Option
from jinpu_tui.ui.rows import record_of

MAX_NAMED = 8
"""The maximum number of marked records out of sight that are named."""


async def chosen_ids(ctx: CommandContext, kind: Kind) -> list[str]:
    """Return the ids of the records that an edit is about; none if the user does not want it after all.

    If marked records are not shown, because of a filter, the scope or a fold, the user is told which and asked about them.
    """
    marked = ctx.session.marked(kind) if ctx.page_ref is None else []
    record = ctx.record
    if not marked:
        return [record.id] if record is not None and kind == record.TYPE else []
    shown = {each.id for each in map(record_of, ctx.rows) if each is not None}
    hidden = [id_ for id_ in marked if id_ not in shown]
    if not hidden:
        return marked
    in_sight = [id_ for id_ in marked if id_ in shown]
    choices = _choices(len(in_sight), len(marked))
    picked = await ctx.pick(_hidden_text(hidden, len(marked)), choices, start=choices[0].value, size=(76, 5))
    if not picked:
        ctx.show_message(_("Nothing was changed"))
        return []
    return marked if picked == "all" else in_sight


async def chosen_records(ctx: CommandContext, kind: Kind) -> list[Plain]:
    """Return what the records that an edit is about hold now.

    The user decides on what is shown when the edit begins. What others write until it is made is merged or asked about.
    """
    return [ctx.session.workspace.plain(id_) for id_ in await chosen_ids(ctx, kind)]


def one_of_marked(ctx: CommandContext, record: Record) -> str:
    """Return that a command is about the record under the cursor alone; empty if no others are marked."""
    marked = ctx.session.marked(record.TYPE) if ctx.page_ref is None else []
    others = [id_ for id_ in marked if id_ != record.id]
    if not others:
        return ""
    text = _("This is about {id} alone, not about the {what} that are marked")
    return text.format(id=record.id, what=records_text(record.TYPE, len(marked)))


def _hidden_text(hidden: list[str], count: int) -> str:
    names = ", ".join(hidden[:MAX_NAMED])
    if len(hidden) > MAX_NAMED:
        names = _("{names} and {count} more").format(names=names, count=len(hidden) - MAX_NAMED)
    text = ngettext(
        "{hidden} of {count} marked is not shown: {names}", "{hidden} of {count} marked are not shown: {names}", count
    )
    return text.format(hidden=len(hidden), count=count, names=names)


def _choices(in_sight: int, count: int) -> list[Option]:
    only = ngettext("Only the {count} that is shown", "Only the {count} that are shown", in_sight).format(count=in_sight)
    first = [Option(only, "shown")] if in_sight else []
    return [*first, Option(_("All {count}").format(count=count), "all"), Option(_("Cancel"), "")]
