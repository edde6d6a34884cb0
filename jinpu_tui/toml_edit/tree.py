"""The tree of tables that the headers and dotted keys of a TOML text describe, with the position of each value."""

from __future__ import annotations

from msgspec import Struct, field

from jinpu_tui.toml_edit.scanner import Entry, Section, Value, scan

Path = tuple[str | int, ...]


class Table(Struct):
    """A table, which may be spread over the text."""

    children: dict[str, Node] = field(default_factory=dict)
    """The values and tables in it, by key."""
    sections: list[Section] = field(default_factory=list)
    """The sections that open it."""
    entries: list[tuple[Entry, int]] = field(default_factory=list)
    """The entries that pass through it, each with the number of parts of its dotted key above this table's own keys."""
    is_inline: bool = False
    """Whether it is, or is part of, an inline table, where keys have no lines of their own."""


class Tables(Struct):
    """An array of tables written as `[[header]]` sections."""

    elements: list[Table] = field(default_factory=list)


Node = Table | Tables | Value


def outline(text: str) -> Table:
    """Return the tree of a valid TOML text. Raises ScanError."""
    root = Table()
    for section in scan(text):
        table = _opened(root, section)
        table.sections.append(section)
        for entry in section.entries:
            _place(table, entry)
    return root


def inline_children(value: Value) -> Table:
    """Return the tree inside an inline table."""
    table = Table(is_inline=True)
    for entry in value.entries or ():
        _place(table, entry)
    return table


def find(root: Table, path: Path) -> Node:
    """Return the node at `path`. Raises KeyError, with the path, if there is none."""
    node: Node = root
    for step in path:
        below = child(node, step)
        if below is None:
            raise KeyError(f"nothing at {path!r}")
        node = below
    return node


def child(node: Node, step: str | int) -> Node | None:
    """Return the child under a key or an index (negative ones too, as in a list); None if there is none."""
    if isinstance(step, str):
        if isinstance(node, Value) and node.entries is not None:
            node = inline_children(node)
        return node.children.get(step) if isinstance(node, Table) else None
    items: list[Table] | list[Value] | None = None
    if isinstance(node, Tables):
        items = node.elements
    elif isinstance(node, Value):
        items = node.items
    return items[step] if items is not None and -len(items) <= step < len(items) else None


def _opened(root: Table, section: Section) -> Table:
    table = root
    for key in section.path[:-1]:
        table = _step_into(table, key)
    if not section.path:
        return root
    if not section.is_array:
        return _step_into(table, section.path[-1])
    elements = table.children.setdefault(section.path[-1], Tables())
    assert isinstance(elements, Tables)
    elements.elements.append(Table())
    return elements.elements[-1]


def _step_into(table: Table, key: str) -> Table:
    node = table.children.setdefault(key, Table(is_inline=table.is_inline))
    if isinstance(node, Tables):
        return node.elements[-1]
    assert isinstance(node, Table)
    return node


def _place(table: Table, entry: Entry) -> None:
    for depth, key in enumerate(entry.keys[:-1]):
        table.entries.append((entry, depth))
        table = _step_into(table, key)
    table.entries.append((entry, len(entry.keys) - 1))
    table.children[entry.keys[-1]] = entry.value
