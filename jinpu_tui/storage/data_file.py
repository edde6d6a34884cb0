"""One file of a dataset: read it, turn what is sound into records, and tell the rest."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from errno import ELOOP, ENODATA
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinpu_tui.files.lfs import is_pointer
from jinpu_tui.files.safe_open import NO_STAMP, FileStamp, UnsafeFileError, read_regular, real_path, stamp_of
from jinpu_tui.model.problems import Problem
from jinpu_tui.model.records import DatasetInfo, Kind, Part
from jinpu_tui.storage.chunks import (
    MAX_AS_ONE_BYTES,
    MAX_CHUNK_BYTES,
    Chunk,
    TooLongError,
    UnconnectedError,
    read_chunk,
    read_chunks,
)
from jinpu_tui.storage.conversion import to_record
from jinpu_tui.storage.positions import Positions
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.parser import ParseError
from jinpu_tui.toml_edit.text_edits import Edit, apply_edits

if TYPE_CHECKING:
    from jinpu_tui.storage.unfinished_merge import UnfinishedMerge


@dataclass(frozen=True)
class DataFile:
    """One file as read. `problems` are those of the file as a whole; pieces have their own.

    `stale`: it cannot be read now; the pieces are what it held when it could be, with the edits that wait for it to be sound.
    """

    path: Path
    stamp: FileStamp = NO_STAMP
    pieces: tuple[Chunk, ...] = ()
    problems: tuple[Problem, ...] = ()
    readable: bool = False
    stale: bool = False
    unfinished: UnfinishedMerge | None = None
    """The merge whose markers keep the file from being read."""

    @property
    def data(self) -> bytes:
        """The file to the byte."""
        return b"".join(piece.data for piece in self.pieces)

    @property
    def refused(self) -> bool:
        """Whether the file is of a format too new to be edited safely."""
        return any(piece.refused for piece in self.pieces)

    @property
    def info(self) -> DatasetInfo | None:
        """The `[dataset]` table of the file."""
        return next((piece.info for piece in self.pieces if piece.info is not None), None)

    @property
    def all_problems(self) -> Iterator[Problem]:
        """What is wrong with the file and inside its records, by its own lines."""
        yield from self.problems
        for number, piece in enumerate(self.pieces):
            yield from (self.in_file(number, problem) for problem in piece.problems)

    def in_file(self, number: int, problem: Problem) -> Problem:
        """A problem of a piece by the lines of the file."""
        return problem._replace(line=problem.line + self.lines_before[number])

    def positions(self, number: int) -> Positions:
        """What finds places in a piece."""
        return Positions(self.path, self.pieces[number].text)

    @cached_property
    def lines_before(self) -> Sequence[int]:
        """How many lines end in front of each piece."""
        return list(accumulate((piece.data.count(b"\n") for piece in self.pieces), initial=0))

    def with_chunk(self, number: int, piece: Chunk) -> DataFile:
        """The file with another piece in the place of one."""
        made = replace(self, pieces=(*self.pieces[:number], piece, *self.pieces[number + 1 :]))
        if all(problem.code != "unfinished-merge" for problem in self.problems):
            return made
        return replace(made, problems=_unfinished_merge_in(self.path, made.data))  # the edit may have finished it

    def joined(self, first: int, last: int) -> DataFile:
        """Return the file with the pieces from `first` to `last` as one."""
        piece = read_chunk(self.path, b"".join(piece.data for piece in self.pieces[first : last + 1]))
        return replace(self, pieces=(*self.pieces[:first], piece, *self.pieces[last + 1 :]))


def read_file(path: Path, within: Path | None = None, data: bytes | None = None) -> DataFile:
    """Read one file; what keeps it from being read is its problem. `within` and `data` as for Reading."""
    reading = FileLoader(path, within, data)
    while not reading.ended:
        reading.go_on()
    return reading.file


def is_written_since(one: DataFile) -> bool:
    """Whether the file was written, replaced or opened to us since it was read."""
    return stamp_of(one.path) != one.stamp


def holds_other_bytes(one: DataFile) -> bool:
    """The same to the byte: two writes within one tick of the system's clock can share a stamp."""
    if is_written_since(one) or not one.readable or one.stale:
        return is_written_since(one)
    try:
        data, _stamp = read_regular(one.path)
    except OSError:
        return True
    *starts, length = accumulate((len(piece.data) for piece in one.pieces), initial=0)
    return len(data) != length or not all(data.startswith(piece.data, at) for piece, at in zip(one.pieces, starts, strict=True))


