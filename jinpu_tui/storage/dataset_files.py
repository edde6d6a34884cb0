"""All files of a dataset together: find them, read them, and make one dataset of what they hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.problems import Finding, Problem
from jinpu_tui.model.records import DatasetInfo, Kind, Record
from jinpu_tui.model.validation import findings
from jinpu_tui.storage.chunks import Chunk
from jinpu_tui.storage.conversion import KINDS
from jinpu_tui.storage.data_file import DataFile, FileLoader
from jinpu_tui.storage.file_search import dataset_paths
from jinpu_tui.storage.positions import Place
from jinpu_tui.text.i18n import _

Home = tuple[int, int]
"""The numbers of a file and of a piece of it."""


@dataclass(frozen=True)
class DatasetFiles:
    """All files of a dataset with the dataset they make, and by id the file and the piece that each record stands in."""

    root: Path
    files: tuple[DataFile, ...]
    dataset: Dataset
    locations: Mapping[str, Home]
    problems: tuple[Problem, ...] = ()

    @cached_property
    def refused(self) -> bool:
        """Whether a file is of a format too new to be edited safely."""
        return any(one.refused for one in self.files)

    @cached_property
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
        return self.name(self.files[self.locations[id_][0]].path)

    def place(self, id_: str) -> Place:
        """Where a record stands. Raises KeyError."""
        return place_in(self.files, self.locations[id_], id_)


class Loader:
    """A dataset being read."""

    def __init__(self, root: Path, *, look_over: bool = True, known: DatasetFiles | None = None) -> None:
        """Find the files; `look_over` asks for what is wrong between records, too. With a `known` library all is read already.

        Raises OSError only where there is nothing at `root` to read.
        """
        self._root, self._look_over = root, look_over
        self._library = known
        self._readings: list[FileLoader] = []
        self._ended = 0
        if known is not None:
            return
        if not root.exists() and not root.is_symlink():
            raise FileNotFoundError(2, os.strerror(2), str(root))
        within = root if root.is_dir() else None
        self._readings = [FileLoader(path, within) for path in dataset_paths(root)]

    @property
    def share(self) -> float:
        """Return how much was read, 0 to 1, a file not opened yet taken to be as large as the others are on average."""
        opened = [reading for reading in self._readings if reading.opened]
        size = sum(reading.size for reading in opened)
        if not self._readings or self.ended:
            return 1.0
        return sum(reading.done for reading in opened) / size * len(opened) / len(self._readings) if size else 0.0

    @property
    def ended(self) -> bool:
        """Whether all was read and put together."""
        return self._library is not None

    def go_on(self, wanted: Callable[[], bool] = lambda: True) -> bool:
        """Read all files while it is wanted, which is asked every other millisecond; whether all were read."""
        while self._ended < len(self._readings):
            if not wanted():
                return False
            reading = self._readings[self._ended]
            reading.go_on()
            self._ended += reading.ended
        return True

    def to_the_end(self) -> DatasetFiles:
        """Read all there is and put it together."""
        self.go_on()
        if self._library is None:
            files = [one.file for one in self._readings]
            self._library = assemble(self._root, files, known_sound=not self._look_over)
        return self._library

    def first_look(self) -> DatasetFiles:
        """Read enough for a first screen: the first records of each pane. Problems are known when all is read."""
        from jinpu_tui.storage.partial_load import first_files

        files = first_files(self._readings) if self._library is None else None
        return self.to_the_end() if files is None else replace(assemble(self._root, files, known_sound=True), problems=())


def file_name(root: Path, path: Path) -> str:
    """Return the name of a dataset's file: its path below the dataset's folder."""
    return path.relative_to(root).as_posix() if path != root else path.name


def read_library(root: Path) -> DatasetFiles:
    """Read a dataset. Faults become problems; raises OSError only where there is nothing at `root` to read."""
    return Loader(root).to_the_end()


def assemble(root: Path, files: Iterable[DataFile], *, known_sound: bool = False) -> DatasetFiles:
    """The dataset that files make together. Of two records with one id the first counts.

    `known_sound` spares looking for what is wrong between records, where an edit cannot have made anything wrong.
    """
    files = tuple(files)
    problems = [problem for one in files for problem in one.all_problems]
    info = _chosen_info(root, files, problems)
    gathered = _Gathered()
    for number, one in enumerate(files):
        for at, piece in enumerate(one.pieces):
            gathered.add((number, at), piece)
    problems += _duplicate_problems(files, gathered.locations, gathered.duplicates)
    records: dict[str, Any] = {f"{kind}s": tuple(of_kind) for kind, of_kind in gathered.records.items()}
    library = DatasetFiles(root, files, Dataset(info or DatasetInfo(), unknown=gathered.unknown, **records), gathered.locations)
    if not known_sound:
        problems += with_positions(library, findings(library.dataset, _hidden_ids(files)))
    faulty = frozenset(problem.id for problem in problems if problem.id)
    stale = (
        frozenset(id_ for id_, home in library.locations.items() if files[home[0]].stale) if library.stale else frozenset[str]()
    )
    problems.sort(key=lambda one: one[:3])
    return replace(library, dataset=replace(library.dataset, faulty=faulty, stale=stale), problems=tuple(problems))


class _Gathered:
    """The records of pieces by kind, the home of each, and the places of those whose id another record has already."""

    def __init__(self) -> None:
        self.records: dict[Kind, list[Any]] = {kind: [] for kind in KINDS}
        self.locations: dict[str, Home] = {}
        self.unknown: dict[str, Mapping[str, Any]] = {}
        self.duplicates: list[tuple[Place, str]] = []

    def add(self, home: Home, piece: Chunk) -> None:
        self.unknown.update(piece.unknown)
        for kind, of_kind in piece.records.items():
            usable = [record for record in of_kind if record is not None]
            ids = [record.id for record in usable]
            if len(set(ids)) == len(ids) and self.locations.keys().isdisjoint(ids):
                self.locations.update(dict.fromkeys(ids, home))
                self.records[kind] += usable
            else:
                self._add_singly(home, kind, of_kind)

    def _add_singly(self, home: Home, kind: Kind, of_kind: Iterable[Record | None]) -> None:
        for ordinal, record in enumerate(of_kind):
            if record is None:
                continue
            if record.id in self.locations:
                self.duplicates.append((Place(*home, kind, ordinal), record.id))
            else:
                self.locations[record.id] = home
                self.records[kind].append(record)


def _duplicate_problems(
    files: Sequence[DataFile], locations: Mapping[str, Home], duplicates: Sequence[tuple[Place, str]]
) -> Iterator[Problem]:
    """Yield a problem for each record whose id an earlier one has; every piece is searched once, however many it holds."""
    lines = _lines_of_ids(files, {id_: locations[id_] for _place, id_ in duplicates})
    message = _("the id {id!r} is taken by the record at {file}:{line}; this one is not shown")
    hint = _("give one of the two another id")
    for home, of_home in groupby(duplicates, key=lambda pair: pair[0][:2]):
        one = files[home[0]]
        positions = one.positions(home[1])
        for place, id_ in of_home:
            text = message.format(id=id_, file=files[locations[id_][0]].path.name, line=lines[id_])
            finding = Finding(id_, ("id",), "error", "duplicate-id", text, hint)
            yield one.in_file(place.piece, positions.problem(place.kind, place.ordinal, finding))


def _lines_of_ids(files: Sequence[DataFile], locations: Mapping[str, Home]) -> dict[str, int]:
    """Return the line of each record's id in its file."""
    lines: dict[str, int] = {}
    for home, ids in _by_home(locations, locations).items():
        file = files[home[0]]
        positions = file.positions(home[1])
        for id_ in ids:
            kind, ordinal = file.pieces[home[1]].places[id_]
            lines[id_] = positions.of(kind, ordinal, ("id",))[0] + file.lines_before[home[1]]
    return lines


