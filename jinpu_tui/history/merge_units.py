"""A dataset file as a row of units: a record or a table each, with its sub-tables and the comments right above it.

Comments that stand by themselves, with blank lines around them, are units, too. The units of a text are its characters, cut up:
joined again they give the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct

from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.blocks import PLAIN_HEADER
from jinpu_tui.toml_edit.parser import ParseError, parse
from jinpu_tui.toml_edit.scanner import ScanError, scan

Key = tuple[str, ...]
"""What says a unit apart from the others of its file: `()` for what stands above the first header."""

COMMENT = "#"
"""The name of a unit that holds only comments."""

_HEADER_LINE = re.compile(r"^[ \t]*(\[.*)$", re.MULTILINE)


class LayoutError(ValueError):
    """The text cannot be cut into units: a table or record is spread over it."""


class Unit(Struct, frozen=True):
    """A stretch of a file: its text, the name of its table or array of tables, and what it holds.

    `name` is empty for what stands above the first header; `value` then holds all keys there.
    """

    text: str
    name: str
    value: Mapping[str, Any]
    is_array: bool = False

    @property
    def id(self) -> str:
        """The id of a record; empty for anything else."""
        id_ = self.value.get("id") if self.is_array else None
        return id_ if isinstance(id_, str) else ""


def split(text: str) -> list[Unit]:
    """Cut a text into units. Raises ParseError, or LayoutError if a table is spread over the text."""
    tables = parse(text)
    for find in (_headers_by_line, _headers_by_scan):
        headers = find(text)
        units = _cut(text, tables, headers) if headers is not None else None
        if units is not None:
            return units
    raise LayoutError(_("a record or table of it is written in several places"))


def with_keys(versions: Sequence[Sequence[Unit]]) -> list[dict[Key, Unit]]:
    """Give each unit a key that is the same in all versions of a file, and return the units of each version by key.

    A record goes by its id. One without an id, or with an id that another record of its kind has in some version, goes by what
    it holds: changing it removes one record and adds another.
    """
    doubled = {
        identity
        for units in versions
        for identity, count in Counter((unit.name, unit.id) for unit in units if unit.id).items()
        if count > 1
    }
    return [dict(_keyed(units, doubled)) for units in versions]


def _keyed(units: Sequence[Unit], doubled: set[tuple[str, str]]) -> Iterator[tuple[Key, Unit]]:
    seen: Counter[Key] = Counter()
    for unit in units:
        if unit.name == COMMENT:
            comment = (COMMENT, unit.text.strip())
            seen[comment] += 1
            yield (*comment, str(seen[comment])), unit
        elif not unit.is_array:
            yield (unit.name,) if unit.name else (), unit
        elif unit.id and (unit.name, unit.id) not in doubled:
            yield (unit.name, unit.id), unit
        else:
            key = (unit.name, unit.id, canonical(unit.value))
            seen[key] += 1
            yield (*key, str(seen[key])), unit


def canonical(value: Any) -> str:
    """Return a text that is the same for equal TOML values only, whatever the order of their keys."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name!r}: {canonical(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(canonical, value)) + "]"
    return repr(value)


Header = tuple[int, str, bool]
"""Where a header begins, the first part of its name, and whether it begins a record: `[[name]]`."""


def _headers_by_line(text: str) -> list[Header] | None:
    """Take each line that begins with a bracket for a header; None if one is none. Fast, and wrong inside multi-line texts."""
    headers = []
    for line in _HEADER_LINE.finditer(text):
        match = PLAIN_HEADER.match(line[1])
        if match is None:
            return None
        headers.append((line.start(), match[2], match[1] == "[[" and not match[3]))
    return headers


def _headers_by_scan(text: str) -> list[Header] | None:
    try:
        sections = scan(text)
    except ScanError:
        return None
    return [
        (section.start, section.path[0], section.is_array and len(section.path) == 1) for section in sections if section.path
    ]


def _cut(text: str, tables: Mapping[str, Any], headers: Sequence[Header]) -> list[Unit] | None:
    """Cut a text at headers; None if that does not fit what a parser finds in the whole text."""
    starts: list[Header] = []
    for header in headers:
        if header[2] or not starts or starts[-1][1] != header[1]:
            starts.append(header)
    counts = Counter((name, is_array) for _start, name, is_array in starts)
    places = [_with_comments(text, start) for start, _name, _is_array in starts]
    head = text[: places[0]] if places else text
    try:
        above = parse(head)
    except ParseError:
        return None
    if any(not _fits(tables.get(name), is_array, count) for (name, is_array), count in counts.items()):
        return None
    if above.keys() & {name for name, _is_array in counts} or len(above) + len(counts) != len(tables):
        return None
    ordinals: Counter[str] = Counter()
    units = [Unit(head, "", above)]
    for (start, end), (_start, name, is_array) in zip(pairwise([*places, len(text)]), starts, strict=True):
        value = tables[name][ordinals[name]] if is_array else tables[name]
        ordinals[name] += 1
        at = _comments_apart(text, start, end)
        units.append(Unit(text[start:at], name, value, is_array))
        if at < end:
            units.append(Unit(text[at:end], COMMENT, {}))
    return units


def _comments_apart(text: str, start: int, end: int) -> int:
    """Return where comments begin that end a unit but are set apart from it by a blank line; `end` if there are none."""
    found = after_blank = end
    while end > start:
        line = text.rfind("\n", start, end - 1) + 1 or start
        stripped = text[line:end].strip()
        if stripped and not stripped.startswith("#"):
            break
        if stripped:
            after_blank = line
        elif after_blank < len(text):
            found = after_blank
        end = line
    return found


def _fits(table: Any, is_array: bool, count: int) -> bool:
    """Whether a name that has been found in `count` places is written there and nowhere else."""
    return isinstance(table, list) and len(table) == count if is_array else isinstance(table, dict) and count == 1


def _with_comments(text: str, start: int) -> int:
    """Return where the comment lines begin that stand right above the line of a place."""
    start = text.rfind("\n", 0, start) + 1
    while start:
        line = text.rfind("\n", 0, start - 1) + 1
        if not text[line:start].lstrip().startswith("#"):
            return start
        start = line
    return start
