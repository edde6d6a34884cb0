"""Follow a dataset of one file through the commits that renamed it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath

from jinpu_tui.history.git import path_from_git

FOLLOW = ("--follow", "-M")
"""The options with which `git log` follows the one file that it is asked about."""


def name_before(ask: Callable[..., bytes], path: str, commit: str) -> str:
    """Return the path that a file of the last commit had in an earlier one, or its present path if it was not renamed since.

    Args:
        ask: Runs a command of git and returns what it prints; raises HistoryError.
        path: Where the file is in HEAD, from the top of the work tree.
        commit: An ancestor of HEAD.
    """
    options = "--raw", "-z", "--no-ext-diff", "--no-textconv", *FOLLOW, "--format="
    output = ask("log", *options, f"{commit}..HEAD", "--", path)
    for before, after in _renames(path_from_git(output).split("\0")):
        if after == path:
            path = before
    return path


def followed_changes(parts: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield name, blob before and blob after of each file in the raw output of `git log --follow`; a rename is two of them."""
    position = 0
    while position + 1 < len(parts):
        about = parts[position]
        if not about.startswith(":"):
            position += 1
            continue
        _modes, _mode, *blobs, status = about[1:].split(" ")
        before, after = (blob if blob.strip("0") else "" for blob in blobs)
        if status[:1] not in ("R", "C"):
            yield PurePosixPath(parts[position + 1]).name, before, after
            position += 2
            continue
        old, new = parts[position + 1 : position + 3]
        yield _name_beside(old, new), before, ""
        yield PurePosixPath(new).name, "", after
        position += 3


def _name_beside(old: str, new: str) -> str:
    """Return what a file was called before it was renamed: its path, if it was in another folder."""
    return PurePosixPath(old).name if PurePosixPath(old).parent == PurePosixPath(new).parent else old


def _renames(parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield old and new path of the renames in raw output, the newest first."""
    for about, old, new in zip(parts, parts[1:], parts[2:], strict=False):
        if about.lstrip("\n").startswith(":") and about.split(" ")[-1].startswith("R"):
            yield old, new
