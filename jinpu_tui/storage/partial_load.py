"""Choose what of a dataset is read before its first screen: some records of each pane, wherever they stand.

The first records of each kind are found by their headers, file by file in the order of the dataset, and only the chunks around
them are parsed. What is read ahead in the middle of a file is provisional: a header may stand inside a multi-line text, and
what comes before it is not known. All of it is replaced when the whole dataset has been read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from jinpu_tui.model.records import Kind, Part, Record
from jinpu_tui.storage import chunks as chunk_limits
from jinpu_tui.storage.chunks import Chunk, find_cut, read_chunk
from jinpu_tui.storage.data_file import DataFile, FileLoader
from jinpu_tui.toml_edit.parser import ParseError

FIRST_BYTES = 1 << 20
"""At most about this much is parsed before the first screen, in some 30 ms; a dataset a fourth as large is read whole."""

FIRST_FILES = 300
"""At most this many files are opened in the order of the dataset before the first screen; opening one takes some 60 µs."""

SAMPLE_FILES = 100
"""At most this many of the other files are opened, at equal distances, for panes that would stay empty."""

SCREENFUL = 50
"""Records of one kind that fill a pane."""

MAX_TRIES = 3
"""Headers of one kind that are tried in a file when the text after them is no TOML."""

_ROWS: tuple[Kind, ...] = ("requirement", "task", "indicator")
_WANTED: dict[Part, int] = {"requirement": SCREENFUL, "task": SCREENFUL, "indicator": SCREENFUL, "dataset": 1}
"""How many tables of each kind fill the first screen."""


def first_files(readings: Sequence[FileLoader]) -> list[DataFile] | None:
    """Read enough of some files for a first screen; return them as far as they were read.

    Returns:
        The files in the order of the dataset, or None if the dataset is small or was read to its end.
    """
    look = _Look(readings)
    for number in range(min(FIRST_FILES, len(readings))):
        look.read_from(number, look.wanted)
        if not look.wanted:
            break
    for number in look.sample():
        if not look.missing:
            break
        look.read_from(number, look.missing)
    return look.files()


class _Look:
    """The files opened for a first look, and what was found in them. `spent` counts the bytes parsed for each kind."""

    def __init__(self, readings: Sequence[FileLoader]) -> None:
        self._readings = readings
        self._glances: dict[int, _Glance] = {}
        self._found: dict[Part, int] = dict.fromkeys(_WANTED, 0)
        self._spent: dict[Part, int] = dict.fromkeys(_WANTED, 0)
        self._settled: set[Kind] = set()
        self._in_order = 0

    @property
    def wanted(self) -> list[Part]:
        """Return the kinds that do not fill a screen yet and have not cost too much."""
        most = FIRST_BYTES // len(_WANTED)
        return [part for part, count in _WANTED.items() if self._found[part] < count and self._spent[part] <= most]

    @property
    def missing(self) -> list[Part]:
        """Return the kinds of which nothing was found."""
        return [part for part in self.wanted if not self._found[part]]

    def read_from(self, number: int, parts: Iterable[Part]) -> None:
        """Read chunks of a file until they hold enough of some kinds, or there is nothing of them left."""
        glance = self._glances[number] = _Glance(self._readings[number])
        if len(self._glances) == 1:
            self._count(glance.read_on(), "dataset")
        for part in parts:
            while part in self.wanted and (chunk := glance.read_next(part)) is not None:
                self._count(chunk, part)

    def sample(self) -> Iterator[int]:
        """Yield numbers of files that were not opened: those directly in the folder of the dataset, then at equal distances."""
        self._settled = {kind for kind in _ROWS if self._found[kind]}
        self._in_order = len(self._glances)
        rest = range(self._in_order, len(self._readings))
        if not rest or not self.missing:
            return
        depth = min(reading.depth for reading in self._readings)
        shallow = [number for number in rest if self._readings[number].depth == depth]
        yield from dict.fromkeys((*shallow[:SAMPLE_FILES], *rest[:: max(1, len(rest) // SAMPLE_FILES)]))

    def files(self) -> list[DataFile] | None:
        """Return the opened files with what was read, without rows that others of their kind will come before."""
        if len(self._glances) == len(self._readings):
            size = sum(reading.size for reading in self._readings)
            if size <= FIRST_BYTES // len(_WANTED) or all(reading.ended for reading in self._readings):
                return None
        glances = [glance for _number, glance in sorted(self._glances.items())]
        blocked = set[Kind]()
        checked: dict[Kind, int] = dict.fromkeys(_ROWS, 0)
        found = []
        for index, glance in enumerate(glances):
            if index == self._in_order:
                blocked |= self._settled
            for kind in glance.kinds.difference(blocked):
                if any(one.has_more(kind) for one in glances[checked[kind] : index]):
                    blocked.add(kind)
                checked[kind] = index
            found.append(glance.file(blocked))
        return found

    def _count(self, chunk: Chunk | None, part: Part) -> None:
        """Count what a chunk holds, to the cost of the kind that it was read for."""
        if chunk is None:
            return
        self._spent[part] += len(chunk.data)
        self._found["dataset"] += chunk.info is not None
        for kind, records in chunk.records.items():
            if kind in self._found:
                self._found[kind] += len(records)


class _Glance:
    """A file that is read from its beginning, and ahead of that at headers further on."""

    def __init__(self, reading: FileLoader) -> None:
        self._reading = reading
        self._ahead: list[tuple[int, int, Chunk]] = []
        self._tries: dict[Part, int] = {}

    def read_on(self) -> Chunk | None:
        """Read the next chunk from the beginning; None at the end, or if the file cannot be read."""
        return self._reading.advance()

    def read_next(self, part: Part) -> Chunk | None:
        """Read the chunk with the next table of a kind; None if there is none."""
        while (at := self._next(part, self._reading.done)) is not None:
            if self._reading.done == 0 and at < chunk_limits.CHUNK_BYTES:
                return self.read_on()
            if self._tries.get(part, 0) == MAX_TRIES:
                return None
            end = find_cut(self._reading.data, at)
            if end - at > FIRST_BYTES:
                return None  # it stays unread, and rows of later files do not come before it
            chunk, end = self._read_at(at, end)
            self._ahead.append((at, end, chunk))
            if chunk.data:
                return chunk
            self._tries[part] = self._tries.get(part, 0) + 1
        return None

    def _read_at(self, start: int, end: int) -> tuple[Chunk, int]:
        """Return the chunk from `start` to `end` and where it ends; an empty chunk if the text cannot be read alone."""
        try:
            return read_chunk(self._reading.path, self._reading.data[start:end]), end
        except (ParseError, UnicodeDecodeError):
            return Chunk(b""), start + 1

    @property
    def kinds(self) -> set[Kind]:
        """Return the kinds of row that what was read holds."""
        return {kind for chunk in self._chunks() for kind in _ROWS if chunk.records.get(kind)}

    def has_more(self, part: Part) -> bool:
        """Return whether a table of a kind follows that was not read."""
        return self._next(part, self._reading.done) is not None

    def file(self, without: Set[Kind]) -> DataFile:
        """Return the file with the chunks read, without the records of some kinds."""
        found = self._chunks()
        if without:
            found = [replace(chunk, records=_without(chunk, without)) for chunk in found]
        return replace(self._reading.so_far(), chunks=tuple(found))

    def _chunks(self) -> list[Chunk]:
        """Return the chunks read, in the order of the text."""
        done = self._reading.done
        ahead = sorted((start, chunk) for start, _end, chunk in self._ahead if start >= done and chunk.data)
        return [*self._reading.so_far().chunks, *(chunk for _start, chunk in ahead)]

    def _next(self, part: Part, start: int) -> int | None:
        """Return where the next table of a kind begins, from `start` on, that was not read."""
        while not self._reading.ended:
            at = self._reading.find_table(part, start)
            if at is None:
                return None
            end = next((end for begin, end, _chunk in self._ahead if begin <= at < end), None)
            if end is None:
                return at
            start = end
        return None


def _without(chunk: Chunk, kinds: Set[Kind]) -> dict[Kind, tuple[Record | None, ...]]:
    return {kind: of_kind for kind, of_kind in chunk.records.items() if kind not in kinds}
