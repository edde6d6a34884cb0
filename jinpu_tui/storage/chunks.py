"""A file as a row of chunks, each a TOML text of whole statements that parses alone.

Reading chunk by chunk lets a front end show the first records while the rest is being read, keeps no more than one chunk's
plain tables in memory, and lets an edit parse again only the chunk it is in.

A file is cut before `[[kind]]` headers that begin a line. Such a line may stand inside a multi-line string; but a text that
begins at a statement and parses also ends after one. So a cut is right if the chunk before it parses; otherwise the next one
is tried. Chunks make one document only if no later chunk continues a table of an earlier one; if one might, the file is kept
as one chunk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from jinpu_tui.model.changes import Plain
from jinpu_tui.model.kinds import KINDS
from jinpu_tui.model.problems import Finding, Problem
from jinpu_tui.model.records import DatasetInfo, Kind, Record
from jinpu_tui.storage.conversion import to_info, to_record, to_records, unknown_word
from jinpu_tui.storage.positions import Positions
from jinpu_tui.storage.record_limits import SMALL_BYTES
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.parser import ParseError, parse
from jinpu_tui.toml_edit.text_edits import Edit, apply_edits

if TYPE_CHECKING:
    from jinpu_tui.storage.shared_values import SharedValues
    from jinpu_tui.toml_edit.blocks import Blocks, Region

FORMAT = 1
"""The newest version of the format that this program knows."""

CHUNK_BYTES = 5 * 1024
"""The minimum length of a chunk. Reading one takes about 100 µs, and the parser needs about a hundred times its size."""

MAX_CHUNK_BYTES = 6 * 1024 * 1024
"""A longer stretch without a `[[kind]]` header at the beginning of a line is refused: parsing it would take a second."""

MAX_AS_ONE_BYTES = 32 * 1024 * 1024
"""The same for files whose chunks cannot be read alone."""

MAX_PROBLEMS = 1000
"""The maximum number of problems reported for a kind in a chunk."""

_TABLES = frozenset((*KINDS, "dataset"))
"""The names of the tables that the format knows."""

_CUT = re.compile(rb"\n(?=\[\[(?:%s)\]\])" % b"|".join(kind.encode() for kind in KINDS))


def find_cut(data: bytes, start: int) -> int:
    """Return the earliest end of the chunk that begins at `start`: before a header, or the end of the file."""
    cut = _CUT.search(data, start + CHUNK_BYTES)
    return cut.end() if cut else len(data)


class UnconnectedError(ValueError):
    """The chunks of a file do not make one document if each is read alone."""


class TooLongError(ValueError):
    """A part of a file without a header is too long to be parsed."""


class Chunk(Struct, frozen=True, dict=True):
    """A part of a file to the byte, and what it holds."""

    data: bytes
    names: frozenset[str] = frozenset()
    """The keys at the top of its tables."""
    info: DatasetInfo | None = None
    records: Mapping[Kind, tuple[Record | None, ...]] = field(default_factory=dict)
    """The records by kind, in the order of the text; None for one that cannot be used."""
    unknown: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The keys that the format does not know, by the id of their record."""
    problems: tuple[Problem, ...] = ()
    """Problems, with lines counted from the first line of the chunk."""
    refused: bool = False
    """Whether the format is too new to be edited safely."""

    @property
    def text(self) -> str:
        """The chunk as text; a byte order mark stays as the first character."""
        return self.data.decode()

    @cached_property
    def blocks(self) -> Blocks:
        """Where each record stands in the text."""
        from jinpu_tui.toml_edit.blocks import element_blocks

        text = self.text
        return element_blocks(text, parse(text, self.data))

    @cached_property
    def places(self) -> Mapping[str, tuple[Kind, int]]:
        """Kind and ordinal of each usable record by its id; of two with one id the first."""
        places: dict[str, tuple[Kind, int]] = {}
        for kind, ordinal, record in self.used:
            places.setdefault(record.id, (kind, ordinal))
        return places

    def region(self, kind: Kind, ordinal: int) -> Region:
        """Return the part of the text that a record stands in."""
        from jinpu_tui.toml_edit.blocks import region_of

        return region_of(self.text, self.blocks, kind, ordinal)

    def raw_record(self, kind: Kind, ordinal: int) -> Plain:
        """Return a record as the text states it, with unknown keys."""
        region = self.region(kind, ordinal)
        return region.element(parse(self.text[region.start : region.end]))

    def with_blocks(self, path: Path, blocks: Mapping[tuple[Kind, int], tuple[str, Plain]]) -> Chunk:
        """Return the chunk with the blocks of some records replaced.

        Only these records are converted again; a chunk that has or gets problems is read as a whole, for their positions.

        Args:
            path: The file, for problems.
            blocks: The new text of each block, and the record that it holds, by kind and ordinal.
        """
        edits = [Edit(*self.blocks[kind][ordinal], text) for (kind, ordinal), (text, _record) in blocks.items()]
        data = apply_edits(self.text, edits).encode()
        records = {kind: list(of_kind) for kind, of_kind in self.records.items()}
        for (kind, ordinal), (_text, table) in blocks.items():
            record, findings = to_record(kind, table)
            if findings or self.problems or record is None:
                return read_chunk(path, data)
            records[kind][ordinal] = record
        return replace(self, data=data, records={kind: tuple(of_kind) for kind, of_kind in records.items()})

    @property
    def used(self) -> Iterator[tuple[Kind, int, Record]]:
        """The usable records with kind and ordinal."""
        for kind, of_kind in self.records.items():
            yield from ((kind, ordinal, record) for ordinal, record in enumerate(of_kind) if record is not None)


