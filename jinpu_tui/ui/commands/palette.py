"""Lists of commands: those that can be run here, and all of them."""

from __future__ import annotations

from collections.abc import Sequence

from jinpu_tui.model.records import View
from jinpu_tui.services.manual import TOPICS
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import GROUPS, Command, CommandContext
from jinpu_tui.ui.command_tables.chinese_words import CHINESE_WORDS, TOPIC_WORDS
from jinpu_tui.ui.commands.views import show_view
from jinpu_tui.ui.option import Option
from jinpu_tui.ui.pages.page import PageRef


async def help_here(ctx: CommandContext) -> None:
    """List the commands by subject, those that can be run here first, and the topics of the manual; Enter runs or opens one."""
    kind = ctx.record.TYPE if ctx.record else None
    here = [command for command in ctx.commands if command.applies(ctx.place, kind)]
    shown = {(command.keys, command.help) for command in here}
    elsewhere = [command for command in ctx.commands if (command.keys, command.help) not in shown]
    elsewhere.sort(key=lambda command: command.group == "kept")
    options = [*_by_subject(ctx, here), *(_option(ctx, command, _("In other places")) for command in elsewhere)]
    await _pick_command(ctx, _("What you can do here"), options)


async def list_record_commands(ctx: CommandContext) -> None:
    """List the commands for the record under the cursor, below it; Enter runs one."""
    record = ctx.record
    if record is None:
        ctx.show_message(_("There is no record here"))
        return
    here = [command for command in ctx.commands if record.TYPE in command.kinds and command.applies(ctx.place, record.TYPE)]
    shown = [command for command in here if command.read_only_reason(ctx) is None]
    picked = await ctx.pick(f"{record.id}  {record.name}", _by_subject(ctx, shown), size=(64, 16))
    command = next((command for command in shown if command.id == picked), None)
    if command is not None:
        ctx.run_command(command)


async def palette(ctx: CommandContext) -> None:
    """List all commands, views and topics of the manual; Enter runs, shows or opens one."""
    views = (*ctx.session.dataset.views, *ctx.session.user_state.views())
    await _pick_command(ctx, _("All commands"), _by_subject(ctx, ctx.commands), views)


def _by_subject(ctx: CommandContext, commands: Sequence[Command]) -> list[Option]:
    groups = sorted(GROUPS, key=lambda group: group == "kept" and ctx.place != "kept")
    return [_option(ctx, command, GROUPS[group]) for group in groups for command in commands if command.group == group]


def _option(ctx: CommandContext, command: Command, heading: str) -> Option:
    keys = " ".join(ctx.keys_of(command))
    names = f"{command.verb} {command.synonyms} {CHINESE_WORDS.get(command.id, '')}"
    return Option(command.help, command.id, keys, GROUPS[command.group], heading, names)


async def _pick_command(ctx: CommandContext, title: str, options: list[Option], views: Sequence[View] = ()) -> None:
    key = ctx.session.key_of("view.views")
    options += [
        Option(_("View {name}").format(name=view.name), f"view {number}", key, heading=_("Saved views"))
        for number, view in enumerate(views)
    ]
    options += [
        Option(
            _("Manual: {topic}").format(topic=topic),
            f"manual {topic}",
            _("manual"),
            heading=_("The manual"),
            names=f"{topic} {TOPIC_WORDS.get(topic, '')}",
        )
        for topic in TOPICS
    ]
    picked = await ctx.pick(title, options, size=(72, 24), line=1)
    if picked is None:
        return
    command = next((command for command in ctx.commands if command.id == picked), None)
    if command is not None:
        ctx.run_command(command)
    elif picked.startswith("manual "):
        ctx.open_page(PageRef("manual", topic=picked.removeprefix("manual ")))
    else:
        show_view(ctx, views[int(picked.removeprefix("view "))])
