"""The folder `.jinpu` beside a dataset, where its lock, its journal and its drafts live. It hides itself from git.

A dataset may come from anyone, so the folder may have come with it: links in it are not followed, and what is made in it is no
more open to others than the dataset's own files.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import ENOTDIR
from pathlib import Path
from typing import TYPE_CHECKING

from jinpu_tui.locale import _
from jinpu_tui.storage.errors import LockedError

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK_SECONDS = 10.0


class Sidecar:
    """The `.jinpu` folder of one dataset: inside a dataset folder, or beside a dataset file.

    `files` are those of the dataset; what all of them let others do, they may do with what is made here.
    """

    def __init__(self, root: Path) -> None:
        self._is_folder = root.is_dir()
        self._root = root
        self.folder = (root if self._is_folder else root.resolve().parent) / ".jinpu"
        self.files: Iterable[Path] = (root,)

    def path(self, name: str) -> Path:
        """Where a file of this dataset lives, `journal.toml`; datasets of one file share the folder."""
        return self.folder / (name if self._is_folder else f"{self._root.name}.{name}")

    @property
    def mode(self) -> int:
        """The mode of what is made here."""
        modes = []
        for path in self.files:
            with suppress(OSError):
                modes.append(path.stat().st_mode)
        allowed = 0o666
        for one in modes:
            allowed &= stat.S_IMODE(one)
        return allowed | 0o600 if modes else 0o600

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the dataset's lock. Raises LockedError after LOCK_SECONDS, OSError where the folder cannot be made."""
        import filelock

        self.build()
        try:
            with self.lock("lock", LOCK_SECONDS):
                yield
        except filelock.Timeout:
            raise LockedError(_("another program is writing this dataset; try again in a moment")) from None

    def lock(self, name: str, seconds: float) -> BaseFileLock:
        """A lock of this folder that gives up after so many seconds. The system frees it when its holder dies."""
        import filelock

        return filelock.FileLock(self.folder / name, timeout=seconds, mode=self.mode)

    def build(self) -> None:
        """Make the folder. Raises OSError, also where something else is in its place."""
        try:
            status = self.folder.lstat()
        except FileNotFoundError:
            mode = self.mode
            self.folder.mkdir(exist_ok=True)
            inherited = self.folder.lstat().st_mode & stat.S_ISGID  # files in it then belong to the group of the data
            self.folder.chmod(mode | (mode & 0o444) >> 2 | inherited)
            status = self.folder.lstat()
        if not stat.S_ISDIR(status.st_mode):
            raise NotADirectoryError(ENOTDIR, _("not a folder of its own; remove it"), str(self.folder))
        ignore = self.folder / ".gitignore"
        if not ignore.is_symlink() and not ignore.exists():
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with suppress(FileExistsError), os.fdopen(os.open(ignore, flags, self.mode), "wb") as file:
                file.write(b"*\n")
