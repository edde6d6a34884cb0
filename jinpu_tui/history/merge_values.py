"""Three-way merge of plain tables: the fields of records, the [dataset] table, tables that the format does not know.

Fields of records are merged as two people's edits are (`model.merge`). What clashes stays as ours has it and becomes an open
conflict. In tables of others a clash is left to git.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from msgspec import Struct, field

from jinpu_tui.history.merge_decisions import Decided, Decisions
from jinpu_tui.history.open_conflicts import OpenConflicts
from jinpu_tui.model.changes import Change, Plain
from jinpu_tui.model.compare import changes_between
from jinpu_tui.model.errors import JinpuError
from jinpu_tui.model.field_merge import by_key
from jinpu_tui.model.merge import Conflict, rebase, settled
from jinpu_tui.model.records import Part
from jinpu_tui.model.unit_values import means_same
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.equality import same

Table = Mapping[str, Any]


class MergeError(JinpuError):
    """The versions cannot be merged by records; the message says why. git's own merge of lines is what is left."""


class NoDatasetError(MergeError):
    """No side is a dataset file."""


class ValueMerger(Struct):
    """Merges tables and collects the conflicts.

    `decided` are the fields, by the id of their record, about which each side settled an open conflict of the merge base: there
    a value that equals the base is a decision, too.
    """

    conflicts: OpenConflicts
    decided: Decisions = field(default_factory=dict)

    def record(self, part: Part, id_: str, base: Table, ours: Table, theirs: Table) -> Plain:
        """Return a record, or the [dataset] table, with the work of both sides; ours where they clash."""
        whole = dict(ours)
        if part == "dataset":
            base, ours, theirs = (dict(side) for side in (base, ours, theirs))
            for name in _sub_tables(base, ours, theirs):
                whole.pop(name, None)
                before = {} if name in self._decided_otherwise(id_, ours, theirs) else base
                if table := self._sub_table(name, before, ours, theirs):
                    whole[name] = table
                for side in (base, ours, theirs):
                    side.pop(name, None)
        known, found = dict(base), list[Conflict]()
        for name, decision in self._decided_otherwise(id_, ours, theirs).items():
            known |= {name: None, **decision.before()}
            undecided = _without_entries(name, decision.entries, base, ours, theirs)
            if undecided is not None:
                base = {**base, name: undecided}
            else:
                found.append(Conflict(Change(part, id_, name, None, theirs.get(name)), ours.get(name)))
        settled_twice = {item.change.field for item in found if isinstance(item.change, Change)}
        changes = [item for item in changes_between(part, id_, base, theirs) if item.field not in settled_twice]
        made, clashes = rebase(changes, ours)
        while clashes:
            found += clashes
            for clash in clashes:
                changes = [item for item in settled(changes, clash, "theirs") if isinstance(item, Change)]
            made, clashes = rebase(changes, ours)
        for change in made:
            if change.after is None:
                whole.pop(change.field, None)
            else:
                whole[change.field] = change.after
        for clash in found:
            self.conflicts.add_fields(clash, known, ours, theirs)
        return whole

    def _decided_otherwise(self, id_: str, ours: Table, theirs: Table) -> dict[str, Decided]:
        """Return the decided fields, in order, that the sides have decided differently."""
        items = sorted(self.decided.get(id_, {}).items())
        return {name: decision for name, decision in items if name and not means_same(name, ours.get(name), theirs.get(name))}

    def _sub_table(self, name: str, base: Table, ours: Table, theirs: Table) -> Plain:
        """Merge a table inside [dataset] by its keys. If one clashes the conflict holds the merged table with either value."""
        tables = [side.get(name, {}) for side in (base, ours, theirs)]
        merged, clashes = merge_keys(*tables)
        if clashes:
            other = {**merged, **{key: tables[2][key] for key in clashes if key in tables[2]}}
            other = {key: value for key, value in other.items() if key in tables[2] or key not in clashes}
            self.conflicts.add("dataset", name, {name: merged}, {name: other}, {name: tables[0]} if tables[0] else {})
        return merged


def _without_entries(name: str, keys: Set[str], *sides: Table) -> list[Any] | None:
    """Return a list of the base without the entries that were in conflict, so that they clash if the sides decided differently.

    None if that does not work: the list as a whole was in conflict, or a side has removed an entry.
    """
    values = [side.get(name) or [] for side in sides]
    if not keys or not all(isinstance(value, list) for value in values):
        return None
    base, ours, theirs = ({str(key): entry for key, entry in by_key(name, value).items()} for value in values)
    if any((key in ours) != (key in theirs) for key in keys):
        return None
    return [entry for key, entry in base.items() if key not in keys]


def _sub_tables(*sides: Table) -> list[str]:
    """Return the names of what is a table on each side that has it, and differs between all three."""
    names = dict.fromkeys(name for side in sides for name in side)
    return [name for name in names if all(isinstance(side.get(name, {}), Mapping) for side in sides)]


def merge_keys(base: Table, ours: Table, theirs: Table) -> tuple[Plain, list[str]]:
    """Merge tables key by key, and those in them likewise; return what they hold, and the keys that clash, as ours has them."""
    merged: Plain = {}
    clashes: list[str] = []
    for name in dict.fromkeys((*ours, *theirs)):
        before, mine, other = (side.get(name) for side in (base, ours, theirs))
        if same(other, before) or same(other, mine):
            value = mine
        elif same(mine, before):
            value = other
        elif isinstance(mine, Mapping) and isinstance(other, Mapping) and isinstance(before, Mapping | None):
            value, inner = merge_keys(before or {}, mine, other)
            clashes += [name] if inner else []
        else:
            value = mine
            clashes.append(name)
        if value is not None:
            merged[name] = value
    return merged, clashes


def merge_foreign(name: str, base: Table, ours: Table, theirs: Table) -> Plain:
    """Merge a table that the format does not know. Raises MergeError if both sides made a key of it different."""
    merged, clashes = merge_keys(base, ours, theirs)
    if clashes:
        message = _("both sides changed {keys} of {name}, which is no record of the format")
        raise MergeError(message.format(keys=", ".join(clashes), name=name or _("the file")))
    return merged
