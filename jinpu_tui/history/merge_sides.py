"""How the two sides of a merge are shown, found out while git runs our merge driver: branch and author of each.

git passes labels to a merge driver from version 2.44 on; older versions leave the placeholders as they are. What they all have
are the variables `GITHEAD_<commit>` of `git merge` and `git pull`, and the files of a rebase. During a rebase "ours" is the
branch that commits are put on, and "theirs" one's own commit: the texts say so. Labels are for display only: nothing raises.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from jinpu_tui.history.git import name_from_git, path_from_git
from jinpu_tui.history.repository import Commit, Repository
from jinpu_tui.model.errors import HistoryError
from jinpu_tui.text.i18n import _

DRIVER_ARGUMENTS = "merge-file %O %A %B --path=%P --mine-label=%X --theirs-label=%Y"
"""What the configured merge driver passes to this program."""

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_MAX_NAME = 60
_MAX_LABEL = 120
_MAX_FILE_BYTES = 1 << 16


class Sides(NamedTuple):
    """Texts that name the sides of a merge; empty if nothing is known of one."""

    mine_by: str = ""
    theirs_by: str = ""


def merge_sides(path: str | None, mine_label: str = "", theirs_label: str = "") -> Sides:
    """Return how to show the sides of the merge that git is doing now in the current folder.

    Args:
        path: The merged file, below the top of the work tree; the authors are those of its last commits.
        mine_label: git's label of our side (`%X`), or the placeholder itself.
        theirs_label: git's label of the other side (`%Y`), likewise.
    """
    labels = Sides(*(_known(label) for label in (mine_label, theirs_label)))
    try:
        with Repository.around(Path.cwd()) as repository:
            sides = _Finder(repository, path or "", labels).sides()
    except (HistoryError, OSError, ValueError):
        sides = labels
    return Sides(*(_bounded(text, _MAX_LABEL) for text in sides))


class _Finder:
    """What the environment and the files of the repository say about the merge."""

    def __init__(self, repository: Repository, path: str, labels: Sides) -> None:
        self._repository, self._path, self._labels = repository, path, labels
        self._folder = _git_folder(repository.top)

    def sides(self) -> Sides:
        heads = _merged_heads(os.environ)
        if heads:
            return self._of_merge(heads)
        if onto := self._commit_in("rebase-merge/onto"):
            return self._of_rebase(onto, self._commit_in("rebase-merge/done"), self._read("rebase-merge/head-name"))
        if (self._folder / "rebase-apply" / "rebasing").exists():  # it says where it puts commits only when it stops
            head = self._repository.revision("HEAD")
            return self._of_rebase(head, self._commit_in("rebase-apply/original-commit"), "")
        for name in ("CHERRY_PICK_HEAD", "REVERT_HEAD", "MERGE_HEAD"):
            if commit := self._commit_in(name):
                return self._of_merge({commit: self._labels.theirs_by})
        return Sides(self._mine(self._last("HEAD")), self._labels.theirs_by)

    def _of_merge(self, heads: Mapping[str, str]) -> Sides:
        commit, name = next(iter(heads.items()))
        if len(heads) > 1:
            return Sides(self._mine(self._last("HEAD")), ", ".join(map(_short, heads.values())))
        theirs = self._last(commit, without="HEAD")
        if not name or _COMMIT.fullmatch(name):
            name = next(iter(self._branches(commit)), theirs.id if theirs is not None else _short(commit))
        return Sides(self._mine(self._last("HEAD", without=commit)), _named(name, theirs))

    def _of_rebase(self, onto: str, commit: str, head: str) -> Sides:
        own = head.removeprefix("refs/heads/")
        mine = self._last(onto, without=commit)
        name = next((branch for branch in self._branches(onto) if branch != own), _short(onto))
        author = f" ({mine.who})" if mine is not None else ""
        upstream = _("upstream {name}").format(name=_bounded(name, _MAX_NAME)) + author
        theirs = self._repository.last_commit(commit) if commit else None
        if theirs is None:
            return Sides(upstream, self._labels.theirs_by)
        message = _("your commit {commit} “{subject}” ({author})")
        subject = _bounded(theirs.subject, _MAX_NAME)
        return Sides(upstream, message.format(commit=theirs.id, subject=subject, author=_bounded(theirs.who, _MAX_NAME)))

    def _mine(self, commit: Commit | None) -> str:
        head = self._read("HEAD")
        branch = head.removeprefix("ref: refs/heads/") if head.startswith("ref: refs/heads/") else ""
        if branch in ("", ".invalid"):
            branch = commit.id if commit is not None else self._labels.mine_by
        return _named(branch, commit)

    def _last(self, revision: str, without: str = "") -> Commit | None:
        """Return the last commit of a side that touched the file since the sides parted, or else the last of the side."""
        commit = self._repository.last_commit(revision, self._path, without) if self._path else None
        return commit or self._repository.last_commit(revision)

    def _branches(self, commit: str) -> list[str]:
        return self._repository.branches_at(commit)

    def _commit_in(self, name: str) -> str:
        """Return the commit that the last line of a file names: alone, or after a word such as `pick`; empty for none."""
        lines = self._read(name).splitlines()
        words = lines[-1].split() if lines else []
        return next((word for word in words[:2] if _COMMIT.fullmatch(word)), "")

    def _read(self, name: str) -> str:
        with suppress(OSError), (self._folder / name).open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - _MAX_FILE_BYTES))
            return file.read(_MAX_FILE_BYTES).decode(errors="replace").strip()
        return ""


def _git_folder(top: Path) -> Path:
    """Return the folder of the repository, in a linked work tree that of the work tree."""
    if folder := os.environ.get("GIT_DIR"):
        return Path(folder)
    place = top / ".git"
    if not place.is_file():
        return place
    return top / path_from_git(place.read_bytes()).removeprefix("gitdir:").strip()


def _merged_heads(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the commits that `git merge` merges, with what they were called."""
    found = {
        name.removeprefix("GITHEAD_"): name_from_git(value) for name, value in environ.items() if name.startswith("GITHEAD_")
    }
    return {commit: name for commit, name in found.items() if _COMMIT.fullmatch(commit)}


def _named(name: str, commit: Commit | None) -> str:
    name = _bounded(name, _MAX_NAME)
    if commit is None or not commit.who:
        return name
    return f"{name} ({_bounded(commit.who, _MAX_NAME - 10)})" if name else commit.who


def _known(label: str) -> str:
    """Return a label; nothing for a placeholder that git did not know."""
    return "" if re.fullmatch(r"%[A-Za-z]", label) else name_from_git(label)


def _short(name: str) -> str:
    return name[:10] if _COMMIT.fullmatch(name) else name


def _bounded(text: str, most: int) -> str:
    """Return a text on one line, without control characters, cut to a maximum length."""
    line = " ".join(_CONTROL.sub(" ", text.encode(errors="replace").decode()).split())
    return line if len(line) <= most else line[: most - 1] + "…"
