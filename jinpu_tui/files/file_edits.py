"""Differences of a file by lines, so that an edit can be reversed to the byte.

A `FileEdit` identifies the file by the digests of its bytes before and after, and holds the lines that differ with a few lines
around them. If the file still is what the edit left, the old bytes are restored exactly, whatever the layout. If it was
changed elsewhere since, the lines are found by the lines around them.

Knows bytes and lines only.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from jinpu_tui.text.common_ends import common_prefix, common_suffix

MAX_FILE_EDIT_BYTES = 4 << 20
"""A larger difference is not kept: the journal is read as a whole at each undo."""

CONTEXT_LINES = 3
CONTEXT_BYTES = 240
"""How much of the text around a difference is kept on each side, at most."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LINES = re.compile(rb"\xef\xbb\xbf|[^\n]*\n|[^\n]+")
"""Lines; a byte order mark is a line of its own, as it stays when the first line is removed."""
_ENCODINGS = ("utf-8", "latin-1")
"""Text of the journal for bytes; the second one for files that are not UTF-8."""


class Hunk(Struct, frozen=True):
    """Whole lines that were replaced."""

    at: int
    """Offset in bytes of the replaced lines in the file before the edit."""
    old: str
    new: str
    above: str
    """Unchanged lines directly above."""
    below: str
    """Unchanged lines directly below."""


class FileEdit(Struct, frozen=True):
    """The difference that an edit made in one file."""

    file: str
    """Path below the dataset, as in the journal."""
    old: str
    """Digest of the bytes before the edit."""
    new: str
    """Digest of the bytes after the edit."""
    hunks: tuple[Hunk, ...]
    encoding: str = _ENCODINGS[0]

    @classmethod
    def between(cls, file: str, old: bytes, new: bytes) -> FileEdit | None:
        """Return the difference between two versions of a file; None if it is too large to be kept."""
        ranges = list(_differences(old, new))
        if sum(end - start for pair in ranges for start, end in pair) > MAX_FILE_EDIT_BYTES:
            return None
        bounds = [(0, 0), *(pair[0] for pair in ranges), (len(old), len(old))]
        pieces = []
        for number, ((start, end), (new_start, new_end)) in enumerate(ranges, 1):
            above = old[bounds[number - 1][1] : start]
            below = old[end : bounds[number + 1][0]]
            pieces.append((start, old[start:end], new[new_start:new_end], _last_lines(above), _first_lines(below)))
        encoding = _ENCODINGS[0] if all(_is_utf8(part) for _at, *parts in pieces for part in parts) else _ENCODINGS[1]
        hunks = tuple(Hunk(at, *(part.decode(encoding) for part in parts)) for at, *parts in pieces)
        return cls(file, digest(old), digest(new), hunks, encoding)

    def inverse(self) -> FileEdit:
        """Return the edit that reverses this one."""
        moved, hunks = 0, []
        for hunk in self.hunks:
            hunks.append(replace(hunk, at=hunk.at + moved, old=hunk.new, new=hunk.old))
            moved += len(self._bytes(hunk.new)) - len(self._bytes(hunk.old))
        return replace(self, old=self.new, new=self.old, hunks=tuple(hunks))

    def applied(self, data: bytes) -> bytes | None:
        """Return the file after the edit; None if `data` is not exactly what the edit was made in."""
        if digest(data) != self.old:
            return None
        made = self._replaced(data, [hunk.at for hunk in self.hunks])
        return made if made is not None and digest(made) == self.new else None

    def applied_since(self, before: bytes, now: bytes, *, first: bool = False) -> bytes | None:
        """Return a file that was changed elsewhere with the edit made in it; None if the same lines were changed.

        Args:
            before: The file as it was when the edit could have been made exactly.
            now: The file as it is.
            first: Whether lines go above others that were added at the same place, not below.
        """
        changed, places = list(_differences(before, now)), []
        for hunk in self.hunks:
            start, end, moved = hunk.at, hunk.at + len(self._bytes(hunk.old)), 0
            for (old_start, old_end), (new_start, new_end) in changed:
                is_above = old_end <= start and not (first and old_start == old_end == start)
                if not is_above and old_start < end:
                    return None
                if is_above:
                    moved += (new_end - new_start) - (old_end - old_start)
            places.append(start + moved)
        return self._replaced(now, places)

    def applied_nearby(self, data: bytes) -> bytes | None:
        """Return a file that was changed elsewhere with the edit made in it; None if its lines are not found exactly once."""
        places = [self._place(data, hunk) for hunk in self.hunks]
        known = [place for place in places if place is not None]
        return self._replaced(data, known) if len(known) == len(places) else None

    def _place(self, data: bytes, hunk: Hunk) -> int | None:
        """Return where a hunk belongs: where as many of the lines around it as possible stand, if that is one place."""
        old = self._bytes(hunk.old)
        for before, after in _contexts(*(_LINES.findall(self._bytes(text)) for text in (hunk.above, hunk.below))):
            wanted = before + old + after
            at = data.find(wanted) if wanted.strip() else -1
            if at >= 0 and data.find(wanted, at + 1) < 0:
                end = at + len(wanted)
                is_whole = _starts_line(data, at) and (wanted.endswith(b"\n") or end == len(data))
                return at + len(before) if is_whole else None
        return None

    def _replaced(self, data: bytes, places: Sequence[int]) -> bytes | None:
        parts, position = [], 0
        for place, hunk in zip(places, self.hunks, strict=True):
            old = self._bytes(hunk.old)
            if place < position or not data.startswith(old, place):
                return None
            parts += [data[position:place], self._bytes(hunk.new)]
            position = place + len(old)
        return b"".join(parts) + data[position:]

    def _bytes(self, text: str) -> bytes:
        return text.encode(self.encoding)


