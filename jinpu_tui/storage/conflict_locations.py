"""Where the record of a conflict stands: in the file of the conflict, in another one, in several, or in none."""

from __future__ import annotations

from typing import NamedTuple

from jinpu_tui.model.changes import Added, Plain
from jinpu_tui.model.fields import FIELDS, title_field
from jinpu_tui.model.records import Kind, OpenConflict
from jinpu_tui.storage.dataset_files import DatasetFiles
from jinpu_tui.storage.errors import EditError
from jinpu_tui.storage.positions import Place
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.equality import same


class StatedRecord(NamedTuple):
    """A record as a side of the conflict states it."""

    kind: Kind
    record: Plain


class RecordLocation(NamedTuple):
    """A record in a file, named as the journal names files."""

    place: Place
    file: str
    record: Plain


def added(loaded: DatasetFiles, file: str, text: StatedRecord) -> Added:
    """Add a record to a file, after the last of its kind there."""
    last = ""
    for one in loaded.files:
        if loaded.journal_name(one.path) == file:
            ids = [record.id for chunk in one.chunks for kind, _ordinal, record in chunk.used if kind == text.kind]
            last = ids[-1] if ids else ""
    return Added(text.kind, str(text.record["id"]), text.record, last, file=file)


def stated_in(conflict: OpenConflict, tables: Plain) -> StatedRecord | None:
    """Return the record that a text states; None for an empty text."""
    for kind in FIELDS:
        match tables.get(kind):
            case [{"id": conflict.on} as record]:
                return StatedRecord(kind, dict(record))
    if tables:
        raise EditError(_("What was written on {id} is no record of it; edit the file").format(id=conflict.on))
    return None


def file_of(loaded: DatasetFiles, conflict: OpenConflict) -> str:
    """Return the file of a conflict, named as the journal names files."""
    return loaded.journal_name(loaded.files[loaded.place(conflict.id).file].path)


def all_standing(loaded: DatasetFiles, id_: str) -> list[RecordLocation]:
    """Return all records of an id, in the order of the files."""
    found = []
    for number, one in enumerate(loaded.files):
        for at, chunk in enumerate(one.chunks):
            for kind, ordinal, record in chunk.used:
                if record.id == id_:
                    place = Place(number, at, kind, ordinal)
                    found.append(RecordLocation(place, loaded.journal_name(one.path), loaded.raw_record_at(place)))
    return found


def is_similar(kind: Kind, one: Plain, other: Plain) -> bool:
    """Return whether two records of an id look like versions of one: the same title, or half of the fields."""
    title = title_field(kind)
    alike = sum(same(other.get(name), value) for name, value in one.items() if name != "id")
    return same(one.get(title), other.get(title)) or 2 * alike >= len(one) - 1
