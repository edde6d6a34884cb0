"""Find the record of a conflict: in the file of the conflict, in another file, in several, or in none."""

from __future__ import annotations

from typing import NamedTuple

from jinpu_tui.model.changes import Added, Plain
from jinpu_tui.model.errors import EditError
from jinpu_tui.model.fields import FIELDS, title_field
from jinpu_tui.model.records import Kind, OpenConflict
from jinpu_tui.storage.dataset_files import DatasetFiles
from jinpu_tui.storage.positions import Place
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.equality import same


class StatedRecord(NamedTuple):
    """A record as a side of the conflict states it."""

    kind: Kind
    record: Plain


class RecordLocation(NamedTuple):
    """A record in a file."""

    place: Place
    file: str
    """What the journal calls the file."""
    record: Plain


def added(loaded: DatasetFiles, file: str, text: StatedRecord) -> Added:
    """Return the change that adds a record to a file, after the last of its kind there."""
    last = ""
    for data_file in loaded.files:
        if loaded.journal_name(data_file.path) == file:
            ids = [record.id for chunk in data_file.chunks for kind, _ordinal, record in chunk.used if kind == text.kind]
            last = ids[-1] if ids else ""
    return Added(text.kind, str(text.record["id"]), text.record, last, file=file)


def stated_in(conflict: OpenConflict, tables: Plain) -> StatedRecord | None:
    """Return the record that a text states; None for an empty text. Raises EditError if it is about something else."""
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
    locations = []
    for number, file in enumerate(loaded.files):
        for at, chunk in enumerate(file.chunks):
            for kind, ordinal, record in chunk.used:
                if record.id == id_:
                    place = Place(number, at, kind, ordinal)
                    locations.append(RecordLocation(place, loaded.journal_name(file.path), loaded.raw_record_at(place)))
    return locations


def is_similar(kind: Kind, known: Plain, other: Plain) -> bool:
    """Return whether two records of an id look like versions of the same: equal titles, or half of the fields equal."""
    title = title_field(kind)
    alike = sum(same(other.get(name), value) for name, value in known.items() if name != "id")
    return same(known.get(title), other.get(title)) or 2 * alike >= len(known) - 1
