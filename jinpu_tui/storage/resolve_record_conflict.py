"""Deciding a conflict about a whole record: each side's changes go into the record wherever it stands now.

A merge driver sees one file. A record that one side moved to another file and the other side changed looks to it like one that
was removed on one side: that side's text is empty. So a decision looks for the record in all files. HERE is the record in the
file of the conflict, ELSEWHERE one in another file; the columns `mine` and `theirs` say whether that side has a text.

========= ==== ====== ========== =================================== ======================================================
elsewhere here  mine   theirs     side                                result
========= ==== ====== ========== =================================== ======================================================
yes       no   any    any        mine, theirs, both                  base→mine and base→theirs are merged into ELSEWHERE
yes       yes  text   empty      mine, theirs, both                  base→HERE is merged into ELSEWHERE; HERE is removed
yes       yes  empty  text       mine, theirs, both                  base→HERE, base→theirs are merged into ELSEWHERE; HERE
                                                                     is removed
any       yes  text   text       mine, theirs, both                  base→mine and base→theirs are merged into HERE
no        yes  text   empty      mine                                HERE stays as it is
no        yes  empty  text       theirs                              base→theirs is merged into HERE, which was put back
no        yes  one is empty      the empty one                       HERE is removed; ConflictError if it is by now neither
                                                                     the base nor the other side's
no        no   any    any        the side has a text                 the record is added to the file of the conflict, with
                                                                     what the other side changed beside it
no        no   any    any        the side is empty                   it stays removed
========= ==== ====== ========== =================================== ======================================================

Merging is field by field, lists entry by entry. If both sides changed the same thing, the chosen side's value counts; `both`
leaves it as it is and makes an open conflict of the field. A value that was written after the merge raises ConflictError when
the change is written. `both` needs something to merge into: it is refused in the last five rows.

Without a base there are two cases. If both sides have a text, each made a record of one id: choosing one replaces the other,
`both` adds theirs under the next free id. Otherwise an older version wrote the conflict: every field of the text counts as
changed. In the file of the conflict the chosen side counts, elsewhere a value that is there now is not replaced silently.

A record is neither removed nor added while a file of the dataset cannot be read, because the record may stand in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from jinpu_tui.model.changes import Added, AnyChange, Change, Plain, Removed, with_changes
from jinpu_tui.model.compare import changes_between
from jinpu_tui.model.errors import EditError
from jinpu_tui.model.merge import Conflict, Side, rebase, settled
from jinpu_tui.model.records import OpenConflict
from jinpu_tui.storage.conflict_locations import (
    RecordLocation,
    StatedRecord,
    added,
    all_standing,
    file_of,
    is_similar,
    stated_in,
)
from jinpu_tui.storage.dataset_files import DatasetFiles
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit import encoder
from jinpu_tui.toml_edit.equality import same


class _Merged(Struct):
    """A record into which the changes of the sides are merged. `asking` are changes that a later value stands against."""

    record: Plain
    asking: list[Change] = field(default_factory=list)
    clashes: dict[str, tuple[Side, Change, Conflict]] = field(default_factory=dict)


def can_merge_both(loaded: DatasetFiles, conflict: OpenConflict) -> bool:
    """Return whether both sides of a conflict about a whole record can be kept."""
    if conflict.field:
        return False
    if conflict.mine and conflict.theirs:
        return True
    return any(location.file != file_of(loaded, conflict) for location in all_standing(loaded, conflict.on))


def decide_record(loaded: DatasetFiles, conflict: OpenConflict, tables: Sequence[Plain], side: Side) -> list[AnyChange]:
    """Return the changes that decide a conflict about a whole record; `tables` are the parsed base, mine and theirs.

    Raises EditError.
    """
    base, mine, theirs = (stated_in(conflict, table) for table in tables)
    if mine is None and theirs is None:
        raise EditError(_("{id} holds no version of {on}; edit the file").format(id=conflict.id, on=conflict.on))
    if mine is not None and theirs is not None and base is None:
        return list(_of_two_records(loaded, conflict, mine, theirs, side))
    return list(_Decision(loaded, conflict, (base, mine, theirs), side).changes())


class _Decision:
    """The decision about one record that both sides began from, or of which only one side has a text."""

    def __init__(self, loaded: DatasetFiles, conflict: OpenConflict, texts: Sequence[StatedRecord | None], side: Side) -> None:
        self._loaded, self._conflict, self._side = loaded, conflict, side
        base, mine, theirs = texts
        self._kind = next(text.kind for text in (mine, theirs) if text is not None)
        self._base = None if base is None else base.record
        self._texts: dict[Side, Plain | None] = {
            "mine": None if mine is None else mine.record,
            "theirs": None if theirs is None else theirs.record,
        }
        self._file = file_of(loaded, conflict)
        standing = all_standing(loaded, conflict.on)
        self._here = next((location for location in standing if location.file == self._file), None)
        self._elsewhere = next((location for location in standing if location.file != self._file), None)
        if all(self._texts.values()) and self._here is not None:
            self._elsewhere = None  # nothing was moved
        for location in (self._here, self._elsewhere):
            self._check_is_record(location)

    def changes(self) -> Iterator[AnyChange]:
        if self._elsewhere is not None:
            yield from self._into(self._elsewhere)
            if self._here is not None:
                yield Removed(self._kind, self._conflict.on, self._here.record, file=self._file)
        elif self._here is None:
            yield from self._anew()
        elif self._side == "both" and not all(self._texts.values()):
            raise EditError(_cannot_keep_both())
        elif self._side != "both" and self._texts[self._side] is None:
            self._check_all_readable()
            yield Removed(self._kind, self._conflict.on, self._guard(self._here.record))
        elif self._texts["theirs"] is not None:
            yield from self._into(self._here)

    def _into(self, target: RecordLocation) -> Iterator[AnyChange]:
        """Merge what the sides changed into a record."""
        merged = _Merged(target.record)
        last: Side = "mine" if self._side == "mine" else "theirs"
        for side in ("theirs" if last == "mine" else "mine", last):
            for text in self._versions(side):
                self._merge(merged, text, side)
        yield from changes_between(self._kind, self._conflict.on, target.record, merged.record)
        yield from merged.asking
        yield from self._open_fields(merged, target)

    def _versions(self, side: Side) -> list[Plain]:
        """Return what a side wrote. If the record stands in two files, the one in the conflict's file is such a version."""
        text = self._texts[side]
        if text is None or self._elsewhere is None or self._here is None:
            return [] if text is None else [text]
        return [self._here.record] if side == "mine" else [self._here.record, text]

    def _merge(self, merged: _Merged, text: Plain, side: Side) -> None:
        base = {"id": self._conflict.on} if self._base is None else self._base
        wanted = [change for change in changes_between(self._kind, self._conflict.on, base, text) if change.field != "id"]
        made, clashes = rebase(wanted, merged.record)
        changes: list[AnyChange] = [*made, *(clash.change for clash in clashes)]
        for clash in clashes:
            assert isinstance(clash.change, Change)
            if self._side == side and self._is_later(clash, side):
                merged.asking.append(replace(clash.change, before=self._other(side).get(clash.change.field)))
            elif self._side == "both":
                merged.clashes.setdefault(clash.change.field, (side, clash.change, clash))
            wins = self._side == side and clash.change.field not in {change.field for change in merged.asking}
            changes = settled(changes, clash, "mine" if wins else "theirs")
        merged.record = with_changes(merged.record, (change for change in changes if isinstance(change, Change)))

    def _is_later(self, clash: Conflict, side: Side) -> bool:
        """Return whether a value that clashes with the chosen side's was written after the merge, as far as can be known."""
        if self._base is None:
            return self._elsewhere is not None
        other = self._texts["theirs" if side == "mine" else "mine"]
        assert isinstance(clash.change, Change)
        return other is not None and not clash.clashes and not same(clash.present, other.get(clash.change.field))

    def _other(self, side: Side) -> Plain:
        return self._texts["theirs" if side == "mine" else "mine"] or {}

    def _open_fields(self, merged: _Merged, target: RecordLocation) -> Iterator[AnyChange]:
        """Yield a conflict of each field that `both` cannot merge."""
        conflict = self._conflict
        for name, (side, change, clash) in merged.clashes.items():
            values: list[object] = [clash.present, change.after]
            if clash.clashes:
                values = [clash.entries("theirs") or None, clash.entries("mine") or None]
            present, changed = (_field_text(name, value) for value in values)
            record = {
                "id": f"{conflict.id}-{name}",
                "on": conflict.on,
                "field": name,
                "base": _field_text(name, change.before) if self._base is not None and not clash.clashes else "",
                "mine": changed if side == "mine" else present,
                "theirs": changed if side == "theirs" else present,
                "mine_by": conflict.mine_by,
                "theirs_by": conflict.theirs_by,
                "at": conflict.at,
            }
            held = {key: value for key, value in record.items() if value}
            yield Added("conflict", f"{conflict.id}-{name}", held, file=target.file)

    def _anew(self) -> Iterator[AnyChange]:
        """Add a record that stands nowhere, or leave it removed."""
        if self._side == "both":
            raise EditError(_cannot_keep_both())
        text = self._texts[self._side]
        if text is None:
            return
        self._check_all_readable()
        merged = _Merged(text)
        other: Side = "theirs" if self._side == "mine" else "mine"
        if (others := self._texts[other]) is not None:
            self._merge(merged, others, other)
        yield added(self._loaded, self._file, StatedRecord(self._kind, merged.record))

    def _guard(self, present: Plain) -> Plain:
        """Return what a record must hold to be removed: what the conflict knows of it; anything if the base is not known."""
        if self._base is None:
            return present
        known = (self._base, *self._texts.values())
        states = [record for record in known if record is not None]
        return next((record for record in states if same(record, present)), states[-1])

    def _check_is_record(self, standing: RecordLocation | None) -> None:
        """Raise EditError if the record that stands there is not the one of the conflict but another of its id."""
        if standing is None:
            return
        on, file = self._conflict.on, standing.file
        if standing.place.kind != self._kind:
            message = _("{on} is a record of another kind ({kind}) in {file} now; give one of the two another id")
            raise EditError(message.format(on=on, kind=standing.place.kind, file=file))
        known = [record for record in (self._base, *self._texts.values()) if record is not None]
        if standing is self._elsewhere and not any(is_similar(self._kind, record, standing.record) for record in known):
            message = _("Another record has the id {on} in {file}; give one of the two another id first")
            raise EditError(message.format(on=on, file=file))

    def _check_all_readable(self) -> None:
        unreadable = next((file for file in self._loaded.files if file.stale or not file.readable), None)
        if unreadable is not None:
            message = _("{file} cannot be read, and {on} may stand in it; correct the file first")
            raise EditError(message.format(file=unreadable.path.name, on=self._conflict.on))


