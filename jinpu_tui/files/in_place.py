"""Overwrite a file in place if it cannot be replaced.

A file cannot be replaced if it is mounted alone (rename(2) answers EBUSY), belongs to somebody else in a sticky folder (EPERM),
or stands in a folder in which nothing can be created (EACCES, EROFS). If it may be written all the same, it is overwritten:

1. Old and new bytes are written to a file of their own in `.jinpu`, the backup, and synced.
2. The bytes from the first difference on are overwritten by one call of the system, and synced.
3. The backup is removed.

If that fails halfway, the old bytes are put back at once. If the process dies halfway, the next program that writes in the
dataset finds the backup and puts the old bytes back: the edit was not made. Unlike a file that is replaced, this one can be
seen half written by who reads it in the microseconds of step 2, or after a crash and before the repair; an editor that saves
between our last look and step 2 is overwritten. The caller holds the dataset's lock.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from errno import EACCES, EBUSY, EPERM, EROFS
from pathlib import Path
from typing import NamedTuple

from jinpu_tui.files.atomic_write import create_file, write_all
from jinpu_tui.files.errors import OvertakenError
from jinpu_tui.files.metadata_dir import MetadataDir
from jinpu_tui.files.safe_open import MAX_BYTES, read_regular, real_path
from jinpu_tui.text.common_ends import common_prefix

_BACKUP = "in-place-"
_CANNOT_REPLACE = {EBUSY, EPERM, EACCES, EROFS}
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class _Backup(NamedTuple):
    """What a backup holds: which file was to be overwritten, its bytes, and what it was to hold.

    The inode number binds it to this very file: a backup that came with the folder of somebody else is of no use.
    """

    inode: int
    old: bytes
    new: bytes


def is_needed(error: OSError, path: Path) -> bool:
    """Return whether a file that could not be replaced can still be overwritten."""
    return os.name != "nt" and error.errno in _CANNOT_REPLACE and os.access(path, os.W_OK)


def overwrite(path: Path, new: bytes, old: bytes, metadata: MetadataDir) -> None:
    """Overwrite a file that holds `old`, through symbolic links.

    Raises:
        OvertakenError: The file does not hold `old` any more; nothing was written.
        OSError: The file could not be written. It holds `old`, or will after the next `repair`.
    """
    descriptor = os.open(real_path(path), os.O_RDWR | _FLAGS)
    try:
        if _read_all(descriptor) != old:
            raise OvertakenError(str(path))
        backup = metadata.path(f"{_BACKUP}{os.urandom(8).hex()}")
        create_file(backup, _encode(_Backup(os.fstat(descriptor).st_ino, old, new)), metadata.permissions)
        try:
            _put(descriptor, common_prefix(old, new), new)
        except BaseException:
            _put(descriptor, 0, old)
            _remove(backup)
            raise
        _remove(backup)
    finally:
        os.close(descriptor)


def is_interrupted(metadata: MetadataDir) -> bool:
    """Return whether a program died while it overwrote a file."""
    return any(True for _backup in _backups(metadata))


def repair(metadata: MetadataDir, files: Iterable[Path], is_valid: Callable[[bytes], bool]) -> None:
    """Give files that a program was overwriting when it died their old bytes back.

    A file that somebody has written since is left as it is. If a file cannot be written, its backup stays.

    Args:
        metadata: The folder with the backups.
        files: The files that may be repaired.
        is_valid: Whether bytes are a whole file; then the backup of a file with neither old nor new bytes is not needed.
    """
    by_inode: dict[int, Path] = {}
    for backup in _backups(metadata):
        with suppress(OSError, ValueError):
            kept = _decode(read_regular(backup, most=3 * MAX_BYTES, follow=False)[0])
            by_inode = by_inode or {path.stat().st_ino: path for path in files if path.exists()}
            path = by_inode.get(kept.inode)
            if path is not None and _is_repaired(path, kept, is_valid):
                os.unlink(backup)  # noqa: PTH108


def _is_repaired(path: Path, kept: _Backup, is_valid: Callable[[bytes], bool]) -> bool:
    """Repair a file; return whether its backup is not needed any more. Raises OSError."""
    descriptor = os.open(real_path(path), os.O_RDWR | _FLAGS)
    try:
        present = _read_all(descriptor)
        if present in (kept.old, kept.new):
            os.fsync(descriptor)
            return True
        if _is_mixture(present, kept):
            _put(descriptor, 0, kept.old)
            return True
    finally:
        os.close(descriptor)
    return is_valid(present)


def _put(descriptor: int, start: int, data: bytes) -> None:
    """Write and sync `data` to an open file that has its first `start` bytes already. Raises OSError."""
    os.lseek(descriptor, start, os.SEEK_SET)
    write_all(descriptor, data[start:])
    if os.fstat(descriptor).st_size > len(data):
        os.ftruncate(descriptor, len(data))
    os.fsync(descriptor)


def _read_all(descriptor: int) -> bytes:
    parts = []
    while part := os.read(descriptor, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def _is_mixture(present: bytes, kept: _Backup) -> bool:
    """Return whether each byte is the old or the new one of its place, or a zero, as a power cut can leave it."""
    old, new = kept.old, kept.new
    shorter, longer = sorted((old, new), key=len)
    if not len(shorter) <= len(present) <= len(longer):
        return False
    both = zip(present, old, new, strict=False)
    rest = zip(present[len(shorter) :], longer[len(shorter) :], strict=False)
    return all(byte in (was, will, 0) for byte, was, will in both) and all(byte in (kept_byte, 0) for byte, kept_byte in rest)


def _backups(metadata: MetadataDir) -> list[Path]:
    begin = metadata.path(_BACKUP).name
    try:
        return sorted(Path(entry.path) for entry in os.scandir(metadata.folder) if entry.name.startswith(begin))
    except OSError:
        return []


def _remove(backup: Path) -> None:
    with suppress(OSError):  # the file holds the old or the new bytes: the next repair sees that and removes it
        os.unlink(backup)  # noqa: PTH108


def _encode(kept: _Backup) -> bytes:
    head = {"inode": kept.inode, "old": len(kept.old), "new": len(kept.new)}
    return json.dumps(head).encode() + b"\n" + kept.old + kept.new


def _decode(data: bytes) -> _Backup:
    """Parse a backup. Raises ValueError."""
    head, _newline, rest = data.partition(b"\n")
    try:
        inode, old, new = (int(json.loads(head)[name]) for name in ("inode", "old", "new"))
    except (TypeError, KeyError):
        raise ValueError("not a backup") from None
    if old < 0 or old + new != len(rest):
        raise ValueError("not a whole backup")
    return _Backup(inode, rest[:old], rest[old:])
