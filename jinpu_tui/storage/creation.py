"""Beginning a dataset, and a file of one."""

from __future__ import annotations

from errno import EEXIST
from pathlib import Path

from jinpu_tui.locale import _
from jinpu_tui.storage.library import dataset_files


def create_dataset(folder: Path, title: str) -> Path:
    """Begin a dataset in a folder, made where there is none; its file. Raises OSError where the folder has TOML files."""
    if folder.is_dir() and dataset_files(folder):
        raise FileExistsError(EEXIST, _("there are TOML files already"), str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "dataset.toml"
    from jinpu_tui.storage import encode
    from jinpu_tui.storage.atomic import replace_file

    replace_file(path, f"[dataset]\nformat = 1\ntitle = {encode.inline(title)}\n".encode())
    return path


def begin_file(path: Path, heading: str) -> None:
    """Begin a file of a dataset with a comment. Raises OSError."""
    from jinpu_tui.storage.atomic import replace_file

    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, f"# {heading}\n".encode())
