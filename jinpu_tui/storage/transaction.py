"""Make an edit in memory: from changes to the new bytes of files, without writing any.

Each new text is parsed once and compared with what was intended; only then may it be written. A record's block holds whole TOML
statements and all sub-tables of the record, so a block that parses to what was intended makes a file that does. A record
without a block of its own (`toml_edit.blocks`) is edited in the whole text, which is then verified as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import suppress
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

from msgspec import Struct

from jinpu_tui.files.file_set import FileText
from jinpu_tui.model.changes import AnyChange, Plain
from jinpu_tui.model.errors import EditError
from jinpu_tui.model.merge import Conflict
from jinpu_tui.model.records import Kind
from jinpu_tui.storage.chunks import CHUNK_BYTES, Chunk, TooLongError, UnconnectedError, read_chunk, read_chunks
from jinpu_tui.storage.data_file import DataFile
from jinpu_tui.storage.dataset_files import DatasetFiles, Location
from jinpu_tui.storage.errors import ConflictError, no_safe_place
from jinpu_tui.storage.journal_entries import Patch
from jinpu_tui.storage.positions import Place
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.blocks import Region
from jinpu_tui.toml_edit.equality import same
from jinpu_tui.toml_edit.parser import ParseError, parse
from jinpu_tui.toml_edit.scanner import ScanError
from jinpu_tui.toml_edit.text_edits import SpliceError

MAX_GROWN_BYTES = 8 * CHUNK_BYTES
"""A chunk that an edit makes longer is cut again: an edit reads the whole chunk that it is in."""


class Edited(Struct, frozen=True):
    """The result of an edit that is not written yet."""

    files: Mapping[int, DataFile]
    """The files that differ, by their number in the dataset."""
    texts: tuple[FileText, ...]
    """The same files, in the same order, with their bytes before and after; the chunks of an unreadable file lack them."""
    patches: tuple[Patch, ...]
    """What replaced which part of a text, in the order made."""
    changes: tuple[AnyChange, ...]
    """The changes as made. What others had done already is left out, what they had done beside them is kept."""


class _Block(NamedTuple):
    """A record's block with its new text, and the record that it holds."""

    place: Place
    anchor: str
    old: str
    new: str
    record: Plain