def _of_two_records(
    loaded: DatasetFiles, conflict: OpenConflict, mine: StatedRecord, theirs: StatedRecord, side: Side
) -> Iterator[AnyChange]:
    """Decide between two records that the sides made under one id, or keep both."""
    standing = next(iter(all_standing(loaded, conflict.on)), None)
    file = file_of(loaded, conflict)
    if standing is None:
        yield added(loaded, file, theirs if side == "theirs" else mine)
    if side == "both":
        after_id = conflict.on if standing is None or standing.place.kind == theirs.kind else ""
        yield Added(theirs.kind, conflict.on, theirs.record, after_id, any_id=True, file="" if after_id else file)
    if side == "both" or standing is None:
        return
    chosen, other = (mine, theirs) if side == "mine" else (theirs, mine)
    present = standing.record
    if standing.place.kind != chosen.kind:
        yield Removed(standing.place.kind, conflict.on, other.record)
        yield added(loaded, file, chosen)
    elif side == "theirs" or same(present, theirs.record):
        for change in changes_between(chosen.kind, conflict.on, other.record, chosen.record):
            if not same(present.get(change.field), change.after):
                yield change


def _field_text(name: str, value: object) -> str:
    return "" if value is None else f"{encoder.key(name)} = {encoder.inline(value)}"


def _cannot_keep_both() -> str:
    return _("Both can be kept only if each side has added a record with the same id")
