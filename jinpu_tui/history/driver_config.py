"""Whether a clone has the settings with which git merges datasets by records. Nothing of the repository is run."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from jinpu_tui.history.repository import HistoryError, Repository

DriverState = Literal["missing", "unsafe", "current"]
"""`unsafe` also stands for settings of an earlier version that lack a part; running `git-setup` again repairs both."""

MERGE_DRIVER = "merge.jinpu.driver"
RECURSIVE = "merge.jinpu.recursive"


def driver_state(folder: Path) -> DriverState:
    """Return whether the clone around a folder is set up. Raises HistoryError if there is no repository, or no git."""
    with Repository.around(folder) as repository:
        if not _setting(repository, MERGE_DRIVER):
            return "missing"
        return "current" if _setting(repository, RECURSIVE) == "binary" else "unsafe"


def _setting(repository: Repository, name: str) -> str:
    try:
        return repository.setting(name)
    except HistoryError:  # git config exits with 1 if there is none
        return ""
