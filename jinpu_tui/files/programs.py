"""Find other programs, never in the current folder: that may be somebody else's repository."""

from __future__ import annotations

import os
import shutil
from errno import ENOENT


def find_program(name: str) -> str | None:
    """Return the absolute path of a program on the search path, or None.

    Entries of `PATH` that are empty or relative stand for the current folder, and are skipped.
    """
    for folder in filter(os.path.isabs, os.get_exec_path()):
        path = shutil.which(os.path.join(folder, name))  # noqa: PTH118  folder by folder: Windows would begin with the current one
        if path is not None:
            return path
    return None


def locate_program(name: str) -> str:
    """Return what to run for a program that the user named: a path as it is, a bare name from the search path.

    Raises FileNotFoundError.
    """
    if os.path.dirname(name):  # noqa: PTH120  "./ed" is a path, which Path would take for a name
        return name
    path = find_program(name)
    if path is None:
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), name)
    return path
