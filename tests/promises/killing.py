"""Edits by a process that is killed at a random moment: what it said was saved is on disk, and every file is whole."""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from ledger_text import LEDGER, TODAY

from jinpu_tui.files import file_set
from jinpu_tui.model import edits
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.toml_edit.parser import ParseError, parse

TASKS = 100


@dataclass
class Killings:
    """What was found: all but `rounds` and `acknowledged` should be 0."""

    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    unparsed: int = 0
    strays: int = 0


def kill_all(rounds: int, seed: int = 1) -> Killings:
    """Kill so many processes, each while it edits as fast as it can; the moments follow from the seed."""
    chance = random.Random(seed)  # noqa: S311  no secret
    found = Killings()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "ledger.toml").write_bytes(LEDGER.encode())
        (folder / "more.toml").write_text("".join(map(_task, range(TASKS))), "utf-8")
        said: list[str] = []
        for number in range(rounds):
            said += _one_life(folder, number, chance.uniform(0.0, 0.2))
            found.rounds += 1
            found.unparsed += sum(not _parses(path) for path in folder.glob("*.toml"))
        Workspace(folder, today=TODAY).tidy()
        notes = [entry.text for task in Workspace(folder, today=TODAY).dataset.tasks for entry in task.log]
        found.acknowledged = len(said)
        found.lost = len(set(said) - set(notes)) + len(notes) - len(set(notes))
        found.strays = sum(path.name not in _EXPECTED for path in folder.rglob("*"))
    return found


_EXPECTED = {"ledger.toml", "more.toml", ".jinpu", "journal.toml", "lock", ".gitignore"}


def _one_life(folder: Path, number: int, seconds: float) -> list[str]:
    """What a process said it had saved before it was killed."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _edit_for_ever(folder, number, write)
        finally:
            os._exit(1)
    os.close(write)
    os.read(read, 1)  # it has begun
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(read, "rb") as pipe:
        return [line.decode() for line in pipe.read().split(b"\n")[:-1]]


def _edit_for_ever(folder: Path, number: int, write: int) -> None:
    """Notes on tasks of both files, each note another, some of them in one edit."""
    file_set.QUIET_NS = 0
    workspace = Workspace(folder, today=TODAY)
    os.write(write, b"!")
    count = 0
    while True:
        one = f"M{(number + count) % TASKS}"
        texts = [f"{number}.{count}.{task}" for task in ((one, "T1") if count % 10 == 2 else (one,))]
        tasks = [workspace.plain(text.rpartition(".")[2]) for text in texts]
        workspace.apply(
            [item for task, text in zip(tasks, texts, strict=True) for item in edits.add_note(task, text, "", TODAY)]
        )
        os.write(write, "".join(f"{text}\n" for text in texts).encode())
        count += 1


def _task(number: int) -> str:
    return f'[[task]]\nid = "M{number}"\ntitle = "Number {number}"  # kept\n\n'


def _parses(path: Path) -> bool:
    try:
        parse(path.read_bytes().decode())
    except (ParseError, UnicodeDecodeError):
        return False
    return True
