"""A file as a row of pieces, each a TOML text of whole statements that parses alone.

Reading piece by piece lets a front end show the first records while the rest is still being read, keeps no more than one
piece's plain tables in memory, and lets an edit read again only the piece it is in.

A file is cut in front of `[[kind]]` headers that begin a line. Such a line may stand inside a multi-line text; but a text that
begins at a statement and parses also ends behind one, so a cut is right if the piece in front of it parses, and is moved on
where it does not. What pieces say together is one document only if no later piece goes on with a table of an earlier one;
where it might, the file is kept as one piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinpu_tui.model.problems import Finding, Problem
from jinpu_tui.model.records import DatasetInfo, Kind, Record
from jinpu_tui.storage.conversion import KINDS, to_info, to_records, unknown_word
from jinpu_tui.storage.positions import Positions
from jinpu_tui.storage.record_limits import SMALL_BYTES
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.parser import ParseError, parse

if TYPE_CHECKING:
    from jinpu_tui.toml_edit.blocks import Blocks

FORMAT = 1
"""The newest version of the format that this program knows."""

CHUNK_BYTES = 5 * 1024
"""How long a piece is at least. Reading one takes some 100 µs, and the parser holds some hundred times its size for it."""

MAX_CHUNK_BYTES = 6 * 1024 * 1024
"""A longer stretch without a `[[kind]]` header at the beginning of a line is refused: parsing it would take a second."""

MAX_AS_ONE_BYTES = 32 * 1024 * 1024
"""The same for files whose pieces cannot be read each alone."""

MAX_PROBLEMS = 1000
"""So many problems of a piece are told."""

_TABLES = frozenset((*KINDS, "dataset"))
"""The names of the tables that the format knows."""

_CUT = re.compile(rb"\n(?=\[\[(?:%s)\]\])" % b"|".join(kind.encode() for kind in KINDS))


def find_cut(data: bytes, start: int) -> int:
    """Return where the piece that begins at `start` may end at the earliest: before a header, or at the end of the file."""
    cut = _CUT.search(data, start + CHUNK_BYTES)
    return cut.end() if cut else len(data)


class UnconnectedError(ValueError):
    """Pieces that do not make one document when each is read alone."""


class TooLongError(ValueError):
    """A stretch without a header that is too long to be parsed."""


@dataclass(frozen=True)
class Chunk:
    """A piece of a file to the byte and what it holds.

    `records` holds, by kind and in the order of the text, each record, and None for one that cannot be used. The lines of
    `problems` count from the first line of the piece. `names` are the keys at the top of its tables.
    """

    data: bytes
    names: frozenset[str] = frozenset()
    info: DatasetInfo | None = None
    records: Mapping[Kind, tuple[Record | None, ...]] = field(default_factory=dict)
    unknown: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    refused: bool = False

    @property
    def text(self) -> str:
        """The piece as text; a byte order mark stays as the first character."""
        return self.data.decode()

    @cached_property
    def blocks(self) -> Blocks:
        """Where each record stands in the text."""
        from jinpu_tui.toml_edit.blocks import record_blocks

        return record_blocks(self.text, parse(self.text))

    @cached_property
    def places(self) -> Mapping[str, tuple[Kind, int]]:
        """Return kind and ordinal of each usable record by its id; of two with one id the first."""
        found: dict[str, tuple[Kind, int]] = {}
        for kind, ordinal, record in self.used:
            found.setdefault(record.id, (kind, ordinal))
        return found

    @property
    def used(self) -> Iterator[tuple[Kind, int, Record]]:
        """The usable records with their ordinals among those of their kind in the piece."""
        for kind, of_kind in self.records.items():
            yield from ((kind, ordinal, record) for ordinal, record in enumerate(of_kind) if record is not None)


def read_chunks(path: Path, data: bytes) -> Iterator[Chunk]:
    """The pieces of a file as they are read.

    Raises ParseError, UnicodeDecodeError, UnconnectedError or TooLongError on the way.
    """
    start, tables, arrays = 0, frozenset[str](), frozenset[str]()
    while start < len(data):
        piece, end = _next_chunk(path, data, start)
        stated = piece.blocks if start == 0 and end < len(data) else (kind for kind, found in piece.records.items() if found)
        added = frozenset(stated)
        if not (tables.isdisjoint(piece.names) and arrays.isdisjoint(piece.names - added)):
            raise UnconnectedError(str(path))
        arrays |= added
        tables |= piece.names - added
        start = end
        yield piece


def read_chunk(path: Path, data: bytes) -> Chunk:
    """The records and problems of one piece. Raises ParseError or UnicodeDecodeError."""
    text = data.decode()
    tables = parse(text, data)
    positions = Positions(path, text)
    names = frozenset(tables)
    info, problems, refused = _read_info(positions, tables)
    if refused:
        return Chunk(data, names, info, problems=tuple(problems), refused=True)
    records: dict[Kind, tuple[Record | None, ...]] = {}
    unknown: dict[str, Mapping[str, Any]] = {}
    for kind in KINDS:
        if kind in tables:
            converted = to_records(kind, _tables_of(positions, tables, kind, problems), may_be_large=len(data) > SMALL_BYTES)
            told = converted.findings[:MAX_PROBLEMS]
            problems += [positions.problem(kind, ordinal, finding) for ordinal, finding in told]
            unknown |= converted.unknown
            records[kind] = converted.records
    return Chunk(data, names, info, records, unknown, tuple(problems))


def _next_chunk(path: Path, data: bytes, start: int) -> tuple[Chunk, int]:
    """The piece that begins at `start`, and where it ends: at the first cut behind which it parses."""
    length = CHUNK_BYTES
    failed: ParseError | UnicodeDecodeError | None = None
    while True:
        cut = _CUT.search(data, start + length, start + MAX_CHUNK_BYTES)
        end = cut.end() if cut else len(data)
        if end - start > MAX_CHUNK_BYTES:
            raise failed or TooLongError(str(path))
        try:
            return read_chunk(path, data[start:end]), end
        except (ParseError, UnicodeDecodeError) as error:
            failed = _in_file(error, data, start)
            if cut is None:
                raise failed from None
            length *= 2


def _in_file(error: ParseError | UnicodeDecodeError, data: bytes, start: int) -> ParseError | UnicodeDecodeError:
    """An error of a piece by the places of its file."""
    if isinstance(error, ParseError):
        return ParseError(error.reason, error.line + data.count(b"\n", 0, start), error.column)
    return UnicodeDecodeError(error.encoding, data, start + error.start, start + error.end, error.reason)


def _read_info(positions: Positions, tables: Mapping[str, Any]) -> tuple[DatasetInfo | None, list[Problem], bool]:
    unknown = [name for name in tables if name not in _TABLES]
    problems = [
        positions.key_problem(name, "warning", "unknown-key", *unknown_word(name, ("dataset", *KINDS)))
        for name in unknown[:MAX_PROBLEMS]
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
    if isinstance(value, list) and set(map(type, value)) <= {dict}:
        return value
    message = _("{kind} is not a list of records").format(kind=kind)
    hint = _("begin each record with [[{kind}]]").format(kind=kind)
    problems.append(positions.key_problem(kind, "error", "wrong-type", message, hint))
    return []
