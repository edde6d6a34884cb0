"""Lists of commands: those that can be run here, and all of them."""

from __future__ import annotations

from collections.abc import Sequence

from jinpu_tui.model.records import View
from jinpu_tui.services.manual import TOPICS
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import Command, CommandContext
from jinpu_tui.ui.commands.views import show_view
from jinpu_tui.ui.key_names import key_name
from jinpu_tui.ui.option import Option
from jinpu_tui.ui.pages.page import PageRef


async def help_here(ctx: CommandContext) -> None:
    """List the commands that can be run here, and the topics of the manual; Enter runs or opens one."""
    kind = ctx.record.TYPE if ctx.record else None
    await _pick_command(
        ctx, _("What you can do here"), [command for command in ctx.commands if command.applies(ctx.place, kind)]
    )


async def palette(ctx: CommandContext) -> None:
    """List all commands, views and topics of the manual; Enter runs, shows or opens one."""
    views = (*ctx.session.dataset.views, *ctx.session.user_state.views())
    await _pick_command(ctx, _("All commands"), ctx.commands, views)


async def _pick_command(ctx: CommandContext, title: str, commands: Sequence[Command], views: Sequence[View] = ()) -> None:
    options = [
        Option(command.help, command.id, " ".join(map(key_name, command.keys)), f"{command.verb} {command.synonyms}")
        for command in commands
    ]
    options += [Option(_("View {name}").format(name=view.name), f"view {number}", "V") for number, view in enumerate(views)]
    options += [Option(_("Manual: {topic}").format(topic=topic), f"manual {topic}", _("manual")) for topic in TOPICS]
    picked = await ctx.pick(title, options, size=(72, 24), line=1)
    if picked is None:
        return
    command = next((command for command in commands if command.id == picked), None)
    if command is not None:
        ctx.run_command(command)
    elif picked.startswith("manual "):
        ctx.open_page(PageRef("manual", topic=picked.removeprefix("manual ")))
    else:
        show_view(ctx, views[int(picked.removeprefix("view "))])
