"""Ids that a dataset has used: of its records, of removed ones, and those that anything still names.

An id that was used once is not given to another record: comments, sign-offs and the journal would confuse the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

from msgspec.structs import replace

from jinpu_tui.files.safe_open import read_regular
from jinpu_tui.model.changes import Added, AnyChange, Change, Removed
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.edits import next_id
from jinpu_tui.model.fields import FIELDS, references
from jinpu_tui.storage.dataset_files import DatasetFiles
from jinpu_tui.storage.journal_entries import Entry

_ID_LINE = re.compile(r"""\bid["']?[ \t]*=[ \t]*(?:"([^"\\\n]+)"|'([^'\n]+)')""")


def used_ids(loaded: DatasetFiles, entries: Iterable[Entry]) -> frozenset[str]:
    """Return the ids that a dataset uses or used, as far as its files and its journal know.

    Args:
        loaded: The dataset as it is now.
        entries: Its journal, and edits that wait for their files.
    """
    used = {*loaded.locations, *_named_in(loaded.dataset)}
    for entry in entries:
        for change in entry.changes:
            used.update(_named_by(change))
    for text in _texts_not_read(loaded):
        used.update(_ids_in(text))
    return frozenset(used)


def with_new_ids(entry: Entry, dataset: Dataset, find_used: Callable[[], Iterable[str]]) -> Entry:
    """Return an entry with another id for each new record whose id nobody chose, if that id was used by now.

    Args:
        entry: What is to be made.
        dataset: The records that there are.
        find_used: Returns the ids that were used; called only if it matters.
    """
    if not any(isinstance(change, Added) and change.any_id for change in entry.changes):
        return entry
    used, changes = set(find_used()), list[AnyChange]()
    renamed: dict[str, str] = {}
    for change in entry.changes:
        new = change
        if isinstance(new, Added):
            if new.after_id in renamed:
                new = replace(new, after_id=renamed[new.after_id])
            if new.any_id and new.id in used:
                id_ = next_id(dataset, new.kind, str(new.record.get("parent") or ""), used)
                renamed[new.id] = id_
                new = replace(new, id=id_, record={**new.record, "id": id_})
        changes.append(new)
        used.add(new.id)
    return replace(entry, changes=tuple(changes))


def _named_in(dataset: Dataset) -> Iterator[str]:
    """Yield the ids that records name: by reference, in comments and sign-offs, and in the texts of open conflicts."""
    for kind in FIELDS:
        for field in references(kind):
            values = map(attrgetter(field.name), dataset.of_kind(kind))
            yield from chain.from_iterable(values) if field.form == "list" else filter(None, values)
    yield from (point.source for indicator in dataset.indicators for point in indicator.observations if point.source)
    yield from (comment.on for comment in dataset.comments)
    yield from (signoff.on for signoff in dataset.signoffs)
    for conflict in dataset.conflicts:
        yield conflict.on
        yield from _ids_in(f"{conflict.mine}\n{conflict.theirs}")


def _named_by(change: AnyChange) -> Iterator[str]:
    yield change.id
    if isinstance(change, Added | Removed):
        yield from _references(change.record)
    elif isinstance(change, Change) and change.field in _REFERENCES:
        yield from _references({change.field: change.before})
        yield from _references({change.field: change.after})


_REFERENCES = ("parent", "requirements", "depends", "source", "on", "reply_to")


def _references(record: Mapping[str, Any]) -> Iterator[str]:
    for name in _REFERENCES:
        value = record.get(name)
        values: Sequence[Any] = value if isinstance(value, list) else [value]
        yield from (value for value in values if isinstance(value, str))


def _texts_not_read(loaded: DatasetFiles) -> Iterator[str]:
    """Yield the texts of files whose records are not known, because the files cannot be read or are of a newer format."""
    for file in loaded.files:
        if file.readable and not file.stale:
            continue
        try:
            data, _stamp = read_regular(file.path, follow=not file.path.is_symlink())
        except OSError:
            continue
        yield data.decode("utf-8", "replace")


def _ids_in(text: str) -> Iterator[str]:
    """Yield what looks like ids of records in a text that need not be TOML."""
    for match in _ID_LINE.finditer(text):
        yield match[1] or match[2]
