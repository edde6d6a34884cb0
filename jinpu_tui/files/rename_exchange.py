"""Swapping two files in one step, where the system can."""

from __future__ import annotations

import os
import sys
from errno import EINVAL, ENOSYS, ENOTSUP, EPERM
from functools import cache
from pathlib import Path
from typing import Any

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_CANNOT = {EINVAL, ENOSYS, ENOTSUP, EPERM}


def swap(one: Path, other: Path) -> bool:
    """Let two files change names, see renameat2(2); False if system or file system cannot. Raises OSError."""
    rename = _renameat2()
    if rename is None:
        return False
    import ctypes

    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(other))


@cache
def _renameat2() -> Any:
    """Return the function of the C library, or None."""
    if sys.platform != "linux":
        return None
    import ctypes

    return getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
