"""What a clone leaves out, and where a dataset's files were before they came into its folder.

A clone may leave out the history before a boundary, files outside of a sparse checkout, content that Git LFS keeps.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol


class Clone(Protocol):
    """What is asked of a repository here."""

    top: Path
    """The root of the work tree."""

    prefix: str
    """Path of the dataset below it."""

    def ask(self, *words: str) -> bytes:
        """Return what git prints."""

    def below(self, path: str) -> str | None:
        """Return the path of a file below the dataset; None for a file that is not the dataset's."""


def boundary(repository: Clone) -> frozenset[str]:
    """Return the ids of the commits whose parents a shallow clone does not have."""
    try:
        return frozenset((_common_folder(repository) / "shallow").read_text("ascii").split())
    except (OSError, UnicodeDecodeError):
        return frozenset()


def lfs_store(repository: Clone) -> Path:
    """Return the folder in which a clone keeps the content of Git LFS pointers."""
    return _common_folder(repository) / "lfs" / "objects"


def files_not_checked_out(repository: Clone) -> frozenset[str]:
    """Return the dataset's files that a sparse checkout leaves out of the work tree, by their path below the dataset."""
    where = ["--", f":(top,literal){repository.prefix}"] if repository.prefix else []
    output = repository.ask("ls-files", "-t", "-z", "--full-name", *where).decode(errors="surrogateescape")
    paths = [line[2:] for line in output.split("\0") if line.startswith("S ")]
    names = {repository.below(path) for path in paths if not (repository.top / path).exists()}
    return frozenset(name for name in names if name is not None)


def brought_in(repository: Clone, commit: str) -> Mapping[str, str]:
    """Return the dataset's files that a commit renamed from elsewhere in the repository, with the paths they had there."""
    output = repository.ask("diff-tree", "-r", "--raw", "-z", "-M", "--no-commit-id", "--end-of-options", commit)
    parts = output.decode(errors="surrogateescape").split("\0")
    found: dict[str, str] = {}
    for about, old, new in zip(parts, parts[1:], parts[2:], strict=False):
        name = repository.below(new) if about.startswith(":") and about.split(" ")[-1].startswith("R") else None
        if name is not None and repository.below(old) is None:
            found[name] = old
    return found


def _common_folder(repository: Clone) -> Path:
    """Return git's own folder, which all work trees of a repository share."""
    return repository.top / repository.ask("rev-parse", "--git-common-dir").decode(errors="surrogateescape").rstrip("\n")
