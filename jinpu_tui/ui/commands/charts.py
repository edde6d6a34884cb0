"""Charts of indicators."""

from __future__ import annotations

from jinpu_tui.text.i18n import _
from jinpu_tui.ui.charted import charted_indicators
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.pages.page import PageRef


async def chart(ctx: CommandContext) -> None:
    """Show the chart of the indicator, or of all marked ones if it is one of them."""
    if ctx.record is not None:
        ctx.open_page(PageRef("chart", ctx.record.id))


async def toggle_index(ctx: CommandContext) -> None:
    """Draw an index in place of the values, or the values again; from elsewhere open the chart so."""
    from jinpu_tui.analysis.series import scale_of

    session, record = ctx.session, ctx.record
    if record is None:
        return
    is_open = ctx.page_ref is not None and ctx.page_ref.kind == "chart"
    shown = scale_of(charted_indicators(session, record.id), session.chart_scale)
    session.chart_scale = "absolute" if is_open and shown == "index" else "index"
    if is_open:
        ctx.reload()
    else:
        ctx.open_page(PageRef("chart", record.id))
    text = _("The values themselves, one drawing for each unit")
    ctx.show_message(_("An index: what is 100 stands above the drawing") if session.chart_scale == "index" else text)
