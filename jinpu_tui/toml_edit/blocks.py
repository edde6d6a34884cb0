"""Where the elements of arrays of tables stand in a text.

The block of an element runs from its `[[name]]` header to the next header that is not one of its own sub-tables. Most texts
show that in the lines that begin with `[`; such lines are trusted only if they agree with what the parser found, else the
whole text is scanned.

A sub-table may also stand far from its element, below the header of another table: `[[a]] … [[b]] … [[a.c]]`. The elements of
such a text have no blocks; an edit of one works on the whole text, and the whole text is verified.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from jinpu_tui.toml_edit.parser import STRINGS_AND_COMMENTS
from jinpu_tui.toml_edit.scanner import scan

Blocks = dict[str, list[tuple[int, int]]]
"""Start and end of each element's block, by the name of the array, in the order of the text."""

PLAIN_HEADER = re.compile(r"(\[\[?)[ \t]*([A-Za-z0-9_-]+)[ \t]*(?:(\.)|\]\]?[ \t]*(?:#.*)?\r?$)")
"""A header of a table or of an element of an array: brackets, first name, and a point if more names follow."""

_BRACKET_LINE = re.compile(r"^\ufeff?[ \t]*(\[.*)$", re.MULTILINE)
_MULTILINE = ('"""', "'''")
_MAY_BE_VALUE = re.compile(r"true|false|inf|nan|[0-9-].*")
"""Keys that a line of an array could also hold as its only item."""


class Region(NamedTuple):
    """A part of a text that parses alone and holds one element of an array of tables."""

    start: int
    end: int
    path: tuple[str | int, ...]
    """Where the element is in the tables of the part: the array's name and an index; the name alone for a table that is no
    element; empty if the region is about a part of the text only.
    """

    def element(self, tables: Mapping[str, Any]) -> dict[str, Any]:
        """Return the element in the tables of the part."""
        node: Any = tables
        for step in self.path:
            node = node[step]
        element: dict[str, Any] = node
        return element

    def with_element(self, tables: Mapping[str, Any], element: Mapping[str, Any]) -> dict[str, Any]:
        """Return the tables of the part with another element."""
        name = str(self.path[0])
        if len(self.path) == 1:
            return {**tables, name: element}
        elements = list(tables[name])
        elements[int(self.path[1])] = element
        return {**tables, name: elements}


def region_of(text: str, blocks: Blocks, name: str, index: int) -> Region:
    """Return the block of an element; the whole text if its array has no blocks, as an inline array has none."""
    if name in blocks:
        start, end = blocks[name][index]
        return Region(start, end, (name, 0))
    return Region(0, len(text), (name, index))


def element_blocks(text: str, tables: Mapping[str, Any]) -> Blocks:
    """Find the blocks of the arrays of tables at the top of a text.

    Args:
        text: A TOML document.
        tables: What it holds.

    Returns:
        The blocks. Arrays written inline have none, and no array has any if a sub-table stands far from its element.
    """
    headers = _headers_by_line(text, tables)
    if headers is None:
        headers = _headers_by_scan(text)
    if headers is None:
        return {}
    blocks: Blocks = {}
    for (start, name, is_array), (end, _, _) in pairwise([*headers, (len(text), "", False)]):
        if is_array:
            blocks.setdefault(name, []).append((start, end))
    return blocks


Header = tuple[int, str, bool]
"""Where a header begins, the first part of its key, and whether it is that of an array's element."""


def _headers_by_line(text: str, tables: Mapping[str, Any]) -> list[Header] | None:
    """Return the headers of tables at the top of the text; None if the lines that look like headers do not show them."""
    headers: list[Header] = []
    counts: dict[tuple[str, bool], int] = {}
    quoted = _multiline_strings(text)
    for line in _BRACKET_LINE.finditer(text):
        before = bisect_left(quoted, (line.start(1),)) - 1
        if before >= 0 and line.start(1) < quoted[before][1]:
            continue
        match = PLAIN_HEADER.match(line[1])
        if match is None or _MAY_BE_VALUE.fullmatch(match[2]):
            return None
        name, is_array = match[2], match[1] == "[["
        if match[3]:
            if not headers or headers[-1][1] != name:
                return None
            continue
        headers.append((line.start(1), name, is_array))
        counts[name, is_array] = counts.get((name, is_array), 0) + 1
    for (name, is_array), count in counts.items():
        table = tables.get(name)
        fits = isinstance(table, list) and len(table) == count if is_array else isinstance(table, dict) and count == 1
        if not fits:
            return None
    return headers


def _headers_by_scan(text: str) -> list[Header] | None:
    """Return the headers of tables at the top of the text; None if a sub-table stands far from its element.

    The sub-table of a table that is no array's element ends the block above it, as a header of its own.
    """
    headers: list[Header] = []
    arrays: set[str] = set()
    for section in scan(text):
        if not section.path:
            continue
        name, is_sub = section.path[0], len(section.path) > 1
        if is_sub and headers and headers[-1][1] == name:
            continue
        if is_sub and name in arrays:
            return None
        is_array = section.is_array and not is_sub
        arrays.update([name] if is_array else [])
        headers.append((section.start, name, is_array))
    return headers


def _multiline_strings(text: str) -> list[tuple[int, int]]:
    """Return start and end of the strings that may hold lines that look like headers, in the order of the text."""
    if not any(quotes in text for quotes in _MULTILINE):
        return []
    return [match.span() for match in STRINGS_AND_COMMENTS.finditer(text) if match[0].startswith(_MULTILINE)]
