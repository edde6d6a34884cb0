"""The files of a dataset together: the dataset they make, and where each record stands. Opens no file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from jinpu_tui.files.safe_open import real_path
from jinpu_tui.model.changes import Plain
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.kinds import KINDS
from jinpu_tui.model.problems import Finding, Problem
from jinpu_tui.model.records import DatasetInfo, Kind, Record
from jinpu_tui.model.validation import findings
from jinpu_tui.storage.chunks import Chunk
from jinpu_tui.storage.data_file import DataFile
from jinpu_tui.storage.positions import Place
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.parser import parse

Location = tuple[int, int]
"""The numbers of a file and of a chunk of it, from 0."""


class DatasetFiles(Struct, frozen=True, dict=True):
    """The files of a dataset as loaded, and the dataset they make."""

    root: Path
    files: tuple[DataFile, ...]
    """In the order of their names."""
    dataset: Dataset
    locations: Mapping[str, Location]
    """The file and the chunk that each record stands in, by id."""
    problems: tuple[Problem, ...] = ()
    """Problems of files and records, in the order of files and lines."""
    refused: bool = False
    """Whether a file is of a format too new to be edited safely."""

    @cached_property
    def stale(self) -> tuple[Problem, ...]:
        """Why files cannot be read now whose records are shown as they were: one problem a file."""
        return tuple(file.problems[0] for file in self.files if file.stale)

    @cached_property
    def unread(self) -> tuple[Problem, ...]:
        """Why files cannot be read whose records are missing or shown as they were: one problem a file."""
        return tuple(next(file.all_problems) for file in self.files if not file.readable or file.stale)

    @cached_property
    def unread_names(self) -> frozenset[str]:
        """The names of those files below the root."""
        return frozenset(self.name(file.path) for file in self.files if not file.readable or file.stale)

    def name(self, path: Path) -> str:
        """Return the name of a file: its path below the dataset's folder."""
        return path.relative_to(self.root).as_posix() if path != self.root else path.name

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """The paths of the files, at hand for whoever asks at each key."""
        return tuple(file.path for file in self.files)

    def folders(self) -> set[Path]:
        """Return the folders that hold the files, or what links among them lead to; each folder is resolved once."""
        return {real_path(folder) for folder in {path.parent for path in self.paths}} | {
            real_path(path).parent for path in self.paths if path.is_symlink()
        }

    def journal_name(self, path: Path) -> str:
        r"""Return what the journal calls a file: its name, with bytes that are not UTF-8 as `\xff`."""
        name = self.name(path)
        return name if name.isascii() else os.fsencode(name).decode("utf-8", "backslashreplace")

    def file_of(self, id_: str) -> str:
        """Return the name of the file that a record stands in. Raises KeyError."""
        return self.name(self.files[self.locations[id_][0]].path)

    def record_before(self, id_: str) -> str:
        """Return the id of the record of its kind that a record follows in its file; "" for the first. Raises KeyError."""
        number = self.locations[id_][0]
        before = ""
        for record in self.dataset.of_kind(self.dataset.by_id[id_].TYPE):
            if record.id == id_:
                break
            if self.locations[record.id][0] == number:
                before = record.id
        return before

    def place(self, id_: str) -> Place:
        """Return where a record stands. Raises KeyError."""
        location = self.locations[id_]
        return Place(*location, *self.files[location[0]].chunks[location[1]].places[id_])

    def raw_record(self, id_: str) -> Plain:
        """Return a record as its file states it, with unknown keys. Raises KeyError."""
        return self.raw_record_at(self.place(id_))

    def raw_record_at(self, place: Place) -> Plain:
        """Return the record at a place as its file states it, with unknown keys."""
        return self.files[place.file].chunks[place.chunk].raw_record(place.kind, place.ordinal)

    def raw_info(self) -> Plain | None:
        """Return the `[dataset]` table as its file states it, with unknown keys; None without one."""
        location = info_location(self.files)
        table = parse(self.files[location[0]].chunks[location[1]].text).get("dataset") if location is not None else None
        return table if isinstance(table, dict) else None


def assemble(root: Path, files: Iterable[DataFile], *, validate: bool = True) -> DatasetFiles:
    """Make the dataset that files hold together. Of two records with one id the first counts.

    Args:
        root: The dataset's file or folder.
        files: What was read of each file.
        validate: Whether to check rules between records; an edit that cannot break any does without.
    """
    files = tuple(files)
    problems = [problem for file in files for problem in file.all_problems]
    infos = [(file, info) for file in files if (info := file.info) is not None]
    problems += _info_problems(root, files, [file for file, _info in infos])
    gathered = _Gathered()
    for number, file in enumerate(files):
        for at, chunk in enumerate(file.chunks):
            gathered.add((number, at), chunk)
    problems += _duplicate_problems(files, gathered.locations, gathered.duplicates)
    info = infos[0][1] if infos else DatasetInfo()
    dataset = Dataset.from_records(info, gathered.records, gathered.unknown)
    refused = any(chunk.refused for file in files for chunk in file.chunks)
    loaded = DatasetFiles(root, files, dataset, gathered.locations, refused=refused)
    if validate:
        problems += with_positions(loaded, findings(loaded.dataset, _hidden_ids(files)))
    faulty = frozenset(problem.id for problem in problems if problem.id)
    stale = frozenset[str]()
    if loaded.stale:
        stale = frozenset(id_ for id_, (number, _at) in loaded.locations.items() if files[number].stale)
    problems.sort(key=lambda problem: problem[:3])
    return replace(loaded, dataset=replace(loaded.dataset, faulty=faulty, stale=stale), problems=tuple(problems))


