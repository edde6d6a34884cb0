"""A warning if a dataset is to be merged by records and this clone is not set up for it: git would merge it by lines."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from jinpu_tui.files.safe_open import real_path
from jinpu_tui.model.errors import HistoryError
from jinpu_tui.model.problems import Problem
from jinpu_tui.storage.dataset_files import DatasetFiles
from jinpu_tui.text.i18n import _

_NAME = ".gitattributes"
_DRIVER = "merge=jinpu"
_MAX_BYTES = 1 << 20


def setup_problem(loaded: DatasetFiles) -> Problem | None:
    """Return the warning for the clone around a dataset; None if it is set up, or if there is nothing to set up.

    Builds (`CI` is set), bare repositories and machines without git are left alone. git is asked only if a `.gitattributes`
    of the dataset names the driver.
    """
    if os.environ.get("CI"):
        return None
    try:
        place = next(_naming(real_path(loaded.root), {file.path.parent for file in loaded.files}), None)
        if place is None:
            return None
        from jinpu_tui.history.driver_config import driver_state

        state = driver_state(loaded.root)
    except (HistoryError, OSError):
        return None
    if state == "current":
        return None
    path, line = place
    message = _("this clone is not set up to merge this dataset by records: git merges it by lines and stops at conflicts")
    if state == "unsafe":
        message = _("this clone is set up by an earlier version, with settings that are unsafe or lack a part")
    return Problem(str(path), line, 1, "warning", "git-setup", message, _("run `jinpu-tui git-setup` once in this clone"))


def _naming(root: Path, folders: Iterable[Path]) -> Iterator[tuple[Path, int]]:
    """Yield the attributes files that name the driver, with the line, if the dataset lies in a work tree of git."""
    folder = root if root.is_dir() else root.parent
    above = []
    for parent in (folder, *folder.parents):
        above.append(parent)
        if (parent / ".git").exists():
            break
    else:
        return
    for fromkey in dict.fromkeys((*above, *folders)):
        if (line := _line_in(fromkey / _NAME)) is not None:
            yield fromkey / _NAME, line


def _line_in(path: Path) -> int | None:
    """Return the line of a file that names the driver. What is no regular file, or a large one, is passed over."""
    if not path.is_file() or path.stat().st_size > _MAX_BYTES:
        return None
    for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
        if _DRIVER in line.split()[1:] and not line.lstrip().startswith("#"):
            return number
    return None
