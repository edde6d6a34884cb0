"""Open files that anybody may have put there: only regular ones, up to a maximum size, without waiting at a pipe."""

from __future__ import annotations

import os
import stat
from errno import EFBIG, EINVAL
from pathlib import Path
from typing import NamedTuple

from jinpu_tui.text.i18n import _

MAX_BYTES = 128 * 1024 * 1024
"""The maximum size of a file. No ledger is larger, and reading it would take minutes."""

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class FileStamp(NamedTuple):
    """The state of a file on disk: it differs once the file was written, replaced or opened to us."""

    mtime_ns: int
    ctime_ns: int
    size: int
    inode: int


NO_STAMP = FileStamp(0, 0, 0, 0)
"""The state of a file that cannot be read."""


class UnsafeFileError(OSError):
    """A file that is not opened because of what it is."""

    def __init__(self, number: int, reason: str, path: Path, code: str, hint: str) -> None:
        """Describe the file.

        Args:
            number: An error number.
            reason: What is wrong, as text for users.
            path: The file.
            code: The code of the problem that the file is.
            hint: What to do, as text for users.
        """
        super().__init__(number, reason, str(path))
        self.reason, self.code, self.hint = reason, code, hint


def real_path(path: Path) -> Path:
    """Return where a path leads through links; for links in a ring one of them, which cannot be opened."""
    return Path(os.path.realpath(path))


def read_regular(path: Path, *, most: int = MAX_BYTES, follow: bool = True) -> tuple[bytes, FileStamp]:
    """Read a file.

    Args:
        path: The file.
        most: The maximum number of bytes.
        follow: Whether `path` may be a symbolic link.

    Returns:
        The bytes and the state of the file.

    Raises:
        UnsafeFileError: It is no regular file, or too large.
        OSError: It cannot be read.
    """
    descriptor = os.open(path, _FLAGS | (0 if follow else _NO_LINK))
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            reason = _("a folder with the name of a file") if stat.S_ISDIR(status.st_mode) else _("not a regular file")
            raise UnsafeFileError(EINVAL, reason, path, "unreadable", _("rename or remove it"))
        data = b"" if status.st_size > most else os.read(descriptor, status.st_size + 1)
        while data and len(data) <= most and (part := os.read(descriptor, 1 << 20)):
            data += part
        if max(len(data), status.st_size) > most:
            reason = _("larger than {size} MB").format(size=most // 2**20)
            raise UnsafeFileError(EFBIG, reason, path, "too-large", _("split it over several files"))
        return data, _stamp(status)
    finally:
        os.close(descriptor)


def stamp_of(path: Path) -> FileStamp:
    """Return the state of a file; NO_STAMP if it cannot be read."""
    try:
        return _stamp(path.stat())
    except OSError:
        return NO_STAMP


def _stamp(status: os.stat_result) -> FileStamp:
    return FileStamp(status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
