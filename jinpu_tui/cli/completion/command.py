"""`jinpu-tui completion`: the scripts for shells, and the answers to their questions."""

from __future__ import annotations

from contextlib import suppress
from importlib.resources import files

import click

from jinpu_tui.text.i18n import _

SCRIPTS = {"bash": "bash.sh", "zsh": "zsh.zsh", "fish": "fish.fish"}


@click.command("completion", short_help=_("Print a script that completes commands in your shell."))
@click.argument("shell", type=click.Choice(list(SCRIPTS)))
@click.option("--line", metavar="TEXT", help=_("Used by the scripts: print what may stand at the end of this command line."))
@click.option("--breaks", metavar="TEXT", help=_("Used by the script for bash: the characters at which it breaks words."))
def completion_command(shell: str, line: str | None, breaks: str | None) -> int:
    """Print a script that completes commands, options, ids, fields, values, filters, views, revisions and paths.

    \b
    source <(jinpu-tui completion bash)       # in ~/.bashrc
    source <(jinpu-tui completion zsh)        # in ~/.zshrc, after compinit
    jinpu-tui completion fish > ~/.config/fish/completions/jinpu-tui.fish
    """
    if line is None:
        click.echo((files("jinpu_tui.cli.completion") / SCRIPTS[shell]).read_text("utf-8"), nl=False)
        return 0
    from jinpu_tui.cli.completion.answer import answer

    with suppress(Exception):  # a shell shows nothing if nothing can be completed
        click.echo("".join(f"{text}\n" for text in answer(shell, line, breaks)), nl=False)
    return 0
