"""The settings of a clone that have git merge and show datasets by records: what they are, and whether a clone has them.

git runs the configured programs in the top folder of the work tree, so a program must not be looked for there: `python -m
jinpu_tui`, which earlier versions configured, puts that folder first on the path of modules, and a `click.py` of the repository
would be run. Nothing of the repository is run here; only `git config` and `git ls-files` are asked.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from jinpu_tui.files.safe_open import real_path
from jinpu_tui.history.git import path_from_git, run_git
from jinpu_tui.history.merge_sides import DRIVER_ARGUMENTS
from jinpu_tui.model.errors import HistoryError

DriverState = Literal["missing", "unsafe", "current"]
"""`unsafe` also stands for settings of an earlier version that lack a part; running `git-setup` again repairs both."""

DRIVER = "jinpu"
MERGE_DRIVER = "merge.jinpu.driver"
RECURSIVE = "merge.jinpu.recursive"
TEXTCONV = "diff.jinpu.textconv"

_PYTHON = re.compile(r"(?:python|pypy)w?[\d.]*(?:\.exe)?", re.IGNORECASE)
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=.*", re.DOTALL)
_SAFE_PATH = re.compile(r"-[a-zA-Z]*[PI]")
_TAKES_A_VALUE = re.compile(r"-[a-zA-Z]*[WX]")


def driver_settings(command: str) -> Mapping[str, str]:
    """Return the settings of a clone. `command` is the start of a shell command that runs this program."""
    return {
        "merge.jinpu.name": "records and fields of a jinpu-tui dataset",
        MERGE_DRIVER: f"{command} {DRIVER_ARGUMENTS}",
        RECURSIVE: DRIVER,  # several merge bases are merged by records, too: else what a side took back since is there again
        TEXTCONV: f"{command} textconv",
    }


def driver_state(folder: Path) -> DriverState:
    """Return whether the clone around a folder is set up. Raises HistoryError if there is no repository, or no git."""
    top = Path(path_from_git(run_git(folder, "rev-parse", "--show-toplevel")).rstrip("\n"))
    driver = _setting(folder, MERGE_DRIVER)
    if not driver:
        return "missing"
    commands = [driver, *filter(None, [_setting(folder, TEXTCONV)])]
    is_whole = _setting(folder, RECURSIVE) == DRIVER
    return "current" if is_whole and all(_is_safe(command, top) for command in commands) else "unsafe"


def tracked_inside(top: Path, paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return the paths that lie in a work tree, and those of them that git tracks, or tracks files of. Raises HistoryError."""
    real_top = real_path(top)
    inside = [
        path
        for path in dict.fromkeys(paths)
        if path.is_relative_to(top) or path.is_relative_to(real_top) or real_path(path).is_relative_to(real_top)
    ]
    return inside, [path for path in inside if _is_tracked(top, path)]


def _is_tracked(top: Path, path: Path) -> bool:
    names = {path, real_path(path.parent) / path.name, real_path(path)}
    real_top = real_path(top)
    within = [name.relative_to(real_top).as_posix() for name in names if name.is_relative_to(real_top)]
    return any(run_git(top, "ls-files", "-z", "--", f":(top,literal){name}") for name in within)


def _setting(folder: Path, name: str) -> str:
    """Return a setting as git would use it, from whichever of its files; empty for none."""
    try:
        return path_from_git(run_git(folder, "config", "--get", name)).rstrip("\n")
    except HistoryError:  # git config ends with 1 if there is none
        return ""


def _is_safe(command: str, top: Path) -> bool:
    """Return whether a configured command runs no file of the work tree.

    A program without a folder is looked for on the user's own search path. Python must have been kept from putting the current
    folder on its path of modules if it runs a module.
    """
    try:
        words = shlex.split(command)
    except ValueError:
        return False
    while words and _ASSIGNMENT.fullmatch(words[0]):
        del words[0]
    if not words:
        return False
    program = Path(words[0])
    if {"/", os.sep}.intersection(words[0]) and not program.is_absolute():
        return False
    if program.is_absolute() and tracked_inside(top, [program])[1]:
        return False
    return not _PYTHON.fullmatch(program.name) or _python_is_safe(words[1:])


def _python_is_safe(words: Sequence[str]) -> bool:
    """Return whether Python with these arguments finds modules without looking in the current folder."""
    rest = list(words)
    while rest and rest[0].startswith("-") and rest[0] not in ("-m", "-c"):
        if _SAFE_PATH.fullmatch(rest[0]):
            return True
        del rest[: 2 if _TAKES_A_VALUE.fullmatch(rest[0]) else 1]
    return bool(rest) and rest[0] not in ("-m", "-c") and Path(rest[0]).is_absolute()
