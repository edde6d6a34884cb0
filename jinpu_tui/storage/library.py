"""All files of a dataset together: find them, read them, and make one dataset of what they hold."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from jinpu_tui.locale import _
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.integrity import findings
from jinpu_tui.model.problems import Finding, Problem
from jinpu_tui.model.records import DatasetInfo, Kind, Record
from jinpu_tui.storage.convert import KINDS
from jinpu_tui.storage.datafile import DataFile, read_file
from jinpu_tui.storage.position import Place, Positions


@dataclass(frozen=True)
class Library:
    """All files of a dataset with the dataset they make and where each record stands."""

    root: Path
    files: tuple[DataFile, ...]
    dataset: Dataset
    places: Mapping[str, Place]
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> bool:
        """Whether a file is of a format too new to be edited safely."""
        return any(one.refused for one in self.files)


def read_library(root: Path) -> Library:
    """Read a dataset. Faults become problems; raises OSError only where there is nothing at `root` to read."""
    if not root.exists() and not root.is_symlink():
        raise FileNotFoundError(2, os.strerror(2), str(root))
    return assemble(root, [read_file(path) for path in dataset_files(root)])


def dataset_files(root: Path) -> list[Path]:
    """The files of a dataset: one file, or all `*.toml` below a folder in order of name; hidden ones are passed over."""
    if not root.is_dir():
        return [root]
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(folder, name) for name in sorted(names) if name.endswith(".toml") and not name.startswith(".")]
        found += [Path(folder, name) for name in folders if name.endswith(".toml")]
    return sorted(found)


def assemble(root: Path, files: Iterable[DataFile], *, known_sound: bool = False) -> Library:
    """The dataset that files make together. Of two records with one id the first counts.

    `known_sound` spares looking for what is wrong between records, where an edit cannot have made anything wrong.
    """
    files = tuple(files)
    records: dict[Kind, list[Record]] = {kind: [] for kind in KINDS}
    places: dict[str, Place] = {}
    problems = [problem for one in files for problem in one.problems]
    info = _chosen_info(root, files, problems)
    for number, one in enumerate(files):
        for kind, of_kind in one.records.items():
            for ordinal, record in enumerate(of_kind):
                if record is None:
                    continue
                if record.id in places:
                    problems.append(_duplicate(files, places[record.id], one, Place(number, kind, ordinal), record.id))
                    continue
                places[record.id] = Place(number, kind, ordinal)
                records[kind].append(record)
    dataset = Dataset(info or DatasetInfo(), unknown={id_: keys for one in files for id_, keys in one.unknown.items()})
    for kind in KINDS:
        dataset = dataset.with_records(kind, records[kind])
    if not known_sound:
        problems += placed(files, places, findings(dataset))
    faulty = frozenset(problem.id for problem in problems if problem.id)
    return Library(root, files, replace(dataset, faulty=faulty), places, tuple(sorted(problems, key=lambda one: one[:3])))


def placed(files: tuple[DataFile, ...], places: Mapping[str, Place], found: Iterable[Finding]) -> list[Problem]:
    """Findings about the dataset with their places in the files."""
    positions: dict[int, Positions] = {}
    problems = []
    for finding in found:
        place = places[finding.id]
        one = files[place.file]
        at = positions.setdefault(place.file, Positions(one.path, one.text, one.blocks))
        problems.append(at.problem(place.kind, place.ordinal, finding))
    return problems


def _chosen_info(root: Path, files: tuple[DataFile, ...], problems: list[Problem]) -> DatasetInfo | None:
    stating = [one for one in files if one.info is not None]
    for extra in stating[1:]:
        message = _("a second [dataset] table; the one in {file} counts").format(file=stating[0].path.name)
        at = Positions(extra.path, extra.text, extra.blocks)
        problems.append(at.key_problem("dataset", "error", "duplicate-dataset", message, _("remove one of the two")))
    if not stating and not any(one.refused for one in files):
        message = _("no file has a [dataset] table")
        hint = _('add one: [dataset], format = 1, title = "…"')
        path = str(files[0].path) if len(files) == 1 else str(root)
        problems.append(Problem(path, 1, 1, "error", "no-dataset", message, hint))
    return stating[0].info if stating else None


def _duplicate(files: tuple[DataFile, ...], first: Place, one: DataFile, place: Place, id_: str) -> Problem:
    earlier = files[first.file]
    line, _column = Positions(earlier.path, earlier.text, earlier.blocks).of(first.kind, first.ordinal, ("id",))
    message = _("the id {id!r} is taken by the record at {file}:{line}; this one is not shown")
    text = message.format(id=id_, file=earlier.path.name, line=line)
    finding = Finding(id_, ("id",), "error", "duplicate-id", text, _("give one of the two another id"))
    return Positions(one.path, one.text, one.blocks).problem(place.kind, place.ordinal, finding)