class EditTransaction:
    """The files of a dataset while an edit is made in them, chunk by chunk."""

    def __init__(self, loaded: DatasetFiles, hints: Sequence[Patch] = ()) -> None:
        self.files = list(loaded.files)
        self.locations = dict(loaded.locations)
        self.dataset = loaded.dataset
        self.hints = hints
        """Patches of an earlier edit."""
        self.changes: list[AnyChange] = []
        self.conflicts: list[Conflict] = []
        self.new_ids: dict[str, str] = {}
        """The ids that new records got instead of those that were taken."""
        self._loaded = loaded
        self._names: dict[int, str] = {}
        """What the journal calls the files that were changed, by number."""
        self._patches: list[Patch] = []
        self._blocks: list[_Block] = []
        """Blocks with their new texts, to be put into their chunks by `flush`."""
        self._parsed: dict[str, Plain] = {}

    def edited(self) -> Edited:
        """Return what was made. Raises ConflictError."""
        if self.conflicts:
            raise ConflictError(self.conflicts)
        self.flush()
        files = {number: self.files[number] for number in sorted(self._names)}
        texts = tuple(
            FileText(self._names[number], file.path, self._loaded.files[number].data, file.data, file.stamp)
            for number, file in files.items()
        )
        return Edited(files, texts, tuple(self._patches), tuple(self.changes))

    def replace_block(self, place: Place, anchor: str, old: str, new: str, record: Plain) -> None:
        """Replace the block of a record by a verified text that holds `record`. It is put into its chunk by `flush`."""
        self._blocks.append(_Block(place, anchor, old, new, record))

    def flush(self) -> None:
        """Put the new blocks into their chunks."""
        blocks: dict[Location, dict[tuple[Kind, int], tuple[str, Plain]]] = {}
        for block in self._blocks:
            number, at, kind, ordinal = block.place
            name = self._names[number] = self._loaded.journal_name(self.files[number].path)
            self._patches.append(Patch.between(name, block.anchor, block.old, block.new))
            blocks.setdefault((number, at), {})[kind, ordinal] = block.new, block.record
        self._blocks.clear()
        for (number, at), in_chunk in blocks.items():
            file = self.files[number]
            self.files[number] = file.with_chunk(at, file.chunks[at].with_blocks(file.path, in_chunk))

    def tables_of(self, text: str) -> Plain:
        """Parse a text, once. Raises ParseError."""
        if text not in self._parsed:
            self._parsed[text] = parse(text)
        return self._parsed[text]

    def holds(self, text: str, intended: Mapping[str, Any]) -> bool:
        """Return whether a text is TOML and holds what is intended."""
        try:
            return same(self.tables_of(text), intended)
        except ParseError:
            return False

    def from_hints(self, anchor: str, old: str, intended: Mapping[str, Any]) -> str | None:
        """Return the text that a hint gives, if it still fits and holds what is intended."""
        for hint in self.hints:
            new = hint.applied(old) if hint.anchor == anchor else None
            if new is not None and self.holds(new, intended):
                return new
        return None

    def verified(self, write: Callable[[], str], intended: Mapping[str, Any]) -> str:
        """Return the text that `write` gives if it holds what is intended. Raises EditError."""
        try:
            text = write()
        except ScanError:
            raise no_safe_place() from None
        except SpliceError as error:
            raise EditError(_("{reason}; nothing was written. Edit the file itself").format(reason=error)) from None
        except TypeError as error:
            raise EditError(_("TOML cannot hold this value ({reason}); nothing was written").format(reason=error)) from None
        if not self.holds(text, intended):
            raise no_safe_place()
        return text

    def name(self, number: int) -> str:
        """Return what the journal calls a file."""
        return self._loaded.journal_name(self.files[number].path)

    def chunk(self, place: Place) -> Chunk:
        """Return the chunk of a place."""
        return self.files[place.file].chunks[place.chunk]

    def text(self, location: Location) -> str:
        """Return the text of a chunk."""
        return self.files[location[0]].chunks[location[1]].text

    def place(self, id_: str, file: str = "") -> Place | None:
        """Return where a record stands: in `file`, named as in the journal, or else the one that counts; None without one."""
        location = self._location_in(file, id_) if file else self.locations.get(id_)
        if location is None:
            return None
        chunk = self.files[location[0]].chunks[location[1]]
        place = Place(*location, *chunk.places[id_])
        if place.chunk and place.kind not in chunk.blocks:
            self.flush()
            place = self.from_start(place)
        return place

    def _location_in(self, file: str, id_: str) -> Location | None:
        numbers = (number for number in range(len(self.files)) if self.name(number) == file)
        return next((location for number in numbers if (location := self._find(number, id_)) is not None), None)

    def _find(self, number: int, id_: str) -> Location | None:
        chunks = enumerate(self.files[number].chunks)
        return next(((number, at) for at, chunk in chunks if any(record.id == id_ for _k, _o, record in chunk.used)), None)

    def splice(self, location: Location, anchor: str, region: Region, new: str) -> None:
        """Replace a region of a chunk by a verified text; the patch names the record `anchor` that the region begins at.

        Raises EditError if the chunk is then no TOML.
        """
        text = self.text(location)
        number, at = location
        name = self._names[number] = self.name(number)
        self._patches.append(Patch.between(name, anchor, text[region.start : region.end], new))
        file = self.files[number]
        text = text[: region.start] + new + text[region.end :]
        try:
            chunks = self._chunks_of(file, text)
        except ParseError:
            raise no_safe_place() from None
        self.files[number] = file.with_chunk(at, *chunks)
        if len(chunks) == 1 or at + 1 == len(file.chunks):
            self._relocate_in_chunk(location, file.chunks[at], len(chunks))
        else:
            self._relocate(number)

    def _chunks_of(self, file: DataFile, text: str) -> Sequence[Chunk]:
        """Return the chunks of a text that was a chunk; several if it has grown. Raises ParseError."""
        data = text.encode()
        if len(data) > MAX_GROWN_BYTES:
            with suppress(UnconnectedError, TooLongError, ParseError):  # one of the chunks alone may be no TOML
                return list(read_chunks(file.path, data))
        return [read_chunk(file.path, data, self.tables_of(text))]

    def join(self, number: int, first: int, last: int) -> None:
        """Make one chunk of the chunks of a file from `first` to `last`."""
        if first < last:
            self.files[number] = self.files[number].joined(first, last)
            self._relocate(number)

    def join_up_to(self, number: int, end: int) -> None:
        """Make the first chunk of a file hold at least `end` characters, or all of it."""
        chunks = self.files[number].chunks
        lengths = accumulate(len(chunk.text) for chunk in chunks)
        self.join(number, 0, next((last for last, length in enumerate(lengths) if length >= end), len(chunks) - 1))

    def from_start(self, place: Place) -> Place:
        """Join the chunk of a record without a block with all before it, and return the record's place then."""
        earlier = self.files[place.file].chunks[: place.chunk]
        before = sum(len(chunk.records.get(place.kind, ())) for chunk in earlier)
        self.join(place.file, 0, place.chunk)
        return Place(place.file, 0, place.kind, before + place.ordinal)

    def _relocate(self, number: int) -> None:
        """Find the records of a changed file again."""
        lost = {id_ for id_, location in self.locations.items() if location[0] == number}
        self.locations = {id_: location for id_, location in self.locations.items() if location[0] != number}
        for at, chunk in enumerate(self.files[number].chunks):
            self.locations |= {
                record.id: (number, at) for _kind, _ordinal, record in chunk.used if record.id not in self.locations
            }
        self._relocate_lost(number, lost - self.locations.keys())

    def _relocate_in_chunk(self, location: Location, before: Chunk, count: int) -> None:
        """Find the records of a changed chunk again; the other chunks kept their numbers.

        Args:
            location: Where the chunk stands.
            before: What it was.
            count: How many chunks it is now.
        """
        number, at = location
        lost = {id_ for id_ in before.places if self.locations.get(id_) == location}
        for id_ in lost:
            del self.locations[id_]
        for place in range(at, at + count):
            for id_ in self.files[number].chunks[place].places:
                present = self.locations.get(id_)
                if present is None or (present[0] == number and present[1] > place):
                    self.locations[id_] = number, place
        if lost := lost - self.locations.keys():
            self._relocate_lost(number, lost & self._doubled)

    def _relocate_lost(self, number: int, lost: Set[str]) -> None:
        """Find records that a file has no more in the file itself, or in others: they may have a record of the same id."""
        for id_ in lost:
            order = [number, *(other for other in range(len(self.files)) if other != number)]
            locations = (self._find(other, id_) for other in order)
            if (location := next((location for location in locations if location is not None), None)) is not None:
                self.locations[id_] = location

    @cached_property
    def _doubled(self) -> Set[str]:
        """The ids that several records have, before the edit."""
        counts = Counter(record.id for file in self._loaded.files for chunk in file.chunks for _k, _o, record in chunk.used)
        return {id_ for id_, count in counts.items() if count > 1}
