"""The command line's entry: which command was meant, and what its errors look like."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from jinpu_tui import __version__
from jinpu_tui.cli.options import plain_option
from jinpu_tui.cli.output import OutputError, guard_streams
from jinpu_tui.model.errors import JinpuError
from jinpu_tui.model.suggestions import nearest
from jinpu_tui.text.charset import never_fail_to_write
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible

COMMANDS = {
    "check": "check",
    "list": "listing",
    "show": "show",
    "overview": "overview",
    "set": "edit",
    "done": "edit",
    "note": "edit",
    "add": "edit",
    "remove": "edit",
    "move": "edit",
    "observe": "edit",
    "undo": "edit",
    "redo": "edit",
    "init": "init",
    "schema": "schema",
    "diff": "history",
    "log": "history",
    "review": "history",
    "comment": "comments",
    "resolve": "comments",
    "sign": "comments",
    "proposals": "proposals",
    "apply": "proposals",
    "pending": "pending",
    "report": "report",
    "import": "imports",
    "export": "export",
    "config": "config",
    "help": "help",
    "completion": "completion.command",
    "git-setup": "git_setup",
    "decide": "edit",
    "merge-file": "merging",
    "textconv": "merging",
}
"""Each command and the module it lives in, imported when the command runs."""


MAX_DIGITS = 200_000
"""Digits of the longest number that is shown or written: more than a record that is small enough to be shown can hold."""


class _Commands(click.Group):
    """Loads a command when it is asked for; a first word that is no command is a dataset to open."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = "browse" if cmd_name == "browse" else COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = getattr(import_module(f"jinpu_tui.cli.{module}"), f"{cmd_name.replace('-', '_')}_command")
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] in COMMANDS:
            return super().resolve_command(ctx, args)
        near = nearest(args[0], COMMANDS)
        if near and not Path(args[0]).exists():
            raise click.UsageError(_("no command or dataset {word}; did you mean {near}?").format(word=args[0], near=near))
        return "browse", self.get_command(ctx, "browse"), args


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-D", "--dataset", metavar="PATH", help=_("The dataset: a folder or a file."))
@click.option("--as-of", metavar="DATE", help=_("Judge as on this day, such as 2016-12-31."))
@click.option("--at", metavar="REV", help=_("The dataset as it was at a revision of git, or on a day such as 2016-11-01."))
@click.option("--read-only", is_flag=True, help=_("Open the browser without letting anything be changed."))
@plain_option
@click.option(
    "--demo",
    "demo",
    flag_value="auto",
    help=_("An invented example instead of a dataset, in Chinese if that is your language."),
)
@click.option("--demo-en", "demo", flag_value="en", help=_("The example in English."))
@click.option("--demo-zh", "demo", flag_value="zh", help=_("The example in Chinese."))
@click.version_option(__version__, package_name="jinpu-tui", message="jinpu-tui %(version)s")
@click.pass_context
def cli(
    ctx: click.Context,
    dataset: str | None,
    as_of: str | None,
    at: str | None,
    read_only: bool,
    plain: bool | None,
    demo: str | None,
) -> None:
    """Browse and edit a ledger of requirements, tasks and indicators.

    \b
    jinpu-tui [DATASET]      open the browser; without DATASET: $JINPU_DATASET, a dataset
                             here or above, else the Jinpu dataset that comes with it
    jinpu-tui --demo         open an invented example that has something of everything
    jinpu-tui COMMAND …      work without the screen
    """
    ctx.obj = {"dataset": dataset, "as_of": as_of, "at": at, "read_only": read_only, "plain": plain, "demo": demo}
    if ctx.invoked_subcommand is None:
        command = cli.get_command(ctx, "browse")
        assert command is not None
        ctx.invoke(command)


def main(args: list[str] | None = None) -> None:
    """Run and leave with the exit code: 0 fine, 1 problems found, 2 wrong usage, 3 could not read or write."""
    never_fail_to_write()
    gc.disable()  # no collection finds anything among records being read; the browser enables it when all is there
    sys.set_int_max_str_digits(MAX_DIGITS)
    guard_streams()
    code = run(args)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError):
                stream.flush()
    os._exit(code)  # a hundred thousand records need not be freed one by one


def run(args: list[str] | None = None) -> int:
    """Run one command; its exit code. Errors are one line on standard error."""
    try:
        result: Any = cli.main(args, prog_name="jinpu-tui", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        return _fail(error.format_message(), 2)
    except click.Abort:
        return 130
    except SystemExit:
        return 0  # click leaves so if the reader of a pipe went away, as `head` does
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OutputError as error:
        return _fail(_("standard output: {reason}").format(reason=error.strerror), 3)
    except JinpuError as error:
        return _fail(_text_of(error), error.exit_code)
    except OSError as error:
        reason = error.strerror or str(error)
        return _fail(f"{error.filename}: {reason}" if error.filename else reason, 3)
    except Exception as error:
        from jinpu_tui.cli.crash import report_crash

        return _fail(report_crash(error), 3)
    return result if isinstance(result, int) else 0


def _text_of(error: JinpuError) -> str:
    from jinpu_tui.services.workspace import ConflictError

    return _("{what}. Nothing was written").format(what=error) if isinstance(error, ConflictError) else str(error)


def _fail(message: str, code: int) -> int:
    with suppress(OSError):
        click.echo(f"jinpu-tui: {visible(message)}", err=True)
    return code
