"""The journal: every edit made through the program, who made it and when, with what it takes to undo it to the byte.

A TOML file of `[[entry]]` tables that is only ever added to. Undoing and redoing are entries themselves, so that the file is
also the story of what happened. Each person undoes their own edits.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from jinpu_tui.files.atomic_write import create_file, replace_file, write_all
from jinpu_tui.files.permissions import PRIVATE, Permissions
from jinpu_tui.files.safe_open import read_regular
from jinpu_tui.model.changes import Added, AnyChange, Change, Removed
from jinpu_tui.model.fields import FIELDS, ORDER
from jinpu_tui.storage import file_edits
from jinpu_tui.storage.file_edits import FileEdit
from jinpu_tui.text.common_prefix import common_prefix
from jinpu_tui.toml_edit import encoder
from jinpu_tui.toml_edit.parser import ParseError, parse

KEPT = 10_000
"""How many entries stay when the journal is cut; it is cut when it has a tenth more."""

_HEADER = "[[entry]]\n"
_TAIL_BYTES = 1 << 16
_SAFE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

Act = Literal["edit", "undo", "redo"]

_YEARS = range(1900, 9000)
"""Moments outside of these years are nobody's, and cannot be shown in every time zone."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A piece of text put in the place of another, `at` characters behind the start of the block of the record `anchor`.

    An empty anchor stands for the start of the file named `file` (relative to the dataset).
    """

    file: str
    anchor: str
    at: int
    old: str
    new: str

    @classmethod
    def between(cls, file: str, anchor: str, old: str, new: str) -> Patch:
        """The smallest piece in which a new text differs from an old one."""
        head = common_prefix(old, new)
        tail = common_prefix(old[head:][::-1], new[head:][::-1])
        return cls(file, anchor, head, old[head : len(old) - tail], new[head : len(new) - tail])

    def inverse(self) -> Patch:
        """The patch that takes this one back."""
        return replace(self, old=self.new, new=self.old)

    def applied(self, text: str) -> str | None:
        """The text with the piece replaced; None where the old piece does not stand there."""
        if not text.startswith(self.old, self.at):
            return None
        return text[: self.at] + self.new + text[self.at + len(self.old) :]


def inverse(patches: Sequence[Patch]) -> tuple[Patch, ...]:
    """The patches that take others back, last first."""
    return tuple(patch.inverse() for patch in reversed(patches))


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of the journal."""

    number: int
    when: datetime
    who: str
    act: Act
    changes: tuple[AnyChange, ...]
    patches: tuple[Patch, ...] = ()
    of: int = 0
    """Number of the edit that an undo or redo is about."""
    files: tuple[FileEdit, ...] = ()
    """What happened to the bytes of each file: of all files or, in entries of earlier versions, of none."""
    doubled: tuple[str, ...] = ()
    """Ids of removed records that another record had, too, so that bringing the removed one back repeats the id."""
    name: str = ""
    """What the author is called, if that is not `who`, their login. Programs before it pass over the field."""
    uid: str = ""
    """What tells this entry from all others; empty in entries of earlier versions."""
    mark: str = ""
    """Code that shows whose a pending edit is, see storage.own_mark; entries of the journal itself have none."""

    @property
    def author(self) -> str:
        """What to call the author, as the entry says; nothing proves it."""
        return self.name or self.who


def user_name() -> str:
    """Return the login of the user, to whom journal entries belong."""
    try:
        return getpass.getuser().encode("utf-8", "replace").decode()
    except (OSError, KeyError):
        return "unknown"


