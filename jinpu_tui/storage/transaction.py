"""The files while an edit is being made: where records stand, where new ones go, and putting new text in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from jinpu_tui.model.changes import Added
from jinpu_tui.model.records import Kind
from jinpu_tui.storage.chunks import Chunk, read_chunk
from jinpu_tui.storage.dataset_files import DatasetFiles, Home, file_name, place_in
from jinpu_tui.storage.errors import EditError
from jinpu_tui.storage.journal import Patch
from jinpu_tui.storage.positions import Place, Region, region_of
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.parser import ParseError, parse


def name_of(root: Path, path: Path) -> str:
    r"""Return a file of a dataset as the journal calls it: its path below the folder, bytes that are not UTF-8 as `\xff`."""
    name = file_name(root, path)
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "backslashreplace")


class EditTransaction:
    """The files of a library, changed piece by piece: `touched` are the numbers of those changed, `made` the patches."""

    def __init__(self, library: DatasetFiles) -> None:
        self.files = list(library.files)
        self.locations = dict(library.locations)
        self.touched: set[int] = set()
        self.made: list[Patch] = []
        self._root = library.root

    def piece(self, place: Place) -> Chunk:
        """The piece of a place."""
        return self.files[place.file].pieces[place.piece]

    def text(self, home: Home) -> str:
        """The text of a piece."""
        return self.files[home[0]].pieces[home[1]].text

    def name(self, number: int) -> str:
        """A file as the journal calls it."""
        return name_of(self._root, self.files[number].path)

    def location_in(self, file: str, id_: str) -> Home | None:
        """Return where a file, named as in the journal, has a record of an id."""
        numbers = (number for number in range(len(self.files)) if self.name(number) == file)
        return next((home for number in numbers if (home := self._home_of(number, id_)) is not None), None)

    def _home_of(self, number: int, id_: str) -> Home | None:
        pieces = enumerate(self.files[number].pieces)
        return next(((number, at) for at, piece in pieces if any(one.id == id_ for _kind, _ordinal, one in piece.used)), None)

    def behind(self, change: Added) -> tuple[Home, str, Region]:
        """The piece, the record and the region of text behind which a new record goes."""
        place = (
            place_in(self.files, self.locations[change.after_id], change.after_id)
            if change.after_id in self.locations
            else None
        )
        if place is None and change.file:
            number = next((number for number in range(len(self.files)) if self.name(number) == change.file), None)
            if number is not None and self.files[number].readable:
                return self._end_of(number, change.kind)
        if place is None or place.kind != change.kind:
            place = self._last(change.kind)
        if place is None:
            return self._end_of(self._home(change.kind), change.kind)
        if not self.has_block(place):
            place = self.from_start(place)
        piece = self.piece(place)
        region = region_of(piece.text, piece.blocks, place.kind, place.ordinal)
        return place[:2], self.id_at(place) if place.kind in piece.blocks else "", region

    def _last(self, kind: Kind) -> Place | None:
        """Where the last record of a kind stands."""
        for number in reversed(range(len(self.files))):
            for at in reversed(range(len(self.files[number].pieces))):
                ordinals = [ordinal for of, ordinal, _record in self.files[number].pieces[at].used if of == kind]
                if ordinals:
                    return Place(number, at, kind, ordinals[-1])
        return None

    def _end_of(self, number: int, kind: Kind) -> tuple[Home, str, Region]:
        """Return the end of a file from its last record on, or all of it if it has none or names the kind in another way."""
        pieces = self.files[number].pieces
        other_way = next((at for at, piece in enumerate(pieces) if kind in piece.names and kind not in piece.blocks), None)
        if other_way is not None:
            self.join(number, 0, other_way)
            return (number, 0), "", Region(0, len(self.text((number, 0))), ())
        at = len(self.files[number].pieces) - 1
        if at < 0:
            self.files[number] = replace(self.files[number], pieces=(Chunk(b""),))
            return (number, 0), "", Region(0, 0, ())
        piece = self.files[number].pieces[at]
        last = max(self._starts(number, at), default=None)
        if last is None:
            self.join(number, 0, at)
            return (number, 0), "", Region(0, len(self.text((number, 0))), ())
        return (number, at), self.id_at(last[1]), Region(last[0], len(piece.text), ())

    def _starts(self, number: int, at: int) -> Iterator[tuple[int, Place]]:
        """Where the usable records of a piece begin in its text."""
        piece = self.files[number].pieces[at]
        for kind, ordinal, _record in piece.used:
            if kind in piece.blocks:
                yield piece.blocks[kind][ordinal][0], Place(number, at, kind, ordinal)

    def _home(self, kind: Kind) -> int:
        """The file for the first record of a kind: the one named for it, else the one that has the `[dataset]` table."""
        named = [number for number, one in enumerate(self.files) if one.path.stem in (kind, f"{kind}s")]
        stating = [number for number, one in enumerate(self.files) if one.info is not None]
        sound = [number for number in [*named, *stating] if self.files[number].readable]
        if not sound:
            raise EditError(_("No file of this dataset can take a new record; correct the problems of its files first"))
        return sound[0]

    def with_previous(self, place: Place, own: Region) -> tuple[str, Region]:
        """The record in front of a block and a region over both: what is left of a removed record lies behind that one."""
        if place.kind not in self.piece(place).blocks:
            return "", own
        before = max((start for start in self._starts(place.file, place.piece) if start[0] < own.start), default=None)
        if before is None:
            return "", Region(0, own.end, own.path)
        return self.id_at(before[1]), Region(before[0], own.end, own.path)

    def id_at(self, place: Place) -> str:
        """The id of the record at a place; empty for one that cannot be used."""
        record = self.piece(place).records[place.kind][place.ordinal]
        return "" if record is None else record.id

    def splice(self, home: Home, anchor: str, region: Region, new: str) -> None:
        """Put another text in a region of a piece, noting the patch by the record that the region begins at."""
        text = self.text(home)
        self.made.append(Patch.between(self.name(home[0]), anchor, text[region.start : region.end], new))
        self.put(home, text[: region.start] + new + text[region.end :])

    def put(self, home: Home, text: str) -> None:
        """Give a piece another text."""
        number, at = home
        one = self.files[number]
        try:
            piece = read_chunk(one.path, text.encode())
        except ParseError:
            raise cannot_be_safe() from None
        self.files[number] = one.with_chunk(at, piece)
        self.touched.add(number)
        self._find_again(number)

    def join(self, number: int, first: int, last: int) -> None:
        """Make one piece of the pieces of a file from `first` to `last`."""
        if first < last:
            self.files[number] = self.files[number].joined(first, last)
            self._find_again(number)

    def reach(self, number: int, end: int) -> None:
        """Make the first piece of a file so long that it holds the characters up to `end`."""
        pieces = self.files[number].pieces
        lengths = accumulate(len(piece.text) for piece in pieces)
        self.join(number, 0, next((last for last, length in enumerate(lengths) if length >= end), len(pieces) - 1))

    def has_block(self, place: Place) -> bool:
        """Whether a record has a block of its own in the text of its piece."""
        return place.kind in self.piece(place).blocks

    def from_start(self, place: Place) -> Place:
        """Return the place of a record once its piece, which gives it no block, begins where its file begins."""
        earlier = self.files[place.file].pieces[: place.piece]
        before = sum(len(piece.records.get(place.kind, ())) for piece in earlier)
        self.join(place.file, 0, place.piece)
        return Place(place.file, 0, place.kind, before + place.ordinal)

    def _find_again(self, number: int) -> None:
        lost = {id_ for id_, home in self.locations.items() if home[0] == number}
        self.locations = {id_: home for id_, home in self.locations.items() if home[0] != number}
        for at, piece in enumerate(self.files[number].pieces):
            self.locations |= {
                record.id: (number, at) for _kind, _ordinal, record in piece.used if record.id not in self.locations
            }
        for id_ in lost - self.locations.keys():  # removed: another file may have a record of the same id
            locations = (self._home_of(other, id_) for other in range(len(self.files)) if other != number)
            if (home := next((home for home in locations if home is not None), None)) is not None:
                self.locations[id_] = home

    def check_whole(self, number: int) -> None:
        """Look at a file as one: a first record of its kind may clash with a table far above it. Raises EditError."""
        one = self.files[number]
        try:
            parse(one.data.decode())
        except ParseError:
            raise cannot_be_safe() from None


def cannot_be_safe() -> EditError:
    """Return the error of an edit for which the layout of the file has no safe place."""
    return EditError(
        _("This edit cannot be put safely into the file as it is laid out; nothing was written. Edit the file itself")
    )
