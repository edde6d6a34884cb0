"""The `[[conflict]]` records of a merged file: those that the sides had, and the new ones; one for each thing in conflict."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from msgspec import Struct, field

from jinpu_tui.model.changes import Change, Plain
from jinpu_tui.model.field_merge import by_key
from jinpu_tui.model.merge import FOLLOWING, Conflict
from jinpu_tui.toml_edit import encoder
from jinpu_tui.toml_edit.parser import ParseError, parse

Table = Mapping[str, Any]


class Labels(NamedTuple):
    """How the sides of a merge are shown: author or branch of each, and the day. Empty if not known."""

    mine_by: str = ""
    theirs_by: str = ""
    at: date | None = None


class Subject(NamedTuple):
    """What a conflict is about: a record, one of its fields, and in a list the entries that clash."""

    on: str
    field: str
    entries: frozenset[str] = frozenset()


class OpenConflicts(Struct):
    """Collects what a merge could not decide."""

    labels: Labels
    new: list[Plain] = field(default_factory=list)

    def add(self, on: str, field: str, mine: Table, theirs: Table, base: Table) -> None:
        """Add a conflict about one field; the tables hold the field as each side has it, and what comes and goes with it."""
        self.add_texts(on, field, *map(_fields_text, (mine, theirs, base)))

    def add_texts(self, on: str, field: str, mine: str, theirs: str, base: str) -> None:
        """Add a conflict; without `field` it is about the whole record, and the texts are records."""
        digest = hashlib.sha256("\0".join((on, field, mine, theirs)).encode()).hexdigest()[:6]
        held = {
            "id": f"X-{on}-{field or 'record'}-{digest}",
            "on": on,
            "field": field,
            "base": base,
            "mine": mine,
            "theirs": theirs,
        }
        record = {name: value for name, value in held.items() if value or name == "base"}  # empty: both began from nothing
        record |= {name: value for name, value in self.labels._asdict().items() if value}
        self.new.append(record)

    def add_fields(self, clash: Conflict, base: Table, ours: Table, theirs: Table) -> None:
        """Add the conflicts that a clash of a field makes: of a list one for each entry that clashes."""
        change = clash.change
        assert isinstance(change, Change)
        name = change.field
        entries = by_key(name, base[name]) if isinstance(base.get(name), list) else {}
        for item in clash.clashes:
            key = next(iter(by_key(name, [item.present if item.present is not None else item.mine])))
            sides = (item.present, item.mine, entries.get(key))
            self.add(change.id, name, *({name: [side]} if side is not None else {} for side in sides))
        if not clash.clashes:
            fields = (name, *FOLLOWING.get(name, ()))
            texts = ({item: side.get(item) for item in fields} for side in (ours, theirs, base))
            self.add(change.id, name, *texts)


def subject_of(record: Table) -> Subject:
    """Return what a conflict record is about."""
    on, name = str(record.get("on", "")), str(record.get("field", ""))
    entries: set[str] = set()
    for side in ("mine", "theirs"):
        try:
            value = parse(str(record.get(side, ""))).get(name)
        except ParseError:
            continue
        if name and isinstance(value, list):
            entries.update(map(str, by_key(name, value)))
    return Subject(on, name, frozenset(entries))


def with_new(present: Mapping[str, Table], new: list[Plain]) -> Iterator[tuple[str, Plain]]:
    """Yield each new conflict that is to be in the file, with the id of the present one that it stands in for, or "".

    A rebase brings one change of a field after the other. The conflict of an earlier one is out of date when a later one began
    from the value that it holds: the later takes its place and keeps its base. The same two values, whichever side has them,
    are the same conflict.
    """
    by_subject: dict[Subject, list[Table]] = {}
    for record in present.values():
        by_subject.setdefault(subject_of(record), []).append(record)
    for record in new:
        others = by_subject.get(subject_of(record), [])
        if any(_sides(other) == _sides(record) for other in others):
            continue
        outdated = next((other for other in others if record.get("base") and record["base"] == other.get("theirs")), None)
        if outdated is None:
            yield "", record
        else:
            base = {"base": outdated["base"]} if "base" in outdated else {}
            kept = {name: value for name, value in record.items() if name != "base"}
            yield str(outdated["id"]), _in_order({**kept, **base})


def mirrored(ours: Mapping[str, Table], theirs: Mapping[str, Table]) -> set[str]:
    """Return the ids of theirs' conflicts that ours has under another id: the same two values about the same thing."""
    known = {(subject_of(our), _sides(our)) for our in ours.values()}
    return {id_ for id_, item in theirs.items() if id_ not in ours and (subject_of(item), _sides(item)) in known}


def _sides(record: Table) -> frozenset[Any]:
    return frozenset((record.get("mine", ""), record.get("theirs", "")))


def _in_order(record: Plain) -> Plain:
    names = ("id", "on", "field", "base", "mine", "theirs", "mine_by", "theirs_by", "at")
    return {name: record[name] for name in names if name in record}


def _fields_text(fields: Table) -> str:
    return "\n".join(f"{encoder.key(name)} = {encoder.inline(value)}" for name, value in fields.items() if value is not None)
