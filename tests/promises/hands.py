"""Two apps, two command lines and a text editor at one dataset at the same time.

All are the real programs; the apps run in ptys. The editor is one that looks whether the file is still what it read before it
writes, as vim, emacs and VS Code do; it does so without a gap (by swapping files), so that what is counted is what we lose.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from terminal import Terminal

from jinpu_tui.files.rename_exchange import swap
from jinpu_tui.model.changes import Change
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.storage import journal

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))
TASKS = 40
CONTESTED = "T1"

HEAD = '# The ledger of five hands.\n[dataset]\nformat = 1\ntitle = "Hands"\n'
TASK = '\n# Above {id}.\n[[task]]\nid = "{id}"\ntitle = "Task {id}"\nstatus = "todo"\nlead = "Finance"  # of {id}\n'


@dataclass
class Hands:
    """What was found; all but `edits` and `conflicts` should be 0."""

    edits: int = 0
    conflicts: int = 0
    lost: int = 0
    untold: int = 0
    comments_lost: int = 0
    unsound: int = 0
    failed: list[str] = field(default_factory=list)


@dataclass
class _Hand:
    """What one hand said it did."""

    notes: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    conflicts: int = 0


def edit_together(each: int, seed: int = 1) -> Hands:
    """Let each of the five make so many edits; every fifth is to one field that all contest."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "ledger")
        folder.mkdir()
        path = folder / "ledger.toml"
        path.write_text(HEAD + "".join(TASK.format(id=f"T{number}") for number in range(1, TASKS + 1)), "utf-8")
        hands: dict[str, _Hand] = {}
        failed: list[str] = []

        def run(who: str, work: Callable[[Path, str, int, random.Random, _Hand], None], number: int) -> None:
            try:
                work(folder, who, each, random.Random(seed * 100 + number), hands[who])  # noqa: S311
            except BaseException as error:
                failed.append(f"{who}: {error}")

        crew = {"app1": _app, "app2": _app, "cli1": _command_line, "cli2": _command_line, "ed": _editor}
        hands |= {who: _Hand() for who in crew}
        threads = [threading.Thread(target=run, args=(who, work, number)) for number, (who, work) in enumerate(crew.items())]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return _judged(folder, path, hands, failed)


def _app(folder: Path, who: str, count: int, chance: random.Random, hand: _Hand) -> None:
    with Terminal([PROGRAM, str(folder)], columns=110, rows=30) as terminal:
        terminal.wait_for("2 Tasks")
        terminal.send("2")
        terminal.wait_for("Task T1")
        for number in range(count):
            text = f"{who}-{number}"
            if number % 5 == 4:
                _contest(terminal, text, hand)
            else:
                terminal.send(f"g{'j' * chance.randrange(1, 20)}n{text}\r")
                terminal.wait_for(lambda screen, text=text: _tells(screen, "log", text))
                hand.notes.append(text)
        terminal.send("q")
        terminal.wait_for_end()


def _contest(terminal: Terminal, text: str, hand: _Hand) -> None:
    """Set the contested field in the form; where somebody was faster, leave theirs."""
    terminal.send("ge")
    terminal.wait_for("Enter changes a field")
    terminal.send(";owner\r")
    terminal.wait_for("owner T1")
    terminal.send(f"\x15{text}\r")
    screen = terminal.wait_for(lambda screen: "was changed elsewhere" in screen or _tells(screen, "owner", text))
    if "was changed elsewhere" in screen:
        hand.conflicts += 1
        terminal.send("\r")
        terminal.wait_for("Left as it is")
    else:
        hand.owners.append(text)
    terminal.send("\x1b")
    terminal.wait_for("2 Tasks")


def _tells(screen: str, *words: str) -> bool:
    """Whether the bottom line holds all these words."""
    return all(word in screen.splitlines()[-1] for word in words)


def _command_line(folder: Path, who: str, count: int, chance: random.Random, hand: _Hand) -> None:
    for number in range(count):
        text = f"{who}-{number}"
        contest = number % 5 == 4
        words = ["set", CONTESTED, f"owner={text}"] if contest else ["note", f"T{chance.randrange(2, TASKS)}", text]
        done = subprocess.run([PROGRAM, "-D", str(folder), *words], capture_output=True, text=True, check=False)
        if done.returncode == 3 and "made it" in done.stderr and "owner" in done.stderr:
            hand.conflicts += 1
        elif done.returncode != 0:
            raise RuntimeError(f"{words}: {done.returncode} {done.stderr}")
        else:
            (hand.owners if contest else hand.notes).append(text)


def _editor(folder: Path, who: str, count: int, chance: random.Random, hand: _Hand) -> None:
    """A comment above a task each time, saved as a whole."""
    path = folder / "ledger.toml"
    for number in range(count):
        text = f"{who}-{number}"
        above = f'[[task]]\nid = "T{chance.randrange(2, TASKS)}"\n'
        while not _saved(path, lambda old, above=above, text=text: old.replace(above, f"# {text}\n{above}", 1)):
            pass
        hand.notes.append(text)
        threading.Event().wait(0.05)


def _saved(path: Path, change: Callable[[str], str]) -> bool:
    """Whether the file was still what was read when it was replaced; if not, it is put back as it was."""
    old = path.read_bytes()
    new = change(old.decode()).encode()
    beside = path.with_name("~ledger")
    beside.write_bytes(new)
    os.utime(beside, (1, 1))  # a whole file need not be waited for
    swap(beside, path)
    put_in, expected, came_out = new, old, beside.read_bytes()
    is_saved = came_out == old
    while came_out != expected:  # somebody was faster: theirs goes back, and ours, or one newer still, comes out
        swap(beside, path)
        put_in, expected, came_out = came_out, put_in, beside.read_bytes()
    beside.unlink()
    return is_saved


def _judged(folder: Path, path: Path, hands: dict[str, _Hand], failed: list[str]) -> Hands:
    workspace = Workspace(folder)
    notes = [entry.text for task in workspace.dataset.tasks for entry in task.log]
    text = path.read_bytes().decode()
    said = [note for who, hand in hands.items() if who != "ed" for note in hand.notes]
    comments = [f"# {note}\n" for note in hands["ed"].notes]
    own = [f"# Above T{n}.\n" for n in range(1, TASKS + 1)] + [f"# of T{n}\n" for n in range(1, TASKS + 1)]
    entries = journal.read(folder / ".jinpu" / "journal.toml")
    owners = [change for entry in entries for change in entry.changes if isinstance(change, Change) and change.field == "owner"]
    chain = sum(later.before != earlier.after for earlier, later in pairwise(owners))
    told = [owner for hand in hands.values() for owner in hand.owners]
    present = next(task.owner for task in workspace.dataset.tasks if task.id == CONTESTED)
    return Hands(
        edits=sum(len(hand.notes) + len(hand.owners) + hand.conflicts for hand in hands.values()),
        conflicts=sum(hand.conflicts for hand in hands.values()),
        lost=len(set(said) - set(notes)) + len(notes) - len(set(notes)) + chain + (present != owners[-1].after),
        untold=len(set(told) ^ {item.after for item in owners}),
        comments_lost=sum(text.count(comment) != 1 for comment in [*comments, *own]),
        unsound=len(workspace.problems),
        failed=failed,
    )
