"""The place of a dataset in the work tree of a git repository, and questions that git answers about it.

It knows paths and commands of git; it does not read blobs, commits or records.
"""

from __future__ import annotations

from pathlib import Path

from jinpu_tui.files.safe_open import real_path
from jinpu_tui.history.git import path_from_git, run_git
from jinpu_tui.model.errors import HistoryError
from jinpu_tui.text.i18n import _


class WorkTree:
    """A dataset in the work tree of a git repository.

    Attributes:
        top: The top folder of the work tree.
        prefix: The path of the dataset below the top; empty if the dataset is the top folder itself.
        is_file: Whether the dataset is a single file.
    """

    def __init__(self, top: Path, prefix: str, *, is_file: bool) -> None:
        self.top, self.prefix, self.is_file = top, prefix, is_file

    def ask(self, *words: str) -> bytes:
        """Run a git command that only reads, and return its output. Raises HistoryError."""
        return run_git(self.top, *words)

    @property
    def pathspec(self) -> list[str]:
        """Words that limit a git command to the dataset; none if the dataset is the whole work tree."""
        return ["--", f":(top,literal){self.prefix}"] if self.prefix else []

    def below(self, path: str) -> str | None:
        """Return the path below the dataset of a file of the dataset; None for any other file.

        Args:
            path: The path below the top of the work tree.
        """
        if self.is_file:
            return Path(path).name if path == self.prefix else None
        if self.prefix and not path.startswith(f"{self.prefix}/"):
            return None
        name = path[len(self.prefix) + 1 :] if self.prefix else path
        is_hidden = any(part.startswith(".") for part in name.split("/"))
        return name if name.endswith(".toml") and not is_hidden else None


def locate_work_tree(root: Path) -> WorkTree:
    """Return the work tree that a dataset lies in. Raises HistoryError if there is none, or no git."""
    real = real_path(root)
    folder = real if real.is_dir() else real.parent
    try:
        output = path_from_git(run_git(folder, "rev-parse", "--show-toplevel")).rstrip("\n")
    except HistoryError as error:
        hint = _("{path} is not under git ({reason}); `git init` there keeps a history from then on")
        raise HistoryError(hint.format(path=root, reason=error)) from None
    top = real_path(Path(output))
    if not real.is_relative_to(top):  # core.worktree or a .git file that leads elsewhere
        reason = _("the repository here is that of another folder, {top}").format(top=top)
        raise HistoryError(_("{path} is not under git ({reason})").format(path=root, reason=reason))
    prefix = real.relative_to(top).as_posix()
    return WorkTree(top, "" if prefix == "." else prefix, is_file=real.is_file())
