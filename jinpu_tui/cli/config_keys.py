"""`jinpu-tui config keys`: every command of the app with its keys, so that `[keys]` can be written."""

from __future__ import annotations

from typing import Any

import click

from jinpu_tui.cli.table import echo_json, echo_table
from jinpu_tui.services.configuration import load_configuration
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import fit, width_of
from jinpu_tui.toml_edit.encoder import inline
from jinpu_tui.ui.command import Command
from jinpu_tui.ui.command_table import COMMANDS
from jinpu_tui.ui.key_names import key_name
from jinpu_tui.ui.key_presets import PRESETS
from jinpu_tui.ui.key_settings import read_key_settings
from jinpu_tui.ui.keymap import Keymap


@click.command("keys", short_help=_("Print the commands of the app and their keys."))
@click.option("--format", "form", type=click.Choice(["text", "toml", "json"]), default="text")
@click.option("--preset", type=click.Choice(list(PRESETS)), help=_("Those of a preset; by default your own."))
def keys_command(form: str, preset: str | None) -> int:
    """Print the id, the keys and the meaning of every command of the app.

    `--format toml` prints them as the table `[keys]` of the configuration file, to be changed there.

    Exits with status 1 if your keys are not used because something is wrong with them.
    """
    file = load_configuration()
    settings = read_key_settings(file)
    keymap = settings.keymap if preset is None else Keymap(COMMANDS, PRESETS[preset])
    commands = [(command, [key_name(key) for key in keymap.keys_of(command)]) for command in COMMANDS]
    if form == "json":
        echo_json([_as_json(command, keys) for command, keys in commands])
    elif form == "toml":
        wanted = preset or file.configuration.keys.preset
        click.echo(_as_toml(wanted if wanted in PRESETS else "vim", commands))
    else:
        heads = (_("command"), _("keys"), _("what it does"))
        echo_table(heads, [(command.id, " ".join(keys), command.help) for command, keys in commands])
    if preset is None and settings.problems:
        click.echo(visible(settings.notice), err=True)
        return 1
    return 0


def _as_json(command: Command, keys: list[str]) -> dict[str, Any]:
    return {"command": command.id, "keys": keys, "group": command.group, "help": command.help}


def _as_toml(preset: str, commands: list[tuple[Command, list[str]]]) -> str:
    lines = ["[keys]", f'preset = "{preset}"']
    entries = [(f"{command.id} = {inline(keys)}", command.help) for command, keys in commands]
    width = max(width_of(entry) for entry, _help in entries)
    return "\n".join([*lines, *(f"{fit(entry, width)}  # {text}" for entry, text in entries)])
