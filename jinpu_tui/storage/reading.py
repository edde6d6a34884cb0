"""From a path to a dataset: find the files, read them, turn what is sound into records, and tell the rest."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from jinpu_tui.locale import _
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.integrity import findings
from jinpu_tui.model.problems import Finding, Problem
from jinpu_tui.model.records import DatasetInfo, Kind, Record
from jinpu_tui.storage.blocks import Blocks, record_blocks
from jinpu_tui.storage.convert import KINDS, to_info, to_record, unknown_keys, unknown_word
from jinpu_tui.storage.parse import ParseError, parse
from jinpu_tui.storage.position import Place, Positions

FORMAT = 1
"""The newest version of the format that this program knows."""

MAX_BYTES = 128 * 1024 * 1024
"""A larger file is refused unread: no ledger is, and it would take minutes."""


class Stamp(NamedTuple):
    """What tells that a file was written since it was read."""

    mtime_ns: int
    size: int
    inode: int


NO_STAMP = Stamp(0, 0, 0)


@dataclass(frozen=True)
class DataFile:
    """One file as read: its text to the byte (a byte order mark stays as its first character) and what it holds."""

    path: Path
    text: str = ""
    stamp: Stamp = NO_STAMP
    blocks: Blocks = field(default_factory=dict)
    info: DatasetInfo | None = None
    records: tuple[tuple[Kind, int, Record], ...] = ()
    unknown: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    refused: bool = False


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


def stamp_of(path: Path) -> Stamp:
    """The stamp of a file. Raises OSError."""
    status = path.stat()
    return Stamp(status.st_mtime_ns, status.st_size, status.st_ino)


def read_file(path: Path) -> DataFile:
    """Read one file; what keeps it from being read is its problem."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            reason = _("a folder with the name of a file") if path.is_dir() else _("not a regular file")
            return _unreadable(path, "unreadable", reason, _("rename or remove it"))
        if status.st_size > MAX_BYTES:
            reason = _("larger than {size} MB").format(size=MAX_BYTES // 2**20)
            return _unreadable(path, "too-large", reason, _("split it over several files"))
        data = path.read_bytes()
    except OSError as error:
        code = "broken-link" if path.is_symlink() and not path.exists() else "unreadable"
        return _unreadable(path, code, error.strerror or str(error), _("check the link, or that you may read it"))
    stamp = Stamp(status.st_mtime_ns, status.st_size, status.st_ino)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        hint = _("save the file as UTF-8")
        return _unreadable(path, "not-utf8", _("a byte that is not UTF-8"), hint, line, column, stamp)
    return parse_file(path, text, stamp)


def parse_file(path: Path, text: str, stamp: Stamp) -> DataFile:
    """The records and problems of a file's text."""
    try:
        tables = parse(text)
    except ParseError as error:
        hint = _("the records of this file are not shown until it is corrected")
        return _unreadable(path, "not-toml", error.reason, hint, error.line, error.column, stamp)
    if not text.strip("\ufeff \t\r\n"):
        empty = Problem(str(path), 1, 1, "warning", "empty-file", _("the file is empty"), _("remove it or add records"))
        return DataFile(path, text, stamp, problems=(empty,))
    blocks = record_blocks(text, tables)
    positions = Positions(path, text, blocks)
    info, problems, refused = _read_info(positions, tables)
    if refused:
        return DataFile(path, text, stamp, blocks, info, problems=tuple(problems), refused=True)
    records: list[tuple[Kind, int, Record]] = []
    unknown: dict[str, Mapping[str, Any]] = {}
    for kind in KINDS:
        for index, table in enumerate(_tables_of(positions, tables, kind, problems)):
            record, found = to_record(kind, table)
            problems += [positions.problem(kind, index, finding) for finding in found]
            if record is not None:
                records.append((kind, index, record))
                if extra := unknown_keys(kind, table):
                    unknown[record.id] = extra
    return DataFile(path, text, stamp, blocks, info, tuple(records), unknown, tuple(problems))


def assemble(root: Path, files: Iterable[DataFile]) -> Library:
    """The dataset that files make together. Of two records with one id the first counts."""
    files = tuple(files)
    records: dict[Kind, list[Record]] = {kind: [] for kind in KINDS}
    places: dict[str, Place] = {}
    problems = [problem for one in files for problem in one.problems]
    info = _chosen_info(root, files, problems)
    for number, one in enumerate(files):
        for kind, index, record in one.records:
            if record.id in places:
                problems.append(_duplicate(files, places[record.id], one, kind, index, record.id))
                continue
            places[record.id] = Place(number, kind, index)
            records[kind].append(record)
    dataset = Dataset(info or DatasetInfo(), unknown={id_: keys for one in files for id_, keys in one.unknown.items()})
    for kind in KINDS:
        dataset = dataset.with_records(kind, records[kind])
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


def _unreadable(
    path: Path, code: str, reason: str, hint: str, line: int = 1, column: int = 1, stamp: Stamp = NO_STAMP
) -> DataFile:
    problem = Problem(str(path), line, column, "error", code, reason, hint)
    return DataFile(path, stamp=stamp, problems=(problem,))


def _read_info(positions: Positions, tables: Mapping[str, Any]) -> tuple[DatasetInfo | None, list[Problem], bool]:
    problems = [
        positions.key_problem(name, "warning", "unknown-key", *unknown_word(name, ("dataset", *KINDS)))
        for name in tables
        if name not in (*KINDS, "dataset")
    ]
    table = tables.get("dataset")
    if table is None:
        return None, problems, False
    if not isinstance(table, Mapping):
        hint = _("write [dataset], once")
        problems.append(positions.key_problem("dataset", "error", "wrong-type", _("dataset is not a table"), hint))
        return None, problems, False
    version = table.get("format", FORMAT)
    if isinstance(version, int) and version > FORMAT:
        message = _("this file is of format {version}; this program knows formats up to {known}")
        text = message.format(version=version, known=FORMAT)
        hint = _("get a newer jinpu-tui; nothing of the file was read")
        return None, [positions.info_problem(Finding("", ("format",), "error", "newer-format", text, hint))], True
    info, found = to_info(table)
    return info, problems + [positions.info_problem(finding) for finding in found], False


def _tables_of(positions: Positions, tables: Mapping[str, Any], kind: Kind, problems: list[Problem]) -> list[Any]:
    value = tables.get(kind, [])
    if isinstance(value, list) and all(isinstance(item, Mapping) for item in value):
        return value
    message = _("{kind} is not a list of records").format(kind=kind)
    hint = _("begin each record with [[{kind}]]").format(kind=kind)
    problems.append(positions.key_problem(kind, "error", "wrong-type", message, hint))
    return []


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


def _duplicate(files: tuple[DataFile, ...], first: Place, one: DataFile, kind: Kind, index: int, id_: str) -> Problem:
    earlier = files[first.file]
    line, _column = Positions(earlier.path, earlier.text, earlier.blocks).of(first.kind, first.ordinal, ("id",))
    message = _("the id {id!r} is taken by the record at {file}:{line}; this one is not shown")
    text = message.format(id=id_, file=earlier.path.name, line=line)
    finding = Finding(id_, ("id",), "error", "duplicate-id", text, _("give one of the two another id"))
    return Positions(one.path, one.text, one.blocks).problem(kind, index, finding)
