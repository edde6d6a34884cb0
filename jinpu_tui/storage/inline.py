"""Edits inside arrays and inline tables, following the layout that is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jinpu_tui.model.plain import same
from jinpu_tui.storage import encode
from jinpu_tui.storage.outline import inline_children
from jinpu_tui.storage.patch import Edit, content_end, indent_at, line_start, newline_of, next_line, rest_is_comment
from jinpu_tui.storage.scan import Value

NodeEdits = Callable[[str, Any, Any, Any], list[Edit]]


def array_edits(text: str, array: Value, before: Any, after: Sequence[Any], nested: NodeEdits) -> list[Edit] | None:
    """Edits that turn the items `before` into `after`, or None where writing the array anew is as good.

    Items that both have at the start and at the end stay; between them items are changed in place, then added or removed.
    """
    items = array.items or []
    if not isinstance(before, list | tuple) or not items or not after:
        return None
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    edits: list[Edit] = []
    for index, (one, other) in enumerate(zip(old, new, strict=False), head):
        edits += nested(text, items[index], one, other)
    for index in range(head + len(new), head + len(old)):
        edits.append(_item_removal(text, array, items, index))
    if len(new) > len(old):
        edits += _insertion(text, array, head + len(old), [encode.inline(item) for item in new[len(old) :]])
    return edits


def _common(one: Sequence[Any], other: Sequence[Any]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if not same(left, right):
            break
        count += 1
    return count


def _insertion(text: str, array: Value, index: int, written: list[str]) -> list[Edit]:
    """Put items before the one at `index` (or last), each on its own line if the others are."""
    items = array.items or []
    spread = "\n" in text[array.start : items[0].start]
    newline = newline_of(text)
    if index < len(items):
        at = items[index].start
        between = newline + indent_at(text, at) if spread else " "
        return [Edit(at, at, "".join(f"{item},{between}" for item in written))]
    last = items[-1].end
    comma = _comma_after(text, last, array.end)
    if not spread:
        return [Edit(last, last, "".join(f", {item}" for item in written))]
    indent = indent_at(text, items[-1].start)
    rows = f",{newline}{indent}".join(written)
    if comma is None:
        at = content_end(text, last) if rest_is_comment(text, last) else last
        if at == last:
            return [Edit(last, last, f",{newline}{indent}{rows}")]
        return [Edit(last, last, ","), Edit(at, at, f"{newline}{indent}{rows}")]
    at = content_end(text, comma + 1) if rest_is_comment(text, comma + 1) else comma + 1
    return [Edit(at, at, f"{newline}{indent}{rows},")]


def _comma_after(text: str, position: int, end: int) -> int | None:
    """Where the comma behind an item stands; comments between are passed over."""
    while position < end:
        if text[position] == ",":
            return position
        position = content_end(text, position) if text[position] == "#" else position + 1
    return None


def _item_removal(text: str, container: Value, parts: Sequence[Value], index: int) -> Edit:
    """Take one item out with its comma; with its whole lines when it stands alone on them."""
    start, end = parts[index].start, parts[index].end
    comma = _comma_after(text, end, parts[index + 1].start if index + 1 < len(parts) else container.end)
    stop = end if comma is None else comma + 1
    alone = not text[line_start(text, start) : start].strip() and rest_is_comment(text, stop)
    if alone and (comma is not None or container.items is not None):
        return Edit(line_start(text, start), next_line(text, stop), "")
    if index + 1 < len(parts):
        return Edit(start, parts[index + 1].start, "")
    return Edit(parts[index - 1].end if index else container.start + 1, end, "")


def inline_table_edits(
    text: str, table: Value, before: Any, after: Mapping[str, Any], order: Sequence[str], nested: NodeEdits
) -> list[Edit] | None:
    """Edits that turn an inline table from `before` into `after`, or None where writing it anew is as good."""
    entries = table.entries or []
    if not entries or not isinstance(before, Mapping) or any(len(entry.keys) > 1 for entry in entries):
        return None
    gone = [name for name in before if name not in after]
    added = [name for name in after if name not in before]
    if gone and (added or len(gone) > 1 or len(entries) == 1):
        return None
    children = inline_children(table).children
    edits: list[Edit] = []
    for name, item in after.items():
        if name in before:
            edits += nested(text, children[name], before[name], item)
    if gone:
        parts = [Value(entry.starts[0], entry.value.end) for entry in entries]
        index = next(index for index, entry in enumerate(entries) if entry.keys == (gone[0],))
        edits.append(_item_removal(text, Value(table.start, table.end), parts, index))
    for name in added:
        edits.append(_new_entry(table, name, after, order))
    return edits


def _new_entry(table: Value, name: str, after: Mapping[str, Any], order: Sequence[str]) -> Edit:
    """A new key goes behind the last one that comes before it in `order`, else in the order of `after`."""
    names = list(order) if name in order else list(after)
    earlier = set(names[: names.index(name)])
    entries = table.entries or []
    behind = [entry for entry in entries if entry.keys[0] in earlier]
    written = f"{encode.key(name)} = {encode.inline(after[name])}"
    if behind:
        at = behind[-1].value.end
        return Edit(at, at, f", {written}")
    at = entries[0].starts[0]
    return Edit(at, at, f"{written}, ")