def append(path: Path, entry: Entry, permissions: Permissions = PRIVATE) -> Entry:
    """Write an entry behind the last one, giving it its number; all of it or nothing. The caller holds the lock.

    `permissions` are those of a new journal. Raises OSError, also where the journal is no regular file.
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
    if first and numbered.number - first >= KEPT + KEPT // 10:
        _write_anew(path, read(path)[-KEPT:])
    return numbered


def read(path: Path) -> list[Entry]:
    """All entries, oldest first; what a torn write left and what is no entry is passed over. Raises OSError."""
    return [entry for table in _tables(path) if (entry := _entry(table)) is not None]


def count_unreadable(path: Path) -> int:
    """Return how many entries of a file `read` passes over, as they do not fit. Raises OSError."""
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
        tables = [table for block in _blocks(text) for table in _sound(block)]
    return tables if isinstance(tables, list) else []


def take_out(path: Path, number: int) -> None:
    """Write the journal without one entry; no journal where it was the last. The caller holds the lock. Raises OSError."""
    kept = [entry for entry in read(path) if entry.number != number]
    if kept:
        _write_anew(path, kept)
    else:
        os.unlink(path)  # noqa: PTH108


def undoable(entries: Iterable[Entry], who: str) -> tuple[list[Entry], list[Entry]]:
    """The edits of a person that can be undone, and those undone that can be redone, each with the next one last."""
    done: list[Entry] = []
    undone: list[Entry] = []
    for entry in entries:
        if entry.who != who:
            continue
        if entry.act == "edit":
            done.append(entry)
            undone.clear()
            continue
        come, gone = (done, undone) if entry.act == "undo" else (undone, done)
        moved = [one for one in come if one.number == entry.of]
        for one in moved:
            come.remove(one)
            patches, files = entry.patches, entry.files
            if entry.act == "undo":
                patches, files = tuple(patch.inverse() for patch in patches), tuple(edit.inverse() for edit in files)
            gone.append(replace(one, patches=patches, files=files))
    return done, undone


def _numbers(path: Path) -> tuple[int, int, bool]:
    """Number of the first and last entry (0 where there is none), and whether the file ends in a torn line."""
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


def _write_anew(path: Path, entries: Sequence[Entry]) -> None:
    replace_file(path, "".join(map(text_of, entries)).encode())


def _blocks(text: str) -> list[str]:
    """The text of each entry. Values are written on one line each, so the header is never inside one."""
    return [_HEADER + body for body in text.split(_HEADER)[1:]]


def _sound(block: str) -> list[Mapping[str, Any]]:
    try:
        tables: list[Mapping[str, Any]] = parse(block)["entry"]
    except ParseError:
        return []
    return tables


def text_of(entry: Entry) -> str:
    """An entry as the journal has it."""
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
    base |= {"added" if isinstance(change, Added) else "removed": change.record, "behind": change.after_id}
    is_doubled = change.doubled if isinstance(change, Added) else bool(change.file)
    return base | {"doubled_in": change.file} if is_doubled else base


def _change(table: Mapping[str, Any]) -> AnyChange:
    kind, id_ = table["kind"], table["id"]
    if "field" in table:
        return Change(kind, id_, table["field"], table.get("before"), table.get("after"))
    file = table.get("doubled_in", "")
    if not isinstance(file, str):
        raise TypeError(file)
    if "added" in table:
        return Added(kind, id_, table["added"], table["behind"], file=file, doubled=bool(file))
    return Removed(kind, id_, table["removed"], table["behind"], file)


def _entry(table: Any) -> Entry | None:
    """The entry that a table holds; None where it does not fit, for a journal may come from anyone."""
    try:
        changes: Sequence[AnyChange] = [_change(one) for one in table["changes"]]
        patches = [Patch(**one) for one in table["patches"]]
        number, when, who, act = table["number"], table["when"], table["who"], table["act"]
        of, mark, uid = table.get("of", 0), table.get("mark", ""), table.get("uid", "")
        name = found if isinstance(found := table.get("name"), str) else ""
        files, doubled = _files(table), tuple(table.get("doubled", ()))
    except (KeyError, TypeError, AttributeError):
        return None
    strings = [who, act, mark, uid, *doubled, *(text for one in patches for text in (one.file, one.anchor, one.old, one.new))]
    strings += [text for one in changes for text in (one.kind, one.id, one.field if isinstance(one, Change) else one.after_id)]
    numbers = [number, of, *(one.at for one in patches)]
    fits = all(isinstance(one, str) for one in strings) and all(type(one) is int and one >= 0 for one in numbers)
    fits = fits and act in get_args(Act) and isinstance(when, datetime) and when.year in _YEARS
    fits = fits and all(one.kind in (ORDER if isinstance(one, Change) else FIELDS) for one in changes)
    fits = fits and all(isinstance(one, Change) or isinstance(one.record, dict) for one in changes)
    if not fits:
        return None
    moment = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
    return Entry(number, moment, who, act, tuple(changes), tuple(patches), of, files, doubled, name, uid, mark)


def _files(table: Mapping[str, Any]) -> tuple[FileEdit, ...]:
    """What an entry says of the bytes of files; nothing if that cannot be understood, as the rest of the entry still can."""
    try:
        return tuple(map(file_edits.parse_table, table.get("files", ())))
    except (KeyError, TypeError, ValueError):
        return ()
