"""Incomplete clones: the boundary of a shallow clone, files outside a sparse checkout, the content of Git LFS pointers.

Also the places that a dataset's files had before they came into its folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinpu_tui.history.git import path_from_git
from jinpu_tui.history.work_tree import WorkTree


def boundary(work_tree: WorkTree) -> frozenset[str]:
    """Return the ids of the commits whose parents a shallow clone does not have."""
    try:
        return frozenset((_common_folder(work_tree) / "shallow").read_text("ascii").split())
    except (OSError, UnicodeDecodeError):
        return frozenset()


def lfs_store(work_tree: WorkTree) -> Path:
    """Return the folder in which a clone keeps the content of Git LFS pointers."""
    return _common_folder(work_tree) / "lfs" / "objects"


def files_not_checked_out(work_tree: WorkTree) -> frozenset[str]:
    """Return the dataset's files that a sparse checkout leaves out of the work tree, by their path below the dataset."""
    output = path_from_git(work_tree.ask("ls-files", "-t", "-z", "--full-name", *work_tree.pathspec))
    paths = [line[2:] for line in output.split("\0") if line.startswith("S ")]
    names = {work_tree.below(path) for path in paths if not (work_tree.top / path).exists()}
    return frozenset(name for name in names if name is not None)


def brought_in(work_tree: WorkTree, commit: str) -> Mapping[str, str]:
    """Return the dataset's files that a commit renamed from elsewhere in the repository, with the paths they had there."""
    output = work_tree.ask("diff-tree", "-r", "--raw", "-z", "-M", "--no-commit-id", "--end-of-options", commit)
    parts = path_from_git(output).split("\0")
    found: dict[str, str] = {}
    for about, old, new in zip(parts, parts[1:], parts[2:], strict=False):
        name = work_tree.below(new) if about.startswith(":") and about.split(" ")[-1].startswith("R") else None
        if name is not None and work_tree.below(old) is None:
            found[name] = old
    return found


def _common_folder(work_tree: WorkTree) -> Path:
    """Return git's own folder, which all work trees of a repository share."""
    return work_tree.top / path_from_git(work_tree.ask("rev-parse", "--git-common-dir")).rstrip("\n")
