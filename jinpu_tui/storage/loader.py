"""Find and load the files of a dataset: all at once, enough for a first screen, from bytes, or again after a change."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from operator import is_
from pathlib import Path

from msgspec.structs import replace

from jinpu_tui.storage.data_file import DataFile, FileLoader, read_file
from jinpu_tui.storage.dataset_files import DatasetFiles, assemble
from jinpu_tui.storage.shared_values import SharedValues
from jinpu_tui.text.i18n import _

RENAME_GRACE_S = 0.1
"""How long a missing file is waited for: some editors save by moving the file away and writing another one."""


class Loader:
    """Loads a dataset step by step, so that a front end can show the beginning and stay responsive."""

    def __init__(self, root: Path, *, validate: bool = True, known: DatasetFiles | None = None) -> None:
        """Find the files; none is opened yet.

        Args:
            root: The dataset: a file or a folder.
            validate: Whether to check rules between records. Otherwise the problems are incomplete.
            known: What has been loaded already, to be taken instead of reading anything.

        Raises:
            OSError: There is nothing at `root`.
        """
        self._root, self._validate = root, validate
        self._loaded = known
        self._loaders: list[FileLoader] = []
        self._ended = 0
        if known is not None:
            return
        if not root.exists() and not root.is_symlink():
            raise FileNotFoundError(2, os.strerror(2), str(root))
        within = root if root.is_dir() else None
        self._loaders = [FileLoader(path, within) for path in dataset_paths(root)]

    @property
    def share(self) -> float:
        """How much has been read, 0 to 1. A file not opened yet counts as large as the others are on average."""
        opened = [loader for loader in self._loaders if loader.opened]
        size = sum(loader.size for loader in opened)
        if not self._loaders or self.ended:
            return 1.0
        return sum(loader.done for loader in opened) / size * len(opened) / len(self._loaders) if size else 0.0

    @property
    def ended(self) -> bool:
        """Whether all files have been read and assembled."""
        return self._loaded is not None

    def advance(self, wanted: Callable[[], bool] = lambda: True) -> bool:
        """Read on while `wanted`, which is called about every millisecond.

        Returns:
            Whether all files have been read.
        """
        while self._ended < len(self._loaders):
            if not wanted():
                return False
            loader = self._loaders[self._ended]
            loader.advance()
            self._ended += loader.ended
        return True

    def load_all(self) -> DatasetFiles:
        """Read what is left and assemble the dataset."""
        self.advance()
        if self._loaded is None:
            files = [loader.file for loader in self._loaders]
            self._loaded = assemble(self._root, files, validate=self._validate)
        return self._loaded

    def partial(self) -> DatasetFiles:
        """Read enough for a first screen: the first records of each pane. Problems are known once all is read.

        The front end that shows it stays open, so values that are repeated are shared from here on.
        """
        from jinpu_tui.storage.partial_load import first_files

        shared = SharedValues()
        for loader in self._loaders:
            loader.shared = shared
        files = first_files(self._loaders) if self._loaded is None else None
        return self.load_all() if files is None else replace(assemble(self._root, files, validate=False), problems=())


def read_dataset(root: Path) -> DatasetFiles:
    """Read a whole dataset. What is wrong in its files becomes problems.

    Raises:
        OSError: There is nothing at `root`.
    """
    return Loader(root).load_all()


def from_bytes(root: Path, contents: Mapping[str, bytes], known: DatasetFiles | None = None) -> DatasetFiles:
    """Assemble a dataset from bytes instead of files, as of an earlier revision.

    Args:
        root: The dataset's file or folder; nothing is read there.
        contents: The bytes of each file by its path below `root`.
        known: A loaded dataset, whose files are taken where they hold the same bytes.
    """
    present = {known.journal_name(file.path): file for file in known.files} if known is not None else {}
    files = []
    for name, data in contents.items():
        file = present.get(name)
        is_same = file is not None and file.readable and file.data == data
        files.append(file if file is not None and is_same else read_file(root / name, data=data))
    return assemble(root, files, validate=False)


def rescan(loaded: DatasetFiles, differs: Callable[[DataFile], bool]) -> DatasetFiles | None:
    """Read the files that have changed. May run in another thread.

    Args:
        loaded: What is known of the dataset.
        differs: Whether a file may differ from what is known of it; only such files are read.

    Returns:
        The dataset as it is now; None if nothing has changed. A file that could be read before and cannot be read now keeps
        its records and is marked as stale.
    """
    root = loaded.root
    known = {str(file.path): file for file in loaded.files}
    paths = dataset_paths(root) if root.exists() or str(root) in known else None
    if paths is not None and not known.keys() <= set(paths):
        time.sleep(RENAME_GRACE_S)
        paths = dataset_paths(root) if root.exists() or str(root) in known else None
    if paths is None:  # the dataset is gone as a whole
        paths = list(known)
    unchanged = {path: known[path] for path in paths if path in known and not differs(known[path])}
    within = root if root.is_dir() else None
    files = [unchanged[path] if path in unchanged else _read_again(known.get(path), path, within) for path in paths]
    if len(files) == len(known) and all(map(is_, files, loaded.files)):
        return None
    return assemble(root, files)


def dataset_paths(root: Path) -> list[str]:
    """List the files of a dataset, without opening any.

    Args:
        root: A file, or a folder with all `*.toml` below it. Hidden files and folders are skipped.

    Returns:
        Paths ordered by name, as texts, each equal to the `str` of its Path: making 20,000 Paths twice a second is too slow.
        A folder that cannot be listed is among them: its files are missing, as the records of an unreadable file are.
    """
    if not root.is_dir():
        return [str(root)]
    base = "" if str(root) == os.curdir else str(root).removesuffix(os.sep) + os.sep
    names: list[str] = []
    folders = [""]
    while folders:
        folder = folders.pop()
        entries = _entries(base + folder or os.curdir)
        if entries is None:
            names.append(folder.removesuffix(os.sep))
        for entry in entries or ():
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder:
                folders.append(f"{folder}{entry.name}{os.sep}")
            if entry.name.endswith(".toml"):
                names.append(folder + entry.name)
    names.sort(key=lambda name: name.replace(os.sep, "\0"))  # as their parts are ordered: a folder's files stand together
    return [base + name if name else str(root) for name in names]


def _read_again(old: DataFile | None, path: str, within: Path | None) -> DataFile:
    fresh = read_file(Path(path), within)
    if old is None or not old.readable or fresh.readable or fresh.refused:
        return fresh
    hint = _("its records are shown as they were; edits wait until it can be read again")
    return replace(
        old, stamp=fresh.stamp, problems=tuple(problem._replace(hint=hint) for problem in fresh.problems), stale=True
    )


def _entries(folder: str) -> list[os.DirEntry[str]] | None:
    """Return the entries of a folder without hidden ones; None if it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except FileNotFoundError:  # it has just been removed
        return []
    except OSError:
        return None
