"""Conflict markers that a merge by lines left in a file, and what of the dataset is hidden as long as they stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from jinpu_tui.model.problems import Problem
from jinpu_tui.text.i18n import _

_SIGNS = (b"<", b"|", b"=", b">")
_MAX_MARKERS = 10_000
_MAX_INDENT = 64
_MAX_ID_BYTES = 1 << 24
_ID = re.compile(rb"""id(?<![\w-]id)["']?[ \t]*=[ \t]*(?:"([^"\\\n]*)"|'([^'\n]*)')""")
_DATASET = re.compile(rb"""dataset["']?[ \t]*[\].=]""")


class UnfinishedMerge(NamedTuple):
    """A merge that was left unfinished in a file."""

    first: int
    """The first line with a marker, from 1."""
    last: int
    """The last line with a marker."""
    ids: frozenset[str] = frozenset()
    """The ids of all versions of the records in the file."""
    has_dataset: bool = False
    """Whether the file has the `[dataset]` table."""

    def problem(self, path: Path) -> Problem:
        """Return the problem that stands for the file."""
        message = _("unfinished merge in {file}, lines {first}–{last}").format(file=path.name, first=self.first, last=self.last)
        hint = _("keep of each part between the markers what is right, remove the lines <<<<<<<, ======= and >>>>>>>")
        return Problem(str(path), self.first, 1, "error", "unfinished-merge", message, hint)


def in_broken_file(data: bytes, error_line: int) -> UnfinishedMerge | None:
    """Find the merge that was left unfinished in a file that cannot be parsed.

    A line of equals signs alone may also be in a multi-line string: it counts if the parser stopped there.

    Args:
        data: The file.
        error_line: The line at which the parser stopped.
    """
    markers = list(_markers(data))
    if all(sign == b"=" and line != error_line for sign, line in markers):
        return None
    ids = frozenset((basic or literal).decode(errors="replace") for basic, literal in _ID.findall(data, 0, _MAX_ID_BYTES))
    return UnfinishedMerge(markers[0][1], markers[-1][1], ids, _has_dataset(data))


def in_sound_file(data: bytes) -> UnfinishedMerge | None:
    """Find the merge that was left unfinished in a file that can be parsed, as all markers are inside of multi-line strings.

    There only a whole conflict counts: a line of each kind, in their order.
    """
    awaited, begun, first, last = b"<", 0, 0, 0
    for sign, line in _markers(data):
        if sign == b"<":
            awaited, begun = b"=", line
        elif sign == awaited == b"=":
            awaited = b">"
        elif sign == awaited == b">":
            awaited, first, last = b"<", first or begun, line
    return UnfinishedMerge(first, last) if last else None


def _markers(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Yield the sign and the line of each marker. Files may come from anyone: only the first 10,000 of each sign count."""
    line, counted = 1, 0
    places = (pair for marker_sign in _SIGNS for pair in islice(_places(data, marker_sign), _MAX_MARKERS))
    for place, sign in sorted(places):
        line += data.count(b"\n", counted, place)
        counted = place
        yield sign, line


def _places(data: bytes, sign: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield where the markers of a sign begin: lines with seven of it or more, then a blank and a label, or nothing."""
    marker = sign * 7
    place = 0 if data.removeprefix(b"\xef\xbb\xbf").startswith(marker) else data.find(b"\n" + marker) + 1
    while place or data.startswith((marker, b"\xef\xbb\xbf" + marker)):
        end = data.find(b"\n", place)
        line = data[place : end if end >= 0 else len(data)].removeprefix(b"\xef\xbb\xbf")
        label = line.lstrip(sign).rstrip(b"\r")
        if not label or (sign != b"=" and label[:1] in b" \t"):
            yield place, sign
        place = data.find(b"\n" + marker, place + 1) + 1
        if not place:
            return


def _has_dataset(data: bytes) -> bool:
    """Return whether a line of a file has the header of the `[dataset]` table, or a key of it."""
    for match in islice(_DATASET.finditer(data), _MAX_MARKERS):
        before = data[max(0, match.start() - _MAX_INDENT) : match.start()]
        _rest, newline, head = before.rpartition(b"\n")
        if (newline or len(before) < _MAX_INDENT) and not head.strip(b" \t[\"'\xef\xbb\xbf"):
            return True
    return False
