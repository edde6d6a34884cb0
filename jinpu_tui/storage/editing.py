"""From changes to new texts. Each text is parsed and compared with what was meant before anybody may write it.

A record's block holds whole TOML statements only, so a block that parses to what was meant makes a file that does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jinpu_tui.locale import _
from jinpu_tui.model.changes import Added, AnyChange, Change, Plain, Removed
from jinpu_tui.model.fields import ORDER
from jinpu_tui.model.plain import same
from jinpu_tui.model.records import Kind
from jinpu_tui.storage.datafile import DataFile, with_blocks
from jinpu_tui.storage.errors import ConflictError, EditError
from jinpu_tui.storage.journal import Patch
from jinpu_tui.storage.library import Home, Library, place_in
from jinpu_tui.storage.parse import ParseError, parse
from jinpu_tui.storage.pieces import Piece, read_piece
from jinpu_tui.storage.position import Place, Region, region_of
from jinpu_tui.storage.record_text import tables_with, tables_without, with_record, without_record
from jinpu_tui.storage.splice import SpliceError, rewrite


@dataclass(frozen=True)
class Edited:
    """The files that an edit makes anew, by number, and the patches that made them, in order."""

    files: Mapping[int, DataFile]
    patches: tuple[Patch, ...]


def plain_record(library: Library, id_: str) -> Plain:
    """A record as its file states it, unknown keys and all. Raises KeyError."""
    place = library.place(id_)
    piece = library.files[place.file].pieces[place.piece]
    region = region_of(piece.text, piece.blocks, place.kind, place.ordinal)
    record: Plain = _at(parse(piece.text[region.start : region.end]), region)
    return record


def edit(library: Library, changes: Sequence[AnyChange], patches: Sequence[Patch] = ()) -> Edited:
    """Make the changes in the texts of a library just read. Raises EditError, with nothing made.

    `patches` that an earlier edit left are used where they still fit, so that undoing gives back the very bytes.
    """
    draft = _Draft(library, patches)
    by_id: dict[str, list[Change]] = {}
    for change in changes:
        if isinstance(change, Change):
            by_id.setdefault(change.id, []).append(change)
    for id_, of_record in by_id.items():
        draft.set_fields(id_, of_record)
    draft.settle()
    for change in changes:
        if isinstance(change, Added):
            draft.add(change)
        elif isinstance(change, Removed):
            draft.remove(change)
    return Edited({number: draft.files[number] for number in draft.touched}, tuple(draft.made))


class _Draft:
    """The files while an edit is being made."""

    def __init__(self, library: Library, patches: Sequence[Patch]) -> None:
        self.files = list(library.files)
        self.touched: set[int] = set()
        self.made: list[Patch] = []
        self._root = library.root
        self._homes = dict(library.homes)
        self._hints = patches
        self._waiting: dict[Home, dict[tuple[Kind, int], tuple[str, Plain]]] = {}

    def set_fields(self, id_: str, changes: list[Change]) -> None:
        """Change fields of one record. In its own block the edit waits for `settle`, beside those of other records."""
        place = self._place(id_, changes[0])
        if place.kind not in self._piece(place).blocks:
            self.settle()
        piece = self._piece(place)
        region = region_of(piece.text, piece.blocks, place.kind, place.ordinal)
        old = piece.text[region.start : region.end]
        tables = parse(old)
        before: Plain = _at(tables, region)
        after = _changed(before, changes)
        if same(before, after):
            return
        meant = _with(tables, region, after)
        new = self._hinted(id_, old, meant)
        if new is None:
            new = _made(lambda: rewrite(old, region.path, before, after, ORDER[place.kind]), meant)
        self.made.append(Patch.between(self._name(place.file), id_, old, new))
        if place.kind in piece.blocks:
            self._waiting.setdefault(place[:2], {})[place.kind, place.ordinal] = new, after
        else:
            self._put(place[:2], new)

    def settle(self) -> None:
        """Put all waiting blocks into their files."""
        for (number, at), blocks in self._waiting.items():
            one = self.files[number]
            self.files[number] = one.with_piece(at, with_blocks(one.path, one.pieces[at], blocks))
            self.touched.add(number)
        self._waiting.clear()

    def add(self, change: Added) -> None:
        """Put a record in, where an earlier patch says or behind the record it follows."""
        if change.id in self._homes:
            raise EditError(_("{id} is taken; choose another id").format(id=change.id))
        for hint in self._hints:
            if self._add_hinted(change, hint):
                return
        home, anchor, region = self._behind(change)
        old = self._text(home)[region.start : region.end]
        tables = parse(old)
        index = int(region.path[1]) + 1 if region.path else None
        new = _made(lambda: with_record(old, region.path, tables, change), tables_with(tables, change, index))
        self._splice(home, anchor, region, new)
        if not region.path and len(self.files[home[0]].pieces) > 1:
            self._check_whole(home[0])

    def remove(self, change: Removed) -> None:
        """Take a record out."""
        place = self._place(change.id, change)
        piece = self._piece(place)
        own = region_of(piece.text, piece.blocks, place.kind, place.ordinal)
        present = _at(parse(piece.text[own.start : own.end]), own)
        if not same(present, change.record):
            raise ConflictError(change, present)
        if own.start == 0 and place.piece:
            self._join(place.file, place.piece - 1)
            self.remove(change)
            return
        anchor, region = self._with_previous(place, own)
        old = piece.text[region.start : region.end]
        tables = parse(old)
        path = (place.kind, len(tables[place.kind]) - 1) if place.kind in piece.blocks else own.path
        meant = tables_without(tables, path)
        new = self._hinted(anchor, old, meant)
        if new is None:
            ends_file = region.end == len(piece.text) and place.piece + 1 == len(self.files[place.file].pieces)
            new = _made(lambda: without_record(old, path, tables, ends_file=ends_file), meant)
        self._splice(place[:2], anchor, region, new)

    def _place(self, id_: str, change: AnyChange) -> Place:
        home = self._homes.get(id_)
        if home is None:
            raise ConflictError(change, None)
        return place_in(self.files, home, id_)

    def _piece(self, place: Place) -> Piece:
        return self.files[place.file].pieces[place.piece]

    def _text(self, home: Home) -> str:
        return self.files[home[0]].pieces[home[1]].text

    def _behind(self, change: Added) -> tuple[Home, str, Region]:
        """The piece, the record and the region of text behind which a new record goes."""
        place = place_in(self.files, self._homes[change.behind], change.behind) if change.behind in self._homes else None
        if place is None or place.kind != change.kind:
            place = self._last(change.kind)
        if place is None:
            return self._end_of(self._home(change.kind))
        piece = self._piece(place)
        region = region_of(piece.text, piece.blocks, place.kind, place.ordinal)
        return place[:2], self._id_at(place) if place.kind in piece.blocks else "", region

    def _last(self, kind: Kind) -> Place | None:
        """Where the last record of a kind stands."""
        for number in reversed(range(len(self.files))):
            for at in reversed(range(len(self.files[number].pieces))):
                ordinals = [ordinal for of, ordinal, _record in self.files[number].pieces[at].used if of == kind]
                if ordinals:
                    return Place(number, at, kind, ordinals[-1])
        return None

    def _end_of(self, number: int) -> tuple[Home, str, Region]:
        """The end of a file: from its last record on, or all of it where it has none."""
        at = len(self.files[number].pieces) - 1
        if at < 0:
            self.files[number] = replace(self.files[number], pieces=(Piece(b""),))
            return (number, 0), "", Region(0, 0, ())
        piece = self.files[number].pieces[at]
        last = max(self._starts(number, at), default=None)
        if last is None:
            return (number, at), "", Region(0, len(piece.text), ())
        return (number, at), self._id_at(last[1]), Region(last[0], len(piece.text), ())

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

    def _with_previous(self, place: Place, own: Region) -> tuple[str, Region]:
        """The record in front of a block and a region over both: what is left of a removed record lies behind that one."""
        if place.kind not in self._piece(place).blocks:
            return "", own
        before = max((start for start in self._starts(place.file, place.piece) if start[0] < own.start), default=None)
        if before is None:
            return "", Region(0, own.end, own.path)
        return self._id_at(before[1]), Region(before[0], own.end, own.path)

    def _id_at(self, place: Place) -> str:
        record = self._piece(place).records[place.kind][place.ordinal]
        return "" if record is None else record.id

    def _hinted(self, anchor: str, old: str, meant: Mapping[str, Any]) -> str | None:
        """The text that an earlier patch gives back, where it still stands and says what is meant."""
        for hint in self._hints:
            new = hint.applied(old) if hint.anchor == anchor else None
            if new is not None and _says(new, meant):
                return new
        return None

    def _add_hinted(self, change: Added, hint: Patch) -> bool:
        number = next((number for number in range(len(self.files)) if self._name(number) == hint.file), None)
        home = self._homes.get(hint.anchor)
        if number is None or (hint.anchor and home is None) or not self.files[number].pieces:
            return False
        if home is None:
            home, region = (number, 0), Region(0, len(self._text((number, 0))), ())
        else:
            place = place_in(self.files, home, hint.anchor)
            piece = self._piece(place)
            if place.kind not in piece.blocks:
                return False
            region = region_of(piece.text, piece.blocks, place.kind, place.ordinal)
        old = self._text(home)[region.start : region.end]
        new = hint.applied(old)
        index = self._ordinal_after(home, change, hint, region)
        if new is None or not _says(new, tables_with(parse(old), change, index)):
            return False
        self._splice(home, hint.anchor, region, new)
        return True

    def _ordinal_after(self, home: Home, change: Added, hint: Patch, region: Region) -> int:
        """Which of its kind in the region a record put at the patch's place will be."""
        at = region.start + hint.at
        starts = [start for start, _end in self.files[home[0]].pieces[home[1]].blocks.get(change.kind, [])]
        return sum(region.start <= start < at for start in starts)

    def _name(self, number: int) -> str:
        path = self.files[number].path
        return path.relative_to(self._root).as_posix() if path != self._root else path.name

    def _splice(self, home: Home, anchor: str, region: Region, new: str) -> None:
        text = self._text(home)
        self.made.append(Patch.between(self._name(home[0]), anchor, text[region.start : region.end], new))
        self._put(home, text[: region.start] + new + text[region.end :])

    def _put(self, home: Home, text: str) -> None:
        """Give a piece another text."""
        number, at = home
        one = self.files[number]
        self.files[number] = one.with_piece(at, read_piece(one.path, text.encode()))
        self.touched.add(number)
        self._find_again(number)

    def _join(self, number: int, first: int) -> None:
        self.files[number] = self.files[number].joined(first)
        self._find_again(number)

    def _find_again(self, number: int) -> None:
        self._homes = {id_: home for id_, home in self._homes.items() if home[0] != number}
        for at, piece in enumerate(self.files[number].pieces):
            self._homes |= {record.id: (number, at) for _kind, _ordinal, record in piece.used if record.id not in self._homes}

    def _check_whole(self, number: int) -> None:
        """A first record of its kind may clash with a table far above it."""
        one = self.files[number]
        try:
            parse(one.data.decode())
        except ParseError:
            raise EditError(
                _("This edit cannot be put safely into the file as it is laid out; nothing was written. Edit the file itself")
            ) from None


