"""One file of a dataset: read it chunk by chunk. What keeps it from being read is a problem, never an exception."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from errno import ELOOP, ENODATA
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from jinpu_tui.files.lfs import is_pointer
from jinpu_tui.files.safe_open import NO_STAMP, FileStamp, UnsafeFileError, read_regular, real_path, stamp_of
from jinpu_tui.model.problems import Problem
from jinpu_tui.model.records import DatasetInfo, Part
from jinpu_tui.storage.chunks import (
    MAX_AS_ONE_BYTES,
    MAX_CHUNK_BYTES,
    Chunk,
    TooLongError,
    UnconnectedError,
    read_chunk,
    read_chunks,
)
from jinpu_tui.storage.positions import Positions
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.parser import ParseError

SETTLED_NS = 3_000_000_000
"""Two writes can share a stamp only within one tick of the file system's clock; the coarsest ticks take two seconds."""

if TYPE_CHECKING:
    from jinpu_tui.storage.conflict_markers import UnfinishedMerge
    from jinpu_tui.storage.shared_values import SharedValues


class DataFile(Struct, frozen=True, dict=True):
    """One file as read."""

    path: Path
    stamp: FileStamp = NO_STAMP
    """The state of the file on disk when it was read."""
    chunks: tuple[Chunk, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Problems of the file as a whole; chunks have their own."""
    readable: bool = False
    stale: bool = False
    """Whether the file cannot be read now. Its chunks are those of the last time that it could be, with pending edits."""
    is_settled: bool = False
    """Whether it had been left alone for so long when it was read that every later write gives it another stamp."""
    unfinished: UnfinishedMerge | None = None
    """The merge whose markers keep the file from being read."""

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return b"".join(chunk.data for chunk in self.chunks)

    @property
    def refused(self) -> bool:
        """Whether the file is of a format too new to be edited safely."""
        return any(chunk.refused for chunk in self.chunks)

    @property
    def info(self) -> DatasetInfo | None:
        """The `[dataset]` table of the file."""
        return next((chunk.info for chunk in self.chunks if chunk.info is not None), None)

    @property
    def all_problems(self) -> Iterator[Problem]:
        """The problems of the file and of its chunks, with lines of the file."""
        yield from self.problems
        for number, chunk in enumerate(self.chunks):
            yield from (self.in_file(number, problem) for problem in chunk.problems)

    def in_file(self, number: int, problem: Problem) -> Problem:
        """Return a problem of a chunk with its line in the file."""
        return problem._replace(line=problem.line + self.lines_before[number])

    def positions(self, number: int) -> Positions:
        """Return what finds positions in a chunk."""
        return Positions(self.path, self.chunks[number].text)

    @cached_property
    def lines_before(self) -> Sequence[int]:
        """The number of lines that end before each chunk."""
        return list(accumulate((chunk.data.count(b"\n") for chunk in self.chunks), initial=0))

    def with_chunk(self, number: int, *chunks: Chunk) -> DataFile:
        """Return the file with one chunk replaced by others."""
        file = replace(self, chunks=(*self.chunks[:number], *chunks, *self.chunks[number + 1 :]))
        if all(problem.code != "unfinished-merge" for problem in self.problems):
            return file
        return replace(file, problems=_unfinished_merge_in(self.path, file.data))  # the edit may have finished it

    def joined(self, first: int, last: int) -> DataFile:
        """Return the file with the chunks from `first` to `last` as one."""
        chunk = read_chunk(self.path, b"".join(chunk.data for chunk in self.chunks[first : last + 1]))
        return replace(self, chunks=(*self.chunks[:first], chunk, *self.chunks[last + 1 :]))


def read_file(path: Path, within: Path | None = None, data: bytes | None = None) -> DataFile:
    """Read one file to its end.

    Args:
        path: The file.
        within: The folder that a link must not lead out of: a dataset may come from anyone.
        data: The bytes of the file, if they are known; then nothing is opened.
    """
    loader = FileLoader(path, within, data)
    while not loader.ended:
        loader.advance()
    return loader.file


def is_written_since(file: DataFile) -> bool:
    """Return whether a file was written, replaced or opened to us since it was read, as its stamp shows."""
    return stamp_of(file.path) != file.stamp


def holds_other_bytes(file: DataFile) -> bool:
    """Return whether a file differs from what was read. Two writes within one tick of the system's clock can share a stamp."""
    if is_written_since(file):
        return True
    if file.is_settled or file.stale or not file.readable:
        return False
    try:
        data, _stamp = read_regular(file.path)
    except OSError:
        return True
    *starts, length = accumulate((len(chunk.data) for chunk in file.chunks), initial=0)
    pairs = zip(file.chunks, starts, strict=True)
    return len(data) != length or not all(data.startswith(chunk.data, at) for chunk, at in pairs)


class FileLoader:
    """Reads one file chunk by chunk. It is opened at the first chunk."""

    def __init__(self, path: Path | str, within: Path | None = None, data: bytes | None = None) -> None:
        """Take the arguments of `read_file`."""
        self._name, self._within, self._given = path, within, data
        self.opened = self.ended = False
        self.size = self.done = 0
        self._chunks: list[Chunk] = []
        self._data = b""
        self.shared: SharedValues | None = None
        """What remembers the values of this and other files that are repeated; to be set before the file is opened."""

    @cached_property
    def path(self) -> Path:
        """The path of the file."""
        return Path(self._name)

    @cached_property
    def file(self) -> DataFile:
        """The file as it was read; without chunks until all are read."""
        return DataFile(self.path)

    @property
    def depth(self) -> int:
        """The number of folders that the file lies in."""
        return str(self._name).count(os.sep)

    @property
    def data(self) -> bytes:
        """The bytes of the file, which is opened for them; none once it has been read, or if it cannot be."""
        self._ensure_open()
        return self._data

    def advance(self) -> Chunk | None:
        """Read and return the next chunk; None if there is none, and then the file has `ended`."""
        self._ensure_open()
        if self.ended:
            return None
        try:
            chunk = next(self._rest, None)
        except (ParseError, UnicodeDecodeError, UnconnectedError, TooLongError) as error:
            self._end_as_one(error)
            return None
        if chunk is None:
            self._end(self._chunks)
            return None
        self._chunks.append(chunk)
        self.done += len(chunk.data)
        return chunk

    def as_read(self) -> DataFile:
        """Return the file as far as it has been read."""
        return self.file if self.ended else replace(self.file, chunks=tuple(self._chunks), readable=True)

    def find_table(self, part: Part, start: int) -> int | None:
        """Return where the next header of a kind begins a line, at `start` or later; it may be inside a multi-line string."""
        header = f"[{part}]" if part == "dataset" else f"[[{part}]]"
        if start == 0 and self.data.removeprefix(b"\xef\xbb\xbf").startswith(header.encode()):
            return 0
        at = self.data.find(f"\n{header}".encode(), max(0, start - 1))
        return None if at < 0 else at + 1

    def _ensure_open(self) -> None:
        if self.opened:
            return
        self.opened = True
        try:
            if self._given is None:
                self._open(self.path, self._within)
            else:
                self._take(self._given, NO_STAMP)
        except UnsafeFileError as error:
            self._refuse(error.code, error.reason, error.hint)
        except OSError as error:
            code = "broken-link" if self.path.is_symlink() and not self.path.exists() else "unreadable"
            self._refuse(code, error.strerror or str(error), _("check the link, or that you may read it"))

    def _open(self, path: Path, within: Path | None) -> None:
        if within is not None and path.is_symlink() and not _leads_inside(path, within):
            hint = _("put the file itself here, or open the dataset it belongs to")
            raise UnsafeFileError(ELOOP, _("a link that leads out of the dataset; it is not followed"), path, "outside", hint)
        self.file = DataFile(path, stamp_of(path))
        self._take(*read_regular(path))

    def _take(self, data: bytes, stamp: FileStamp) -> None:
        if is_pointer(data):
            hint = _("`git lfs pull` fetches the content")
            raise UnsafeFileError(
                ENODATA, _("a Git LFS pointer; its content was not fetched"), self.file.path, "lfs-pointer", hint
            )
        self._data, self.size = data, len(data)
        is_settled = stamp != NO_STAMP and time.time_ns() - max(stamp.mtime_ns, stamp.ctime_ns) > SETTLED_NS
        self.file = DataFile(self.file.path, stamp, is_settled=is_settled)
        self._rest = read_chunks(self.file.path, data, self.shared)

    def _end(self, chunks: Sequence[Chunk]) -> None:
        self.ended = True
        self.done = self.size
        problems: tuple[Problem, ...] = ()
        if not any(chunk.names for chunk in chunks) and not self._data.strip(b"\xef\xbb\xbf \t\r\n"):
            message, hint = _("the file is empty"), _("remove it or add records")
            problems = (Problem(str(self.file.path), 1, 1, "warning", "empty-file", message, hint),)
        problems = problems or _unfinished_merge_in(self.file.path, self._data)
        self._data = b""
        refusing = [chunk for chunk in chunks if chunk.refused]
        self.file = replace(self.file, chunks=tuple(refusing or chunks), problems=problems, readable=not refusing)

    def _end_as_one(self, error: Exception) -> None:
        """Read the file as one chunk, as its chunks do not make the whole; report why if that cannot be done."""
        data = self._data
        most = MAX_AS_ONE_BYTES if isinstance(error, UnconnectedError) else MAX_CHUNK_BYTES
        try:
            if len(data) > most:
                raise TooLongError if isinstance(error, UnconnectedError) else error
            self._end([read_chunk(self.file.path, data)])
        except TooLongError:
            message = _("more than {size} MB without a [[…]] header at the beginning of a line").format(size=most // 2**20)
            self._refuse("too-large", message, _("split it over several files, each record below a header of its own"))
        except UnicodeDecodeError as reason:
            line = data.count(b"\n", 0, reason.start) + 1
            column = reason.start - data.rfind(b"\n", 0, reason.start)
            self._refuse("not-utf8", _("a byte that is not UTF-8"), _("save the file as UTF-8"), line, column)
        except ParseError as reason:
            from jinpu_tui.storage.conflict_markers import in_broken_file

            if merge := in_broken_file(data, reason.line):
                self.ended = True
                self.file = replace(self.file, chunks=(), problems=(merge.problem(self.file.path),), unfinished=merge)
                return
            hint = _("the records of this file are not shown until it is corrected")
            self._refuse("not-toml", reason.reason, hint, reason.line, reason.column)

    def _refuse(self, code: str, reason: str, hint: str, line: int = 1, column: int = 1) -> None:
        self.ended = True
        problem = Problem(str(self.file.path), line, column, "error", code, reason, hint)
        self.file = replace(self.file, chunks=(), problems=(problem,))


def _unfinished_merge_in(path: Path, data: bytes) -> tuple[Problem, ...]:
    """Return the problem of a file that can be read although conflict markers stand in its texts."""
    if b"<<<<<<<" not in data:
        return ()
    from jinpu_tui.storage.conflict_markers import in_sound_file

    merge = in_sound_file(data)
    return (merge.problem(path),) if merge is not None else ()


def _leads_inside(path: Path, within: Path) -> bool:
    """Return whether a link leads into a folder. Raises OSError if it leads nowhere."""
    return Path(os.path.realpath(path, strict=True)).is_relative_to(real_path(within))
