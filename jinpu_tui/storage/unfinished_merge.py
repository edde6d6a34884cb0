"""Conflict markers that a merge by lines left in a file, and what of the dataset is hidden as long as they stand there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from jinpu_tui.locale import _
from jinpu_tui.model.problems import Problem

UNFINISHED_MERGE = "unfinished-merge"
"""Code of the problem."""

_MARKER = re.compile(rb"^(?:<{7,}|>{7,}|\|{7,})(?:[ \t][^\n]*)?\r?$|^={7,}\r?$", re.MULTILINE)
_WHOLE = re.compile(rb"^<{7,}(?: [^\n]*)?$.*?^={7,}\r?$.*?^>{7,}(?: [^\n]*)?$", re.MULTILINE | re.DOTALL)
_ID = re.compile(rb"""(?:^|[{,])[ \t]*(?:id|"id"|'id')[ \t]*=[ \t]*(?:"([^"\\\n]*)"|'([^'\n]*)')""", re.MULTILINE)
_DATASET = re.compile(rb"""^[ \t]*(?:\[[ \t]*["']?dataset["']?[ \t]*[\].]|dataset[ \t]*[.=])""", re.MULTILINE)


class UnfinishedMerge(NamedTuple):
    """The first and the last line with a marker, the ids of all versions of the records, whether `[dataset]` is in the file."""

    first: int
    last: int
    ids: frozenset[str] = frozenset()
    has_dataset: bool = False

    def problem(self, path: Path) -> Problem:
        """Return the one problem of the file."""
        message = _("unfinished merge in {file}, lines {first}–{last}").format(file=path.name, first=self.first, last=self.last)
        hint = _("keep of each part between the markers what is right, remove the lines <<<<<<<, ======= and >>>>>>>")
        return Problem(str(path), self.first, 1, "error", UNFINISHED_MERGE, message, hint)


def in_broken_file(data: bytes, error_line: int) -> UnfinishedMerge | None:
    """Return the merge that was left unfinished in a file that cannot be parsed, where the parser stopped at a line.

    A line of equals signs alone may also be in a long text: it counts if the parser stopped there.
    """
    markers = [(match[0][:1], data.count(b"\n", 0, match.start()) + 1) for match in _MARKER.finditer(data)]
    lines = [line for _sign, line in markers]
    if all(sign == b"=" for sign, _line in markers) and error_line not in lines:
        return None
    ids = frozenset((one or other).decode(errors="replace") for one, other in _ID.findall(data))
    return UnfinishedMerge(min(lines), max(lines), ids, _DATASET.search(data) is not None)


def in_sound_file(data: bytes) -> UnfinishedMerge | None:
    """Return the merge that was left unfinished in a file that can be parsed, because all markers are inside of long texts."""
    if b"<<<<<<<" not in data:
        return None
    text = data.replace(b"\r\n", b"\n")
    found = list(_WHOLE.finditer(text))
    if not found:
        return None
    first, last = (text.count(b"\n", 0, place) + 1 for place in (found[0].start(), found[-1].end()))
    return UnfinishedMerge(first, last)
