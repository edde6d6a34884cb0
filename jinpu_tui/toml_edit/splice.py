"""Change a TOML text with the smallest edits.

`set_value` replaces one existing value; `rewrite` turns one table into another by changing, adding and removing only the
lines and items that differ. Both return a new text; every character outside the edited places stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit import encoder
from jinpu_tui.toml_edit.alignment import Identities
from jinpu_tui.toml_edit.equality import same
from jinpu_tui.toml_edit.inline import array_edits, inline_table_edits, keeps_comments
from jinpu_tui.toml_edit.scanner import Entry, Value
from jinpu_tui.toml_edit.sections import element_removal, line_removal, spans, tables_edits
from jinpu_tui.toml_edit.text_edits import Edit, SpliceError, apply_edits, content_end, indent_at, line_start, newline_of
from jinpu_tui.toml_edit.tree import Node, Path, Table, Tables, child, find, outline


def set_value(text: str, path: Path, value: object) -> str:
    """Replace the existing value at `path`, and not a character more. See `toml_edit.set_value`."""
    node = find(outline(text), path)
    if not isinstance(node, Value):
        raise SpliceError(f"{path!r} is a table written over several lines, not a value")
    return text[: node.start] + encoder.value(value, newline_of(text)) + text[node.end :]


def rewrite(
    text: str,
    path: Path,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    order: Sequence[str] = (),
    identities: Identities = (),
) -> str:
    """Change the table at `path` with the smallest edits.

    Args:
        text: A valid TOML document.
        path: Keys and indexes that lead to the table.
        before: What the table holds now.
        after: What it is to hold.
        order: The usual order of keys: a new key follows the last present key that comes before it there.
        identities: What distinguishes the tables of a list, so that an entry keeps its lines when its values change.

    Raises:
        KeyError: Nothing stands at `path`.
        SpliceError: The layout has no place for the change.
        TypeError: TOML cannot hold a value.
    """
    edits = _Rewriter(identities).edits(text, find(outline(text), path), before, after, order)
    return apply_edits(text, edits)


def commented_lists(text: str, path: Path, names: Iterable[str]) -> set[str]:
    """Return those of the keys of a table whose arrays hold comments that stay when the array is emptied."""
    node = find(outline(text), path)
    values = {name: child(node, name) for name in names}
    return {name for name, value in values.items() if isinstance(value, Value) and keeps_comments(text, value)}


class _Rewriter:
    """Finds the edits that turn one value into another, from tables down to scalars."""

    def __init__(self, identities: Identities) -> None:
        self._identities = identities

    def edits(self, text: str, node: Node, before: Any, after: Any, order: Sequence[str] = ()) -> list[Edit]:
        """Return the edits that turn a node from `before` into `after`. Raises SpliceError."""
        if same(before, after):
            return []
        if isinstance(node, Value):
            return self._value_edits(text, node, before, after, order)
        if isinstance(node, Table) and isinstance(after, Mapping):
            return self._table_edits(text, node, before, after, order)
        if isinstance(node, Tables) and isinstance(after, Sequence) and not isinstance(after, str):
            return tables_edits(text, node, before, after, self.edits, self._identities)
        raise SpliceError(_("a table that has lines of its own cannot become another kind of value"))

    def _value_edits(self, text: str, node: Value, before: Any, after: Any, order: Sequence[str]) -> list[Edit]:
        edits: list[Edit] | None = None
        if node.items is not None and isinstance(after, list | tuple):
            edits = array_edits(text, node, before, after, self.edits, self._identities)
        elif node.entries is not None and isinstance(after, Mapping):
            edits = inline_table_edits(text, node, before, after, order, self.edits)
        if edits is None:
            return [Edit(node.start, node.end, encoder.value(after, newline_of(text)))]
        return edits

    def _table_edits(self, text: str, table: Table, before: Any, after: Mapping[str, Any], order: Sequence[str]) -> list[Edit]:
        if table.is_inline and before.keys() != after.keys():
            raise SpliceError(_("the keys of this dotted table have no lines of their own"))
        edits: list[Edit] = []
        for name, item in after.items():
            if name in before:
                edits += self.edits(text, table.children[name], before[name], item)
        for name in before:
            if name not in after:
                edits += _key_removal(text, table, name)
        added = [name for name in after if name not in before]
        for name in sorted(added, key=lambda name: order.index(name) if name in order else len(order)):
            edits.append(_new_line(text, table, name, after[name], order))
        return edits


def _new_line(text: str, table: Table, name: str, item: Any, order: Sequence[str]) -> Edit:
    newline = newline_of(text)
    line = f"{encoder.key(name)} = {encoder.value(item, newline)}"
    anchor = _entry_before(table, name, order)
    if anchor is None:
        if not table.sections:
            raise SpliceError(_("this table has no line that a new key could follow"))
        section = table.sections[0]
        if not section.path and not section.entries:
            at = line_start(text, 0)
            return Edit(at, at, line + newline)
        line = indent_at(text, section.entries[0].starts[0] if section.entries else section.start) + line
        at = content_end(text, section.header_end) if section.path else line_start(text, section.entries[0].starts[0])
        return Edit(at, at, newline + line) if section.path else Edit(at, at, line + newline)
    entry, depth = anchor
    prefix = text[entry.starts[0] : entry.starts[depth]]
    at = content_end(text, entry.value.end)
    return Edit(at, at, newline + indent_at(text, entry.starts[0]) + prefix + line)


def _entry_before(table: Table, name: str, order: Sequence[str]) -> tuple[Entry, int] | None:
    """Return the entry that a new key follows: the last of those that `order` puts before it; None if it comes first."""
    entries = table.entries
    if table.sections:
        entries = [(entry, depth) for entry, depth in entries if depth == 0]
    if name not in order or not table.sections:
        return entries[-1] if entries else None
    earlier = set(order[: order.index(name)])
    before = [pair for pair in entries if pair[0].keys[pair[1]] in earlier]
    return before[-1] if before else None


def _key_removal(text: str, table: Table, name: str) -> list[Edit]:
    """Return the edits that remove a key from a table: its entries and its whole sections."""
    node = table.children[name]
    if isinstance(node, Tables):
        return [edit for element in node.elements for edit in element_removal(text, element)]
    if isinstance(node, Value):
        places = {(entry.starts[0], entry.value.end) for entry, _depth in table.entries if entry.value is node}
    else:
        places = {(entry.starts[0], entry.value.end) for entry, depth in table.entries if entry.keys[depth] == name}
        places.update(spans(node))
    return [line_removal(text, start, end) for start, end in sorted(places)]
