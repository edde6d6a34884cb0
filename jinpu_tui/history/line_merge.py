"""git's own merge of lines, for files that cannot be merged by records."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import toml_rs
from msgspec import Struct

from jinpu_tui.history.git import git_program
from jinpu_tui.history.merge_audit import missing_changes

TIMEOUT_S = 60


class LineMerge(Struct, frozen=True):
    """The merged file, whether it has no conflict markers, and what a merge without markers would have lost."""

    data: bytes
    is_clean: bool
    missing: tuple[str, ...] = ()


def merge_lines(base: bytes, ours: bytes, theirs: bytes, *, is_dataset: bool) -> LineMerge:
    """Merge three versions line by line.

    Two versions of a dataset file may merge without a conflict into one that holds less than both: then everything is marked as
    one conflict instead. Other files are left as git merges them.

    Raises HistoryError if git is missing.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("base", base), ("ours", ours), ("theirs", theirs)):
            Path(folder, name).write_bytes(data)
        command = [git_program(), "merge-file", "-p", "-q", "ours", "base", "theirs"]
        done = subprocess.run(command, capture_output=True, check=False, timeout=TIMEOUT_S, cwd=folder)  # noqa: S603  no shell, files of our own
    if done.returncode:
        return LineMerge(done.stdout, is_clean=False)
    if not (is_dataset and all(map(_is_toml, (base, ours, theirs)))):
        return LineMerge(done.stdout, is_clean=True)
    missing = missing_changes(base, ours, theirs, done.stdout)
    if not missing:
        return LineMerge(done.stdout, is_clean=True)
    return LineMerge(_as_one_conflict(ours, theirs), is_clean=False, missing=tuple(missing))


def _is_toml(data: bytes) -> bool:
    try:
        toml_rs.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except ValueError:
        return False
    return True


def _as_one_conflict(ours: bytes, theirs: bytes) -> bytes:
    """Both versions as one conflict in the form that git gives it."""
    parts = [b"<<<<<<< ours", ours, b"=======", theirs, b">>>>>>> theirs"]
    return b"".join(part if part.endswith(b"\n") else part + b"\n" for part in parts)
