"""Replacing a file as a whole: readers see the old bytes or the new ones, whatever happens in between.

Where the system can swap two names in one step (Linux, most local file systems), what came out is looked at before it goes:
somebody who saved in that very moment, with an editor that knows nothing of our lock, loses nothing either. Elsewhere the file
is looked at just before it is replaced.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterable
from errno import EACCES, EBADF, EINVAL, ENOSYS, ENOTSUP
from pathlib import Path

from jinpu_tui.storage.errors import OvertakenError
from jinpu_tui.storage.swap import swap

_MARK = ".jinpu-"
_LEFTOVER = re.compile(r"\..+\.jinpu-[0-9a-f]{8,16}")
_NO_SYNC = {EINVAL, ENOTSUP, ENOSYS, EBADF}
"""What file systems answer that cannot sync a folder."""


def replace_file(path: Path, data: bytes, *, instead_of: bytes | None = None, mode: int | None = None) -> None:
    """Put `data` in the place of the file, through symbolic links, keeping mode, owner and extended attributes.

    A temporary file is written and synced beside it and put in its place, and the folder synced. `mode` is that of a new file,
    else what the umask leaves. Raises OvertakenError where the file does not hold `instead_of` any more, and OSError; the file
    is then as it was, or as somebody else left it. What a killed process leaves is cleared away by `clear_leftovers`.
    """
    real = path.resolve()
    if real.exists() and not os.access(real, os.W_OK):
        raise PermissionError(EACCES, os.strerror(EACCES), str(real))
    temporary = real.with_name(f".{real.name}{_MARK}{os.urandom(8).hex()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        try:
            write_all(descriptor, data)
            _take_over(descriptor, temporary, real, mode)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if instead_of is None:
            os.replace(temporary, real)  # noqa: PTH105  one call of the system, for tests to fail at
        else:
            _put_in_place(temporary, real, data, instead_of)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise
    sync_folder(real.parent)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of it, however little the system takes at a time. Raises OSError."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def clear_leftovers(folders: Iterable[Path]) -> None:
    """Remove the temporary files of processes that were killed. The caller holds the dataset's lock."""
    for folder in folders:
        with contextlib.suppress(OSError):
            for one in os.scandir(folder):
                if _LEFTOVER.fullmatch(one.name) and one.is_file(follow_symlinks=False):
                    os.unlink(one.path)  # noqa: PTH108


def sync_folder(folder: Path) -> None:
    """Make what was renamed in the folder survive a power cut, where the system can. Raises OSError."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(descriptor)


def _put_in_place(temporary: Path, real: Path, data: bytes, instead_of: bytes) -> None:
    try:
        if not swap(temporary, real):
            if real.read_bytes() != instead_of:
                raise OvertakenError(str(real))
            os.replace(temporary, real)  # noqa: PTH105
            return
    except FileNotFoundError:
        raise OvertakenError(str(real)) from None
    came_out = temporary.read_bytes()
    if came_out != instead_of:
        _put_back(temporary, real, data, came_out)
        raise OvertakenError(str(real))
    os.unlink(temporary)  # noqa: PTH108


def _put_back(temporary: Path, real: Path, put_in: bytes, came_out: bytes) -> None:
    """Somebody saved before the swap: their file goes back. What comes out then is ours, or newer still."""
    while True:
        swap(temporary, real)
        put_in, expected, came_out = came_out, put_in, temporary.read_bytes()
        if came_out == expected:
            return


def _take_over(descriptor: int, temporary: Path, real: Path, mode: int | None) -> None:
    """Give the temporary file what else the file has that it replaces; a new file gets `mode`."""
    try:
        status = real.stat()
    except FileNotFoundError:
        temporary.chmod(0o666 & ~_umask() if mode is None else mode)
        return
    if hasattr(os, "fchown"):
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, status.st_uid, status.st_gid)
    temporary.chmod(stat.S_IMODE(status.st_mode))
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for name in os.listxattr(real):
                os.setxattr(temporary, name, os.getxattr(real, name))


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask
