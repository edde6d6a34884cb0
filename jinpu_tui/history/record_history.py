"""The story of one record: each commit that made it otherwise, found by its text without reading whole files as TOML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from msgspec import Struct

from jinpu_tui.files.lfs import is_pointer
from jinpu_tui.history.clones import brought_in
from jinpu_tui.history.repository import Commit, FileChange, Repository
from jinpu_tui.model.changes import Plain
from jinpu_tui.model.fields import FIELDS
from jinpu_tui.model.records import Kind
from jinpu_tui.model.unit_values import records_mean_same
from jinpu_tui.text.common_ends import common_prefix, common_suffix
from jinpu_tui.toml_edit.parser import ParseError, parse

_HEADER = re.compile(rb"^[ \t]*\[\[?[ \t]*[A-Za-z_-]+[ \t]*\]", re.MULTILINE)
_ID_LINE = re.compile(rb"[ \t]*(?:id|\"id\")[ \t]*=[ \t]*")


READERS = 2
"""That many readers of git work at once."""


Move = tuple[str, str]
"""The names of the files that a record left and came to, below the dataset."""


NOT_FETCHED = b""
"""Stands for the text of a record in a file that is kept by Git LFS and was not fetched."""


class Step(Struct, frozen=True):
    """A commit and what the record was before and after it; None if there was none."""

    commit: Commit
    kind: Kind
    before: Plain | None
    after: Plain | None
    moved: Move | None = None
    """The files that the commit took the record from and put it into, if they are not the same."""
    is_known: bool = True
    """False if a file of the commit is kept by Git LFS and was not fetched, so that its changes are unknown."""


def story(repository: Repository, id_: str, *, with_moves: bool = False) -> Iterator[Step]:
    """Yield the commits that changed a record, newest first.

    A record that moved to another file did not change by that; with `with_moves` such commits are among them.
    """
    commits = list(repository.commits())
    blobs = dict.fromkeys(blob for commit in commits for file in commit.files for blob in (file.before, file.after) if blob)
    known = _texts_in(repository, id_.encode(errors="surrogateescape"), list(blobs))
    for commit in commits:
        before = [known.get(file.before) for file in commit.files]
        after = [known.get(file.after) for file in commit.files]
        if NOT_FETCHED in before or NOT_FETCHED in after:
            yield Step(commit, "task", None, None, is_known=False)
            continue
        if sorted(filter(None, before)) != sorted(filter(None, after)):
            (kind, old), (kind_after, new) = _record(before, id_), _record(after, id_)
            moved = _moved(commit.files, before, after)
            if old is None and with_moves:
                moved = _moved_in(repository, commit, after)
            if not records_mean_same(old, new) or (with_moves and moved is not None):
                yield Step(commit, kind_after or kind or "task", old, new, moved)
        elif with_moves and (moved := _moved(commit.files, before, after)) is not None:
            kind, record = _record(after, id_)
            yield Step(commit, kind or "task", record, record, moved)


def record_at(repository: Repository, commit: str, id_: str) -> Plain | None:
    """Return a record as it is at a commit; None if there is none."""
    for blob in repository.files(commit).values():
        _kind, record = _record([_find(repository.blob(blob), id_.encode(errors="surrogateescape"))], id_)
        if record is not None:
            return record
    return None


def _moved_in(repository: Repository, commit: Commit, after: Sequence[bytes | None]) -> Move | None:
    """Return the place outside of the dataset that a record came from with its file; None if it is new."""
    names = [item.name for item, text in zip(commit.files, after, strict=True) if text and not item.before]
    brought = brought_in(repository, commit.id) if names else {}
    return next(((brought[name], name) for name in names if name in brought), None)


def _moved(
    files: Sequence[FileChange], before: Sequence[bytes | None], after: Sequence[bytes | None]
) -> tuple[str, str] | None:
    """Return the file that a record left and the one that it came to; None if it stayed or was not there before or after."""
    old, new = ([item.name for item, text in zip(files, side, strict=True) if text] for side in (before, after))
    return (old[0], new[0]) if old and new and not set(old) & set(new) else None


def _texts_in(repository: Repository, id_: bytes, blobs: Sequence[str]) -> dict[str, bytes | None]:
    """Return the text of a record in each version of a file; several readers at once, for most of the time git unpacks."""

    def read(part: Sequence[str]) -> dict[str, bytes | None]:
        with repository.another() as reader:
            return {blob: _text(reader.blob(blob), id_) for blob in part}

    with ThreadPoolExecutor(READERS) as pool:
        parts = pool.map(read, [blobs[number::READERS] for number in range(READERS)])
        return {blob: text for part in parts for blob, text in part.items()}


def touched(repository: Repository, changes: Sequence[FileChange]) -> set[str]:
    """Return the ids of the records whose text differs between two versions of some files, in whichever file they stand."""
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    for change in changes:
        texts = [repository.blob(item) if item else b"" for item in (change.before, change.after)]
        for found, part in zip((before, after), without_what_they_share(*texts), strict=True):
            found.update(blocks_by_id(part))
    return {id_ for id_ in {**before, **after} if before.get(id_) != after.get(id_)}


def without_what_they_share(one: bytes, other: bytes) -> tuple[bytes, bytes]:
    """Return two texts without the whole records that both begin with and both end with."""
    head = common_prefix(one, other)
    head = one.rfind(b"\n[[", 0, head) + 1
    tail = common_suffix(one, other, after=head)
    following = one.find(b"\n[[", len(one) - tail)
    kept = len(one) - following - 1 if following >= 0 else 0
    return one[head : len(one) - kept], other[head : len(other) - kept]


def _text(data: bytes, id_: bytes) -> bytes | None:
    return NOT_FETCHED if is_pointer(data) else _find(data, id_)


def _find(data: bytes, id_: bytes) -> bytes | None:
    for quote in (b'"', b"'"):
        at = data.find(quote + id_ + quote)
        while at >= 0:
            line = data.rfind(b"\n", 0, at) + 1
            if _ID_LINE.fullmatch(data, line, at):
                return _around(data, line)
            at = data.find(quote + id_ + quote, at + 1)
    return None


def _around(data: bytes, line: int) -> bytes | None:
    """Return the block of a record that has its id in a line: from its header to the next."""
    start = data.rfind(b"[[", 0, line)
    while start > 0 and data[start - 1 : start] not in (b"\n", b" ", b"\t"):
        start = data.rfind(b"[[", 0, start)
    following = _HEADER.search(data, line)
    return data[start : following.start() if following else len(data)].rstrip() if start >= 0 else None


def blocks_by_id(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the records of a file, each by its id with its text."""
    starts = [match.start() for match in _HEADER.finditer(data)]
    for start, end in pairwise([*starts, len(data)]):
        block = data[start:end]
        match = re.search(rb"^[ \t]*id[ \t]*=[ \t]*[\"']([^\"'\n]+)[\"']", block, re.MULTILINE)
        if match is not None:
            yield match[1].decode(errors="replace"), block.rstrip()


def _record(blocks: list[bytes | None], id_: str) -> tuple[Kind | None, Plain | None]:
    for block in filter(None, blocks):
        try:
            tables = parse(block.decode())
        except (ParseError, UnicodeDecodeError):
            continue
        for kind in FIELDS:
            for table in tables.get(kind, ()):
                if isinstance(table, dict) and table.get("id") == id_:
                    return kind, table
    return None, None
