"""A save disturbed at every step: the files are the old or the new ones, the user is told, and trying again succeeds."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ledger_text import LEDGER, TODAY
from system_calls import ERRORS, Act, dies, dies_halfway, disturbed, fails, in_a_child

from jinpu_tui.files import file_set
from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange
from jinpu_tui.services.workspace import EditError, Workspace

MORE = '[[task]]\nid = "M1"\ntitle = "More"  # kept\nstatus = "todo"\n'
DONE, TOLD = 0, 10

Make = Callable[[Workspace], Sequence[AnyChange]]

EDITS: dict[str, Make] = {
    "one field": lambda w: edits.set_fields("task", w.plain("T1"), {"due": date(2017, 1, 14)}, TODAY),
    "two files": lambda w: [
        *edits.set_fields("task", w.plain("T1"), {"due": date(2017, 1, 14)}, TODAY),
        *edits.set_fields("task", w.plain("M1"), {"status": "done"}, TODAY),
    ],
}


@dataclass
class Saves:
    """What was found; the lists should be empty."""

    saves: int = 0
    steps: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    torn: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    not_retried: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)


def disturb_all(edit_names: Sequence[str] = tuple(EDITS), errors: Sequence[str] = tuple(ERRORS), stride: int = 1) -> Saves:
    """Disturb each edit at every `stride`th step in every way."""
    found = Saves()
    for name in edit_names:
        with tempfile.TemporaryDirectory() as folder:
            base = Path(folder, "base")
            _begin(base)
            steps = _count(base, EDITS[name])
            found.steps += steps
            for told, act, at, for_good in _ways(errors, range(0, steps, stride)):
                _disturb(Path(folder, "one"), base, name, f"{name}, {told} at step {at}", (act, at, for_good), found)
    return found


def _ways(errors: Sequence[str], places: Sequence[int]) -> Iterator[tuple[str, Act, int, bool]]:
    for at in places:
        yield "killed", dies, at, False
        yield "killed halfway", dies_halfway, at, False
        for error in errors:
            yield error, fails(ERRORS[error]), at, False
            yield f"{error} for good", fails(ERRORS[error]), at, True


def _begin(folder: Path) -> None:
    """A dataset of two files with a first edit in its journal."""
    folder.mkdir()
    (folder / "ledger.toml").write_bytes(LEDGER.encode())
    (folder / "more.toml").write_bytes(MORE.encode())
    workspace = Workspace(folder, today=TODAY)
    workspace.apply(edits.set_fields("task", workspace.plain("T3"), {"lead": "Audit"}, TODAY))


def _count(base: Path, make: Make) -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(base, Path(folder, "copy")))
        workspace = Workspace(copy, today=TODAY)
        with disturbed() as calls:
            workspace.apply(make(workspace))
        return len(calls.made)


def _disturb(folder: Path, base: Path, name: str, what: str, way: tuple[Act, int, bool], found: Saves) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder)
    old = _texts(folder)
    found.saves += 1

    def save() -> int:
        file_set.QUIET_NS = 0  # in this child: no editor writes here in place that would have to be waited for
        workspace = Workspace(folder, today=TODAY)
        changes = EDITS[name](workspace)
        act, at, for_good = way
        with disturbed(act, at, for_good=for_good):
            try:
                workspace.apply(changes)
            except (OSError, EditError):
                return TOLD
        return DONE

    code = in_a_child(save)
    if code not in (DONE, TOLD, -9):
        found.untold.append(f"{what}: ended with {code}")
    found.outcomes[{DONE: "made", TOLD: "told"}.get(code, "killed")] += 1
    for leftover in folder.rglob(".*.jinpu-*"):
        data = leftover.read_bytes()
        leftover.write_bytes(data[: len(data) // 2])  # what a power cut leaves of a file that was not synced
    _look_at(folder, old, name, what, code, found)


def _look_at(folder: Path, old: dict[str, str], name: str, what: str, code: int, found: Saves) -> None:
    """Each file is old or new at once; the edit is whole or not there once the next program has written."""
    new = _new_texts(old, name)
    for path, text in _texts(folder).items():
        if text not in (old[path], new[path]):
            found.torn.append(f"{what}: {path}")
    Workspace(folder, today=TODAY).tidy()
    now = _texts(folder)
    if now not in (old, new) or (code == DONE and now != new):
        found.torn.append(f"{what}: half of the edit, or an edit lost that was told to be made")
    again = Workspace(folder, today=TODAY)
    if now == old:
        again.apply(EDITS[name](again))
    if _texts(folder) != new:
        found.not_retried.append(what)
    again.apply(edits.add_note(again.plain("T2"), "still works", "", TODAY))
    again.undo()
    strays = [path.name for path in folder.rglob("*") if path.is_file() and ".jinpu-" in path.name]
    found.strays += [f"{what}: {stray}" for stray in strays]
    if _texts(folder) != new:
        found.not_retried.append(f"{what}: undo")


def _new_texts(old: dict[str, str], name: str) -> dict[str, str]:
    ledger = old["ledger.toml"].replace("due = 2016-12-31", "due = 2017-01-14", 1)
    more = old["more.toml"].replace('status = "todo"\n', 'status = "done"\ndone_on = 2016-12-01\n')
    return {"ledger.toml": ledger, "more.toml": more if name == "two files" else old["more.toml"]}


def _texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in folder.glob("*.toml")}
