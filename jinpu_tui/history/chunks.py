"""A file as a row of chunks, a record each with the comments right above it, and three such rows put together."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from jinpu_tui.history.repository import git_program
from jinpu_tui.model.changes import Plain
from jinpu_tui.model.plain import same
from jinpu_tui.storage.blocks import record_blocks
from jinpu_tui.storage.parse import ParseError, parse

Chunks = Mapping[str, str]
"""By id of the record the text from the comments above it to those above the next; "" is what stands before the first."""


def chunks(text: str) -> Chunks | None:
    """The chunks of a text; None where a record has no text of its own, as in an inline array, or no id."""
    try:
        tables = parse(text)
    except ParseError:
        return None
    starts: dict[int, str] = {}
    for kind, places in record_blocks(text, tables).items():
        records = tables.get(kind)
        if not isinstance(records, list) or len(records) != len(places):
            return None
        for (start, _end), record in zip(places, records, strict=True):
            if not isinstance(record.get("id"), str):
                return None
            starts[_with_comments(text, start)] = record["id"]
    if sum(len(value) for value in tables.values() if isinstance(value, list)) != len(starts):
        return None
    places_in_order = [*sorted(starts), len(text)]
    found = {"": text[: places_in_order[0]]}
    for start, end in pairwise(places_in_order):
        found[starts[start]] = text[start:end]
    return found if len(found) == len(starts) + 1 else None


def _with_comments(text: str, start: int) -> int:
    """Where the comment lines begin that stand right above a place."""
    while start:
        line = text.rfind("\n", 0, start - 1) + 1
        if not text[line:start].lstrip().startswith("#"):
            return start
        start = line
    return start


def combined(base: Chunks, ours: Chunks, theirs: Chunks, merged: Chunks, meant: Mapping[str, Plain]) -> str | None:
    """The text of both sides' work, in our order; `merged` has what each record is to hold, without their comments.

    None where what stands before the first record was changed on both sides and cannot be put together.
    """
    parts: dict[str, str] = {}
    for id_ in _order(ours, theirs, merged):
        part = _part(base.get(id_), ours.get(id_), theirs.get(id_), merged.get(id_), meant.get(id_))
        if part is None:
            return None
        parts[id_] = part
    return "".join(_apart(list(parts.values())))


def _order(ours: Chunks, theirs: Chunks, merged: Chunks) -> list[str]:
    """The ids there are to be: in our order, theirs behind the one they stand behind."""
    order = [id_ for id_ in ours if not id_ or id_ in merged]
    placed = set(order)
    behind: dict[str, list[str]] = {}
    before = ""
    for id_ in theirs:
        if id_ in placed:
            before = id_
        elif id_ in merged:
            behind.setdefault(before, []).append(id_)
    found = [one for id_ in order for one in (id_, *behind.get(id_, ()))]
    placed.update(found)
    return [*found, *(id_ for id_ in merged if id_ not in placed)]


def _part(base: str | None, ours: str | None, theirs: str | None, merged: str | None, meant: Plain | None) -> str | None:
    if theirs is None or theirs in (base, ours):
        return ours if ours is not None else merged
    if ours is None or ours == base:
        return theirs if meant is None or _holds(theirs, meant) else merged
    text = _merged_lines(base or "", ours, theirs)
    if text is not None and (meant is None or _holds(text, meant)):
        return text
    return merged if meant is not None else None


def _holds(text: str, meant: Plain) -> bool:
    try:
        tables = parse(text)
    except ParseError:
        return False
    return any(same(one, meant) for records in tables.values() if isinstance(records, list) for one in records)


def _apart(parts: list[str]) -> list[str]:
    """Chunks with at least a line's end between them, and a blank line where one ended the file before."""
    for number, part in enumerate(parts[:-1]):
        if part and not part.endswith("\n"):
            parts[number] = part + "\n\n"
        elif part and not part.endswith("\n\n") and not part.endswith("\n\r\n") and parts[number + 1].startswith("[["):
            parts[number] = part + ("\r\n" if part.endswith("\r\n") else "\n")
    return parts


def _merged_lines(base: str, ours: str, theirs: str) -> str | None:
    """git's merge of the lines of three texts; None where it finds a conflict."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for path, text in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(text.encode())
        command = [git_program(), "merge-file", "-p", "-q", *map(str, paths)]
        done = subprocess.run(command, capture_output=True, check=False, timeout=60)  # noqa: S603  no shell, files of our own
    return done.stdout.decode() if done.returncode == 0 else None
