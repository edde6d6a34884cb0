"""Random histories of branches that merge each other, and a count by cause and effect of what a merge lost.

The count knows nothing of files. Each value that somebody sets, a decision included, replaces the values that its branch had.
What no other value has replaced must be in the file after a merge; if that are several, an open conflict must be there. Whoever
decides an open conflict decides it for those who have left it open. An entry of a list that one side removed and another one
added again may be there or not.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field

from jinpu_tui.history.merge_driver import MergeError, merge

FIELDS = ("title", "lead", "note")
TASKS = ("T1", "T2")
ENTRIES = ("u1", "u2")


@dataclass(eq=False)
class Commit:
    """A state of the file, with its parents, and by field the values that nobody has replaced yet, each with its commit."""

    parents: tuple[Commit, ...]
    data: bytes
    values: dict[tuple[str, str], set[tuple[Commit, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ancestors: frozenset[Commit] = frozenset({self}).union(*(parent.ancestors for parent in self.parents))


@dataclass
class Counted:
    """What came of the merges."""

    merges: int = 0
    of_bases: int = 0
    conflicts: int = 0
    decisions: int = 0
    refused: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def written(tables: dict) -> bytes:
    """Return a dataset of tasks as a file."""
    lines = []
    for kind in ("task", "conflict"):
        for record in tables.get(kind, []):
            lines += [f"[[{kind}]]", *(f"{name} = {value!r}" for name, value in record.items() if name != "at"), ""]
    return "\n".join(lines).encode()


def merge_bases(one: Commit, other: Commit) -> list[Commit]:
    """Return the common ancestors that are no ancestors of others, as git finds them."""
    common = one.ancestors & other.ancestors
    found = [commit for commit in common if not any(commit in item.ancestors for item in common if item is not commit)]
    return sorted(found, key=lambda commit: len(commit.ancestors))


def merged(ours: Commit, theirs: Commit, counted: Counted) -> bytes:
    """Merge as git does: of several merge bases one is made first. Raises MergeError."""
    base, *others = merge_bases(ours, theirs)
    for other in others:
        counted.of_bases += 1
        base = Commit((base, other), merged(base, other, counted))
    if ours.data == base.data or theirs.data in (base.data, ours.data):
        return theirs.data if ours.data == base.data else ours.data
    return merge(base.data, ours.data, theirs.data).data


class History:
    """Branches of one file."""

    def __init__(self, seed: int, counted: Counted) -> None:
        self._dice, self._counted, self._name = random.Random(seed), counted, f"seed {seed}"  # noqa: S311  for a repeatable run
        self._words = (f"w{number}" for number in range(10_000))
        root = Commit((), b"")
        tasks = [{"id": id_, **{name: next(self._words) for name in FIELDS}, "support": ["u1"]} for id_ in TASKS]
        root.data = written({"task": tasks})
        root.values = {(task["id"], name): {(root, task[name])} for task in tasks for name in FIELDS}
        root.values |= {(id_, entry): {(root, entry if entry == "u1" else "")} for id_ in TASKS for entry in ENTRIES}
        self._heads = [root] * self._dice.choice((2, 3))

    def run(self, steps: int) -> None:
        """Set values, decide and merge at random; two branches often merge each other at the same time."""
        for _step in range(steps):
            number, other = self._dice.sample(range(len(self._heads)), 2)
            heads = self._heads[number], self._heads[other]
            if self._dice.random() < 0.4:
                self._heads[number] = self._changed(heads[0])
                continue
            self._merge(number, heads[1])
            if self._dice.random() < 0.6:
                self._merge(other, heads[0])

    def _changed(self, head: Commit) -> Commit:
        tables = tomllib.loads(head.data.decode())
        new = Commit((head,), b"", dict(head.values))
        conflicts = tables.get("conflict", [])
        if conflicts and self._dice.random() < 0.7:
            record = conflicts.pop(self._dice.randrange(len(conflicts)))
            others = [item for item in conflicts if (item["on"], item["field"]) == (record["on"], record["field"])]
            task = next(item for item in tables["task"] if item["id"] == record["on"])
            text = record.get(self._dice.choice(("mine", "theirs", "base")), "")
            task[record["field"]] = tomllib.loads(text)[record["field"]]
            if not others:
                new.values[record["on"], record["field"]] = {(new, task[record["field"]])}
            self._counted.decisions += 1
        else:
            task, name = self._dice.choice(tables["task"]), self._dice.choice((*FIELDS, *ENTRIES))
            if any((item["on"], item["field"]) == (task["id"], name) for item in conflicts):
                return head
            if name in ENTRIES:
                was = task.get("support", [])
                task["support"] = [entry for entry in was if entry != name] if name in was else [*was, name]
                new.values[task["id"], name] = {(new, name if name not in was else "")}
            else:
                earlier = [value for commit in head.ancestors for _by, value in commit.values.get((task["id"], name), ())]
                value = self._dice.choice(sorted(set(earlier))) if self._dice.random() < 0.4 else next(self._words)
                if value == task[name]:
                    return head
                task[name] = value
                new.values[task["id"], name] = {(new, task[name])}
        new.data = written(tables)
        return new

    def _merge(self, number: int, theirs: Commit) -> None:
        ours = self._heads[number]
        if theirs in ours.ancestors or ours in theirs.ancestors:
            self._heads[number] = ours if theirs in ours.ancestors else theirs
            return
        self._counted.merges += 1
        try:
            new = Commit((ours, theirs), merged(ours, theirs, self._counted))
        except MergeError as error:
            self._counted.refused.append(f"{self._name}: {error}")
            return
        new.values = _not_replaced(ours, theirs)
        bases = _not_replaced(*merge_bases(ours, theirs))
        self._counted.lost += [f"{self._name}: {text}" for text in self._lost(new, bases)]
        self._heads[number] = new

    def _lost(self, new: Commit, bases: dict) -> Iterator[str]:
        tables = tomllib.loads(new.data.decode())
        is_open = {(item["on"], item["field"]) for item in tables.get("conflict", [])}
        self._counted.conflicts += len(is_open)
        tasks = {task["id"]: task for task in tables["task"]}
        for (id_, name), found in new.values.items():
            values = {value for _by, value in found}
            held = tasks[id_].get("support", []) if name in ENTRIES else [tasks[id_].get(name)]
            present = (name if name in held else "") if name in ENTRIES else held[0]
            if (id_, name) in is_open:
                continue
            was = {value for _by, value in bases.get((id_, name), ())}
            if len(values) > 1 and len(was) == 1:  # who went back to what both began from has changed nothing
                values -= was
            if len(values) > 1 and (name in ENTRIES or self._is_decided_by_one(new, (id_, name), present)):
                values = {present}
            if len(found) > 1:
                new.values[id_, name] = {(new, present)}
            if values != {present}:
                yield f"{id_} {name} is {present}, not {values}"

    def _is_decided_by_one(self, new: Commit, key: tuple[str, str], present: str) -> bool:
        """Whether a conflict was open on one side, and the other side has decided it so."""
        values = []
        for parent in new.parents:
            tables = tomllib.loads(parent.data.decode())
            task = next(item for item in tables["task"] if item["id"] == key[0])
            if key not in {(item["on"], item["field"]) for item in tables.get("conflict", [])}:
                values.append(task.get(key[1]))
        return values == [present]


def _not_replaced(*commits: Commit) -> dict[tuple[str, str], set[tuple[Commit, str]]]:
    """Return by field the values of some commits that none of the commits has replaced."""
    found: dict[tuple[str, str], set[tuple[Commit, str]]] = {}
    for commit in commits:
        for key, values in commit.values.items():
            found.setdefault(key, set()).update(values)
    return {
        key: {item for item in values if not any(item[0] in by.ancestors for by, _value in values if by is not item[0])}
        for key, values in found.items()
    }


def merge_crosswise(seeds: range, steps: int = 25) -> Counted:
    """Merge random histories, one for each seed."""
    counted = Counted()
    for seed in seeds:
        History(seed, counted).run(steps)
    return counted
