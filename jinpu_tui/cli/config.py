"""`jinpu-tui config`: the user's configuration file."""

from __future__ import annotations

from pathlib import Path

import click

from jinpu_tui.cli.config_keys import keys_command
from jinpu_tui.cli.table import echo_json
from jinpu_tui.services.configuration import ConfigurationFile, configuration_path, read_configuration
from jinpu_tui.services.identity import Identity, identify
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.text.sanitize import visible
from jinpu_tui.ui.key_settings import read_key_settings


@click.group("config", short_help=_("Check your configuration file, or print where it is."))
def config_command() -> None:
    """Check your configuration file, or print where it is.

    \b
    [user]
    name = "Li Wei"            # whose name comments, notes and sign-offs carry
    email = "li@example.org"   # says you from others of that name
    unit = "Finance"
    [keys]
    preset = "plain"           # vim or plain; `jinpu-tui config keys` lists the commands
    view.zoom = ["F11"]        # keys of a command in place of its own
    """


config_command.add_command(keys_command)


@config_command.command("path", short_help=_("Print where the file is."))
def path_command() -> int:
    """Print where the configuration file is, or would be."""
    click.echo(visible(str(configuration_path())))
    return 0


@config_command.command("check", short_help=_("Report what is wrong in the file."))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def check_command(form: str) -> int:
    """Report unknown settings, commands and keys, unusable values, keys of two commands, and who you are.

    Exits with status 1 if there are problems, with 3 if the file cannot be read.
    """
    file = read_configuration(configuration_path())
    problems = sorted((*file.problems, *read_key_settings(file).problems), key=lambda problem: problem[1:3])
    if form == "json":
        echo_json([problem._asdict() for problem in problems])
        return 1 if problems else 0
    for problem in problems:
        hint = f" ({problem.hint})" if problem.hint else ""
        place = f"{problem.file}:{problem.line}:{problem.column}"
        click.echo(visible(f"{place}: {problem.severity}[{problem.code}] {problem.message}{hint}"))
    click.echo(visible(_summary(file, len(problems))))
    click.echo(visible(_identity_text(identify(Path.cwd(), file))))
    return 1 if problems else 0


def _summary(file: ConfigurationFile, count: int) -> str:
    if not file.exists:
        return _("There is no configuration file {path}; the defaults are used").format(path=file.path)
    text = ngettext("{path}: {count} problem", "{path}: {count} problems", count)
    return text.format(path=file.path, count=count)


def _identity_text(identity: Identity) -> str:
    """Return in whose name comments are written, and which source says so."""
    texts = {
        "configuration": _("Comments and notes are by {name} (from this file)"),
        "git": _("Comments and notes are by {name} (from git)"),
        "login": _("Comments and notes are by {name} (the login)"),
    }
    name = f"{identity.name} <{identity.email}>" if identity.email else identity.name
    return texts[identity.source].format(name=name)
