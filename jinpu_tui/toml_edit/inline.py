"""Edits inside arrays and inline tables, following the layout that is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jinpu_tui.toml_edit import encoder
from jinpu_tui.toml_edit.alignment import Identities, align, in_order
from jinpu_tui.toml_edit.layout import Layout, Slot, arranged, begun, emptied, layout_of
from jinpu_tui.toml_edit.scanner import Entry, Value
from jinpu_tui.toml_edit.text_edits import Edit, SpliceError, apply_edits
from jinpu_tui.toml_edit.tree import inline_children

NodeEdits = Callable[[str, Any, Any, Any], list[Edit]]


def array_edits(
    text: str, array: Value, before: Any, after: Sequence[Any], nested: NodeEdits, identities: Identities
) -> list[Edit] | None:
    """Return the edits that turn the items `before` into `after`, or None if the array may be written anew.

    Items keep their text and their comments wherever they go; comments that belong to no item stay. Raises SpliceError.
    """
    items = array.items or []
    if not isinstance(before, list | tuple) or len(before) != len(items):
        return None
    if not items:
        is_commented = "#" in text[array.start : array.end]
        return (
            [_inside(array, begun(text, array, [encoder.inline(item) for item in after]))] if is_commented and after else None
        )
    layout = _array_layout(text, array)
    if not after:
        return [_inside(array, emptied(layout))]
    sources = align(before, after, identities)
    if sources == list(range(len(before))):
        return [edit for item, old, new in zip(items, before, after, strict=True) for edit in nested(text, item, old, new)]
    kept = in_order(sources)
    slots = []
    for new, source in zip(after, sources, strict=True):
        if source is None:
            slots.append(Slot(encoder.inline(new)))
        else:
            item = items[source]
            core = _edited(text, item.start, item.end, nested(text, item, before[source], new))
            slots.append(Slot(core, layout.parts[source], source not in kept))
    return [_inside(array, arranged(layout, slots))]


def keeps_comments(text: str, array: Value) -> bool:
    """Return whether comments that belong to the array are left when all its items are removed."""
    if array.items is None:
        return False
    return _array_layout(text, array).keeps_comments if array.items else "#" in text[array.start : array.end]


def _array_layout(text: str, array: Value) -> Layout:
    return layout_of(text, array, [(item.start, item.end) for item in array.items or ()])


def _inside(container: Value, new: str) -> Edit:
    return Edit(container.start + 1, container.end - 1, new)


def _edited(text: str, start: int, end: int, edits: Sequence[Edit]) -> str:
    """Return a part of the text with edits inside it made."""
    return apply_edits(text[start:end], [Edit(edit.start - start, edit.end - start, edit.new) for edit in edits])


def inline_table_edits(
    text: str, table: Value, before: Any, after: Mapping[str, Any], order: Sequence[str], nested: NodeEdits
) -> list[Edit] | None:
    """Return the edits that turn an inline table from `before` into `after`, or None if it may be written anew.

    Raises SpliceError if the layout leaves no place for the change and writing the table anew would lose comments.
    """
    entries = table.entries or []
    if not entries or not after or not isinstance(before, Mapping):
        return None
    try:
        return _entry_edits(text, table, entries, before, after, order, nested)
    except SpliceError:
        if "#" in _without_values(text, table, entries):
            raise
        return None


def _entry_edits(
    text: str,
    table: Value,
    entries: Sequence[Entry],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    order: Sequence[str],
    nested: NodeEdits,
) -> list[Edit]:
    children = inline_children(table).children
    edits: list[Edit] = []
    for name, item in after.items():
        if name in before:
            edits += nested(text, children[name], before[name], item)
    if before.keys() == after.keys():
        return edits
    spans = [(entry.starts[0], entry.value.end) for entry in entries]
    layout = layout_of(text, table, spans)
    slots = []
    for entry, (start, end), part in zip(entries, spans, layout.parts, strict=True):
        if entry.keys[0] in after:
            own = [edit for edit in edits if start <= edit.start and edit.end <= end]
            slots.append((entry.keys[0], Slot(_edited(text, start, end, own), part)))
    for name in sorted((name for name in after if name not in before), key=list(after).index):
        written = Slot(f"{encoder.key(name)} = {encoder.inline(after[name])}")
        slots.insert(_place_for(name, [present for present, _slot in slots], after, order), (name, written))
    return [_inside(table, arranged(layout, [slot for _name, slot in slots]))]


def _place_for(name: str, present: Sequence[str], after: Mapping[str, Any], order: Sequence[str]) -> int:
    """Return where a new key goes: after the last one that comes before it in `order`, else in the order of `after`."""
    names = list(order) if name in order else list(after)
    earlier = set(names[: names.index(name)])
    return max((index + 1 for index, other in enumerate(present) if other in earlier), default=0)


def _without_values(text: str, table: Value, entries: Sequence[Entry]) -> str:
    """Return the text of an inline table between its entries."""
    bounds = [table.start, *(place for entry in entries for place in (entry.starts[0], entry.value.end)), table.end]
    return "".join(text[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True))
