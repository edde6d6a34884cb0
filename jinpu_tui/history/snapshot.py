"""The dataset as it was: at a revision of git, on a day, or in another folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from jinpu_tui.history.repository import Repository
from jinpu_tui.model.changes import Plain
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.errors import HistoryError
from jinpu_tui.storage.dataset_files import DatasetFiles
from jinpu_tui.storage.loader import from_bytes, read_dataset
from jinpu_tui.text.i18n import _


class Snapshot(Struct, frozen=True):
    """A state of the dataset at one time."""

    name: str
    """What it is called on screens."""
    loaded: DatasetFiles
    day: date | None = None
    """The day it is judged on unless the dataset or the user names one: the day that was asked for, else the commit's."""
    commit: str = ""
    """The id of the commit; empty if it was read from a folder."""

    @property
    def citation(self) -> str:
        """How a report names this state."""
        if not self.commit:
            return _("the dataset at {path}").format(path=self.name)
        short = self.commit[:10]
        return short if self.commit.startswith(self.name) else f"{self.name} ({short})"

    @property
    def dataset(self) -> Dataset:
        """The records as they were."""
        return self.loaded.dataset

    def plain(self, id_: str) -> Plain:
        """Return a record as its file stated it. Raises KeyError."""
        return self.loaded.raw_record(id_)


def snapshot_at(root: Path, name: str, known: DatasetFiles | None = None) -> Snapshot:
    """Return the dataset at a revision, on a day (`2016-11-01`: the last commit before its end), or in another folder or file.

    A name that is a path of something that exists is that. Raises HistoryError.
    """
    if Path(name).exists():
        return _in_folder(Path(name))
    with Repository.around(root) as repository:
        day = _day(name)
        commit = repository.revision_at(day) if day is not None else repository.revision(name)
        past = at_commit(repository, root, commit, known, "" if commit.startswith(name) else name)
        return past if day is None else replace(past, day=day)


def names_snapshot(root: Path, name: str) -> bool:
    """Whether `snapshot_at` knows what a name stands for: a path, a day, or a revision of the repository around the dataset."""
    if not name.strip() or "\0" in name:
        return False
    try:
        if Path(name).exists() or _day(name) is not None:
            return True
        with Repository.around(root) as repository:
            return bool(repository.revision(name))
    except (HistoryError, OSError, ValueError):
        return False


def at_commit(repository: Repository, root: Path, commit: str, known: DatasetFiles | None = None, name: str = "") -> Snapshot:
    """Return the dataset at a commit. Files that `known` holds to the byte are not read again. Raises HistoryError."""
    files = repository.files(commit)
    if not files:
        raise HistoryError(_("there was no dataset at {path} in {commit} yet").format(path=root, commit=commit[:12]))
    loaded = from_bytes(root, {item: repository.blob(blob) for item, blob in files.items()}, known)
    return Snapshot(name or commit[:12], loaded, repository.day_of(commit), commit)


def _in_folder(path: Path) -> Snapshot:
    try:
        return Snapshot(str(path), read_dataset(path))
    except OSError as error:
        raise HistoryError(f"{path}: {error.strerror}") from None


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None
