"""The parts of the manual that are made from the program's own tables. Run this file to write them anew.

A part stands between `<!-- generated: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from jinpu_tui.cli.main import cli
from jinpu_tui.model.fields import FIELDS
from jinpu_tui.query.states import STATES
from jinpu_tui.ui.command_table import COMMANDS
from jinpu_tui.ui.key_names import key_name
from jinpu_tui.ui.key_presets import PRESETS

DOCS = Path(__file__).parents[1] / "jinpu_tui" / "docs"
PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(heads: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def states() -> str:
    def meaning(function: Callable[..., object]) -> str:
        text = inspect.cleandoc(function.__doc__ or "").split("\n\n")[0]
        return re.sub("^Return whether (the record is )?", "", " ".join(text.split())).split("; see")[0].rstrip(".")

    return table(("term", "keeps"), ((f"`is:{name}`", meaning(function)) for name, function in STATES.items()))


def fields() -> str:
    rows = ((kind, ", ".join(f"`{field.name}`" for field in fields_of)) for kind, fields_of in FIELDS.items())
    return table(("kind", "fields"), rows)


def keys() -> str:
    plain = PRESETS["plain"]
    rows = (
        (_names(command.keys), _names(plain[command.id]) if command.id in plain else "", command.help, f"`{command.id}`")
        for command in COMMANDS
    )
    return table(("keys", "in `plain`", "what they do", "command"), rows)


def _names(keys: Sequence[str]) -> str:
    return ", ".join(f"`{key_name(key)}`" for key in keys) or "–"


def commands() -> str:
    parts = []
    context = click.Context(cli, info_name="jinpu-tui")
    parts.append(options_of(cli, context))
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        parts.append(section(command, click.Context(command, info_name=name, parent=context), "##"))
    return "\n".join(parts)


def section(command: click.Command, context: click.Context, mark: str) -> str:
    usage = " ".join(context.command_path.split()[1:] + command.collect_usage_pieces(context))
    text = f"{mark} jinpu-tui {usage}\n\n{inspect.cleandoc(command.help or '')}\n\n{options_of(command, context)}"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            text += "\n" + section(child, click.Context(child, info_name=name, parent=context), mark + "#")
    return text


def options_of(command: click.Command, context: click.Context) -> str:
    records = [
        record for option in command.params if isinstance(option, click.Option) and (record := option.get_help_record(context))
    ]
    rows = [(f"`{names}`", " ".join(text.split())) for names, text in records if not names.startswith("-h")]
    return table(("option", "meaning"), iter(rows)) if rows else ""


PARTS = {function.__name__: function for function in (states, fields, keys, commands)}


def with_parts(text: str) -> str:
    """The text of a document with its generated parts made anew."""
    return PART.sub(lambda match: match[1] + PARTS[match[2]]() + match[3], text)


if __name__ == "__main__":
    for path in sorted(DOCS.glob("*.md")):
        path.write_text(with_parts(path.read_text("utf-8")), "utf-8")
