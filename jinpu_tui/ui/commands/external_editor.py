"""Open the user's own editor at the record."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

from jinpu_tui.files.programs import locate_program
from jinpu_tui.model.errors import JinpuError
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.refusals import REFUSALS, reason_of

MAX_PATH = 40
"""Characters of an editor's path in a message."""


async def edit_file(ctx: CommandContext) -> None:
    """Open the record's file in $VISUAL or $EDITOR at its line, and show what was saved when it closes."""
    record = ctx.record
    if record is None:
        return
    path, line = ctx.session.workspace.locate(record.id)
    path = path.absolute()  # no name of a file is taken for an option
    try:
        command = _editor_command()
    except EditorError as error:
        ctx.show_message(str(error), bad=True)
        return
    at = ["-w", "-g", f"{path}:{line}"] if Path(command[0]).name in ("code", "codium") else [f"+{line}", str(path)]
    name, failure = _shortened(command[0]), ""
    try:
        with ctx.session.workspace.outside_editor(), ctx.suspended():
            try:  # inside: an exception that leaves `suspended` leaves the app suspended
                program = locate_program(command[0])
                code = subprocess.run([program, *command[1:], *at], check=False).returncode  # noqa: S603  the user's own, no shell
                if code:
                    text = _("{editor} ended with {code}; what the file holds now is shown")
                    failure = text.format(editor=name, code=code)
            except OSError as error:
                failure = _("{editor}: {reason}; set $EDITOR to your editor").format(editor=name, reason=error.strerror)
    except REFUSALS as error:
        failure = reason_of(error)
    ctx.refresh_data()
    if failure:
        ctx.show_message(failure, bad=True)


class EditorError(JinpuError):
    """There is no editor that can be started; the message says why and what to do."""


def _editor_command() -> list[str]:
    """Return the words of $VISUAL, else of $EDITOR, else vi; the first names a program that can be started.

    It is looked for before the terminal is handed over, so that the app stays on the screen if there is none.

    Raises:
        EditorError: There is no such program.
    """
    name = next((name for name in ("VISUAL", "EDITOR") if os.environ.get(name, "").strip()), "")
    text = os.environ[name] if name else "vi"
    try:
        command = shlex.split(text)
    except ValueError:
        message = _("${name} has a quote without its partner: {text}; correct it")
        raise EditorError(message.format(name=name, text=text)) from None
    if not command:
        raise EditorError(_("${name} names no program; set it to your editor").format(name=name))
    with suppress(OSError):
        if shutil.which(locate_program(command[0])) is not None:
            return command
    if not name:
        raise EditorError(_("There is no vi here; set $EDITOR to your editor"))
    exists = Path(command[0]).exists()
    text = _("{editor}: not an executable program; set ${name}") if exists else _("{editor}: no such file; set ${name}")
    raise EditorError(text.format(editor=_shortened(command[0]), name=name))


def _shortened(path: str) -> str:
    """Return the end of a long path, so that a message still has room for the reason."""
    return path if len(path) <= MAX_PATH else "…" + path[1 - MAX_PATH :]
