"""Looking again at the files of a dataset: what others wrote since, and what cannot be read any more."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from operator import is_
from pathlib import Path

from jinpu_tui.storage.data_file import DataFile, read_file
from jinpu_tui.storage.dataset_files import DatasetFiles, assemble
from jinpu_tui.storage.file_search import dataset_paths
from jinpu_tui.text.i18n import _

BLINK = 0.1
"""Some editors save by moving the file away and writing another: for so many seconds a missing file is waited for."""


def rescan(library: DatasetFiles, differs: Callable[[DataFile], bool]) -> DatasetFiles | None:
    """What the files hold now; None where nothing is new. Only files of which `differs` says so are read.

    A file that was sound and cannot be read any more is kept as it was and marked stale. May run in another thread.
    """
    known = {str(one.path): one for one in library.files}
    paths = _paths(library.root, known)
    if paths is not None and not known.keys() <= set(paths):
        time.sleep(BLINK)
        paths = _paths(library.root, known)
    within = library.root if library.root.is_dir() else None
    files = [_now(known.get(path), path, within, differs) for path in (list(known) if paths is None else paths)]
    if len(files) == len(known) and all(map(is_, files, library.files)):
        return None
    return assemble(library.root, files)


def _paths(root: Path, known: Mapping[str, DataFile]) -> list[str] | None:
    """Return the files that the dataset has now; None if it is gone as a whole."""
    return dataset_paths(root) if root.exists() or str(root) in known else None


def _now(old: DataFile | None, path: str, within: Path | None, differs: Callable[[DataFile], bool]) -> DataFile:
    if old is not None and not differs(old):
        return old
    fresh = read_file(Path(path), within)
    if old is None or not old.readable or fresh.readable or fresh.refused:
        return fresh
    hint = _("its records are shown as they were; edits wait until it is sound again")
    return replace(old, stamp=fresh.stamp, problems=tuple(one._replace(hint=hint) for one in fresh.problems), stale=True)
