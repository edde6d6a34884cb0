"""Files of a commit that only got another name, and records that only stand in another file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from jinpu_tui.files.lfs import is_pointer
from jinpu_tui.history.clones import brought_in
from jinpu_tui.history.record_history import Move, blocks_by_id, without_what_they_share
from jinpu_tui.history.repository import Commit, Repository


class Moves(Struct, frozen=True):
    """What is elsewhere after a commit."""

    renamed: Sequence[Move]
    """The old and new names of files."""
    is_known: bool
    """False if a file is kept by Git LFS and was not fetched."""
    records: Mapping[str, Move]
    """By id the records that stand in another file, without those whose file was renamed."""


def moves_of(repository: Repository, commit: Commit) -> Moves:
    """Return what a commit put elsewhere.

    A file was renamed if another one came with the same content, or with most of its records.
    """
    changes, is_known = commit.files, True
    locations: tuple[dict[str, str], dict[str, str]] = {}, {}
    for change in changes:
        texts = [repository.blob(item) if item else b"" for item in (change.before, change.after)]
        is_known = is_known and not any(map(is_pointer, texts))
        for home, part in zip(locations, without_what_they_share(*texts), strict=True):
            home.update((id_, change.name) for id_, _block in blocks_by_id(part))
    old, new = locations
    moved = {id_: (name, new[id_]) for id_, name in old.items() if new.get(id_, name) != name}
    held, passed_on = Counter(old.values()), Counter(moved.values())
    made = {item.name: item.after for item in changes if not item.before}
    renamed = []
    for item in changes:
        if not item.after:
            same = [name for name, blob in made.items() if blob == item.before]
            most = [name for name in made if passed_on[item.name, name] * 2 > held[item.name]]
            renamed += [(item.name, name) for name in (same or most)[:1]]
    if any(not item.before for item in changes):
        known = {name for _old, name in renamed}
        renamed += [(old, name) for name, old in brought_in(repository, commit.id).items() if name not in known]
    return Moves(renamed, is_known, {id_: move for id_, move in moved.items() if move not in renamed})
