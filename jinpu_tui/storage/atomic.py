"""Replacing a file as a whole: readers see the old bytes or the new ones, whatever happens in between."""

from __future__ import annotations

import contextlib
import os
import stat
from errno import EACCES
from pathlib import Path

_MARK = ".jinpu-"


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file, through symbolic links, keeping mode and owner.

    A temporary file is written and synced beside it, renamed over it, and the folder synced. Raises OSError, with the file as
    it was. Leftovers of a process killed in between are cleared away; the caller holds the dataset's lock.
    """
    real = path.resolve()
    if real.exists() and not os.access(real, os.W_OK):
        raise PermissionError(EACCES, os.strerror(EACCES), str(real))
    for leftover in real.parent.glob(f".{_escaped(real.name)}{_MARK}*"):
        leftover.unlink(missing_ok=True)
    temporary = real.with_name(f".{real.name}{_MARK}{os.urandom(4).hex()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            _take_over(file.fileno(), temporary, real)
            os.fsync(file.fileno())
        temporary.replace(real)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(real.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder survive a power cut, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _take_over(descriptor: int, temporary: Path, real: Path) -> None:
    """Give the temporary file the mode and owner of the file it replaces; a new file gets what the umask leaves."""
    try:
        status = real.stat()
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        return
    if hasattr(os, "fchown"):
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, status.st_uid, status.st_gid)
    temporary.chmod(stat.S_IMODE(status.st_mode))


def _escaped(name: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)
