"""Views: filter, order, groups and columns of a pane under a name, of the dataset or of the user's own."""

from __future__ import annotations

from typing import Any

from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.records import View
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.option import Option
from jinpu_tui.ui.refusals import REFUSALS, reason_of


async def views(ctx: CommandContext) -> None:
    """List the views: Enter shows one; the present one can be saved, for the user or in the dataset."""
    ctx.load_all()
    session = ctx.session
    own = session.user_state.views()
    found = {f"view {number}": view for number, view in enumerate((*session.dataset.views, *own))}
    options = [Option(view.name, key, _("yours") if view in own else _(view.pane), view.filter) for key, view in found.items()]
    if session.user_state.own is not None:
        options.append(Option(_("Save this view for yourself …"), "own"))
    if not session.workspace.read_only:
        options.append(Option(_("Save this view in the dataset, for all …"), "shared"))
    if own:
        options.append(Option(_("Remove a view of yours …"), "remove"))
    if not options:
        ctx.show_message(_("There are no views, and none can be saved here"), bad=True)
        return
    match await ctx.pick(_("Views"), options, size=(70, 16), line=2):
        case None:
            pass
        case "own":
            await _save_own(ctx)
        case "shared":
            await _save_shared(ctx)
        case "remove":
            await _remove_own(ctx)
        case key:
            show_view(ctx, found[key])


def show_view(ctx: CommandContext, view: View) -> None:
    """Show the pane of a view as the view says."""
    session = ctx.session
    session.scope = ""
    session.closed.clear()
    session.views[view.pane] = view
    ctx.go(view.pane)
    ctx.reload()
    session.save_views()
    ctx.show_message(_("View {name}").format(name=view.name))


async def _save_shared(ctx: CommandContext) -> None:
    """Ask for a name and save the present view in the dataset."""
    name = await _ask_name(ctx, _("Save as, in the dataset"))
    while name is not None:
        try:
            await ctx.commit(_saved(ctx, name, ctx.session.workspace))
            return
        except REFUSALS as error:
            name = await _ask_name_again(ctx, reason_of(error))


async def _save_own(ctx: CommandContext) -> None:
    """Ask for a name and save the present view for the user."""
    name = await _ask_name(ctx, _("Save as, for yourself"))
    while name is not None:
        try:
            ctx.session.user_state.edit_views(lambda own, name=name: _saved(ctx, name, own))  # type: ignore[misc]
        except REFUSALS as error:
            name = await _ask_name_again(ctx, reason_of(error))
            continue
        ctx.show_message(_("Saved as {name}; {key} shows it").format(name=name, key=ctx.session.key_of("view.views")))
        return


async def _ask_name(ctx: CommandContext, title: str) -> str | None:
    view = ctx.session.views[ctx.pane]
    what = _("filter {filter}").format(filter=view.filter) if view.filter else _("no filter")
    name = await ctx.prompt(title, view.name, preview=lambda _text: what)
    return await _with_text(ctx, name)


async def _ask_name_again(ctx: CommandContext, reason: str) -> str | None:
    return await _with_text(ctx, await ctx.ask_again(reason))


async def _with_text(ctx: CommandContext, name: str | None) -> str | None:
    while name is not None and not name.strip():
        name = await ctx.ask_again(_("A name is needed"))
    return None if name is None else name.strip()


def _saved(ctx: CommandContext, name: str, workspace: Workspace) -> list[AnyChange]:
    """Return the changes that save the present view under a name; a view of that name is replaced."""
    from jinpu_tui.query.views import view_named

    view = ctx.session.views[ctx.pane]
    values: dict[str, Any] = {
        "pane": view.pane,
        "filter": view.filter or None,
        "order": list(view.order) or None,
        "group": view.group or None,
        "columns": list(view.columns) or None,
    }
    same = view_named(workspace.dataset.views, name)
    if same is None:
        return edits.add("view", workspace.next_id("view"), {"name": name, **values}, any_id=True)
    return edits.set_fields("view", workspace.plain(same.id), values, workspace.today)


async def _remove_own(ctx: CommandContext) -> None:
    """Pick a view of the user's own and remove it."""
    user_state = ctx.session.user_state
    options = [Option(view.name, view.id, view.filter) for view in user_state.views()]
    id_ = await ctx.pick(_("Remove a view of yours"), options, size=(70, 16), line=2)
    while id_ is not None:
        try:
            user_state.edit_views(lambda views, id_=id_: edits.remove("view", views.plain(id_)))  # type: ignore[misc]
            return
        except REFUSALS as error:
            id_ = await ctx.ask_again(reason_of(error))
