"""Filter a pane or a page while a text is typed."""

from __future__ import annotations

from jinpu_tui.model.errors import FilterError
from jinpu_tui.model.fields import KIND_OF
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.pages.page import PageRef


async def filter_rows(ctx: CommandContext) -> None:
    """Narrow the pane or the page in front; Enter keeps the filter, Esc removes it."""
    if ctx.page_ref is not None:
        await _filter_page(ctx, ctx.page_ref)
    else:
        await _filter_pane(ctx)


async def _filter_page(ctx: CommandContext, page: PageRef) -> None:
    from jinpu_tui.query.completion import Completion

    text = await ctx.edit_filter(
        ctx.page_filter,
        narrow=ctx.narrow_page,
        count=lambda: ctx.page_count,
        complete=lambda text: Completion(len(text), ()),
        past=(),
        slot=f"/ {page.kind}",
        hint=_("words that the lines must have"),
    )
    ctx.narrow_page(text or "")


async def _filter_pane(ctx: CommandContext) -> None:
    """Narrow the pane. If the text has a mistake, what stands before the mistake filters."""
    from jinpu_tui.query.completion import completion
    from jinpu_tui.query.filter import check

    session, pane = ctx.session, ctx.pane

    def narrow(text: str) -> FilterError | None:
        try:
            check(text, session.analysis)
        except FilterError as error:
            before = text[: error.start].rpartition(" ")[0]
            if before.strip():
                narrow(before)
            return error
        if session.filter_of(pane) != text.strip():
            session.update_view(pane, filter=text.strip())
            ctx.reload_pane(pane)
        return None

    text = await ctx.edit_filter(
        session.filter_of(pane),
        narrow=narrow,
        count=lambda: ctx.count_of(pane),
        complete=lambda text: completion(text, KIND_OF[pane], session.analysis),
        past=session.past_filters,
        slot=f"/ {pane}",
    )
    text = text or ""
    if narrow(text) is None and text.strip() and text.strip() not in session.past_filters[-1:]:
        session.past_filters.append(text.strip())
        session.save_views()
