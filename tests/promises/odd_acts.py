"""Edits of any kind, each with what it means: commands of the command line, and edits of entries as the screens make them."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from ledger_text import TODAY
from odd_layouts import KINDS, TITLES

from jinpu_tui.cli.main import run
from jinpu_tui.model import edits
from jinpu_tui.services.workspace import EditError, Workspace


@dataclass
class Act:
    """An edit: what it is about, how it is made (exit code), and what its fields hold then."""

    what: str
    make: Callable[[Path], int]
    id: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    comes: str = ""
    goes: bool = False


def run_command(root: Path, *words: str) -> int:
    """Run a command on a dataset; its exit code."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = run(["-D", str(root), *words, "--as-of", str(TODAY)])
    if "fault" in out.getvalue() or "internal error" in out.getvalue():
        raise AssertionError(out.getvalue())
    return int(code)


def an_act(random: Random, tables: dict[str, Any], number: int) -> Act:
    """An edit of one of the records of some files, as they were parsed."""
    marker = f"m{9000 + number}m"
    records = [(kind, record) for file in tables.values() for kind in KINDS for record in file.get(kind, ()) if "id" in record]
    if not records or random.random() < 0.15:
        kind = random.choice(KINDS)
        title = TITLES.get(kind, "title")
        return Act(f"add {kind}", lambda root: run_command(root, "add", kind, f"{title}={marker}"), comes=marker)
    kind, record = random.choice(records)
    id_ = record["id"]
    if random.random() < 0.12:
        return Act(f"remove {id_}", lambda root: run_command(root, "remove", id_), id_, goes=True)
    choices = [_set(id_, "note", "a\nb # c"), _set(id_, "note", ""), _set(id_, TITLES.get(kind, "title"), f"{marker} new")]
    if kind == "task":
        choices = [*choices[:2], *_task_acts(random, record, marker)] * 2 + choices[2:]
    if kind == "indicator":
        choices = [*_indicator_acts(random, record, marker), *choices[2:]]
    return random.choice(choices)


def _set(id_: str, name: str, text: str, meant: Any = "") -> Act:
    value = (text or None) if meant == "" else meant
    return Act(f"set {id_} {name}={text}", lambda root: run_command(root, "set", id_, f"{name}={text}"), id_, {name: value})


def _task_acts(random: Random, task: dict[str, Any], marker: str) -> Iterator[Act]:
    id_ = task["id"]
    yield _set(id_, "lead", "审计局")
    yield _set(id_, "lead", "")
    yield _set(id_, "status", random.choice(("done", "doing")))
    yield Act(f"done {id_}", lambda root: run_command(root, "done", id_), id_, {"status": "done"})
    note = Act(f"note {id_}", lambda root: run_command(root, "note", id_, marker, "--by", "li"), id_)
    note.fields["log"] = [*task.get("log", []), {"date": TODAY, "by": "li", "text": marker}]
    yield note
    yield note
    yield _set(id_, "log", "")
    for name in ("support", "tags"):
        entries = task.get(name, [])
        wanted = random.sample(entries, random.randint(0, len(entries)))
        wanted.insert(random.randint(0, len(wanted)), f"{marker}, new")
        yield _set(id_, name, ",".join(f'"{item}"' for item in wanted), wanted)
        yield _set(id_, name, f"+{marker}", [*entries, marker])
        if entries:
            gone = random.choice(entries)
            yield _set(id_, name, f"-{gone}", [entry for entry in entries if entry != gone])
            turned = random.sample(entries, len(entries))
            yield _set(id_, name, ",".join(f'"{item}"' for item in turned), turned)
    steps = task.get("steps", [])
    yield _step(id_, "add", [*steps, {"text": marker, "done": False}], lambda item: edits.add_step(item, marker))
    if steps:
        at = random.randrange(len(steps))
        ticked = [{**item, "done": not item["done"]} if index == at else item for index, item in enumerate(steps)]
        renamed = [{**item, "text": f"{marker} new"} if index == at else item for index, item in enumerate(steps)]
        yield _step(id_, f"tick {at}", ticked, lambda item: edits.toggle_step(item, at))
        yield _step(id_, f"set {at}", renamed, lambda item: edits.set_step(item, at, {"text": f"{marker} new"}))
        yield _step(id_, f"remove {at}", steps[:at] + steps[at + 1 :], lambda item: edits.remove_step(item, at))


def _step(id_: str, what: str, meant: Any, change: Callable[[Any], Any], name: str = "steps") -> Act:
    return Act(f"{name} {id_} {what}", lambda root: _applied(root, id_, change), id_, {name: meant})


def _applied(root: Path, id_: str, change: Callable[[Any], Any]) -> int:
    workspace = Workspace(root, today=TODAY)
    try:
        workspace.apply(change(workspace.plain(id_)))
    except EditError:
        return 3
    return 0


def _indicator_acts(random: Random, indicator: dict[str, Any], marker: str) -> Iterator[Act]:
    id_ = indicator["id"]
    seen = indicator.get("observations", [])
    year = str(random.randint(2001, 2021))
    new = {"period": year, "value": 7, "note": marker}
    place = sum(item["period"] <= year for item in seen)
    meant = [{**item, **new} if item["period"] == year else item for item in seen]
    if meant == seen:
        meant.insert(place, new)
    words = ("observe", id_, year, "7", f"note={marker}")
    for _number in range(3):
        yield Act(" ".join(words), lambda root: run_command(root, *words), id_, {"observations": meant})
    for name in ("baseline", "target"):
        yield _set(id_, name, "2020 8", {**indicator.get(name, {}), "period": "2020", "value": 8})
        yield _set(id_, name, "")
    yield _set(id_, "unit", "亿元")
    if seen:
        at = random.randrange(len(seen))
        left = seen[:at] + seen[at + 1 :]
        yield _step(id_, f"remove {at}", left, lambda item: edits.remove_observation(item, at), "observations")
        moved = [{**item, "period": "2000"} if index == at else item for index, item in enumerate(seen)]
        change = {"value": 1}
        moved[at] = {**moved[at], **change}
        yield _step(id_, f"set {at}", moved, lambda item: edits.set_observation(item, at, "2000", change), "observations")
