"""Replace a file as a whole: readers see the old bytes or the new ones, whatever happens in between.

If the system can exchange two names in one step (Linux, most local file systems), the replaced file is checked before it is
removed: somebody who saved in that very moment, with an editor that does not know our lock, loses nothing. Otherwise the file
is checked just before it is replaced.

A file that cannot be replaced, such as one that is mounted alone or another's in a sticky folder, is overwritten by `in_place`.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from errno import EACCES, EBADF, EINVAL, EISDIR, EMLINK, ENOSYS, ENOTSUP, EPERM
from pathlib import Path

from jinpu_tui.files.errors import OvertakenError
from jinpu_tui.files.permissions import Permissions, give, take_over
from jinpu_tui.files.rename_exchange import swap
from jinpu_tui.files.safe_open import real_path
from jinpu_tui.text.i18n import _

_TEMPORARY = ".jinpu-"
"""The beginning of the names of temporary files; short, as the file they stand for may have a name of any length."""

_LEFTOVER = re.compile(r"\.(?:.+\.)?jinpu-[0-9a-f]{8,16}")
"""Names of temporary files; those of earlier versions began with the name of the file."""

_NO_SYNC = {EINVAL, ENOTSUP, ENOSYS, EBADF}
"""Errors of file systems that cannot sync a folder."""
_NO_LINKS = {EPERM, ENOTSUP, ENOSYS, EINVAL, EMLINK}
"""Errors of file systems without hard links."""


def replace_file(path: Path, data: bytes, *, instead_of: bytes | None = None, permissions: Permissions | None = None) -> None:
    """Replace a file as a whole, through symbolic links, keeping owner, group, ACL, mode and extended attributes.

    A temporary file is written and synced beside it and put in its place, and the folder synced. What a killed process leaves
    is removed by `clear_leftovers`.

    Args:
        path: The file.
        data: What it is to hold.
        instead_of: What it must hold now. None if that does not matter, or if there is no such file yet.
        permissions: Those of a new file. None if the umask and the default ACL of the folder decide them.

    Raises:
        OvertakenError: The file does not hold `instead_of` any more.
        OSError: The file could not be replaced. As after OvertakenError, it is as it was, or as somebody else left it.
    """
    real = real_path(path)
    is_new = not real.exists()
    if not is_new and not real.is_file():  # /dev/null would be a file from then on
        raise OSError(EISDIR if real.is_dir() else EINVAL, _("not a regular file"), str(real))
    if not is_new and not os.access(real, os.W_OK):
        os.close(os.open(real, os.O_WRONLY))  # the system says why not
        raise PermissionError(EACCES, os.strerror(EACCES), str(real))
    with _temporary(real, data, permissions, None if is_new else real) as temporary:
        if instead_of is None:
            os.replace(temporary, real)  # noqa: PTH105  one call of the system, for tests to fail at
        else:
            _put_in_place(temporary, real, data, instead_of)
    sync_folder(real.parent)


def create_file(path: Path, data: bytes, permissions: Permissions | None = None) -> bool:
    """Create a file that has its bytes and permissions from the first moment; False if there is one already.

    Without `permissions` the umask and the default ACL of the folder decide them. Raises OSError.
    """
    if os.path.lexists(path):
        return False
    with _temporary(path, data, permissions, None) as temporary:
        try:
            os.link(temporary, path)  # unlike renaming, it never replaces what somebody else has just created
            is_created = True
        except FileExistsError:
            is_created = False
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            os.replace(temporary, path)  # noqa: PTH105
            is_created = True
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)  # noqa: PTH108
    sync_folder(path.parent)
    return is_created


def write_all(descriptor: int, data: bytes) -> None:
    """Write all bytes, however few the system takes at a time. Raises OSError."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def clear_leftovers(folders: Iterable[Path]) -> None:
    """Remove the temporary files of processes that were killed. The caller holds the dataset's lock."""
    for folder in folders:
        with contextlib.suppress(OSError):
            for entry in os.scandir(folder):
                if _LEFTOVER.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                    with contextlib.suppress(OSError):  # in a sticky folder, what others left stays
                        os.unlink(entry.path)  # noqa: PTH108


def sync_folder(folder: Path) -> None:
    """Make renames in a folder survive a power cut, if the system can. Raises OSError."""
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


@contextlib.contextmanager
def _temporary(real: Path, data: bytes, permissions: Permissions | None, old: Path | None) -> Iterator[Path]:
    """Write and sync a temporary file beside `real`; remove it if what is then done with it fails.

    It gets the permissions and attributes of `old`; without it, `permissions`; without these, those that the system gives.
    """
    temporary = real.with_name(f"{_TEMPORARY}{os.urandom(8).hex()}")
    mode = 0o666 if permissions is None and old is None else 0o600
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        try:
            write_all(descriptor, data)
            if old is not None and os.name == "nt":
                temporary.chmod(stat.S_IMODE(old.stat().st_mode))
            elif old is not None:
                take_over(descriptor, old)
            elif permissions is not None:
                give(descriptor, permissions)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        yield temporary
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        if isinstance(error, OSError) and error.filename == str(temporary):
            error.filename = str(real)  # the name that users know
        raise


def _put_in_place(temporary: Path, real: Path, data: bytes, instead_of: bytes) -> None:
    """Replace a file that holds `instead_of` by the temporary one. Raises OvertakenError, OSError."""
    try:
        if not swap(temporary, real):
            if real.read_bytes() != instead_of:
                raise OvertakenError(str(real))
            os.replace(temporary, real)  # noqa: PTH105
            return
    except FileNotFoundError:
        raise OvertakenError(str(real)) from None
    replaced = temporary.read_bytes()
    if replaced != instead_of:
        _put_back(temporary, real, data, replaced)
        raise OvertakenError(str(real))
    os.unlink(temporary)  # noqa: PTH108


def _put_back(temporary: Path, real: Path, written: bytes, replaced: bytes) -> None:
    """Put a file back that somebody saved before the exchange. What is exchanged for it is ours, or newer still."""
    while True:
        swap(temporary, real)
        written, expected, replaced = replaced, written, temporary.read_bytes()
        if replaced == expected:
            return
