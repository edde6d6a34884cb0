"""Edit tables that are written as sections: `[header]` and `[[header]]` lines with the entries below them.

To an element of an array of tables belong its sections, the comment lines directly above each of their headers, and the comment
lines that follow its last entry without a blank line, unless they stand directly above the next header.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit import encoder
from jinpu_tui.toml_edit.alignment import Identities, align, in_order
from jinpu_tui.toml_edit.layout import comments_above
from jinpu_tui.toml_edit.text_edits import (
    Edit,
    SpliceError,
    apply_edits,
    content_end,
    indent_at,
    is_blank_line,
    line_start,
    newline_of,
    next_line,
)
from jinpu_tui.toml_edit.tree import Table, Tables

NodeEdits = Callable[[str, Any, Any, Any], list[Edit]]


def spans(table: Table) -> list[tuple[int, int]]:
    """Return start and end of each section that a table and its sub-tables are written in, in the order of the text.

    There are none for dotted and inline tables.
    """
    places = [
        (section.start, max([section.header_end, *(entry.value.end for entry in section.entries)]))
        for section in table.sections
    ]
    for node in table.children.values():
        for part in node.elements if isinstance(node, Tables) else [node]:
            if isinstance(part, Table):
                places += spans(part)
    return sorted(places)


def line_removal(text: str, start: int, end: int) -> Edit:
    """Return the removal of the lines from `start` to `end`; for a last line without a line end, that before it is removed."""
    start, end = line_start(text, start), next_line(text, end)
    if end == len(text) and not text.endswith("\n"):
        start = len(text[:start].removesuffix("\n").removesuffix("\r"))
    return Edit(start, end, "")


def element_removal(text: str, element: Table) -> list[Edit]:
    """Return the edits that remove an element with its comments, and with one of the blank lines around each stretch."""
    return [_stretch_removal(text, start, end) for start, end in stretches_of(text, element)]


def _stretch_removal(text: str, start: int, end: int) -> Edit:
    before, after_blank = text[:start], next_line(text, end)
    is_apart = not before.strip("\ufeff") or before.replace("\r", "").endswith("\n\n")
    if is_apart and is_blank_line(text, end):
        return Edit(start, after_blank, "")
    return line_removal(text, start, end) if end == len(text) else Edit(start, end, "")


def tables_edits(
    text: str, tables: Tables, before: Any, after: Sequence[Any], nested: NodeEdits, identities: Identities
) -> list[Edit]:
    """Return the edits that turn the elements `before` into `after`; elements keep their text and comments wherever they go.

    Raises SpliceError if the change has no place in the layout.
    """
    elements = tables.elements
    sources = align(before, after, identities)
    kept = in_order(sources)
    edits: list[Edit] = []
    for new, source in zip(after, sources, strict=True):
        if source in kept:
            assert source is not None
            edits += nested(text, elements[source], before[source], new)
    added: list[str] = []
    anchor: Table | None = None
    for new, source in zip(after, sources, strict=True):
        if source is None:
            added.append(_written(text, tables, new))
        elif source in kept:
            edits += _insertion(text, tables, anchor, added)
            anchor, added = elements[source], []
        else:
            added.append(_moved(text, elements[source], before[source], new, nested))
    edits += _insertion(text, tables, anchor, added)
    for index, element in enumerate(elements):
        if index not in kept:
            edits += element_removal(text, element)
    return edits


def stretches_of(
    text: str, element: Table, of_all: Sequence[tuple[int, int]] = (), *, ends_file: bool = False
) -> list[tuple[int, int]]:
    """Return the stretches of whole lines that belong to an element; sections with nothing between them make one.

    Args:
        text: A valid TOML document.
        element: An element of an array of tables in it.
        of_all: Start and end of each section of the text, if known: a line that ends a section is no comment, although it may
            look like one inside a multi-line string.
        ends_file: Whether nothing follows the text in its file.
    """
    stretches: list[tuple[int, int]] = []
    for first, last in spans(element):
        before = bisect_left(of_all, (first,)) - 1
        limit = of_all[before][1] if before >= 0 else 0
        start, end = comments_above(text, limit, first), next_line(text, last)
        if stretches and not text[stretches[-1][1] : start].strip():
            stretches[-1] = stretches[-1][0], end
        else:
            stretches.append((start, end))
    return [(start, comments_below(text, end, ends_file=ends_file)) for start, end in stretches]


def comments_below(text: str, end: int, *, ends_file: bool = False) -> int:
    """Return the end of the comment lines that begin at `end` if a blank line follows them, else `end`.

    A text may be the block of one element; comment lines that end it stand above the next element, unless it `ends_file`.
    """
    stop = end
    while stop < len(text) and text[stop : content_end(text, stop)].lstrip(" \t").startswith("#"):
        stop = next_line(text, stop)
    return stop if is_blank_line(text, stop) or (ends_file and stop == len(text)) else end


def _written(text: str, tables: Tables, item: Mapping[str, Any]) -> str:
    """Return a new section under the header of the others, without the last line end."""
    if not isinstance(item, Mapping):
        raise SpliceError(_("an array of tables holds tables only"))
    newline, first = newline_of(text), tables.elements[0].sections[0]
    lines = [
        text[first.start : first.header_end],
        *(f"{encoder.key(name)} = {encoder.value(it, newline)}" for name, it in item.items()),
    ]
    indent = indent_at(text, first.start)
    return newline.join(indent + line for line in lines)


def _moved(text: str, element: Table, before: Any, after: Any, nested: NodeEdits) -> str:
    """Return the text of an element for another place, without the last line end."""
    stretches = stretches_of(text, element)
    if len(stretches) > 1:
        raise SpliceError(_("other tables stand between the parts of an entry"))
    start, end = stretches[0]
    edits = [Edit(edit.start - start, edit.end - start, edit.new) for edit in nested(text, element, before, after)]
    return apply_edits(text[start:end], edits).removesuffix("\n").removesuffix("\r")


def _insertion(text: str, tables: Tables, anchor: Table | None, added: Sequence[str]) -> list[Edit]:
    """Return the edits that insert sections after those of `anchor`, or before all, apart if the others are."""
    if not added:
        return []
    newline = newline_of(text)
    gap = newline if _set_apart(text, tables) else ""
    if anchor is None:
        at = stretches_of(text, tables.elements[0])[0][0]
        return [Edit(at, at, "".join(section + newline + gap for section in added))]
    at = stretches_of(text, anchor)[-1][1]
    at = len(text[:at].removesuffix("\n").removesuffix("\r"))
    return [Edit(at, at, "".join(newline + gap + section for section in added))]


def _set_apart(text: str, tables: Tables) -> bool:
    """Return whether a blank line stands before each element but the first, or before a single one."""
    starts = [stretches_of(text, element)[0][0] for element in tables.elements]
    gaps = [text[:start].replace("\r", "")[-2:] for start in (starts[1:] or starts)]
    return all(gap == "\n\n" for gap in gaps)
