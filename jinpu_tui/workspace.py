"""The one door between a front end and the data: open, apply, undo, redo, refresh.

Every change goes through `apply`, which has it on disk before it returns. Front ends hold the immutable `dataset`, and ask for
it again after each change. What only edits need is imported when one is made: most commands and the first screen do without.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from errno import EEXIST
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal

from jinpu_tui.locale import _
from jinpu_tui.model.changes import AnyChange, Change, Plain
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.problems import Problem
from jinpu_tui.storage.datafile import DataFile, Stamp, read_file, stamp_of
from jinpu_tui.storage.errors import ConflictError, EditError, LockedError
from jinpu_tui.storage.house import House
from jinpu_tui.storage.library import Library, Progress, assemble, dataset_files

if TYPE_CHECKING:
    from jinpu_tui.storage import journal

__all__ = ["ConflictError", "EditError", "LockedError", "Outcome", "ReadOnlyError", "Workspace"]


class ReadOnlyError(EditError):
    """The dataset was opened for reading only."""


@dataclass(frozen=True)
class Outcome:
    """What an edit, undo or redo did. `changes` is empty where there was nothing to do."""

    changes: tuple[AnyChange, ...] = ()


class Workspace:
    """A dataset that is open.

    `day` is the day that lights are judged on, `today` the day that edits are dated with; `as_of` sets both.
    """

    def __init__(
        self,
        root: Path,
        *,
        as_of: date | None = None,
        today: date | None = None,
        read_only: bool = False,
        first_look: bool = False,
        look_over: bool = True,
    ) -> None:
        """Open what is at `root`; with `first_look` only as much as fills a screen, and `read_rest` reads the rest.

        Without `look_over` nobody will ask for `problems`, and those between records are not looked for.

        Raises OSError where nothing can be read there.
        """
        self.root = root
        self.as_of = as_of
        self.today = as_of or today or date.today()
        self._asked_read_only = read_only
        self._progress = Progress(root, look_over=look_over)
        self._one_reader = Lock()
        self._library = self._progress.first_look() if first_look else self._progress.to_the_end()
        self._complete = self._progress.ended
        self._house = House(root)

    @property
    def dataset(self) -> Dataset:
        """The records as they stand now."""
        return self._library.dataset

    @property
    def reading(self) -> bool:
        """Whether `dataset` is only the beginning, for a first look, until `take_rest`."""
        return not self._complete

    @property
    def share_read(self) -> float:
        """How much of the files was read, 0 to 1."""
        return self._progress.share

    def read_rest(self, wanted: Callable[[], bool] = lambda: True) -> Dataset | None:
        """What `dataset` will be after `take_rest`; None where it is no longer wanted. May run in another thread."""
        with self._one_reader:
            return self._progress.to_the_end().dataset if self._progress.go_on(wanted) else None

    def take_rest(self) -> None:
        """Have the whole dataset from now on, reading what is left of it."""
        if self.reading:
            with self._one_reader:
                self._library = self._progress.to_the_end()
            self._complete = True

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the dataset, in the order of files and lines."""
        return self._library.problems

    @property
    def day(self) -> date:
        """The day that lights are judged on."""
        return self.as_of or self.dataset.info.as_of or self.today

    @property
    def read_only(self) -> str:
        """Why nothing can be changed, or an empty text."""
        if self._asked_read_only:
            return _("opened read-only")
        if self._library.refused:
            return _("a file is of a newer format than this program knows")
        folder = self.root if self.root.is_dir() else self.root.resolve().parent
        if not os.access(folder, os.W_OK):
            return _("you may not write in {folder}").format(folder=folder)
        if not any(os.access(one.path, os.W_OK) for one in self._library.files):
            return _("you may not write its files")
        return ""

    @property
    def user(self) -> str:
        """Who is at work, as the system knows them."""
        from jinpu_tui.storage import journal

        return journal.user_name()

    def plain(self, id_: str) -> Plain:
        """A record as its file states it, unknown keys and all. Raises EditError where there is none (any more)."""
        if id_ not in self._library.homes:
            raise EditError(_("There is no record {id} any more").format(id=id_))
        from jinpu_tui.storage.editing import plain_record

        return plain_record(self._library, id_)

    def locate(self, id_: str) -> tuple[Path, int]:
        """The file of a record and the line it begins on. Raises KeyError."""
        place = self._library.place(id_)
        one = self._library.files[place.file]
        line, _column = one.positions(place.piece).of(place.kind, place.ordinal, ())
        return one.path, line + one.lines_before[place.piece]

    def apply(self, changes: Sequence[AnyChange]) -> Outcome:
        """Write the changes, all or none. Raises EditError, ConflictError, LockedError or OSError, with nothing written."""
        if changes:
            with self._writing():
                self._commit("edit", changes)
        return Outcome(tuple(changes))

    def undo(self) -> Outcome:
        """Take back the last edit that you made and have not taken back. Raises what `apply` raises."""
        return self._step("undo")

    def redo(self) -> Outcome:
        """Make again the edit last taken back. Raises what `apply` raises."""
        return self._step("redo")

    def refresh(self) -> bool:
        """Read again what others have written; whether anything changed. Raises OSError."""
        return not self.reading and self._reread(_has_new_stamp)

    def _reread(self, is_stale: Callable[[DataFile], bool]) -> bool:
        paths = dataset_files(self.root)
        stale = {one.path for one in self._library.files if is_stale(one)}
        if not stale and paths == [one.path for one in self._library.files]:
            return False
        fresh = {one.path: one for one in self._library.files if one.path not in stale}
        self._library = assemble(self.root, [fresh.get(path) or read_file(path) for path in paths])
        return True

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the lock, with every byte of the files known."""
        if reason := self.read_only:
            raise ReadOnlyError(_("Nothing was changed: {reason}").format(reason=reason))
        self.take_rest()
        with self._house.locked():
            self._reread(_has_new_bytes)
            yield

    def _step(self, act: Literal["undo", "redo"]) -> Outcome:
        from jinpu_tui.storage import journal

        with self._writing():
            done, undone = journal.undoable(journal.read(self._house.journal), journal.user_name())
            waiting = done if act == "undo" else undone
            if not waiting:
                return Outcome()
            last = waiting[-1]
            changes, patches = last.changes, last.patches
            if act == "undo":
                changes, patches = tuple(change.inverse() for change in reversed(changes)), journal.inverse(patches)
            self._commit(act, changes, patches, last.number)
        return Outcome(changes)

    def _commit(self, act: journal.Act, changes: Sequence[AnyChange], hints: Sequence[journal.Patch] = (), of: int = 0) -> None:
        from jinpu_tui.storage import journal
        from jinpu_tui.storage.editing import edit

        before = self._library
        edited = edit(before, changes, hints)
        files = list(before.files)
        try:
            for number, one in edited.files.items():
                files[number] = replace(one, stamp=_written(one))
            who, when = journal.user_name(), datetime.now(UTC)
            journal.append(self._house.journal, journal.Entry(0, when, who, act, tuple(changes), edited.patches, of))
        except OSError:
            for number in edited.files:
                if files[number] is not before.files[number]:
                    _written(before.files[number])
            raise
        self._library = assemble(self.root, files, known_sound=_keeps_sound(before, changes))


def create_dataset(folder: Path, title: str) -> Path:
    """Begin a dataset in a folder, made where there is none; its file. Raises OSError where the folder has TOML files."""
    if folder.is_dir() and dataset_files(folder):
        raise FileExistsError(EEXIST, _("there are TOML files already"), str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "dataset.toml"
    from jinpu_tui.storage import encode
    from jinpu_tui.storage.atomic import replace_file

    replace_file(path, f"[dataset]\nformat = 1\ntitle = {encode.inline(title)}\n".encode())
    return path


def _written(one: DataFile) -> Stamp:
    from jinpu_tui.storage.atomic import replace_file

    replace_file(one.path, one.data)
    return stamp_of(one.path)


def _has_new_stamp(one: DataFile) -> bool:
    try:
        return stamp_of(one.path) != one.stamp
    except OSError:
        return one.readable


def _has_new_bytes(one: DataFile) -> bool:
    """Two writes within one tick of the system's clock can share a stamp; before writing we look at the bytes."""
    return _has_new_stamp(one) or (one.readable and one.path.read_bytes() != one.data)


def _keeps_sound(library: Library, changes: Sequence[AnyChange]) -> bool:
    """Whether a sound dataset stays sound: only fields changed that no other record and no rule between fields looks at."""
    linking = {"id", "title", "name", "parent", "depends", "requirements", "source", "observations", "baseline", "target"}
    return not library.problems and all(isinstance(change, Change) and change.field not in linking for change in changes)
