"""Records, and the `[dataset]` table, as their files state them: unknown keys and all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinpu_tui.model.changes import Plain
from jinpu_tui.storage.dataset_files import DatasetFiles, info_location
from jinpu_tui.storage.positions import Place, Region, region_of
from jinpu_tui.toml_edit.parser import parse


def plain_record(library: DatasetFiles, id_: str) -> Plain:
    """A record by its id. Raises KeyError."""
    return plain_at(library, library.place(id_))


def plain_at(library: DatasetFiles, place: Place) -> Plain:
    """Return the record at a place."""
    piece = library.files[place.file].pieces[place.piece]
    region = region_of(piece.text, piece.blocks, place.kind, place.ordinal)
    return record_in(parse(piece.text[region.start : region.end]), region)


def record_in(tables: Mapping[str, Any], region: Region) -> Plain:
    """The record that a region is about, in the tables of its text."""
    node: Any = tables
    for step in region.path:
        node = node[step]
    record: Plain = node
    return record


def plain_info(library: DatasetFiles) -> Plain | None:
    """The `[dataset]` table; None where there is none."""
    home = info_location(library.files)
    table = parse(library.files[home[0]].pieces[home[1]].text).get("dataset") if home is not None else None
    return table if isinstance(table, dict) else None
