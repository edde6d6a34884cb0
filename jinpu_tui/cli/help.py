"""`jinpu-tui help`: the manual in the terminal."""

from __future__ import annotations

import shutil
import sys

import click

from jinpu_tui.services.manual import TOPICS, UnknownTopicError, topic_lines, topics
from jinpu_tui.text.i18n import _

MAX_WIDTH = 100
"""Cells of a line of running text that is still read with ease."""


@click.command("help", short_help=_("Show the manual."))
@click.argument("topic", required=False, type=click.UNPROCESSED)
@click.pass_context
def help_command(ctx: click.Context, topic: str | None) -> int:
    """Show a topic of the manual, or list all topics. With the name of a command, show its options.

    Example: jinpu-tui help filter-language
    """
    if topic is None:
        formatter = ctx.make_formatter()
        formatter.write_dl([(document.name, document.summary) for document in topics()])
        click.echo(formatter.getvalue())
        click.echo(_("jinpu-tui help TOPIC shows a topic, jinpu-tui COMMAND --help the options of a command."))
        return 0
    parent = ctx.parent
    command = parent.command.get_command(parent, topic) if parent and isinstance(parent.command, click.Group) else None
    if topic not in TOPICS and command is not None and parent is not None:
        with click.Context(command, parent=parent, info_name=topic) as shown:
            click.echo(command.get_help(shown))
        return 0
    columns, rows = shutil.get_terminal_size()
    is_terminal = sys.stdout.isatty()
    try:
        lines = list(
            topic_lines(topic, min(columns, MAX_WIDTH), plain=not is_terminal or bool(ctx.find_root().obj.get("plain")))
        )
    except UnknownTopicError as error:
        raise click.UsageError(str(error)) from None
    text = "\n".join("".join(_styled(segment.text, segment.style) for segment in line).rstrip() for line in lines) + "\n"
    if is_terminal and len(lines) >= rows:
        click.echo_via_pager(text)
    else:
        click.echo(text, nl=False)
    return 0


def _styled(text: str, style: object) -> str:
    return style.render(text) if hasattr(style, "render") else text