class _Gathered:
    """The records of chunks by kind, where each stands, and the places of those whose id another record has already."""

    def __init__(self) -> None:
        self.records: dict[Kind, list[Any]] = {kind: [] for kind in KINDS}
        self.locations: dict[str, Location] = {}
        self.unknown: dict[str, Mapping[str, Any]] = {}
        self.duplicates: list[tuple[Place, str]] = []

    def add(self, location: Location, chunk: Chunk) -> None:
        self.unknown.update(chunk.unknown)
        for kind, of_kind in chunk.records.items():
            usable = [record for record in of_kind if record is not None]
            ids = [record.id for record in usable]
            if len(set(ids)) == len(ids) and self.locations.keys().isdisjoint(ids):
                self.locations.update(dict.fromkeys(ids, location))
                self.records[kind] += usable
            else:
                self._add_singly(location, kind, of_kind)

    def _add_singly(self, location: Location, kind: Kind, of_kind: Iterable[Record | None]) -> None:
        for ordinal, record in enumerate(of_kind):
            if record is None:
                continue
            if record.id in self.locations:
                self.duplicates.append((Place(*location, kind, ordinal), record.id))
            else:
                self.locations[record.id] = location
                self.records[kind].append(record)


def info_location(files: Sequence[DataFile]) -> Location | None:
    """Return where the `[dataset]` table stands; None without one."""
    for number, file in enumerate(files):
        for at, chunk in enumerate(file.chunks):
            if "dataset" in chunk.names:
                return number, at
    return None


def with_positions(loaded: DatasetFiles, reported: Iterable[Finding]) -> list[Problem]:
    """Return findings about records as problems with their places; each chunk is searched once."""
    by_id: dict[str, list[Finding]] = {}
    for finding in reported:
        by_id.setdefault(finding.id, []).append(finding)
    problems = []
    for (number, at), ids in _by_location(by_id, loaded.locations).items():
        file = loaded.files[number]
        positions = file.positions(at)
        for id_ in ids:
            kind, ordinal = file.chunks[at].places[id_]
            problems += [file.in_file(at, positions.problem(kind, ordinal, finding)) for finding in by_id[id_]]
    return problems


def _duplicate_problems(
    files: Sequence[DataFile], locations: Mapping[str, Location], duplicates: Sequence[tuple[Place, str]]
) -> Iterator[Problem]:
    """Yield a problem for each record whose id an earlier record has; each chunk is searched once."""
    lines = _lines_of_ids(files, {id_: locations[id_] for _place, id_ in duplicates})
    message = _("the id {id} is already used by the record at {file}:{line}; this record is not shown")
    hint = _("give one of the two another id")
    for (number, at), in_chunk in groupby(duplicates, key=lambda pair: pair[0][:2]):
        file = files[number]
        positions = file.positions(at)
        for place, id_ in in_chunk:
            text = message.format(id=id_, file=files[locations[id_][0]].path.name, line=lines[id_])
            finding = Finding(id_, ("id",), "error", "duplicate-id", text, hint)
            yield file.in_file(at, positions.problem(place.kind, place.ordinal, finding))


def _lines_of_ids(files: Sequence[DataFile], locations: Mapping[str, Location]) -> dict[str, int]:
    """Return the line of each record's id in its file."""
    lines: dict[str, int] = {}
    for (number, at), ids in _by_location(locations, locations).items():
        file = files[number]
        positions = file.positions(at)
        for id_ in ids:
            kind, ordinal = file.chunks[at].places[id_]
            lines[id_] = positions.of(kind, ordinal, ("id",))[0] + file.lines_before[at]
    return lines


def _by_location(ids: Iterable[str], locations: Mapping[str, Location]) -> dict[Location, list[str]]:
    """Return ids by the location of their records."""
    grouped: dict[Location, list[str]] = {}
    for id_ in ids:
        grouped.setdefault(locations[id_], []).append(id_)
    return grouped


def dangling_with(loaded: DatasetFiles, ids: frozenset[str]) -> list[Problem]:
    """Return the problems of references that lead nowhere although there are records with these ids, too."""
    found = findings(loaded.dataset, _hidden_ids(loaded.files) | ids)
    return [problem for problem in with_positions(loaded, found) if problem.code == "dangling"]


def _hidden_ids(files: Iterable[DataFile]) -> frozenset[str]:
    """Return the ids in files with an unfinished merge: references to them lead somewhere once it is finished."""
    return frozenset().union(*(file.unfinished.ids for file in files if file.unfinished is not None))


def _info_problems(root: Path, files: Sequence[DataFile], stating: Sequence[DataFile]) -> Iterator[Problem]:
    """Yield what is wrong if not exactly one file, of those `stating` it, has the `[dataset]` table."""
    for extra in stating[1:]:
        message = _("a second [dataset] table; the one in {file} counts").format(file=stating[0].path.name)
        number = next(number for number, chunk in enumerate(extra.chunks) if chunk.info is not None)
        hint = _("remove one of the two")
        problem = extra.positions(number).key_problem("dataset", "error", "duplicate-dataset", message, hint)
        yield extra.in_file(number, problem)
    is_hidden = any(file.unfinished is not None and file.unfinished.has_dataset for file in files)
    if not stating and not is_hidden and not any(file.refused for file in files):
        message = _("no file has a [dataset] table")
        hint = _('add one: [dataset], format = 1, title = "…"')
        path = str(files[0].path) if len(files) == 1 else str(root)
        yield Problem(path, 1, 1, "error", "no-dataset", message, hint)
