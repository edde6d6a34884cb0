"""Setting a clone up so that git merges and shows a dataset by records, and the warning if it is not set up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from errno import ELOOP
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from jinpu_tui.files.safe_open import real_path
from jinpu_tui.model.errors import HistoryError
from jinpu_tui.text.i18n import _

if TYPE_CHECKING:
    from jinpu_tui.model.problems import Problem
    from jinpu_tui.services.workspace import Workspace

ATTRIBUTES = "*.toml merge=jinpu diff=jinpu"
"""The line of `.gitattributes` that has git use the configured driver."""


class Program(Protocol):
    """How git starts this program."""

    @property
    def files(self) -> Sequence[Path]:
        """The files and folders that its code comes from."""

    @property
    def shell_command(self) -> str:
        """The start of a shell command, to which a command's name and arguments are added."""


class SetUp(NamedTuple):
    """What was set up."""

    is_new: bool
    """Whether the line of `.gitattributes` was added; False if it was there."""
    path_inside: Path | None
    """A part of the program that lies in the work tree, where a later commit could replace it; None if there is none."""


def set_up_clone(root: Path, find_program: Callable[[Path], Program | None]) -> SetUp:
    """Add the line to the dataset's `.gitattributes` and configure the clone.

    Args:
        root: The dataset.
        find_program: Returns how git starts this program outside a folder; None if no way works.

    Raises:
        HistoryError: The dataset is in no repository, git could not start this program, or the repository tracks a part of it.
        OSError: `.gitattributes` cannot be written, or is a symbolic link.
    """
    from jinpu_tui.history.driver_config import driver_settings
    from jinpu_tui.history.repository import Repository

    with Repository.around(root) as repository:
        command, path_inside = _checked_command(repository.top, find_program(repository.top))
        folder = root if root.is_dir() else real_path(root).parent
        is_new = _add_line(folder / ".gitattributes", ATTRIBUTES)
        repository.configure(driver_settings(command))
    return SetUp(is_new, path_inside)


def clone_problem(workspace: Workspace) -> Problem | None:
    """Return the warning that the clone around a dataset is not set up; None if it is, or if there is nothing to set up.

    May run in another thread.
    """
    from jinpu_tui.history.driver_notice import setup_problem

    return setup_problem(workspace.loaded)


def _checked_command(top: Path, program: Program | None) -> tuple[str, Path | None]:
    """Return the command for git to run, and a part of the program that lies in the work tree. Raises HistoryError."""
    from jinpu_tui.history.driver_config import tracked_inside

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
    return program.shell_command, inside[0] if inside else None


def _add_line(path: Path, line: str) -> bool:
    """Add a line to a file unless the file has it; return whether it was added.

    Raises OSError, also if the file is a symbolic link.
    """
    if path.is_symlink():  # git does not read it either, and it may lead to any file of the user's
        raise OSError(ELOOP, _("a symbolic link; remove it"), str(path))
    text = path.read_text("utf-8") if path.exists() else ""
    if line in text.splitlines():
        return False
    path.write_text(text + ("" if not text or text.endswith("\n") else "\n") + line + "\n", "utf-8")
    return True


def without_left_out(workspace: Workspace, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return problems, with references into files that a sparse checkout leaves out as warnings instead of errors."""
    from jinpu_tui.history.sparse_checkout import with_left_out

    return with_left_out(workspace.loaded, problems)
