"""From changes to new texts. Each text is parsed and compared with what was meant before anybody may write it.

A record's block holds whole TOML statements only, so a block that parses to what was meant makes a file that does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinpu_tui.locale import _
from jinpu_tui.model.changes import Added, AnyChange, Change, Plain, Removed
from jinpu_tui.model.fields import ORDER
from jinpu_tui.model.plain import same
from jinpu_tui.model.records import Kind
from jinpu_tui.storage.datafile import DataFile, parse_file, with_blocks
from jinpu_tui.storage.journal import Patch
from jinpu_tui.storage.library import Library
from jinpu_tui.storage.parse import ParseError, parse
from jinpu_tui.storage.position import Place, Region, region_of
from jinpu_tui.storage.record_text import tables_with, tables_without, with_record, without_record
from jinpu_tui.storage.splice import SpliceError, rewrite


class EditError(Exception):
    """The edit cannot be made; nothing was written. The message says why and what to do."""


class ConflictError(EditError):
    """A field no longer holds what the edit is about: somebody else changed it."""

    def __init__(self, change: AnyChange, present: Any) -> None:
        self.change, self.present = change, present
        what = change.field if isinstance(change, Change) else change.kind
        super().__init__(
            _("{id}: {what} was changed elsewhere meanwhile; look at it and try again").format(id=change.id, what=what)
        )


@dataclass(frozen=True)
class Edited:
    """The files that an edit makes anew, by number, and the patches that made them, in order."""

    files: Mapping[int, DataFile]
    patches: tuple[Patch, ...]


def plain_record(library: Library, id_: str) -> Plain:
    """A record as its file states it, unknown keys and all. Raises KeyError."""
    place = library.places[id_]
    one = library.files[place.file]
    region = region_of(one.text, one.blocks, place.kind, place.ordinal)
    record: Plain = _at(parse(one.text[region.start : region.end]), region)
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
        self._places = dict(library.places)
        self._hints = patches
        self._waiting: dict[int, dict[tuple[Kind, int], tuple[str, Plain]]] = {}

    def set_fields(self, id_: str, changes: list[Change]) -> None:
        """Change fields of one record. In its own block the edit waits for `settle`, beside those of other records."""
        place = self._place(id_, changes[0])
        if place.kind not in self.files[place.file].blocks:
            self.settle()
        one = self.files[place.file]
        region = region_of(one.text, one.blocks, place.kind, place.ordinal)
        old = one.text[region.start : region.end]
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
        if place.kind in one.blocks:
            self._waiting.setdefault(place.file, {})[place.kind, place.ordinal] = new, after
        else:
            self._put(place.file, new)

    def settle(self) -> None:
        """Put all waiting blocks into their files."""
        for number, blocks in self._waiting.items():
            self.files[number] = with_blocks(self.files[number], blocks)
            self.touched.add(number)
        self._waiting.clear()

    def add(self, change: Added) -> None:
        """Put a record in, where an earlier patch says or behind the record it follows."""
        if change.id in self._places:
            raise EditError(_("{id} is taken; choose another id").format(id=change.id))
        for hint in self._hints:
            if self._add_hinted(change, hint):
                return
        number, anchor, region = self._behind(change)
        old = self.files[number].text[region.start : region.end]
        tables = parse(old)
        index = int(region.path[1]) + 1 if region.path else None
        new = _made(lambda: with_record(old, region.path, tables, change), tables_with(tables, change, index))
        self._splice(number, anchor, region, new)

    def remove(self, change: Removed) -> None:
        """Take a record out."""
        place = self._place(change.id, change)
        one = self.files[place.file]
        own = region_of(one.text, one.blocks, place.kind, place.ordinal)
        present = _at(parse(one.text[own.start : own.end]), own)
        if not same(present, change.record):
            raise ConflictError(change, present)
        anchor, region = self._with_previous(place, own)
        old = one.text[region.start : region.end]
        tables = parse(old)
        path = (place.kind, len(tables[place.kind]) - 1) if place.kind in one.blocks else own.path
        meant = tables_without(tables, path)
        new = self._hinted(anchor, old, meant)
        if new is None:
            ends_file = region.end == len(one.text)
            new = _made(lambda: without_record(old, path, tables, ends_file=ends_file), meant)
        self._splice(place.file, anchor, region, new)

    def _place(self, id_: str, change: AnyChange) -> Place:
        place = self._places.get(id_)
        if place is None:
            raise ConflictError(change, None)
        return place

    def _behind(self, change: Added) -> tuple[int, str, Region]:
        """The file, the record and the region of text behind which a new record goes."""
        behind = self._places.get(change.behind)
        if behind is None or behind.kind != change.kind:
            behind = max((place for place in self._places.values() if place.kind == change.kind), default=None)
        if behind is None:
            number = self._home(change.kind)
            return number, "", Region(0, len(self.files[number].text), ())
        one = self.files[behind.file]
        region = region_of(one.text, one.blocks, behind.kind, behind.ordinal)
        return behind.file, self._id_at(behind) if behind.kind in one.blocks else "", region

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
        one = self.files[place.file]
        if place.kind not in one.blocks:
            return "", own
        if place.ordinal:
            start, end = one.blocks[place.kind][place.ordinal - 1]
            if end == own.start:
                return self._id_at(place._replace(ordinal=place.ordinal - 1)), Region(start, own.end, own.path)
        return "", Region(0, own.end, own.path)

    def _id_at(self, place: Place) -> str:
        record = self.files[place.file].records[place.kind][place.ordinal]
        return "" if record is None else record.id

    def _hinted(self, anchor: str, old: str, meant: Mapping[str, Any]) -> str | None:
        """The text that an earlier patch gives back, where it still stands and says what is meant."""
        for hint in self._hints:
            new = hint.applied(old) if hint.anchor == anchor else None
            if new is not None and _says(new, meant):
                return new
        return None

    def _add_hinted(self, change: Added, hint: Patch) -> bool:
        place = self._places.get(hint.anchor)
        number = next((number for number in range(len(self.files)) if self._name(number) == hint.file), None)
        if number is None or (hint.anchor and (place is None or place.kind not in self.files[number].blocks)):
            return False
        one = self.files[number]
        region = region_of(one.text, one.blocks, place.kind, place.ordinal) if place else Region(0, len(one.text), ())
        old = one.text[region.start : region.end]
        new = hint.applied(old)
        index = self._ordinal_after(number, change, hint, region)
        if new is None or not _says(new, tables_with(parse(old), change, index)):
            return False
        self._splice(number, hint.anchor, region, new)
        return True

    def _ordinal_after(self, number: int, change: Added, hint: Patch, region: Region) -> int:
        """Which of its kind in the region a record put at the patch's place will be."""
        at = region.start + hint.at
        starts = [start for start, _end in self.files[number].blocks.get(change.kind, [])]
        return sum(region.start <= start < at for start in starts)

    def _name(self, number: int) -> str:
        path = self.files[number].path
        return path.relative_to(self._root).as_posix() if path != self._root else path.name

    def _splice(self, number: int, anchor: str, region: Region, new: str) -> None:
        text = self.files[number].text
        self.made.append(Patch.between(self._name(number), anchor, text[region.start : region.end], new))
        self._put(number, text[: region.start] + new + text[region.end :])

    def _put(self, number: int, text: str) -> None:
        one = self.files[number]
        self.files[number] = parse_file(one.path, text, one.stamp)
        self.touched.add(number)
        self._places = {id_: place for id_, place in self._places.items() if place.file != number}
        for kind, records in self.files[number].records.items():
            self._places |= {one.id: Place(number, kind, at) for at, one in enumerate(records) if one is not None}


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
