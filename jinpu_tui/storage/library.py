"""All files of a dataset together: find them, read them, and make one dataset of what they hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from jinpu_tui.locale import _
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.integrity import findings
from jinpu_tui.model.problems import Finding, Problem
from jinpu_tui.model.records import DatasetInfo, Kind, Record
from jinpu_tui.storage.convert import KINDS
from jinpu_tui.storage.datafile import DataFile, Reading
from jinpu_tui.storage.pieces import Piece
from jinpu_tui.storage.position import Place, Positions

Home = tuple[int, int]
"""The numbers of a file and of a piece of it."""

FIRST_BYTES = 1 << 20
"""About how much of a dataset is read before the first look at it: some 30 ms."""

_FIRST_KINDS: tuple[Kind, ...] = ("requirement", "task")

SCREENFUL = 50
"""With so many requirements and tasks there is enough for a first look."""


@dataclass(frozen=True)
class Library:
    """All files of a dataset with the dataset they make, and by id the file and the piece that each record stands in."""

    root: Path
    files: tuple[DataFile, ...]
    dataset: Dataset
    homes: Mapping[str, Home]
    problems: tuple[Problem, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether a file is of a format too new to be edited safely."""
        return any(one.refused for one in self.files)

    @property
    def stale(self) -> tuple[Problem, ...]:
        """Why files cannot be read now whose records are shown as they were, one reason a file."""
        return tuple(one.problems[0] for one in self.files if one.stale)

    @cached_property
    def unread(self) -> tuple[Problem, ...]:
        """Why files could not be read whose records are missing or shown as they were, one reason for each file."""
        return tuple(next(one.all_problems) for one in self.files if not one.readable or one.stale)

    def name(self, path: Path) -> str:
        """Return the name of a file below the root."""
        return file_name(self.root, path)

    @cached_property
    def unread_names(self) -> frozenset[str]:
        """The names of those files below the root."""
        return frozenset(self.name(one.path) for one in self.files if not one.readable or one.stale)

    def file_of(self, id_: str) -> str:
        """Return the name of the file that a record stands in, below the root. Raises KeyError."""
        return self.name(self.files[self.homes[id_][0]].path)

    def place(self, id_: str) -> Place:
        """Where a record stands. Raises KeyError."""
        return place_in(self.files, self.homes[id_], id_)


class Progress:
    """A dataset being read."""

    def __init__(self, root: Path, *, look_over: bool = True, known: Library | None = None) -> None:
        """Find the files; `look_over` asks for what is wrong between records, too. With a `known` library all is read already.

        Raises OSError only where there is nothing at `root` to read.
        """
        self._root, self._look_over = root, look_over
        self._library = known
        self._readings: list[Reading] = []
        if known is not None:
            return
        if not root.exists() and not root.is_symlink():
            raise FileNotFoundError(2, os.strerror(2), str(root))
        self._readings = [Reading(path, root if root.is_dir() else None) for path in dataset_files(root)]

    @property
    def share(self) -> float:
        """How much of the bytes was read, 0 to 1."""
        size = sum(one.size for one in self._readings)
        return sum(one.done for one in self._readings) / size if size else 1.0

    @property
    def ended(self) -> bool:
        """Whether all was read and put together."""
        return self._library is not None

    def go_on(self, wanted: Callable[[], bool] = lambda: True) -> bool:
        """Read all files while it is wanted, which is asked every other millisecond; whether all were read."""
        for one in self._readings:
            while not one.ended:
                if not wanted():
                    return False
                one.go_on()
        return True

    def to_the_end(self) -> Library:
        """Read all there is and put it together."""
        self.go_on()
        if self._library is None:
            files = [one.file for one in self._readings]
            self._library = assemble(self._root, files, known_sound=not self._look_over)
        return self._library

    def first_look(self) -> Library:
        """Read on until there is enough for a screen. What is wrong is told when all is read."""
        for one in self._in_turns() if self._library is None else ():
            begun = self._begun()
            seen = [sum(len(piece.records.get(kind, ())) for file in begun for piece in file.pieces) for kind in _FIRST_KINDS]
            if min(seen) > SCREENFUL or sum(reading.done for reading in self._readings) > FIRST_BYTES:
                return replace(assemble(self._root, begun, known_sound=True), problems=())
            one.go_on()
        return self.to_the_end()

    def _begun(self) -> list[DataFile]:
        """The files as far as they were read, without what other records will come before: rows never move down again."""
        begun, to_come = [], set[Kind]()
        for one in self._readings:
            begun.append(one.so_far(without=to_come))
            to_come.update(kind for kind in KINDS if one is not self._readings[-1] and one.may_have_more(kind))
        return begun

    def _in_turns(self) -> Iterator[Reading]:
        """The beginning of each file, for each may hold another kind of record; then one file after the other."""
        yield from (one for one in self._readings if not one.ended)
        for one in self._readings:
            while not one.ended:
                yield one


def file_name(root: Path, path: Path) -> str:
    """Return the name of a dataset's file: its path below the dataset's folder."""
    return path.relative_to(root).as_posix() if path != root else path.name


def read_library(root: Path) -> Library:
    """Read a dataset. Faults become problems; raises OSError only where there is nothing at `root` to read."""
    return Progress(root).to_the_end()


def dataset_files(root: Path) -> list[Path]:
    """Return the files of a dataset: one file, or all `*.toml` below a folder in order of name; hidden ones are passed over.

    A folder that cannot be looked into is among them: what it holds is missing, as with a file that cannot be read.
    """
    if not root.is_dir():
        return [root]
    found: list[Path] = []

    def name_closed_folder(error: OSError) -> None:
        found.append(Path(error.filename))

    for folder, folders, names in os.walk(root, onerror=name_closed_folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(folder, name) for name in sorted(names) if name.endswith(".toml") and not name.startswith(".")]
        found += [Path(folder, name) for name in folders if name.endswith(".toml")]
    return sorted(found)


