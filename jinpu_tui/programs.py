"""Finding other programs, never in the current folder: that may be somebody else's repository."""

from __future__ import annotations

import os
import shutil
from errno import ENOENT
from pathlib import Path


def find_program(name: str) -> str | None:
    """Return the absolute path of a program on the search path, or None.

    Entries of `PATH` that are empty or relative stand for the current folder, and are passed over.
    """
    folders = [folder for folder in os.get_exec_path() if Path(folder).is_absolute()]
    found = shutil.which(name, path=os.pathsep.join(folders)) if folders else None
    return found if found is not None and Path(found).is_absolute() else None


def locate_program(name: str) -> str:
    """Return what to run for a program that the user named: a path as it is, a bare name from the search path.

    Raises FileNotFoundError.
    """
    if os.path.dirname(name):  # noqa: PTH120  "./ed" is a path, which Path would take for a name
        return name
    found = find_program(name)
    if found is None:
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), name)
    return found
