"""One file of a dataset: read it, turn what is sound into records, and tell the rest."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from jinpu_tui.locale import _
from jinpu_tui.model.problems import Finding, Problem
from jinpu_tui.model.records import DatasetInfo, Kind, Record
from jinpu_tui.storage.blocks import Blocks, moved, record_blocks
from jinpu_tui.storage.convert import KINDS, to_info, to_record, unknown_keys, unknown_word
from jinpu_tui.storage.parse import ParseError, parse
from jinpu_tui.storage.patch import Edit, apply_edits
from jinpu_tui.storage.position import Positions

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
    """One file as read: its text to the byte (a byte order mark stays as its first character) and what it holds.

    `records` holds, by kind and in the order of the text, each record, and None for one that cannot be used.
    """

    path: Path
    text: str = ""
    stamp: Stamp = NO_STAMP
    blocks: Blocks = field(default_factory=dict)
    info: DatasetInfo | None = None
    records: Mapping[Kind, tuple[Record | None, ...]] = field(default_factory=dict)
    unknown: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    refused: bool = False
    readable: bool = False


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
        return DataFile(path, text, stamp, problems=(empty,), readable=True)
    blocks = record_blocks(text, tables)
    positions = Positions(path, text, blocks)
    info, problems, refused = _read_info(positions, tables)
    if refused:
        return DataFile(path, text, stamp, blocks, info, problems=tuple(problems), refused=True)
    records: dict[Kind, tuple[Record | None, ...]] = {}
    unknown: dict[str, Mapping[str, Any]] = {}
    for kind in KINDS:
        of_kind: list[Record | None] = []
        for ordinal, table in enumerate(_tables_of(positions, tables, kind, problems)):
            record, found = to_record(kind, table)
            of_kind.append(record)
            problems += [positions.problem(kind, ordinal, finding) for finding in found]
            if record is not None and (extra := unknown_keys(kind, table)):
                unknown[record.id] = extra
        records[kind] = tuple(of_kind)
    return DataFile(path, text, stamp, blocks, info, records, unknown, tuple(problems), readable=True)


def with_blocks(one: DataFile, blocks: Mapping[tuple[Kind, int], tuple[str, Mapping[str, Any]]]) -> DataFile:
    """The file with the blocks of some records written anew, each with the table it now holds.

    Only those records are converted again; where the file has or gets problems it is read as a whole, for their places.
    """
    edits = [Edit(*one.blocks[kind][ordinal], text) for (kind, ordinal), (text, _table) in blocks.items()]
    text = apply_edits(one.text, edits)
    records = {kind: list(of_kind) for kind, of_kind in one.records.items()}
    unknown = dict(one.unknown)
    for (kind, ordinal), (_text, table) in blocks.items():
        record, found = to_record(kind, table)
        if found or one.problems or record is None:
            return parse_file(one.path, text, one.stamp)
        records[kind][ordinal] = record
        unknown.pop(record.id, None)
    return replace(
        one,
        text=text,
        blocks=moved(one.blocks, edits),
        records={kind: tuple(of_kind) for kind, of_kind in records.items()},
        unknown=unknown,
    )


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
