"""Proposals of people who may not write: a file of changes with their values before and after, in the form of a journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from errno import EEXIST
from pathlib import Path

from msgspec.structs import replace

from jinpu_tui.files.atomic_write import replace_file
from jinpu_tui.files.safe_open import read_regular
from jinpu_tui.model.changes import AnyChange
from jinpu_tui.storage import journal
from jinpu_tui.storage.journal_entries import Entry, new_entry
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.toml_edit.parser import ParseError, parse


def add(path: Path, changes: Sequence[AnyChange], name: str = "") -> None:
    """Append a proposal of this user, who is called `name`, to a file of proposals. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    journal.append(path, replace(new_entry("edit", changes, name=name), uid=""))


def read(path: Path) -> list[Entry]:
    """Read the proposals of a file, the oldest first; what is none is skipped. Raises OSError."""
    return journal.read(path)


def count_unreadable(path: Path) -> int:
    """Return how many entries of a file are no proposals that this version can read. Raises OSError."""
    return journal.count_unreadable(path)


def take_back(path: Path) -> Entry | None:
    """Remove and return the last proposal; None without one. Raises OSError."""
    entries = read(path)
    if entries:
        journal.remove(path, entries[-1].number)
    return entries[-1] if entries else None


def write(path: Path, entries: Iterable[Entry]) -> None:
    """Write proposals to a file that a colleague can apply. Raises OSError, also if the file holds anything else."""
    _check_replaceable(path)
    head = _("# Proposed changes; `jinpu-tui apply {name}` shows each beside the present value.").format(
        name=visible(path.name)
    )
    replace_file(path, (head + "\n\n" + "\n".join(map(journal.text_of, entries))).encode())


def _check_replaceable(path: Path) -> None:
    """Raise OSError if a file exists and would be lost: only a file of proposals, or an empty one, is written again."""
    try:
        tables = parse(read_regular(path)[0].decode())
    except FileNotFoundError:
        return
    except (ParseError, UnicodeDecodeError):
        tables = {"": None}
    if not tables.keys() <= {"entry"}:
        raise FileExistsError(EEXIST, _("it exists and does not hold proposals; name another file"), str(path))