def _by_home(ids: Iterable[str], locations: Mapping[str, Home]) -> dict[Home, list[str]]:
    """Return ids by the home of their records."""
    found: dict[Home, list[str]] = {}
    for id_ in ids:
        found.setdefault(locations[id_], []).append(id_)
    return found


def place_in(files: Sequence[DataFile], home: Home, id_: str) -> Place:
    """Return the place of the record with this id, which is in the piece `home`. Raises KeyError."""
    return Place(*home, *files[home[0]].pieces[home[1]].places[id_])


def info_location(files: Sequence[DataFile]) -> Home | None:
    """Where the `[dataset]` table stands; None where there is none."""
    locations = (
        (number, at) for number, one in enumerate(files) for at, piece in enumerate(one.pieces) if "dataset" in piece.names
    )
    return next(locations, None)


def with_positions(library: DatasetFiles, found: Iterable[Finding]) -> list[Problem]:
    """Return what was found in records as problems, each with the place in its file, those of a piece together."""
    findings: dict[str, list[Finding]] = {}
    for finding in found:
        findings.setdefault(finding.id, []).append(finding)
    problems = []
    for home, ids in _by_home(findings, library.locations).items():
        file = library.files[home[0]]
        positions = file.positions(home[1])
        for id_ in ids:
            kind, ordinal = file.pieces[home[1]].places[id_]
            problems += [file.in_file(home[1], positions.problem(kind, ordinal, finding)) for finding in findings[id_]]
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
