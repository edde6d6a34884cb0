"""From changes to new texts. Each text is parsed and compared with what was meant before anybody may write it.

A record's block holds whole TOML statements only, and all sub-tables of the record, so a block that parses to what was meant
makes a file that does. A record that has no block of its own (storage.blocks) is edited in the whole text, which is verified.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from jinpu_tui.model.changes import Added, AnyChange, Change, Plain, Removed
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.edits import next_id
from jinpu_tui.model.fields import ORDER
from jinpu_tui.model.merge import Conflict, rebase
from jinpu_tui.model.records import Kind
from jinpu_tui.storage.data_file import DataFile, with_blocks
from jinpu_tui.storage.dataset_files import DatasetFiles, Home, info_location, place_in
from jinpu_tui.storage.errors import ConflictError, EditError
from jinpu_tui.storage.journal import Patch
from jinpu_tui.storage.positions import Place, Region, region_of
from jinpu_tui.storage.raw_record import record_in
from jinpu_tui.storage.record_text import tables_left, tables_with, with_record, without_record
from jinpu_tui.storage.transaction import EditTransaction
from jinpu_tui.storage.verification import changed, fields_after, says, verified, with_fields
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.equality import same
from jinpu_tui.toml_edit.parser import parse
from jinpu_tui.toml_edit.splice import rewrite


@dataclass(frozen=True)
class Edited:
    """The files that an edit makes anew, by number, the patches that made them, in order, and the changes as they were made.

    Those differ from the changes asked for where somebody else had been at work: what is so already is left out.
    """

    files: Mapping[int, DataFile]
    patches: tuple[Patch, ...]
    changes: tuple[AnyChange, ...]
    exact: Mapping[int, tuple[bytes, bytes]] = field(default_factory=dict)
    """The bytes of files before and after, by number, if they are known better than from pieces: a broken file has none."""


def edit(library: DatasetFiles, changes: Sequence[AnyChange], patches: Sequence[Patch] = ()) -> Edited:
    """Make the changes in the texts of a library just read. Raises EditError, with nothing made.

    What others did to the same records meanwhile is kept (see model.merging); ConflictError names all that cannot be.
    `patches` that an earlier edit left are used where they still fit, so that undoing gives back the very bytes.
    """
    draft = _Draft(library, patches)
    table, by_id = list[Change](), dict[str, list[Change]]()
    for change in changes:
        if isinstance(change, Change):
            (table if change.kind == "dataset" else by_id.setdefault(change.id, [])).append(change)
    for change in changes:
        if isinstance(change, Removed) and change.file:
            draft.remove(change)
    if table:
        draft.set_info(table)
    for id_, of_record in by_id.items():
        draft.set_fields(id_, of_record)
    draft.settle()
    for change in changes:
        if isinstance(change, Added):
            draft.add(change)
        elif isinstance(change, Removed) and not change.file:
            draft.remove(change)
    return draft.edited()


class _Draft:
    """An edit being made."""

    def __init__(self, library: DatasetFiles, patches: Sequence[Patch]) -> None:
        self._bench = EditTransaction(library)
        self._dataset = library.dataset
        self._hints = patches
        self._waiting: dict[Home, dict[tuple[Kind, int], tuple[str, Plain]]] = {}
        self._changes: list[AnyChange] = []
        self._conflicts: list[Conflict] = []
        self._renamed: dict[str, str] = {}

    def edited(self) -> Edited:
        """What was made. Raises ConflictError."""
        if self._conflicts:
            raise ConflictError(self._conflicts)
        bench = self._bench
        return Edited({number: bench.files[number] for number in bench.touched}, tuple(bench.made), tuple(self._changes))

    def set_info(self, changes: list[Change]) -> None:
        """Change fields of the `[dataset]` table."""
        home = info_location(self._bench.files)
        old = self._bench.text(home) if home is not None else ""
        tables = parse(old)
        before = tables.get("dataset")
        if home is None or not isinstance(before, dict):
            raise EditError(_("No file has a [dataset] table any more; nothing was written"))
        made, conflicts = rebase(changes, before)
        self._conflicts += conflicts
        if conflicts or not made:
            return
        after = changed(before, made)
        meant = {**tables, "dataset": after}
        new = self._hinted("", old, meant)
        if new is None:
            new = verified(lambda: rewrite(old, ("dataset",), before, after, ORDER["dataset"]), meant)
        self._changes += made
        self._bench.splice(home, "", Region(0, len(old), ()), new)

    def set_fields(self, id_: str, changes: list[Change]) -> None:
        """Change fields of one record. In its own block the edit waits for `settle`, beside those of other records."""
        place = self._place(id_)
        if place is None:
            self._conflicts += [Conflict(change, gone=True) for change in changes]
            return
        if place.kind not in self._bench.piece(place).blocks:
            self.settle()
        piece = self._bench.piece(place)
        region = region_of(piece.text, piece.blocks, place.kind, place.ordinal)
        old = piece.text[region.start : region.end]
        tables = parse(old)
        before = record_in(tables, region)
        made, conflicts = rebase(changes, before)
        self._conflicts += conflicts
        if conflicts or not made:
            return
        after, made = fields_after(old, region, before, made)
        if not made:
            return
        meant = with_fields(tables, region, after)
        new = self._hinted(id_, old, meant)
        if new is None and self._set_by_file_patch(id_, place, after):
            self._changes += made
            return
        if new is None:
            new = verified(lambda: rewrite(old, region.path, before, after, ORDER[place.kind]), meant)
        self._changes += made
        if place.kind in piece.blocks:
            self._bench.made.append(Patch.between(self._bench.name(place.file), id_, old, new))
            self._waiting.setdefault(place[:2], {})[place.kind, place.ordinal] = new, after
        else:
            self._bench.splice(place[:2], "", region, new)

    def settle(self) -> None:
        """Put all waiting blocks into their files."""
        for (number, at), blocks in self._waiting.items():
            one = self._bench.files[number]
            self._bench.files[number] = one.with_chunk(at, with_blocks(one.path, one.pieces[at], blocks))
            self._bench.touched.add(number)
        self._waiting.clear()

    def add(self, change: Added) -> None:
        """Put a record in, where an earlier patch says or after the record that it follows, under whatever id that one got."""
        change = replace(change, after_id=self._renamed.get(change.after_id, change.after_id))
        place = self._place(change.id, change.file if change.doubled else "")
        if place is not None:
            present = self._present(place)
            if change.any_id:
                free = _renamed(change, self._dataset, frozenset(self._bench.locations))
                self.add(free)
                self._renamed[change.id] = free.id
            elif not same(present, change.record):
                self._conflicts.append(Conflict(change, present))
            return
        self._changes.append(change)
        for hint in self._hints:
            if self._add_hinted(change, hint):
                return
        home, anchor, region = self._bench.behind(change)
        old = self._bench.text(home)[region.start : region.end]
        tables = parse(old)
        index = int(region.path[1]) + 1 if region.path else None
        new = verified(lambda: with_record(old, region.path, tables, change), tables_with(tables, change, index))
        self._bench.splice(home, anchor, region, new)
        if not region.path and len(self._bench.files[home[0]].pieces) > 1:
            self._bench.check_whole(home[0])

    def remove(self, change: Removed) -> None:
        """Take a record out; one that is out already stays out."""
        place = self._place(change.id, change.file)
        if place is None:
            return
        present = self._present(place)
        if not same(present, change.record):
            self._conflicts.append(Conflict(change, present))
            return
        piece = self._bench.piece(place)
        own = region_of(piece.text, piece.blocks, place.kind, place.ordinal)
        anchor, region = self._bench.with_previous(place, own)
        if not anchor and place.piece:
            self._bench.join(place.file, place.piece - 1, place.piece)
            self.remove(change)
            return
        self._changes.append(change)
        old = piece.text[region.start : region.end]
        tables = parse(old)
        path = (place.kind, len(tables[place.kind]) - 1) if place.kind in piece.blocks else own.path
        meant = tables_left(old, path, tables)
        new = self._hinted(anchor, old, meant)
        if new is None:
            ends_file = region.end == len(piece.text) and place.piece + 1 == len(self._bench.files[place.file].pieces)
            new = verified(lambda: without_record(old, path, tables, ends_file=ends_file), meant)
        self._bench.splice(place[:2], anchor, region, new)

    def _place(self, id_: str, file: str = "") -> Place | None:
        """Return where the record of an id stands; of several the one in `file`, or else the one that counts."""
        home = self._bench.location_in(file, id_) if file else self._bench.locations.get(id_)
        if home is None:
            return None
        place = place_in(self._bench.files, home, id_)
        if place.piece and not self._bench.has_block(place):
            self.settle()
            place = self._bench.from_start(place)
        return place

    def _present(self, place: Place) -> Plain:
        piece = self._bench.piece(place)
        own = region_of(piece.text, piece.blocks, place.kind, place.ordinal)
        return record_in(parse(piece.text[own.start : own.end]), own)

    def _hinted(self, anchor: str, old: str, meant: Mapping[str, Any]) -> str | None:
        """The text that an earlier patch gives back, where it still stands and says what is meant."""
        for hint in self._hints:
            new = hint.applied(old) if hint.anchor == anchor else None
            if new is not None and says(new, meant):
                return new
        return None

    def _set_by_file_patch(self, id_: str, place: Place, after: Plain) -> bool:
        """Give a record its fields by an earlier patch that is anchored at the start of its file; whether one fits."""
        for hint in self._hints:
            if hint.anchor or hint.file != self._bench.name(place.file):
                continue
            self.settle()
            self._bench.reach(place.file, hint.at + len(hint.old))
            now = self._place(id_)
            if now is None or now.piece:
                continue
            text = self._bench.text(now[:2])
            whole = Region(0, len(text), (now.kind, now.ordinal))
            new = hint.applied(text)
            if new is not None and says(new, with_fields(parse(text), whole, after)):
                self._bench.splice(now[:2], "", whole, new)
                return True
        return False

    def _add_hinted(self, change: Added, hint: Patch) -> bool:
        number = next((number for number in range(len(self._bench.files)) if self._bench.name(number) == hint.file), None)
        home = self._bench.locations.get(hint.anchor)
        if number is None or (hint.anchor and home is None) or not self._bench.files[number].pieces:
            return False
        if home is None:
            self._bench.reach(number, hint.at + len(hint.old))
            home, region = (number, 0), Region(0, len(self._bench.text((number, 0))), ())
        else:
            place = place_in(self._bench.files, home, hint.anchor)
            piece = self._bench.piece(place)
            if place.kind not in piece.blocks:
                return False
            region = region_of(piece.text, piece.blocks, place.kind, place.ordinal)
        old = self._bench.text(home)[region.start : region.end]
        new = hint.applied(old)
        index = self._ordinal_after(home, change, hint, region)
        if new is None or not says(new, tables_with(parse(old), change, index)):
            return False
        if region.end < len(self._bench.text(home)) and not new.endswith("\n"):
            return False  # it was the end of the file, which is somewhere else by now
        self._bench.splice(home, hint.anchor, region, new)
        return True

    def _ordinal_after(self, home: Home, change: Added, hint: Patch, region: Region) -> int:
        """Which of its kind in the region a record put at the patch's place will be."""
        at = region.start + hint.at
        starts = [start for start, _end in self._bench.files[home[0]].pieces[home[1]].blocks.get(change.kind, [])]
        return sum(region.start <= start < at for start in starts)


def _renamed(change: Added, dataset: Dataset, taken: frozenset[str]) -> Added:
    """The record under the next free id; others in the same edit may have taken those that the dataset leaves free."""
    id_ = next_id(dataset, change.kind, str(change.record.get("parent") or ""), taken)
    return replace(change, id=id_, record={**change.record, "id": id_})