def read_chunks(path: Path, data: bytes, shared: SharedValues | None = None) -> Iterator[Chunk]:
    """Parse a file chunk by chunk.

    Args:
        path: The file, for problems.
        data: Its bytes.
        shared: What remembers repeated values; None if the records are not kept for long.

    Raises:
        ParseError, UnicodeDecodeError: The file cannot be read.
        UnconnectedError, TooLongError: It cannot be read in chunks.
    """
    start, tables, arrays = 0, frozenset[str](), frozenset[str]()
    while start < len(data):
        chunk, end = _next_chunk(path, data, start, shared)
        # The first chunk shows by its blocks which arrays are written as `[[kind]]`; a later one begins with such a header.
        arrays_here = chunk.blocks if start == 0 and end < len(data) else (kind for kind, some in chunk.records.items() if some)
        added = frozenset(arrays_here)
        if not (tables.isdisjoint(chunk.names) and arrays.isdisjoint(chunk.names - added)):
            raise UnconnectedError(str(path))
        arrays |= added
        tables |= chunk.names - added
        start = end
        yield chunk


def read_chunk(
    path: Path, data: bytes, tables: Mapping[str, Any] | None = None, *, shared: SharedValues | None = None
) -> Chunk:
    """Parse one chunk and convert its records.

    Args:
        path: The file, for problems.
        data: The chunk.
        tables: What the chunk holds, if it has been parsed already.
        shared: What remembers repeated values, if any.

    Raises:
        ParseError, UnicodeDecodeError: The chunk cannot be read.
    """
    text = data.decode()
    if tables is None:
        tables = parse(text, data)
    if shared is not None:
        shared.share(tables)
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
            reported = converted.findings[:MAX_PROBLEMS]
            problems += [positions.problem(kind, ordinal, finding) for ordinal, finding in reported]
            unknown |= converted.unknown
            records[kind] = converted.records
    return Chunk(data, names, info, records, unknown, tuple(problems))


def _next_chunk(path: Path, data: bytes, start: int, shared: SharedValues | None) -> tuple[Chunk, int]:
    """Return the chunk that begins at `start`, and where it ends: at the first cut before which it parses."""
    length = CHUNK_BYTES
    failed: ParseError | UnicodeDecodeError | None = None
    while True:
        cut = _CUT.search(data, start + length, start + MAX_CHUNK_BYTES)
        end = cut.end() if cut else len(data)
        if end - start > MAX_CHUNK_BYTES:
            raise failed or TooLongError(str(path))
        try:
            return read_chunk(path, data[start:end], shared=shared), end
        except (ParseError, UnicodeDecodeError) as error:
            failed = _in_file(error, data, start)
            if cut is None:
                raise failed from None
            length *= 2


def _in_file(error: ParseError | UnicodeDecodeError, data: bytes, start: int) -> ParseError | UnicodeDecodeError:
    """Return an error in a chunk with its position in the file."""
    if isinstance(error, ParseError):
        return ParseError(error.reason, error.line + data.count(b"\n", 0, start), error.column)
    return UnicodeDecodeError(error.encoding, data, start + error.start, start + error.end, error.reason)


def _read_info(positions: Positions, tables: Mapping[str, Any]) -> tuple[DatasetInfo | None, list[Problem], bool]:
    """Return the `[dataset]` table, problems at the top of the text, and whether the format is too new."""
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
        message = _("this file has format {version}; this program knows formats up to {known}")
        text = message.format(version=version, known=FORMAT)
        hint = _("get a newer jinpu-tui; nothing of the file was read")
        return None, [positions.info_problem(Finding("", ("format",), "error", "newer-format", text, hint))], True
    info, findings = to_info(table)
    return info, problems + [positions.info_problem(finding) for finding in findings], False


def _tables_of(positions: Positions, tables: Mapping[str, Any], kind: Kind, problems: list[Problem]) -> list[Any]:
    """Return the tables of a kind; none, with a problem added, if they are no list of tables."""
    value = tables.get(kind, [])
    if isinstance(value, list) and set(map(type, value)) <= {dict}:
        return value
    message = _("{kind} is not a list of records").format(kind=kind)
    hint = _("begin each record with [[{kind}]]").format(kind=kind)
    problems.append(positions.key_problem(kind, "error", "wrong-type", message, hint))
    return []
