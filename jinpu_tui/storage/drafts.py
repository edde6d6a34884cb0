"""Drafts: what is being typed and not yet an edit, kept on disk while it is typed, so that a lost connection loses nothing.

Each session keeps one draft in a file of its own beside the journal, under a lock that the system releases when the session
dies. A draft whose lock is free belongs to a dead session. It survives the program, not a power cut: it is not synced at every
key.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import ValidationError, convert

from jinpu_tui.files.atomic_write import write_all
from jinpu_tui.files.safe_open import read_regular
from jinpu_tui.model.drafts import Draft
from jinpu_tui.storage.journal_entries import user_name
from jinpu_tui.toml_edit import encoder
from jinpu_tui.toml_edit.parser import ParseError, parse

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from jinpu_tui.files.metadata_dir import MetadataDir

_BEGIN, _END, _LOCK, _NEW = "draft-", ".toml", ".lock", ".new"
_MAX_BYTES = len(_BEGIN) + 16 + len(_LOCK)
"""Bytes of the longest name of a draft's files."""

_MAX = 1 << 21
"""The maximum size of a draft in bytes."""


class Drafts:
    """The drafts of one dataset, and this session's own."""

    def __init__(self, metadata: MetadataDir) -> None:
        self._metadata = metadata
        self._own: Path | None = None
        self._lock: BaseFileLock | None = None

    def keep(self, draft: Draft) -> None:
        """Write this session's draft to disk. Raises OSError."""
        if self._own is None or self._lock is None:
            self._metadata.build()
            own = self._metadata.path(f"{_BEGIN}{os.urandom(8).hex()}{_END}", _MAX_BYTES)
            self._lock = self._metadata.private_lock(own.with_suffix(_LOCK).name)
            self._lock.acquire()
            self._own = own
        table = {name: getattr(draft, name) for name in draft.__struct_fields__}
        table |= {"who": user_name(), "when": datetime.now(UTC)}
        data = "".join(f"{name} = {encoder.inline(value)}\n" for name, value in table.items()).encode()
        beside = self._own.with_suffix(_NEW)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            write_all(descriptor, data)
        finally:
            os.close(descriptor)
        os.replace(beside, self._own)  # noqa: PTH105

    def drop(self) -> None:
        """Remove this session's draft: it is an edit now, or was given up."""
        if self._own is not None and self._lock is not None:
            _remove(self._own, self._lock)
        self._own = self._lock = None

    def take_newest(self) -> Draft | None:
        """Return the newest draft of the user that a dead session left, and keep it as this session's own; None without one.

        Raises OSError.
        """
        left = [item for path in self._locks() if (item := self._left(path)) is not None]
        left.sort(key=lambda item: item[0].when or datetime.min.replace(tzinfo=UTC))
        for index, (draft, path, lock) in enumerate(left, 1):
            if index == len(left):
                self.keep(draft)
                _remove(path, lock)
                return draft
            lock.release()
        return None

    def _locks(self) -> Iterator[Path]:
        """Yield the lock files of all sessions that keep a draft, or did when they died."""
        begin = self._metadata.path(_BEGIN, _MAX_BYTES).name
        with suppress(OSError):
            names = [entry.name for entry in os.scandir(self._metadata.folder)]
            yield from (
                self._metadata.folder / name for name in sorted(names) if name.startswith(begin) and name.endswith(_LOCK)
            )

    def _left(self, path: Path) -> tuple[Draft, Path, BaseFileLock] | None:
        """Return a draft with its path and its lock, now held, if it is the user's and its session is dead."""
        import filelock

        lock = self._metadata.private_lock(path.name)
        try:
            lock.acquire()
        except (filelock.Timeout, OSError):
            return None
        path = path.with_suffix(_END)
        draft = _read(path)
        if draft is not None and draft.who == user_name():
            return draft, path, lock
        if draft is None and not _belongs_to_other(path):
            _remove(path, lock)
        else:
            lock.release()
        return None


def _read(path: Path) -> Draft | None:
    """Read a draft; None for an invalid file: the folder may have come from anyone."""
    try:
        table: Mapping[str, Any] = parse(read_regular(path, most=_MAX, follow=False)[0].decode())
        return convert(table, Draft)
    except (OSError, UnicodeDecodeError, ParseError, ValidationError):
        return None


def _belongs_to_other(path: Path) -> bool:
    """Return whether a file is another user's: their draft cannot be read, and is not ours to remove."""
    try:
        return hasattr(os, "geteuid") and path.lstat().st_uid != os.geteuid()
    except OSError:
        return False


def _remove(path: Path, lock: BaseFileLock) -> None:
    """Remove a draft with its lock, which no other session will ever use."""
    for file in (path, path.with_suffix(_NEW), Path(lock.lock_file)):
        with suppress(OSError):
            os.unlink(file)  # noqa: PTH108
    lock.release()
