"""The journal: every edit made through the program, its author and time, and what is needed to undo it to the byte.

A TOML file of `[[entry]]` tables to which entries are only appended. Undo and redo are entries themselves, so that the file is
also a history. Each person undoes their own edits.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

from msgspec.structs import replace

from jinpu_tui.files import file_edits
from jinpu_tui.files.atomic_write import create_file, replace_file, write_all
from jinpu_tui.files.file_edits import FileEdit
from jinpu_tui.files.permissions import PRIVATE, Permissions
from jinpu_tui.files.safe_open import read_regular
from jinpu_tui.model.changes import Added, AnyChange, Change, Moved, Removed
from jinpu_tui.model.fields import FIELDS, ORDER
from jinpu_tui.storage.journal_entries import Act, Entry, Patch
from jinpu_tui.toml_edit import encoder
from jinpu_tui.toml_edit.parser import ParseError, parse

MAX_ENTRIES = 10_000
"""The number of entries that are kept when the journal is cut, which happens when it has a tenth more."""

_HEADER = "[[entry]]\n"
_TAIL_BYTES = 1 << 16
_SAFE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

_YEARS = range(1900, 9000)
"""Times outside of these years are wrong, and cannot be shown in every time zone."""


def append(path: Path, entry: Entry, permissions: Permissions = PRIVATE) -> Entry:
    """Append an entry under the next number; all of it or nothing. The caller holds the lock.

    Args:
        path: The journal.
        entry: What to append.
        permissions: Those of a new journal.

    Returns:
        The entry with its number.

    Raises:
        OSError: The journal cannot be written, or is no regular file.
    """
    first, last, torn = _numbers(path)
    numbered = replace(entry, number=last + 1)
    create_file(path, b"", permissions)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | _SAFE)
    try:
        size = os.fstat(descriptor).st_size
        try:
            write_all(descriptor, (("\n" if torn else "") + text_of(numbered)).encode())
            os.fsync(descriptor)
        except BaseException:
            with suppress(OSError):
                os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)
    if first and numbered.number - first >= MAX_ENTRIES + MAX_ENTRIES // 10:
        _rewrite(path, read(path)[-MAX_ENTRIES:])
    return numbered


def read(path: Path) -> list[Entry]:
    """Read all entries, oldest first; a torn entry and what is no entry are skipped. Raises OSError."""
    return [entry for table in _tables(path) if (entry := _entry(table)) is not None]


def count_unreadable(path: Path) -> int:
    """Return how many entries of a file `read` skips because they are invalid. Raises OSError."""
    return sum(_entry(table) is None for table in _tables(path))


def _tables(path: Path) -> Sequence[Any]:
    try:
        data, _stamp = read_regular(path, follow=False)
    except FileNotFoundError:
        return []
    text = data.decode("utf-8", errors="replace")
    try:
        tables = parse(text).get("entry", [])
    except ParseError:
        tables = [table for block in _blocks(text) for table in _tables_in(block)]
    return tables if isinstance(tables, list) else []


def remove(path: Path, number: int) -> None:
    """Remove an entry, and the file with the last one. The caller holds the lock. Raises OSError."""
    kept = [entry for entry in read(path) if entry.number != number]
    if kept:
        _rewrite(path, kept)
    else:
        os.unlink(path)  # noqa: PTH108


def _numbers(path: Path) -> tuple[int, int, bool]:
    """Return the numbers of the first and the last entry, 0 without one, and whether the file ends in a torn line."""
    if not path.exists():
        return 0, 0, False
    with os.fdopen(os.open(path, os.O_RDONLY | _SAFE), "rb") as file:
        head = file.read(200)
        size = file.seek(0, os.SEEK_END)
        tail = b""
        while size and b"\nnumber = " not in tail:
            size = max(0, size - _TAIL_BYTES)
            file.seek(size)
            tail = file.read()
    torn = bool(tail) and not tail.endswith(b"\n")
    return _number_in(head.partition(b"number = ")[2]), _number_in(tail.rpartition(b"\nnumber = ")[2]), torn


def _number_in(data: bytes) -> int:
    digits = data.split(b"\n", 1)[0]
    return int(digits) if digits.isdigit() else 0


def _rewrite(path: Path, entries: Sequence[Entry]) -> None:
    replace_file(path, "".join(map(text_of, entries)).encode())


def _blocks(text: str) -> list[str]:
    """Return the text of each entry. Each value is written on one line, so a header is never inside one."""
    return [_HEADER + body for body in text.split(_HEADER)[1:]]


def _tables_in(block: str) -> list[Mapping[str, Any]]:
    try:
        tables: list[Mapping[str, Any]] = parse(block)["entry"]
    except ParseError:
        return []
    return tables


def text_of(entry: Entry) -> str:
    """Return an entry as the journal states it."""
    table: dict[str, Any] = {"number": entry.number, "when": entry.when, "who": entry.who, "act": entry.act}
    if entry.of:
        table["of"] = entry.of
    if entry.mark:
        table["mark"] = entry.mark
    table["changes"] = [_change_table(change) for change in entry.changes]
    table["patches"] = [
        {"file": patch.file, "anchor": patch.anchor, "at": patch.at, "old": patch.old, "new": patch.new}
        for patch in entry.patches
    ]
    more: dict[str, Any] = {"name": entry.name, "doubled": list(entry.doubled), "uid": entry.uid}
    more["files"] = list(map(file_edits.table_of, entry.files))
    table |= {name: value for name, value in more.items() if value}
    return _HEADER + "".join(f"{name} = {encoder.inline(value)}\n" for name, value in table.items())


def _change_table(change: AnyChange) -> dict[str, Any]:
    base: dict[str, Any] = {"kind": change.kind, "id": change.id}
    if isinstance(change, Change):
        values = {"field": change.field, "before": change.before, "after": change.after}
        return base | {name: value for name, value in values.items() if value is not None}
    if isinstance(change, Moved):
        return base | {"moved_behind": change.after_id, "was_behind": change.was_after_id}
    base |= {"added" if isinstance(change, Added) else "removed": change.record, "behind": change.after_id}
    is_doubled = change.doubled if isinstance(change, Added) else bool(change.file)
    return base | {"doubled_in": change.file} if is_doubled else base


def _change(table: Mapping[str, Any]) -> AnyChange:
    kind, id_ = table["kind"], table["id"]
    if "field" in table:
        return Change(kind, id_, table["field"], table.get("before"), table.get("after"))
    if "moved_behind" in table:
        return Moved(kind, id_, table["moved_behind"], table["was_behind"])
    file = table.get("doubled_in", "")
    if not isinstance(file, str):
        raise TypeError(file)
    if "added" in table:
        return Added(kind, id_, table["added"], table["behind"], file=file, doubled=bool(file))
    return Removed(kind, id_, table["removed"], table["behind"], file)


def _entry(table: Any) -> Entry | None:
    """Return the entry that a table holds; None for an invalid one, as a journal may come from anyone."""
    try:
        changes: Sequence[AnyChange] = [_change(change) for change in table["changes"]]
        patches = [Patch(**patch) for patch in table["patches"]]
        number, when, who, act = table["number"], table["when"], table["who"], table["act"]
        of, mark, uid = table.get("of", 0), table.get("mark", ""), table.get("uid", "")
        name = name if isinstance(name := table.get("name"), str) else ""
        files, doubled = _files(table), tuple(table.get("doubled", ()))
    except (KeyError, TypeError, AttributeError):
        return None
    strings = [who, act, mark, uid, *doubled]
    for patch in patches:
        strings += [patch.file, patch.anchor, patch.old, patch.new]
    for change in changes:
        strings += [change.kind, change.id, change.field if isinstance(change, Change) else change.after_id]
        strings += [change.was_after_id] if isinstance(change, Moved) else []
    numbers = [number, of, *(patch.at for patch in patches)]
    fits = all(isinstance(text, str) for text in strings) and all(type(value) is int and value >= 0 for value in numbers)
    fits = fits and act in get_args(Act) and isinstance(when, datetime) and when.year in _YEARS
    fits = fits and all(change.kind in (ORDER if isinstance(change, Change) else FIELDS) for change in changes)
    fits = fits and all(isinstance(change, Change | Moved) or isinstance(change.record, dict) for change in changes)
    if not fits:
        return None
    moment = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
    return Entry(number, moment, who, act, tuple(changes), tuple(patches), of, files, doubled, name, uid, mark)


def _files(table: Mapping[str, Any]) -> tuple[FileEdit, ...]:
    """Return what an entry says of the bytes of files; nothing if that is invalid, as the rest of the entry may be used."""
    try:
        return tuple(map(file_edits.parse_table, table.get("files", ())))
    except (KeyError, TypeError, ValueError):
        return ()
