"""Find the files of a dataset, without opening any."""

from __future__ import annotations

import os
from pathlib import Path


def dataset_files(root: Path) -> list[Path]:
    """Return the files of a dataset: the file itself, or all `*.toml` below a folder, ordered by name, without hidden ones.

    A folder that cannot be looked into is among them: what it holds is missing, as with a file that cannot be read.
    """
    return [Path(path) for path in dataset_paths(root)]


def dataset_paths(root: Path) -> list[str]:
    """Return the same as texts, each equal to the `str` of its Path: a dataset of 20,000 files is looked at twice a second."""
    if not root.is_dir():
        return [str(root)]
    base = "" if str(root) == os.curdir else str(root).removesuffix(os.sep) + os.sep
    names: list[str] = []
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        entries = _entries(base + folder or os.curdir)
        if entries is None:
            names.append(folder.removesuffix(os.sep))
        for entry in entries or ():
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder:
                waiting.append(f"{folder}{entry.name}{os.sep}")
            if entry.name.endswith(".toml"):
                names.append(folder + entry.name)
    names.sort(key=_parts)
    return [base + name if name else str(root) for name in names]


def _entries(folder: str) -> list[os.DirEntry[str]] | None:
    """Return what a folder holds, without hidden entries; None if it cannot be looked into."""
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except FileNotFoundError:  # it has just been removed
        return []
    except OSError:
        return None


def _parts(name: str) -> str:
    """Return what orders names as their parts are ordered: a folder's files stand together."""
    return name.replace(os.sep, "\0")