class FileLoader:
    """A file that is being read, opened when the first of it is asked for. `file` holds what was read until now.

    A link that leads out of the folder `within` is refused unread: a dataset may come from anyone. With `data` the bytes are
    known, and nothing is opened.
    """

    def __init__(self, path: Path | str, within: Path | None = None, data: bytes | None = None) -> None:
        self._name, self._within, self._given = path, within, data
        self.opened = self.ended = False
        self.size = self.done = 0
        self._pieces: list[Chunk] = []
        self._data = b""

    @cached_property
    def path(self) -> Path:
        """Return the path of the file."""
        return Path(self._name)

    @cached_property
    def file(self) -> DataFile:
        """Return the file as it was read, without the pieces until all are."""
        return DataFile(self.path)

    @property
    def depth(self) -> int:
        """Return how deep in folders the file lies."""
        return str(self._name).count(os.sep)

    @property
    def data(self) -> bytes:
        """Return the bytes of the file, opening it; none when it has been read or cannot be."""
        self._ensure_open()
        return self._data

    def go_on(self) -> Chunk | None:
        """Read and return the next piece; None, and the reading has ended, if there is none."""
        self._ensure_open()
        if self.ended:
            return None
        try:
            piece = next(self._rest, None)
        except (ParseError, UnicodeDecodeError, UnconnectedError, TooLongError) as error:
            self._end_as_one(error)
            return None
        if piece is None:
            self._end(self._pieces)
            return None
        self._pieces.append(piece)
        self.done += len(piece.data)
        return piece

    def so_far(self) -> DataFile:
        """Return the file as far as it was read."""
        return self.file if self.ended else replace(self.file, pieces=tuple(self._pieces), readable=True)

    def find_table(self, part: Part, start: int) -> int | None:
        """Return where a header of a kind begins a line at `start` or after it, which may be inside a multi-line text."""
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
            raise UnsafeFileError(ENODATA, _("a Git LFS pointer; the content is not here"), self.file.path, "lfs-pointer", hint)
        self._data, self.size = data, len(data)
        self.file = DataFile(self.file.path, stamp)
        self._rest = read_chunks(self.file.path, data)

    def _end(self, pieces: Sequence[Chunk]) -> None:
        self.ended = True
        self.done = self.size
        problems: tuple[Problem, ...] = ()
        if not any(piece.names for piece in pieces) and not self._data.strip(b"\xef\xbb\xbf \t\r\n"):
            message, hint = _("the file is empty"), _("remove it or add records")
            problems = (Problem(str(self.file.path), 1, 1, "warning", "empty-file", message, hint),)
        problems = problems or _unfinished_merge_in(self.file.path, self._data)
        self._data = b""
        refusing = [piece for piece in pieces if piece.refused]
        self.file = replace(self.file, pieces=tuple(refusing or pieces), problems=problems, readable=not refusing)

    def _end_as_one(self, error: Exception) -> None:
        """The pieces do not make the whole: read it as it is where it is not too long, or tell why that cannot be."""
        data = self._data
        most = MAX_AS_ONE_BYTES if isinstance(error, UnconnectedError) else MAX_CHUNK_BYTES
        try:
            if len(data) > most:
                raise TooLongError if isinstance(error, UnconnectedError) else error
            self._end([read_chunk(self.file.path, data)])
        except TooLongError:
            message = _("more than {size} MB without a [[…]] header at the beginning of a line").format(size=most // 2**20)
            self._refuse("too-large", message, _("split it over several files, each record below a header of its own"))
        except UnicodeDecodeError as found:
            line = data.count(b"\n", 0, found.start) + 1
            column = found.start - data.rfind(b"\n", 0, found.start)
            self._refuse("not-utf8", _("a byte that is not UTF-8"), _("save the file as UTF-8"), line, column)
        except ParseError as found:
            from jinpu_tui.storage.unfinished_merge import in_broken_file

            if merge := in_broken_file(data, found.line):
                self.ended = True
                self.file = replace(self.file, pieces=(), problems=(merge.problem(self.file.path),), unfinished=merge)
                return
            hint = _("the records of this file are not shown until it is corrected")
            self._refuse("not-toml", found.reason, hint, found.line, found.column)

    def _refuse(self, code: str, reason: str, hint: str, line: int = 1, column: int = 1) -> None:
        self.ended = True
        problem = Problem(str(self.file.path), line, column, "error", code, reason, hint)
        self.file = replace(self.file, pieces=(), problems=(problem,))


def _unfinished_merge_in(path: Path, data: bytes) -> tuple[Problem, ...]:
    """Return the problem of a file that can be read although conflict markers stand in its texts."""
    if b"<<<<<<<" not in data:
        return ()
    from jinpu_tui.storage.unfinished_merge import in_sound_file

    merge = in_sound_file(data)
    return (merge.problem(path),) if merge is not None else ()


def _leads_inside(path: Path, within: Path) -> bool:
    """Whether a link leads to what lies in a folder. Raises OSError where it leads nowhere."""
    return Path(os.path.realpath(path, strict=True)).is_relative_to(real_path(within))


def with_blocks(path: Path, piece: Chunk, blocks: Mapping[tuple[Kind, int], tuple[str, Mapping[str, Any]]]) -> Chunk:
    """The piece with the blocks of some records written anew, each with the table it now holds.

    Only those records are converted again; where the piece has or gets problems it is read as a whole, for their places.
    """
    edits = [Edit(*piece.blocks[kind][ordinal], text) for (kind, ordinal), (text, _table) in blocks.items()]
    data = apply_edits(piece.text, edits).encode()
    records = {kind: list(of_kind) for kind, of_kind in piece.records.items()}
    for (kind, ordinal), (_text, table) in blocks.items():
        record, found = to_record(kind, table)
        if found or piece.problems or record is None:
            return read_chunk(path, data)
        records[kind][ordinal] = record
    return replace(piece, data=data, records={kind: tuple(of_kind) for kind, of_kind in records.items()})