def assemble(root: Path, files: Iterable[DataFile], *, known_sound: bool = False) -> Library:
    """The dataset that files make together. Of two records with one id the first counts.

    `known_sound` spares looking for what is wrong between records, where an edit cannot have made anything wrong.
    """
    files = tuple(files)
    problems = [problem for one in files for problem in one.all_problems]
    info = _chosen_info(root, files, problems)
    gathered = _Gathered(files, problems)
    for number, one in enumerate(files):
        for at, piece in enumerate(one.pieces):
            gathered.add((number, at), piece)
    records: dict[str, Any] = {f"{kind}s": tuple(of_kind) for kind, of_kind in gathered.records.items()}
    library = Library(root, files, Dataset(info or DatasetInfo(), unknown=gathered.unknown, **records), gathered.homes)
    if not known_sound:
        problems += placed(library, findings(library.dataset, _hidden_ids(files)))
    faulty = frozenset(problem.id for problem in problems if problem.id)
    stale = frozenset(id_ for id_, home in library.homes.items() if files[home[0]].stale) if library.stale else frozenset[str]()
    problems.sort(key=lambda one: one[:3])
    return replace(library, dataset=replace(library.dataset, faulty=faulty, stale=stale), problems=tuple(problems))


class _Gathered:
    """The records of pieces by kind, where each lies, and problems with those whose id was there before."""

    def __init__(self, files: tuple[DataFile, ...], problems: list[Problem]) -> None:
        self.records: dict[Kind, list[Any]] = {kind: [] for kind in KINDS}
        self.homes: dict[str, Home] = {}
        self.unknown: dict[str, Mapping[str, Any]] = {}
        self._files, self._problems = files, problems

    def add(self, home: Home, piece: Piece) -> None:
        self.unknown.update(piece.unknown)
        for kind, of_kind in piece.records.items():
            usable = [record for record in of_kind if record is not None]
            ids = [record.id for record in usable]
            if len(set(ids)) == len(ids) and self.homes.keys().isdisjoint(ids):
                self.homes.update(dict.fromkeys(ids, home))
                self.records[kind] += usable
            else:
                self._add_singly(home, kind, of_kind)

    def _add_singly(self, home: Home, kind: Kind, of_kind: Iterable[Record | None]) -> None:
        for ordinal, record in enumerate(of_kind):
            if record is None:
                continue
            if record.id in self.homes:
                self._problems.append(self._duplicate(Place(*home, kind, ordinal), record.id))
            else:
                self.homes[record.id] = home
                self.records[kind].append(record)

    def _duplicate(self, place: Place, id_: str) -> Problem:
        first = place_in(self._files, self.homes[id_], id_)
        earlier, one = self._files[first.file], self._files[place.file]
        line, _column = earlier.positions(first.piece).of(first.kind, first.ordinal, ("id",))
        line += earlier.lines_before[first.piece]
        message = _("the id {id!r} is taken by the record at {file}:{line}; this one is not shown")
        text = message.format(id=id_, file=earlier.path.name, line=line)
        finding = Finding(id_, ("id",), "error", "duplicate-id", text, _("give one of the two another id"))
        return one.in_file(place.piece, one.positions(place.piece).problem(place.kind, place.ordinal, finding))


def place_in(files: Sequence[DataFile], home: Home, id_: str) -> Place:
    """Where a record of this id stands in its piece."""
    used = files[home[0]].pieces[home[1]].used
    return next(Place(*home, kind, ordinal) for kind, ordinal, record in used if record.id == id_)


def info_home(files: Sequence[DataFile]) -> Home | None:
    """Where the `[dataset]` table stands; None where there is none."""
    homes = (
        (number, at) for number, one in enumerate(files) for at, piece in enumerate(one.pieces) if "dataset" in piece.names
    )
    return next(homes, None)


def placed(library: Library, found: Iterable[Finding]) -> list[Problem]:
    """What was found in records, each with the place in its file."""
    positions: dict[Home, Positions] = {}
    problems = []
    for finding in found:
        place = library.place(finding.id)
        one = library.files[place.file]
        at = positions.setdefault(place[:2], one.positions(place.piece))
        problems.append(one.in_file(place.piece, at.problem(place.kind, place.ordinal, finding)))
    return problems


def _hidden_ids(files: Iterable[DataFile]) -> frozenset[str]:
    """Return the ids in files with an unfinished merge: references to them lead somewhere once it is finished."""
    return frozenset().union(*(one.unfinished.ids for one in files if one.unfinished is not None))


def _chosen_info(root: Path, files: tuple[DataFile, ...], problems: list[Problem]) -> DatasetInfo | None:
    stating = [one for one in files if one.info is not None]
    for extra in stating[1:]:
        message = _("a second [dataset] table; the one in {file} counts").format(file=stating[0].path.name)
        number = next(number for number, piece in enumerate(extra.pieces) if piece.info is not None)
        hint = _("remove one of the two")
        problem = extra.positions(number).key_problem("dataset", "error", "duplicate-dataset", message, hint)
        problems.append(extra.in_file(number, problem))
    hidden = any(one.unfinished is not None and one.unfinished.has_dataset for one in files)
    if not stating and not hidden and not any(one.refused for one in files):
        message = _("no file has a [dataset] table")
        hint = _('add one: [dataset], format = 1, title = "…"')
        path = str(files[0].path) if len(files) == 1 else str(root)
        problems.append(Problem(path, 1, 1, "error", "no-dataset", message, hint))
    return stating[0].info if stating else None
