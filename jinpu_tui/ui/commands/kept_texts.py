"""Commands on texts that were typed and not used."""

from __future__ import annotations

from jinpu_tui.model.drafts import Draft
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.commands.drafts import is_known, reopen
from jinpu_tui.ui.pages.page import PageRef


async def show(ctx: CommandContext) -> None:
    """Show all kept texts."""
    ctx.open_page(PageRef("kept"))


async def go_on(ctx: CommandContext) -> None:
    """Open the prompt that the text was typed into, with the text in it."""
    kept = _under_cursor(ctx)
    if kept is None:
        return
    _name, draft = kept
    ctx.leave_pages()
    if not is_known(draft) or not reopen(ctx, draft):
        ctx.open_page(PageRef("kept"))
        text = _("Its prompt does not exist any more; {key} copies the text")
        ctx.show_message(text.format(key=ctx.session.key_of("kept.copy")), bad=True)


async def copy(ctx: CommandContext) -> None:
    """Copy the text."""
    kept = _under_cursor(ctx)
    if kept is not None:
        ctx.copy_to_clipboard(kept[1].text)
        ctx.show_message(_("Copied the text"))


async def drop(ctx: CommandContext) -> None:
    """Ask, then forget the text."""
    kept = _under_cursor(ctx)
    if kept is None:
        return
    name, draft = kept
    if await ctx.confirm(_("Drop this text?"), " ".join(draft.text.split()), _("Drop")):
        ctx.session.kept.drop(name)
        ctx.reload()


def _under_cursor(ctx: CommandContext) -> tuple[str, Draft] | None:
    line = ctx.page_line
    name = line.kept if line is not None else ""
    draft = ctx.session.kept.all().get(name)
    return None if draft is None else (name, draft)
