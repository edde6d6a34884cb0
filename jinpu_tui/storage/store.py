"""The loaded state of an open dataset. Its only owner: front ends read it here, and the writer replaces it here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock

from jinpu_tui.files.metadata_dir import MetadataDir
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.storage.data_file import is_written_since
from jinpu_tui.storage.dataset_files import DatasetFiles
from jinpu_tui.storage.loader import Loader, rescan


class Store:
    """The state of a dataset as last read or written, with the edits that wait."""

    def __init__(self, root: Path, *, partial: bool = False, validate: bool = True, known: DatasetFiles | None = None) -> None:
        """Load what is at `root`.

        Args:
            root: A dataset's file or folder.
            partial: Whether to load only what fills a screen; `read_rest` and `take_rest` load the rest.
            validate: Whether to check rules between records.
            known: A state to show instead of reading anything.

        Raises:
            OSError: There is nothing at `root`.
        """
        self.root = root
        self._loader = Loader(root, validate=validate, known=known)
        self._metadata = MetadataDir(root)
        self._reading = Lock()
        self.loaded = self._loader.partial() if partial else self._loader.load_all()
        """The state. Replace it as a whole."""
        self.is_complete = self._loader.ended
        """Whether the state is the whole dataset, not only its beginning."""

    @property
    def metadata(self) -> MetadataDir:
        """The folder of lock and journal, which is as open to others as the files of the state are."""
        self._metadata.files = self.loaded.paths
        return self._metadata

    @property
    def share_read(self) -> float:
        """How much of the files has been read, 0 to 1."""
        return self._loader.share

    def read_rest(self, wanted: Callable[[], bool]) -> Dataset | None:
        """Read on while `wanted`, and return the whole dataset; None if stopped. May run in another thread."""
        with self._reading:
            return self._loader.load_all().dataset if self._loader.advance(wanted) else None

    def take_rest(self) -> None:
        """Replace the beginning by the whole dataset, reading what is left of it."""
        if not self.is_complete:
            with self._reading:
                self.loaded = self._loader.load_all()
            self.is_complete = True

    def poll(self) -> DatasetFiles | None:
        """Read the files that have changed, for `loaded`; None if there are none. May run in another thread."""
        return rescan(self.loaded, is_written_since)