def digest(data: bytes) -> str:
    """Return what identifies a version of a file: 128 bits of its SHA-256."""
    return hashlib.sha256(data).hexdigest()[:32]


def table_of(edit: FileEdit) -> dict[str, Any]:
    """Return the edit as a table of the journal."""
    table: dict[str, Any] = {"file": edit.file, "old": edit.old, "new": edit.new}
    if edit.encoding != _ENCODINGS[0]:
        table["encoding"] = edit.encoding
    return table | {"hunks": [asdict(hunk) for hunk in edit.hunks]}


def parse_table(table: Any) -> FileEdit:
    """Return the edit that a table of the journal holds. Raises TypeError, KeyError or ValueError if it holds none."""
    hunks = tuple(Hunk(**hunk) for hunk in table["hunks"])
    edit = FileEdit(table["file"], table["old"], table["new"], hunks, table.get("encoding", _ENCODINGS[0]))
    texts = [text for hunk in hunks for text in (hunk.old, hunk.new, hunk.above, hunk.below)]
    if not all(isinstance(text, str) for text in (edit.file, edit.old, edit.new, *texts)):
        raise TypeError
    if edit.encoding not in _ENCODINGS or not all(type(hunk.at) is int and hunk.at >= 0 for hunk in hunks):
        raise ValueError
    for text in texts:
        text.encode(edit.encoding)
    return edit


def _differences(old: bytes, new: bytes) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the start and end of the lines that differ, in the old and in the new version."""
    head, tail = _common_ends(old, new)
    before, after = (_LINES.findall(data[head : len(data) - tail]) for data in (old, new))
    at_old = at_new = head
    done_old = done_new = 0
    for line_old, line_new in [*_anchors(before, after), (len(before), len(after))]:
        removed, added = before[done_old:line_old], after[done_new:line_new]
        if removed or added:
            first, last = _same_ends(removed, added)
            start_old, start_new = (at + sum(map(len, lines[:first])) for at, lines in ((at_old, removed), (at_new, added)))
            end_old = start_old + sum(map(len, removed[first : len(removed) - last]))
            end_new = start_new + sum(map(len, added[first : len(added) - last]))
            if (start_old, start_new) != (end_old, end_new):
                yield (start_old, end_old), (start_new, end_new)
        skipped = before[done_old : line_old + 1], after[done_new : line_new + 1]
        at_old, at_new = at_old + sum(map(len, skipped[0])), at_new + sum(map(len, skipped[1]))
        done_old, done_new = line_old + 1, line_new + 1


def _anchors(old: Sequence[bytes], new: Sequence[bytes]) -> list[tuple[int, int]]:
    """Return the places of lines that stand once in each version, in the order of both (patience diff)."""
    if not old or not new:
        return []
    counts_old, counts_new = Counter(old), Counter(new)
    places = {line: number for number, line in enumerate(old) if counts_old[line] == 1}
    pairs = [(places[line], number) for number, line in enumerate(new) if counts_new[line] == 1 and line in places]
    # The longest run of pairs that ascends in both versions: `ends` holds the smallest place that a run of each length ends at.
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for index, (place, _number) in enumerate(pairs):
        length = bisect_left(ends, place)
        previous.append(last[length - 1] if length else -1)
        ends[length : length + 1], last[length : length + 1] = [place], [index]
    run, index = [], last[-1] if last else -1
    while index >= 0:
        run.append(pairs[index])
        index = previous[index]
    return run[::-1]


def _common_ends(old: bytes, new: bytes) -> tuple[int, int]:
    """Return how many bytes of whole lines both versions have in common at their start and at their end."""
    head = old.rfind(b"\n", 0, common_prefix(old, new)) + 1
    tail = common_suffix(old, new, after=head)
    if tail and not (_starts_line(old, len(old) - tail) and _starts_line(new, len(new) - tail)):
        cut = old.find(b"\n", len(old) - tail)
        tail = len(old) - cut - 1 if cut >= 0 else 0
    return head, tail


def _same_ends(old: Sequence[bytes], new: Sequence[bytes]) -> tuple[int, int]:
    """Return how many lines are the same at the start and, of the others, at the end."""
    size, first, last = min(len(old), len(new)), 0, 0
    while first < size and old[first] == new[first]:
        first += 1
    while last < size - first and old[-1 - last] == new[-1 - last]:
        last += 1
    return first, last


def _contexts(above: Sequence[bytes], below: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield what to search above and below a hunk: all lines, then fewer, then those of one side, then none."""
    for count in range(CONTEXT_LINES, 0, -1):
        yield b"".join(above[-count:]), b"".join(below[:count])
    for count in range(CONTEXT_LINES, 0, -1):
        yield b"".join(above[-count:]), b""
        yield b"", b"".join(below[:count])
    yield b"", b""


def _last_lines(data: bytes) -> bytes:
    return _few_lines(_LINES.findall(data[-CONTEXT_BYTES * 2 :])[::-1], -1)


def _first_lines(data: bytes) -> bytes:
    return _few_lines(_LINES.findall(data[: CONTEXT_BYTES * 2]), 1)


def _few_lines(lines: Sequence[bytes], step: int) -> bytes:
    """Join the first few lines, in the order of the text. A line cut in two by the caller is too long to be among them."""
    kept: list[bytes] = []
    for line in lines[:CONTEXT_LINES]:
        if sum(map(len, kept)) + len(line) > CONTEXT_BYTES:
            break
        kept.append(line)
    return b"".join(kept[::step])


def _starts_line(data: bytes, at: int) -> bool:
    return at == 0 or data[at - 1 : at] == b"\n" or data[:at] == _BYTE_ORDER_MARK


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
