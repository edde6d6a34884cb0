"""Choose what of a dataset is read before its first screen: some records of each pane, wherever they stand.

The first records of each kind are found by their headers, file by file in the order of the dataset, and only the chunks around
them are parsed. What is read in the middle of a file is provisional: a header may stand inside a multi-line string, and what
is before it is not known. All of it is replaced when the whole dataset has been read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from msgspec.structs import replace

from jinpu_tui.model.kinds import SPECS
from jinpu_tui.model.records import Kind, Part, Record
from jinpu_tui.storage import chunks as chunk_limits
from jinpu_tui.storage.chunks import Chunk, find_cut, read_chunk
from jinpu_tui.storage.data_file import DataFile, FileLoader
from jinpu_tui.toml_edit.parser import ParseError

FIRST_BYTES = 1 << 20
"""About how much is parsed before the first screen at most, in some 30 ms; a dataset a fourth as large is read whole."""

FIRST_FILES = 300
"""The maximum number of files opened in the order of the dataset before the first screen; opening one takes about 60 µs."""

SAMPLE_FILES = 100
"""The maximum number of other files opened, at equal distances, for panes that would stay empty."""

SCREENFUL = 50
"""The number of records of one kind that fill a pane."""

MAX_TRIES = 3
"""The maximum number of headers of one kind that are tried in a file if the text after them is no TOML."""

_ROWS: tuple[Kind, ...] = tuple(kind for kind, spec in SPECS.items() if spec.pane is not None)
_WANTED: dict[Part, int] = {**dict.fromkeys(_ROWS, SCREENFUL), "dataset": 1}
"""How many tables of each kind fill the first screen."""


def first_files(loaders: Sequence[FileLoader]) -> list[DataFile] | None:
    """Read enough of some files for a first screen; return them as far as they were read.

    Returns:
        The files in the order of the dataset, or None if the dataset is small or was read to its end.
    """
    screen = _FirstScreen(loaders)
    for number in range(min(FIRST_FILES, len(loaders))):
        screen.read_from(number, screen.wanted)
        if not screen.wanted:
            break
    for number in screen.sample():
        if not screen.missing:
            break
        screen.read_from(number, screen.missing)
    return screen.files()


class _FirstScreen:
    """The files opened for a first screen, and how many records of each kind were found in them."""

    def __init__(self, loaders: Sequence[FileLoader]) -> None:
        self._loaders = loaders
        self._samples: dict[int, _FileSample] = {}
        self._found: dict[Part, int] = dict.fromkeys(_WANTED, 0)
        self._spent: dict[Part, int] = dict.fromkeys(_WANTED, 0)
        """Bytes parsed for each kind."""
        self._settled: set[Kind] = set()
        self._in_order = 0

    @property
    def wanted(self) -> list[Part]:
        """The kinds that do not fill a screen yet and have not cost too much."""
        most = FIRST_BYTES // len(_WANTED)
        return [part for part, count in _WANTED.items() if self._found[part] < count and self._spent[part] <= most]

    @property
    def missing(self) -> list[Part]:
        """The kinds of which nothing was found."""
        return [part for part in self.wanted if not self._found[part]]

    def read_from(self, number: int, parts: Iterable[Part]) -> None:
        """Read chunks of a file until they hold enough of some kinds, or there is nothing of them left."""
        sample = self._samples[number] = _FileSample(self._loaders[number])
        if len(self._samples) == 1:
            self._count(sample.read_on(), "dataset")
        for part in parts:
            while part in self.wanted and (chunk := sample.read_next(part)) is not None:
                self._count(chunk, part)

    def sample(self) -> Iterator[int]:
        """Yield numbers of files that were not opened: those directly in the folder of the dataset, then at equal distances."""
        self._settled = {kind for kind in _ROWS if self._found[kind]}
        self._in_order = len(self._samples)
        rest = range(self._in_order, len(self._loaders))
        if not rest or not self.missing:
            return
        depth = min(loader.depth for loader in self._loaders)
        shallow = [number for number in rest if self._loaders[number].depth == depth]
        yield from dict.fromkeys((*shallow[:SAMPLE_FILES], *rest[:: max(1, len(rest) // SAMPLE_FILES)]))

    def files(self) -> list[DataFile] | None:
        """Return the opened files with what was read, without rows that others of their kind will come before."""
        if len(self._samples) == len(self._loaders):
            size = sum(loader.size for loader in self._loaders)
            if size <= FIRST_BYTES // len(_WANTED) or all(loader.ended for loader in self._loaders):
                return None
        samples = [sample for _number, sample in sorted(self._samples.items())]
        blocked = set[Kind]()
        checked: dict[Kind, int] = dict.fromkeys(_ROWS, 0)
        files = []
        for index, sample in enumerate(samples):
            if index == self._in_order:
                blocked |= self._settled
            for kind in sample.kinds.difference(blocked):
                if any(earlier.has_more(kind) for earlier in samples[checked[kind] : index]):
                    blocked.add(kind)
                checked[kind] = index
            files.append(sample.file(blocked))
        return files

    def _count(self, chunk: Chunk | None, part: Part) -> None:
        """Count what a chunk holds, to the cost of the kind that it was read for."""
        if chunk is None:
            return
        self._spent[part] += len(chunk.data)
        self._found["dataset"] += chunk.info is not None
        for kind, records in chunk.records.items():
            if kind in self._found:
                self._found[kind] += len(records)


class _FileSample:
    """A file that is read from its beginning, and ahead of that at headers further on."""

    def __init__(self, loader: FileLoader) -> None:
        self._loader = loader
        self._ahead: list[tuple[int, int, Chunk]] = []
        self._tries: dict[Part, int] = {}

    def read_on(self) -> Chunk | None:
        """Read the next chunk from the beginning; None at the end, or if the file cannot be read."""
        return self._loader.advance()

    def read_next(self, part: Part) -> Chunk | None:
        """Read the chunk with the next table of a kind; None if there is none."""
        while (at := self._next(part, self._loader.done)) is not None:
            if self._loader.done == 0 and at < chunk_limits.CHUNK_BYTES:
                return self.read_on()
            if self._tries.get(part, 0) == MAX_TRIES:
                return None
            end = find_cut(self._loader.data, at)
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
            return read_chunk(self._loader.path, self._loader.data[start:end]), end
        except (ParseError, UnicodeDecodeError):
            return Chunk(b""), start + 1

    @property
    def kinds(self) -> set[Kind]:
        """Return the kinds of row that what was read holds."""
        return {kind for chunk in self._chunks() for kind in _ROWS if chunk.records.get(kind)}

    def has_more(self, part: Part) -> bool:
        """Return whether a table of a kind follows that was not read."""
        return self._next(part, self._loader.done) is not None

    def file(self, without: Set[Kind]) -> DataFile:
        """Return the file with the chunks read, without the records of some kinds."""
        chunks = self._chunks()
        if without:
            chunks = [replace(chunk, records=_without(chunk, without)) for chunk in chunks]
        return replace(self._loader.as_read(), chunks=tuple(chunks))

    def _chunks(self) -> list[Chunk]:
        """Return the chunks read, in the order of the text."""
        done = self._loader.done
        ahead = sorted((start, chunk) for start, _end, chunk in self._ahead if start >= done and chunk.data)
        return [*self._loader.as_read().chunks, *(chunk for _start, chunk in ahead)]

    def _next(self, part: Part, start: int) -> int | None:
        """Return where the next table of a kind begins, from `start` on, that was not read."""
        while not self._loader.ended:
            at = self._loader.find_table(part, start)
            if at is None:
                return None
            end = next((end for begin, end, _chunk in self._ahead if begin <= at < end), None)
            if end is None:
                return at
            start = end
        return None


def _without(chunk: Chunk, kinds: Set[Kind]) -> dict[Kind, tuple[Record | None, ...]]:
    return {kind: of_kind for kind, of_kind in chunk.records.items() if kind not in kinds}
