"""How a pane is arranged: its order, groups and columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from jinpu_tui.model.fields import KIND_OF
from jinpu_tui.query.columns import columns
from jinpu_tui.query.sorting import GROUPS, column_of, sized
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.option import Option

MAX_WIDTH = 18
"""Cells that a column without a width of its own takes at most."""

WIDTH_STEP = 2
"""Cells that a key makes a column wider or narrower."""


async def order(ctx: CommandContext) -> None:
    """Pick what the pane is ordered by: Enter takes one column, or reverses it if it is that already; Tab adds one more."""
    session, pane = ctx.session, ctx.pane
    before = session.views[pane].order

    def options() -> list[Option]:
        places = {name: (number, is_reversed) for number, (name, is_reversed) in enumerate(_terms(ctx), 1)}
        as_filed = Option(_("as in the files"), "", "" if places else "✓")
        return [as_filed, *(Option(_(name), name, _direction(places.get(name))) for name in columns(KIND_OF[pane]))]

    def act(_key: str, value: str) -> None:
        terms = dict(_terms(ctx))
        if value not in terms:
            terms[value] = False
        elif terms[value]:
            del terms[value]
        else:
            terms[value] = True
        terms.pop("", None)
        _update(ctx, order=tuple(f"{name}-" if is_reversed else name for name, is_reversed in terms.items()))

    value = await _arrange(ctx, _("Order by"), options, act, _("Tab adds one more, again: from the last, again: not"))
    if value is None:
        return
    present = session.views[pane].order
    if present == before:  # Tab has not put one together
        _update(ctx, order=(f"{value}-",) if present == (value,) else (value,) if value else ())
    session.save_views()


def _terms(ctx: CommandContext) -> list[tuple[str, bool]]:
    return list(map(column_of, ctx.session.views[ctx.pane].order))


def _direction(place: tuple[int, bool] | None) -> str:
    return "" if place is None else f"{place[0]} {'↓' if place[1] else '↑'}"


async def group(ctx: CommandContext) -> None:
    """Pick what the pane is grouped by."""
    session, pane = ctx.session, ctx.pane
    names = GROUPS.get(KIND_OF[pane], ())
    if not names:
        ctx.show_message(_("Requirements stand in their tree; tasks and indicators can be grouped"), bad=True)
        return
    options = [Option(_("none"), ""), *(Option(_("due month") if name == "due" else _(name), name) for name in names)]
    value = await ctx.pick(_("Group by"), options, start=session.views[pane].group, size=(30, 11))
    if value is not None:
        session.closed.clear()
        _update(ctx, group=value)
        session.save_views()


async def choose_columns(ctx: CommandContext) -> None:
    """Choose the columns of the pane, put them in order and size them."""
    from jinpu_tui.query.views import column_names

    session, pane = ctx.session, ctx.pane
    known = column_names(KIND_OF[pane])
    standard = ctx.shown_columns

    def chosen() -> list[tuple[str, int | None]]:
        return list(map(sized, session.views[pane].columns or standard))

    def options() -> list[Option]:
        shown = chosen()
        first = [Option(_(name), name, f"✓ {width or ''}".rstrip()) for name, width in shown]
        return [*first, *(Option(_(name), name) for name in known if name not in dict(shown))]

    def act(key: str, value: str) -> None:
        shown = chosen()
        at = next((index for index, (name, _width) in enumerate(shown) if name == value), None)
        if at is None:
            shown += [(value, None)] if key == "tab" else []
        elif key == "tab":
            shown[at : at + 1] = [] if len(shown) > 1 else shown
        elif key in "<>":
            column = shown.pop(at)
            shown.insert(max(0, at + (1 if key == ">" else -1)), column)
        else:
            width = (shown[at][1] or MAX_WIDTH) + (WIDTH_STEP if key == "+" else -WIDTH_STEP)
            shown[at] = value, max(WIDTH_STEP, width)
        _update(ctx, columns=tuple(f"{name}:{width}" if width else name for name, width in shown))

    hint = _("Tab shows or hides, < > move, + - size")
    if await _arrange(ctx, _("Columns"), options, act, hint, signs="<>+-") is not None:
        session.save_views()


async def _arrange(
    ctx: CommandContext,
    title: str,
    options: Callable[[], Sequence[Option]],
    act: Callable[[str, str], None],
    hint: str,
    *,
    signs: str = "",
) -> str | None:
    """Let the user arrange the pane while it shows the result; Esc takes all back."""
    pane = ctx.pane
    before = ctx.session.views[pane]
    value = await ctx.pick_several(title, options, act, hint=hint, signs=signs)
    if value is None:
        ctx.session.views[pane] = before
        ctx.reload_pane(pane)
    return value


def _update(ctx: CommandContext, **choices: Any) -> None:
    ctx.session.update_view(ctx.pane, **choices)
    ctx.reload_pane(ctx.pane)
