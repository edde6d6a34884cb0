"""Exchange two files in one step, if the system can."""

from __future__ import annotations

import ctypes
import os
import sys
from errno import EINVAL, ENOSYS, ENOTSUP, EPERM
from functools import cache
from pathlib import Path
from typing import Any

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_CANNOT = {EINVAL, ENOSYS, ENOTSUP, EPERM}


def swap(first: Path, second: Path) -> bool:
    """Exchange the names of two files, see renameat2(2).

    Returns:
        False if the system or the file system cannot do that.

    Raises:
        OSError: A file is missing, or may not be renamed.
    """
    rename = _renameat2()
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(second))


@cache
def _renameat2() -> Any:
    """Return the function of the C library; None if there is none."""
    if sys.platform != "linux":
        return None

    return getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
