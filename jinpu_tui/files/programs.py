"""Finding other programs, never in the current folder: that may be somebody else's repository."""

from __future__ import annotations

import os
import shutil
from errno import ENOENT


def find_program(name: str) -> str | None:
    """Return the absolute path of a program on the search path, or None.

    Entries of `PATH` that are empty or relative stand for the current folder, and are passed over.
    """
    for folder in filter(os.path.isabs, os.get_exec_path()):
        found = shutil.which(os.path.join(folder, name))  # noqa: PTH118  folder by folder: Windows would begin with the current one
        if found is not None:
            return found
    return None


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
