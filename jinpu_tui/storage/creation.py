"""Create a dataset, or a file of one, with the permissions of what exists already."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from errno import EEXIST
from pathlib import Path
from typing import TYPE_CHECKING

from jinpu_tui.storage.loader import dataset_paths
from jinpu_tui.text.i18n import _

if TYPE_CHECKING:
    from jinpu_tui.files.permissions import Permissions


def create_dataset(folder: Path, title: str) -> Path:
    """Create a dataset in a folder, which is created if needed. In a shared folder it is shared in the same way.

    The file names the JSON Schema beside it by the `#:schema` line that TOML editors look for. The schema is a file of its own
    in the folder, so that it works without a network and in every clone.

    Returns:
        The file with the `[dataset]` table.

    Raises:
        OSError: It cannot be created, or the folder has TOML files.
    """
    import json

    from jinpu_tui.files.atomic_write import create_file
    from jinpu_tui.files.permissions import of_shared_folder
    from jinpu_tui.model.schema import SCHEMA_FILE, dataset_schema
    from jinpu_tui.toml_edit import encoder

    if folder.is_dir() and dataset_paths(folder):
        raise FileExistsError(EEXIST, _("there are TOML files already"), str(folder))
    existing = next(path for path in (folder, *folder.absolute().parents) if path.is_dir())
    permissions = of_shared_folder(existing)
    make_folders(folder, permissions)
    path = folder / "dataset.toml"
    text = f"#:schema ./{SCHEMA_FILE}\n[dataset]\nformat = 1\ntitle = {encoder.inline(title)}\n"
    if not create_file(path, text.encode(), permissions):
        raise FileExistsError(EEXIST, os.strerror(EEXIST), str(path))
    schema = json.dumps(dataset_schema(), indent=2) + "\n"
    create_file(folder / SCHEMA_FILE, schema.encode(), permissions)
    return path


def begin_file(root: Path, name: str, heading: str, files: Iterable[Path]) -> bool:
    """Create a file in a dataset folder unless it exists, as open to others as the other files.

    Folders on the way to it are open to all who edit the dataset, as `.jinpu` is, so that others can create files there, too.

    Args:
        root: The dataset folder.
        name: The path of the file below it.
        heading: A comment for its first line.
        files: The files of the dataset.

    Returns:
        Whether the file is new.

    Raises:
        OSError: It cannot be created.
    """
    from jinpu_tui.files.atomic_write import create_file
    from jinpu_tui.files.permissions import of_files

    files = list(files)
    path = root / name
    make_folders(path.parent, of_files(files, root), below=root)
    return create_file(path, f"# {heading}\n".encode(), of_files(files))


def make_folders(folder: Path, permissions: Permissions | None, below: Path | None = None) -> None:
    """Create a folder and those above it that are missing, and open those of ours below `below` that exist, too."""
    from jinpu_tui.files.permissions import follow

    if folder == below or (below is None and folder.is_dir()):
        return
    if not folder.is_dir() and folder.parent != folder:
        make_folders(folder.parent, permissions, below)
    is_new = not folder.exists()
    with suppress(FileExistsError):
        folder.mkdir(0o777 if permissions is None else 0o700)
    if permissions is not None:
        follow(folder, permissions, only_widen=not is_new)
