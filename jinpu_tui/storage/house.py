"""The folder `.jinpu` beside a dataset, where its lock and its journal live. It hides itself from git."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jinpu_tui.locale import _
from jinpu_tui.storage.errors import LockedError

LOCK_SECONDS = 5.0


class House:
    """The `.jinpu` folder of one dataset: inside a dataset folder, or beside a dataset file."""

    def __init__(self, root: Path) -> None:
        self.is_folder = root.is_dir()
        self.folder = (root if self.is_folder else root.resolve().parent) / ".jinpu"
        self.journal = self.folder / ("journal.toml" if self.is_folder else f"{root.name}.journal")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the dataset's lock. Raises LockedError after LOCK_SECONDS, OSError where the folder cannot be made."""
        import filelock

        self._build()
        try:
            with filelock.FileLock(self.folder / "lock", timeout=LOCK_SECONDS):
                yield
        except filelock.Timeout:
            raise LockedError(_("another program is writing this dataset; try again in a moment")) from None

    def _build(self) -> None:
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            self.folder.mkdir(exist_ok=True)
            ignore.write_text("*\n", encoding="utf-8")
