"""Create a git repository with an invented history, from the contents of files. No template or hook of the user's is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from jinpu_tui.history.git import git_environ, run_git

BRANCH = "refs/heads/main"

_LOCAL_VARIABLES = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)
"""Variables that name another repository, as hooks get them: what `git rev-parse --local-env-vars` lists."""


class NewCommit(NamedTuple):
    """A commit to be made."""

    when: datetime
    """With a time zone."""
    name: str
    email: str
    message: str
    files: Mapping[str, bytes]
    """All files of the commit, by their path in the repository, which has neither quotes nor line ends."""


def create_repository(folder: Path, commits: Sequence[NewCommit]) -> None:
    """Create a repository in a folder, with commits on one branch, the oldest first. Files of the folder are left alone.

    Raises HistoryError, also if git is not installed.
    """
    environ = {name: value for name, value in git_environ().items() if name not in _LOCAL_VARIABLES}
    run_git(folder, "init", "--quiet", "--template=", environ=environ)
    run_git(folder, "symbolic-ref", "HEAD", BRANCH, environ=environ)
    run_git(folder, "fast-import", "--quiet", environ=environ, data=b"".join(_import_stream(commits)))
    run_git(folder, "read-tree", "HEAD", environ=environ)


def _import_stream(commits: Sequence[NewCommit]) -> Iterator[bytes]:
    """Yield the commits in the format of `git fast-import`."""
    for number, commit in enumerate(commits):
        yield f"commit {BRANCH}\n".encode()
        yield f"committer {commit.name} <{commit.email}> {int(commit.when.timestamp())} {commit.when:%z}\n".encode()
        yield _data(commit.message.encode())
        before = commits[number - 1].files if number else {}
        for path in before.keys() - commit.files.keys():
            yield f"D {path}\n".encode()
        for path, content in commit.files.items():
            if before.get(path) != content:
                yield f"M 100644 inline {path}\n".encode()
                yield _data(content)
    yield b"done\n"


def _data(content: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(content), content)
