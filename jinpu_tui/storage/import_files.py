"""Files of `.imports`: for each register that was imported, how it is read and what its rows were.

The folder lies beside the journal's, but is meant to be committed: whoever imports the next version of a register compares it
with the same rows. As it may have come with somebody else's dataset, links in it are not followed.
"""

from __future__ import annotations

from collections.abc import Iterable
from errno import ELOOP
from pathlib import Path

from jinpu_tui.files.atomic_write import create_file, replace_file
from jinpu_tui.files.permissions import of_files
from jinpu_tui.files.safe_open import UnsafeFileError, read_regular
from jinpu_tui.storage.creation import make_folders
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import in_file_name

FOLDER = ".imports"

MAX_NAME_BYTES = 120


def import_file(root: Path, register: str) -> Path:
    """Return the file of a register, whether it exists or not.

    Args:
        root: The dataset: a folder, or a file, whose registers lie beside it under its own name.
        register: Name of the register, such as that of its file without ending.
    """
    name = in_file_name(register, "import") if root.is_dir() else in_file_name(f"{root.stem}.{register}", "import")
    short = name.encode()[:MAX_NAME_BYTES].decode(errors="ignore")
    return (root if root.is_dir() else root.parent) / FOLDER / f"{short}.toml"


def read_import_file(path: Path) -> str:
    """Return the text of the file of a register; empty if there is none. Raises OSError."""
    try:
        _refuse_link(path.parent)
        data, _stamp = read_regular(path, follow=False)
    except FileNotFoundError:
        return ""
    return data.decode("utf-8", "replace")


def write_import_file(path: Path, text: str, files: Iterable[Path]) -> None:
    """Write the file of a register, as open to others as the files of the dataset. Raises OSError."""
    _refuse_link(path.parent)
    files = list(files)
    permissions = of_files(files, path.parent.parent)
    make_folders(path.parent, permissions, below=path.parent.parent)
    if not create_file(path, text.encode(), of_files(files)):
        if path.is_symlink():
            raise _link_error(path)
        replace_file(path, text.encode())


def _refuse_link(folder: Path) -> None:
    if folder.is_symlink():
        raise _link_error(folder)


def _link_error(path: Path) -> UnsafeFileError:
    return UnsafeFileError(ELOOP, _("a link; it is not followed"), path, "unreadable", _("remove it"))
