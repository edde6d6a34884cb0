"""Add whole records to a text, remove them from it and put them elsewhere in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jinpu_tui.model.changes import Added, Plain
from jinpu_tui.model.fields import ENTRY_IDENTITIES, ORDER
from jinpu_tui.toml_edit import encoder
from jinpu_tui.toml_edit.element_moves import with_element_moved
from jinpu_tui.toml_edit.scanner import Value
from jinpu_tui.toml_edit.sections import comments_below, spans
from jinpu_tui.toml_edit.splice import commented_lists, rewrite
from jinpu_tui.toml_edit.text_edits import Edit, apply_edits, is_blank_line, line_start, newline_of, next_line
from jinpu_tui.toml_edit.tree import Path, Table, Tables, find, outline


def with_records(text: str, path: Path, tables: Plain, added: Sequence[Added]) -> str:
    """Add records of one kind to a text, one after the other.

    Args:
        text: A TOML document.
        path: Where the record stands that the new ones follow; empty to add them at the end.
        tables: What the text holds.
        added: The records.

    Raises:
        SpliceError: The layout has no place for them.
    """
    node = find(outline(text), path)
    parts = spans(node) if path and isinstance(node, Table) else []
    if not parts:
        return _at_end(text, tables, added, int(path[1]) + 1 if path else None)
    newline = newline_of(text)
    at = comments_below(text, next_line(text, parts[-1][1]))
    at = len(text[:at].removesuffix("\n").removesuffix("\r"))
    blocks = [newline * 2 + newline.join(_lines(change, newline)) for change in added]
    return "".join([text[:at], *blocks, text[at:]])


def without_record(text: str, path: Path, tables: Plain, *, ends_file: bool) -> str:
    """Remove a record from a text: its lines, and one of the blank lines around them.

    Args:
        text: A TOML document.
        path: Where the record stands.
        tables: What the text holds.
        ends_file: Whether nothing follows the text in its file.

    Raises:
        SpliceError: The layout does not allow it.
    """
    node = find(outline(text), path)
    parts = spans(node) if isinstance(node, Table) else []
    if not parts:
        return rewrite(text, (), tables, tables_left(text, path, tables), identities=ENTRY_IDENTITIES)
    edits = [Edit(line_start(text, start), next_line(text, end), "") for start, end in parts]
    before, last = text[: edits[0].start], edits[-1]
    after_blank = next_line(text, last.end)
    gap_before = not before.strip("\ufeff") or before.replace("\r", "").endswith("\n\n")
    if gap_before and is_blank_line(text, last.end):
        edits[-1] = Edit(last.start, after_blank, "")
    elif gap_before and ends_file and last.end == len(text):
        kept = before.removesuffix("\n").removesuffix("\r") if before.strip("\ufeff") else before
        edits[0] = Edit(len(kept), edits[0].end, "")
    return apply_edits(text, edits)


def with_record_moved(text: str, kind: str, index: int, to: int, tables: Plain, *, ends_file: bool) -> str:
    """Put a record elsewhere among those of its kind, with its comments.

    Args:
        text: A TOML document.
        kind: The kind of the record.
        index: Where the record is among those of its kind in the text.
        to: Where it is to be.
        tables: What the text holds.
        ends_file: Whether nothing follows the text in its file.

    Raises:
        SpliceError: The layout does not allow it.
    """
    root = outline(text)
    node = root.children.get(kind)
    if isinstance(node, Tables):
        return with_element_moved(text, root, node, index, to, ends_file=ends_file)
    return rewrite(text, (), tables, tables_moved(tables, kind, index, to), identities=ENTRY_IDENTITIES)


def tables_moved(tables: Mapping[str, Any], kind: str, index: int, to: int) -> Plain:
    """Return what a text holds once the record of a kind at `index` is at `to`."""
    records = list(tables[kind])
    records.insert(to, records.pop(index))
    return {**tables, kind: records}


def tables_with(tables: Mapping[str, Any], added: Sequence[Added], index: int | None = None) -> Plain:
    """Return what a text holds once records of one kind are added from `index` on among those of the kind, or as the last."""
    kind = added[0].kind
    records = list(tables.get(kind, []))
    index = len(records) if index is None else index
    return {**tables, kind: [*records[:index], *(change.record for change in added), *records[index:]]}


def tables_left(text: str, path: Path, tables: Mapping[str, Any]) -> Plain:
    """Return what a text holds once the record at `path` is removed.

    An inline array stays, empty, if it holds comments that do not belong to the record.
    """
    kind, index = str(path[0]), int(path[1])
    records = [*tables[kind][:index], *tables[kind][index + 1 :]]
    if records or commented_lists(text, (), [kind]):
        return {**tables, kind: records}
    return {name: table for name, table in tables.items() if name != kind}


def _at_end(text: str, tables: Plain, added: Sequence[Added], index: int | None) -> str:
    """Return the text with records in the inline array of their kind at `index`, or below headers at the end of the text."""
    if isinstance(outline(text).children.get(added[0].kind), Value):
        return rewrite(text, (), tables, tables_with(tables, added, index), identities=ENTRY_IDENTITIES)
    newline = newline_of(text)
    body = newline.join(newline.join(_lines(change, newline)) + newline for change in added)
    if not text.strip("\ufeff"):
        return text + body
    return text + (newline if text.endswith("\n") else newline * 2) + body


def _lines(change: Added, newline: str) -> list[str]:
    record, order = change.record, ORDER[change.kind]
    names = [*(name for name in order if name in record), *(name for name in record if name not in order)]
    entries = [f"{encoder.key(name)} = {encoder.value(record[name], newline)}" for name in names]
    return [f"[[{change.kind}]]", *entries]
