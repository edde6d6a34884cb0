"""Which dataset is meant when none is named."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def default_dataset() -> Path:
    """Return `$JINPU_DATASET`, else `data/` or a dataset here or above, else the user's copy of the dataset of this program.

    Raises:
        OSError: That copy can be neither found nor made.
    """
    return _named_or_near() or users_copy()


def existing_default_dataset() -> Path | None:
    """Return the same dataset without creating the user's copy; None if that would be needed."""
    found = _named_or_near() or _path_of_copy()
    return found if found.exists() else None


def _named_or_near() -> Path | None:
    if named := os.environ.get("JINPU_DATASET"):
        return Path(named)
    from jinpu_tui.services.workspace import dataset_in

    here = Path.cwd()
    for folder in (here, *here.parents):
        found = dataset_in(folder / "data") or dataset_in(folder)
        if found is not None:
            return found
    return None


def _path_of_copy() -> Path:
    import platformdirs

    return platformdirs.user_data_path("jinpu-tui", appauthor=False) / "jinpu"


def users_copy() -> Path:
    """Return the dataset that comes with the program, in the user's data folder; copied there on first use. Raises OSError."""
    target = _path_of_copy()
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(f".jinpu-{os.getpid()}")
        from importlib.resources import as_file, files

        with as_file(files("jinpu_tui") / "data") as packaged:
            source = packaged if packaged.is_dir() else Path(__file__).parents[2] / "data"
            shutil.copytree(source, half, ignore=shutil.ignore_patterns(".*"))
        half.rename(target)
    return target