def _at(tables: Mapping[str, Any], region: Region) -> Any:
    node: Any = tables
    for step in region.path:
        node = node[step]
    return node


def _changed(record: Plain, changes: list[Change]) -> Plain:
    after = dict(record)
    for change in changes:
        if not same(after.get(change.field), change.before):
            raise ConflictError(change, after.get(change.field))
        if change.after is None:
            after.pop(change.field, None)
        else:
            after[change.field] = change.after
    return after


def _with(tables: Mapping[str, Any], region: Region, record: Plain) -> Plain:
    kind, index = str(region.path[0]), int(region.path[1])
    records = list(tables[kind])
    records[index] = record
    return {**tables, kind: records}


def _says(text: str, meant: Mapping[str, Any]) -> bool:
    try:
        return same(parse(text), meant)
    except ParseError:
        return False


def _made(make: Callable[[], str], meant: Mapping[str, Any]) -> str:
    """The text that `make` gives, once it is known to say what is meant. Raises EditError."""
    try:
        text = make()
    except SpliceError as error:
        raise EditError(_("{reason}; nothing was written. Edit the file itself").format(reason=error)) from None
    except TypeError as error:
        raise EditError(_("TOML cannot hold this value ({reason}); nothing was written").format(reason=error)) from None
    if not _says(text, meant):
        raise EditError(
            _("This edit cannot be put safely into the file as it is laid out; nothing was written. Edit the file itself")
        )
    return text
