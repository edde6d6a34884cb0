"""The folder `.jinpu` beside a dataset, where its lock, its journal and its drafts live. It hides itself from git.

A dataset may come from anyone, so the folder may have come with it: links in it are not followed. What is made in it is as open
to others as the dataset's files are, see `permissions`, whoever makes it first; drafts are private.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import ENOTDIR
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from jinpu_tui.files.errors import LockedError
from jinpu_tui.files.safe_open import real_path
from jinpu_tui.text.i18n import _

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from jinpu_tui.files.permissions import Permissions

LOCK_TIMEOUT_S = 10.0
"""How long an edit waits for another program to release the lock."""
_LOCK = "lock"

MAX_NAME_BYTES = 255
"""The maximum length of a file name."""

_SHORT_NAME = 40
"""The number of characters that are kept of a name that is too long to have something appended."""


class MetadataDir:
    """The `.jinpu` folder of one dataset: inside a dataset folder, or beside a dataset file."""

    def __init__(self, root: Path, files: Iterable[Path] | None = None) -> None:
        """Locate the folder; `build` creates it.

        Args:
            root: The dataset: a folder, or a file.
            files: The files of the dataset, if they are known.
        """
        self._is_folder = root.is_dir()
        self._root = root
        self.folder = (root if self._is_folder else real_path(root).parent) / ".jinpu"
        self.files: Iterable[Path] = (root,) if files is None else files
        """The files of the dataset: they decide who may use what is made here."""
        self._permissions: Permissions | None = None

    def path(self, name: str, longest: int = 0) -> Path:
        """Return where a file of this dataset lives, such as `journal.toml`; datasets of one file share the folder.

        Args:
            name: What the file is called after the name of the dataset.
            longest: Bytes of the longest name of its family, of which `name` may be the beginning.
        """
        if self._is_folder:
            return self.folder / name
        begin = self._root.name
        if len(os.fsencode(begin)) + 1 + max(longest, len(name)) > MAX_NAME_BYTES:
            begin = f"{begin[:_SHORT_NAME]}-{crc32(os.fsencode(begin)):08x}"
        return self.folder / f"{begin}.{name}"

    @property
    def permissions(self) -> Permissions:
        """The permissions of what is made here, as of the last `build`."""
        return self._permissions or self._read_permissions()

    def _read_permissions(self) -> Permissions:
        from jinpu_tui.files.permissions import of_files

        self._permissions = of_files(self.files, self.folder.parent)
        return self._permissions

    def reason_not_writable(self) -> str:
        """Return why the user cannot write the files, take the lock or write the journal; empty if they can."""
        if not os.access(self.folder.parent, os.W_OK):
            return _("you may not write in {folder}").format(folder=self.folder.parent)
        if not any(os.access(file, os.W_OK) for file in self.files):
            return _("you may not write its files")
        for path in (self.folder, *self._shared):
            try:
                mode = path.lstat().st_mode
            except OSError:
                continue
            is_folder = stat.S_ISDIR(mode)
            needed = os.W_OK | (os.X_OK if is_folder else os.R_OK)
            if (is_folder or stat.S_ISREG(mode)) and not os.access(path, needed):
                private = next((file for file in self.files if not os.access(file, os.R_OK)), None)
                if private is not None:
                    text = _("you may not use {path}, because it holds the changes of all files and you may not read {file}")
                    return text.format(path=path, file=private)
                text = _(
                    "you may not use {path}; ask {owner} to open this dataset once, which gives it the permissions of its files"
                )
                return text.format(path=path, owner=_owner(path))
        return ""

    @property
    def _shared(self) -> tuple[Path, ...]:
        """The files that all who edit the dataset share."""
        return self.folder / _LOCK, self.path("journal.toml"), self.path("waiting.toml")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the dataset's lock. Raises LockedError after LOCK_TIMEOUT_S, OSError if the folder cannot be made."""
        import filelock

        self.build()
        try:
            with self._lock(_LOCK, LOCK_TIMEOUT_S):
                yield
        except filelock.Timeout:
            raise LockedError(_("another program is writing this dataset; try again in a moment")) from None

    def private_lock(self, name: str) -> BaseFileLock:
        """Return a lock of this folder for this user alone; acquiring it fails at once if it is held."""
        return self._lock(name, 0)

    def _lock(self, name: str, seconds: float) -> BaseFileLock:
        """Return a lock that gives up after `seconds`. The system releases it when its holder dies."""
        import filelock

        try:
            mode = stat.S_IMODE((self.folder / name).lstat().st_mode) & 0o777 | 0o600
        except OSError:
            mode = 0o600
        return filelock.FileLock(self.folder / name, timeout=seconds, mode=mode)  # some versions set it at every lock

    def build(self) -> None:
        """Create the folder, and give what is ours in it the permissions of the dataset as they are now.

        Raises OSError, also if something else is in its place.
        """
        from jinpu_tui.files.atomic_write import create_file
        from jinpu_tui.files.permissions import follow

        with suppress(FileExistsError):
            self.folder.mkdir(0o700)
        if not stat.S_ISDIR(self.folder.lstat().st_mode):
            raise NotADirectoryError(ENOTDIR, _("not a folder; remove it"), str(self.folder))
        permissions = self._read_permissions()
        ignore = self.folder / ".gitignore"
        for path in (self.folder, ignore, self.folder / _LOCK):
            follow(path, permissions, only_widen=not self._is_folder)  # other datasets may use them, too
        for path in (self.path("journal.toml"), self.path("waiting.toml")):
            follow(path, permissions)
        create_file(ignore, b"*\n", permissions)
        create_file(self.folder / _LOCK, b"", permissions)


def _owner(path: Path) -> str:
    """Return the name of the owner of a file, or their number."""
    try:
        return path.owner()
    except (KeyError, NotImplementedError):
        return str(path.lstat().st_uid)
