"""`jinpu-tui git-setup`: have git merge and show a dataset by records."""

from __future__ import annotations

from errno import ELOOP
from pathlib import Path

import click

from jinpu_tui.cli.options import dataset_options, open_workspace
from jinpu_tui.files.safe_open import real_path
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible

ATTRIBUTES = "*.toml merge=jinpu diff=jinpu"


@click.command("git-setup", short_help=_("Have git merge and show this dataset by records."))
@dataset_options
def git_setup_command(dataset: str | None, as_of: str | None) -> int:
    """Have git merge and show the dataset's files by records: .gitattributes, to be committed, and this clone's own settings.

    Every clone needs the settings once; without them git merges by lines. Pull first: .gitattributes may be there already.
    Run it again after an upgrade or a move of the program, and if `check` says that the settings of this clone are old.
    """
    from jinpu_tui.history.driver_config import driver_settings
    from jinpu_tui.history.repository import Repository

    workspace = open_workspace(dataset, as_of)
    with Repository.around(workspace.root) as repository:
        command = _command(repository.top)
        folder = workspace.root if workspace.root.is_dir() else real_path(workspace.root).parent
        written = _add_line(folder / ".gitattributes", ATTRIBUTES)
        repository.configure(driver_settings(command))
    click.echo(_(".gitattributes: {line}").format(line=ATTRIBUTES) + ("" if written else _(" (was there)")))
    click.echo(_("git merges and shows this dataset by records here; commit .gitattributes, and run this once in every clone."))
    return 0


def _command(top: Path) -> str:
    """Return the start of the command for git to run. Raises HistoryError if the program is itself a part of the repository."""
    from jinpu_tui.cli.own_program import own_program
    from jinpu_tui.history.driver_config import tracked_inside
    from jinpu_tui.model.errors import HistoryError

    program = own_program(outside=top)
    if program is None:
        raise HistoryError(
            _("git could not start this program from another folder; install it, such as with pipx, and try again")
        )
    inside, tracked = tracked_inside(top, program.files)
    if tracked:
        message = _(
            "{path} is tracked by this repository: whoever commits to it could have git run other code on this machine. "
            "Install the program outside of it, such as with pipx, and run git-setup from there; nothing was set up"
        )
        raise HistoryError(message.format(path=tracked[0]))
    if inside:
        message = _(
            "jinpu-tui: warning: the program lies inside this repository, in {path}. A commit that brings a file of that name "
            "would be run by git; better install the program outside, such as with pipx, and run git-setup from there"
        )
        click.echo(visible(message.format(path=inside[0])), err=True)
    return program.shell_command


def _add_line(path: Path, line: str) -> bool:
    """Add a line to a file unless it is there; whether it was added. Raises OSError, also if the file is a symbolic link."""
    if path.is_symlink():  # git does not read it either, and it may lead to any file of the user's
        raise OSError(ELOOP, _("a symbolic link; remove it"), str(path))
    text = path.read_text("utf-8") if path.exists() else ""
    if line in text.splitlines():
        return False
    path.write_text(text + ("" if not text or text.endswith("\n") else "\n") + line + "\n", "utf-8")
    return True
