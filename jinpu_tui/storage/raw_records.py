"""Records as their files state them, for whoever reads many: each chunk is parsed once, not each record."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from jinpu_tui.model.changes import Plain
from jinpu_tui.storage.dataset_files import DatasetFiles
from jinpu_tui.toml_edit.parser import parse

MAX_CHUNKS = 512
"""Chunks whose tables are kept: those of some ten thousand records, about 50 MB."""


def raw_records(loaded: DatasetFiles) -> Callable[[str], Plain]:
    """Return what `DatasetFiles.raw_record` is, to be called for many records. The tables that it returns are not copies."""

    @lru_cache(MAX_CHUNKS)
    def tables_of(file: int, chunk: int) -> Plain:
        return parse(loaded.files[file].chunks[chunk].text)

    def raw_record(id_: str) -> Plain:
        place = loaded.place(id_)
        record: Plain = tables_of(place.file, place.chunk)[place.kind][place.ordinal]
        return record

    return raw_record
