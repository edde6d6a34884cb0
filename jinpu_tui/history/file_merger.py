"""The merge of the units of one file, by their keys.

A unit that one side changed is taken from that side to the byte; of one that both changed the values are merged (merge_values),
then its text (merge_text). What cannot be decided stays as ours has it, and an open conflict holds both (open_conflicts).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinpu_tui.history.continued_conflicts import ended_conflicts, is_continued_record
from jinpu_tui.history.merge_decisions import conflicts_in, decided_fields
from jinpu_tui.history.merge_text import Versions, comments_of, merge_unit_text
from jinpu_tui.history.merge_units import COMMENT, Key, Unit, with_keys
from jinpu_tui.history.merge_values import MergeError, ValueMerger, merge_foreign
from jinpu_tui.history.open_conflicts import Labels, OpenConflicts, mirrored, with_new
from jinpu_tui.model.changes import Added, Plain
from jinpu_tui.model.fields import ORDER
from jinpu_tui.model.kinds import KINDS
from jinpu_tui.model.order_merge import merge_order
from jinpu_tui.model.unit_values import records_mean_same
from jinpu_tui.storage.record_text import with_records
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.equality import same


class FileMerger:
    """The merge of one file, whose versions are given as units by key."""

    def __init__(self, base: dict[Key, Unit], ours: dict[Key, Unit], theirs: dict[Key, Unit], labels: Labels) -> None:
        self._base, self._ours, self._theirs = self._sides = base, ours, theirs
        self._conflicts = OpenConflicts(labels)
        self._decided = decided_fields(base, ours, theirs)
        self._values = ValueMerger(self._conflicts, self._decided)

    def merged(self) -> tuple[str, list[str]]:
        """Return the merged text and the names of its new conflicts."""
        order = merge_order(*(list(side) for side in self._sides))
        units = {key: text for key in order if (text := self._text(key, *(side.get(key) for side in self._sides))) is not None}
        self._keep_ids_single(units)
        names = self._place_conflicts(units)
        return "".join(_apart(list(units.values()))), names

    def _text(self, key: Key, base: Unit | None, ours: Unit | None, theirs: Unit | None) -> str | None:
        """Return the text of a unit, None if it is not to be there."""
        before, mine, other = (unit.text if unit is not None else None for unit in (base, ours, theirs))
        if key[:1] == (COMMENT,):
            is_there = bool(ours and theirs) if base is not None else bool(ours or theirs)
            return (mine or other) if is_there else None
        if not self._is_decided(ours or theirs):
            if other in (before, mine):
                return mine
            if mine == before:
                return other
        value = self._value(key, base, ours, theirs)
        if value is None:
            return None
        if ours is None or theirs is None:
            return mine if mine is not None else other
        if same(ours.value, value) and key[:1] == ("conflict",):
            return mine
        return merge_unit_text(Versions(base, ours, theirs), value, ORDER.get(ours.name, ()))  # type: ignore[call-overload]

    def _is_decided(self, unit: Unit | None) -> bool:
        return unit is not None and (unit.id or unit.name) in self._decided

    def _value(self, key: Key, base: Unit | None, ours: Unit | None, theirs: Unit | None) -> Mapping[str, Any] | None:
        """Return what a unit is to hold, None if it is not to be there; what clashes is noted as open conflicts."""
        if ours is None and theirs is None:
            return None
        if ours is None or theirs is None:
            return self._removed_or_added(key, base, ours, theirs)
        if ours.name == "conflict":
            return self._open_conflict(base, ours, theirs)
        if key == ():
            return self._head(base, ours, theirs)
        before = base.value if base is not None else {}
        if ours.name == "dataset":
            return self._values.record("dataset", "dataset", before, ours.value, theirs.value)
        if len(key) != 2 or ours.name not in KINDS:
            return merge_foreign(ours.id or ours.name, before, ours.value, theirs.value)
        if (base is None or self._is_decided_whole(ours.id)) and not records_mean_same(ours.value, theirs.value):
            self._add_whole(ours.id, base, ours, theirs)
            return ours.value
        if not same(before, theirs.value) and is_continued_record(ours.id, before, *self._sides):
            self._add_whole(ours.id, base, ours, theirs)
            return ours.value
        return self._values.record(ours.name, ours.id, before, ours.value, theirs.value)

    def _removed_or_added(
        self, key: Key, base: Unit | None, ours: Unit | None, theirs: Unit | None
    ) -> Mapping[str, Any] | None:
        """Return a unit that only one side has: it was added there, or removed on the other side."""
        present = ours or theirs
        assert present is not None
        if self._is_decided_whole(present.id):
            self._add_whole(present.id, base, ours, theirs)
            return None if ours is None else ours.value
        if base is None:
            return present.value
        is_changed = not records_mean_same(base.value, present.value) or comments_of(base.text) != comments_of(present.text)
        if not is_changed and not self._is_decided(present):
            return None
        if present.name == "conflict":
            return present.value
        if present.name == "dataset":
            raise MergeError(_("one side has removed the [dataset] table"))
        if len(key) != 2 or present.name not in KINDS:
            raise MergeError(_("one side has removed {name}, the other has changed it").format(name=present.id or present.name))
        other = self._theirs if ours is not None else self._ours
        if any((kind, present.id) in other for kind in KINDS):
            raise MergeError(_("one side has made another kind of record of {id}").format(id=present.id))
        self._add_whole(present.id, base, ours, theirs)
        return None if ours is None else ours.value

    def _open_conflict(self, base: Unit | None, ours: Unit, theirs: Unit) -> Mapping[str, Any]:
        """Return an open conflict that both sides have: the same but for who and when, or changed by hand on one side."""
        hand_changed = [name for name in ("on", "field", "mine", "theirs") if ours.value.get(name) != theirs.value.get(name)]
        if hand_changed and (base is None or not any(same(base.value, side.value) for side in (ours, theirs))):
            raise MergeError(_("both sides changed the open conflict {id}").format(id=ours.id))
        return theirs.value if hand_changed and base is not None and same(base.value, ours.value) else ours.value

    def _head(self, base: Unit | None, ours: Unit, theirs: Unit) -> Plain:
        """Return what stands above the first header; records may stand there in inline arrays."""
        before = base.value if base is not None else {}
        sides = (before, ours.value, theirs.value)
        known = [name for name in dict.fromkeys(name for side in sides for name in side) if name in ("dataset", *KINDS)]
        merged = merge_foreign("", *({name: side[name] for name in side if name not in known} for side in sides))
        for name in known:
            values = [side.get(name, {} if name == "dataset" else []) for side in sides]
            if name == "dataset" and all(isinstance(value, Mapping) for value in values):
                merged[name] = self._values.record("dataset", "dataset", *values)
            elif all(isinstance(value, list) and all(isinstance(item, Mapping) for item in value) for value in values):
                merged[name] = self._inline_records(name, *values)
            else:
                merged |= merge_foreign("", *({name: side[name]} if name in side else {} for side in sides))
        return {name: value for name, value in merged.items() if any(name in side for side in sides[1:])}

    def _inline_records(self, name: str, *lists: Sequence[Plain]) -> list[Mapping[str, Any]]:
        """Merge the records of inline arrays of tables."""
        sides = with_keys([[Unit("", name, value, is_array=True) for value in values] for values in lists])
        found = []
        for key in merge_order(*(list(side) for side in sides)):
            base, ours, theirs = (side.get(key) for side in sides)
            before, mine, other = (unit.value if unit is not None else None for unit in (base, ours, theirs))
            if same(other, mine) or (same(other, before) and not self._is_decided(ours or theirs)):
                value: Mapping[str, Any] | None = mine
            elif same(mine, before) and not self._is_decided(ours or theirs):
                value = other
            else:
                value = self._value(key, base, ours, theirs)
            if value is not None:
                found.append(value)
        return found

    def _is_decided_whole(self, id_: str) -> bool:
        return bool(id_) and "" in self._decided.get(id_, {})

    def _add_whole(self, id_: str, base: Unit | None, ours: Unit | None, theirs: Unit | None) -> None:
        decision = self._decided.get(id_, {}).get("")
        before = _record_text(base) if decision is None else decision.bases[0]
        self._conflicts.add_texts(id_, "", _record_text(ours), _record_text(theirs), before)

    def _keep_ids_single(self, units: dict[Key, str]) -> None:
        """Make a conflict of an id that the sides gave to records of two kinds; theirs leaves the file."""
        kinds: dict[str, list[Key]] = {}
        for key in units:
            if len(key) == 2 and key[0] in KINDS:
                kinds.setdefault(key[1], []).append(key)
        for id_, keys in kinds.items():
            ours = [key for key in keys if key in self._ours]
            theirs = [key for key in keys if key in self._theirs]
            if len(keys) < 2 or len(ours) == len(keys) or len(theirs) == len(keys):
                continue
            self._add_whole(id_, None, self._ours[ours[0]], self._theirs[theirs[0]])
            for key in theirs:
                if key not in self._ours:
                    del units[key]

    def _place_conflicts(self, units: dict[Key, str]) -> list[str]:
        """Put the new conflicts after the present ones, or last; return their names."""
        ours = {id_: record for id_, record in conflicts_in(self._ours).items() if ("conflict", id_) in units}
        for id_ in mirrored(ours, conflicts_in(self._theirs)):
            units.pop(("conflict", id_), None)
        known = {**conflicts_in(self._theirs), **conflicts_in(self._ours)}
        present = {id_: record for id_, record in known.items() if ("conflict", id_) in units}
        names = []
        ended = ended_conflicts(*self._sides)
        for outdated, record in with_new(present, self._conflicts.new):
            if outdated in ended:
                continue
            text = with_records("", (), {}, [Added("conflict", record["id"], record)])
            if outdated:
                units["conflict", outdated] = text
            else:
                _insert_after_kind(units, ("conflict", record["id"]), text)
            names.append(f"{record['on']} {record.get('field', '')}".strip())
        for id_ in ended:
            units.pop(("conflict", id_), None)
        return names


def _record_text(unit: Unit | None) -> str:
    """Return the record of a unit as TOML, with its comments; "" if there is none."""
    if unit is None:
        return ""
    if unit.text:
        return unit.text.strip("\n") + "\n"
    return with_records("", (), {}, [Added(unit.name, unit.id, dict(unit.value))])  # type: ignore[arg-type]


def _insert_after_kind(units: dict[Key, str], key: Key, text: str) -> None:
    """Insert a unit after the last one of its kind, or at the end."""
    items = list(units.items())
    at = max((number for number, (other, _text) in enumerate(items, 1) if other[:1] == key[:1]), default=len(items))
    units.clear()
    units.update([*items[:at], (key, text), *items[at:]])


def _apart(parts: list[str]) -> Iterator[str]:
    """Return the units of a file with a line end after each, and a blank line before a header if one ended the file before."""
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        if part and following and not part.endswith("\n"):
            yield part + "\n\n"
        elif part and not part.endswith("\n\n") and following.startswith("[["):
            yield part + "\n"
        else:
            yield part
