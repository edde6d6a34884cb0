"""What happens in each prompt and on each page to what is typed: tried in the app, and written into RESULTS.md as a table.

    python3 tests/promises/typing_table.py

The words in the table are what was observed, not what was wanted; `check` names rows in which something was lost.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / name) for name in ("", "terminal")]

from ledger_text import LEDGER, TODAY  # noqa: E402  a script has no package to find it in

RESULTS = Path(__file__).with_name("RESULTS.md")
HEADING = "## What happens to what is typed"
LOST = "LOST"


class Trial(NamedTuple):
    """A prompt or page: the keys that lead to it, what is typed there, and the record that a colleague removes meanwhile."""

    name: str
    keys: tuple[str, ...]
    text: str = ""
    removed: str = "T1"
    submit: str = "enter"


PROMPTS = (
    Trial("note", ("2", "n"), "one\ntwo"),
    Trial("comment", ("2", "C"), "one\ntwo"),
    Trial("due", ("2", "d"), "2018-01-31\n"),
    Trial("progress", ("2", "p"), "3\n"),
    Trial("status", ("2", "s"), "blo\ncked"),
    Trial("lead", ("2", "w"), "Planning\nOffice"),
    Trial("step", ("2", "T"), "one\ntwo"),
    Trial("due of a step", ("2", "l", "j", "d"), "2018-01-31\n"),
    Trial("new task", ("2", "a"), "one\ntwo"),
    Trial("new requirement below", ("1", "A"), "one\ntwo", "R1"),
    Trial("observation", ("3", "v"), "2018 1\n2019 2", "I1"),
    Trial("line in the form", ("2", "e", "g", "j", "enter"), "one\ntwo"),
    Trial("text in the form", ("2", "e", "G", "enter"), "one\ntwo", submit="ctrl+s"),
    Trial("filter of a pane", ("2", "/"), "wri\nte"),
    Trial("filter of a page", ("2", "enter", "/"), "Fin\nance"),
    Trial("find", ("f",), "write\nplan"),
    Trial("as of", ("@",), "2016-11-30\n"),
    Trial("revision", ("R",), "HEAD\n~3"),
    Trial("remove", ("2", "x"), "rem\nove"),
    Trial("palette", (":",), "zo\nom"),
)
PAGES = (
    Trial("record", ("2", "enter")),
    Trial("form", ("2", "e")),
    Trial("chart", ("3", "space"), removed="I1"),
    Trial("relations", ("2", "r")),
    Trial("overview", ("0",)),
    Trial("board", ("b",), removed="R1"),
    Trial("chains", ("W",)),
    Trial("comments", ("I",)),
    Trial("history", ("2", "H")),
    Trial("kept texts", ("Y",)),
)
HEADS = ("where", "several pasted lines", "Esc", "a dead line", "a colleague removes what it is about", "read-only")


@asynccontextmanager
async def opened(folder: Path, *, read_only: bool = False):
    """The app on a folder, with a place for what the user keeps."""
    from jinpu_tui.services.user_state import UserState
    from jinpu_tui.services.workspace import Workspace
    from jinpu_tui.ui.app import JinpuApp

    app = JinpuApp(Workspace(folder, today=TODAY, read_only=read_only), UserState(folder.parent / "state"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        yield app, pilot


async def reach(pilot, keys: Sequence[str]) -> None:
    for key in keys:
        await pilot.press(key)
    await pilot.pause(0.2)


async def paste(app, pilot, text: str) -> None:
    from textual import events

    app.post_message(events.Paste(text))
    await pilot.pause()
    await pilot.pause()


def ledger() -> Path:
    """A new folder with the test ledger."""
    folder = Path(tempfile.mkdtemp()) / "ledger"
    folder.mkdir()
    (folder / "ledger.toml").write_text(LEDGER, "utf-8")
    return folder


def written(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.toml")) if ".jinpu" not in path.parts)


async def pasted(trial: Trial) -> str:
    async with opened(ledger()) as (app, pilot):
        await reach(pilot, trial.keys)
        popup = app.screen.popup
        if popup is None:
            await paste(app, pilot, "some\ntext")
            return "not taken: shown, with what to do" if "some text" in app.screen.keys.message else LOST
        await pilot.press("ctrl+u")
        await paste(app, pilot, trial.text)
        told = popup.message_line.text
        lines = [line.strip() for line in trial.text.splitlines() if line.strip()]
        if "one a line" in told or (popup.typed.splitlines() == lines and "observations" in told):
            return "each line is one, as one undo"
        if popup.typed.splitlines() == lines and len(lines) > 1:
            return "kept as lines"
        return "joined with blanks" if popup.typed == " ".join(lines) else LOST


async def escaped(trial: Trial) -> str:
    folder = ledger()
    async with opened(folder) as (app, pilot):
        await reach(pilot, trial.keys)
        popup = app.screen.popup
        if popup is None:
            await pilot.press("escape")
            return "leaves" if not app.screen.page_ref else LOST
        await pilot.press("ctrl+u")
        await paste(app, pilot, trial.text)
        typed = popup.typed
        await pilot.press("escape")
        remembers = popup.remembers
    async with opened(folder) as (app, pilot):
        await reach(pilot, trial.keys)
        if app.screen.popup is not None and app.screen.popup.typed == typed:
            return "comes back at the next opening"
        return LOST if remembers else "closes: the words only narrowed a list"


def cut_off(trial: Trial) -> str:
    """What a killed program leaves; in a real pty."""
    from terminal import Terminal

    folder = ledger()
    program = str(Path(sys.executable).with_name("jinpu-tui"))
    state = {"XDG_STATE_HOME": str(folder.parent / "state")}
    named = {"enter": "\r", "space": " ", "escape": "\x1b"}
    with Terminal([program, str(folder)], columns=120, rows=40, **state) as terminal:
        terminal.wait_for("Write the plan")
        for key in trial.keys:
            terminal.send(named.get(key, key))
            while terminal.read(0.15):
                pass
        terminal.send("\x15" + f"\x1b[200~{trial.text}\x1b[201~")
        while terminal.read(0.3):
            pass
        os.kill(terminal.process.pid, signal.SIGKILL)
        terminal.wait_for_end()
    with Terminal([program, str(folder)], columns=120, rows=40, **state) as again:
        again.wait_for("as of")  # the first line; a form that comes back covers the panes
        while again.read(0.6):
            pass
        first = trial.text.splitlines()[0]
        back = f"│ {first}" in again.text
    if written(folder) != LEDGER:
        return LOST
    return "comes back at the next start" if back else "nothing is changed"


async def changed_by_a_colleague(trial: Trial) -> str:
    from jinpu_tui.cli.main import run

    folder = ledger()
    async with opened(folder) as (app, pilot):
        await reach(pilot, trial.keys)
        popup = app.screen.popup
        if popup is not None:
            await pilot.press("ctrl+u")
            await paste(app, pilot, trial.text)
        typed = popup.typed if popup is not None else ""
        key = app.screen.page_ref
        sys.stdout.flush()
        run(["-D", str(folder), "remove", trial.removed])
        theirs = written(folder)
        app.screen.refresh_data()
        await pilot.pause()
        if popup is None:
            return "follows" if app.screen.page_ref == key else "closes"
        await pilot.press(trial.submit)
        await pilot.pause(0.2)
        if written(folder) != theirs:
            return "is written beside it"
        if not popup.closed:
            return "stays in the prompt, with the reason"
        if any(draft.text == typed for draft in app.session.kept.all().values()):
            return "asked about, and kept (`Y`)"
        return LOST if popup.remembers and trial.keys[0] not in "f@R" and trial.keys[-1] != "/" else "does what it does"


async def read_only(trial: Trial) -> str:
    folder = ledger()
    async with opened(folder, read_only=True) as (app, pilot):
        await reach(pilot, trial.keys)
        popup = app.screen.popup
        if popup is None:
            return "opens" if app.screen.page_ref else "not here"
        await pilot.press("ctrl+u")
        text = trial.text if trial.name != "progress" else "35"
        await paste(app, pilot, text)
        await pilot.press(trial.submit)
        await pilot.pause(0.2)
        if written(folder) != LEDGER:
            return LOST
        proposals = app.session.user_state.proposals(folder)
        return "proposed once" if len(proposals) == 1 else LOST if len(proposals) > 1 else "changes nothing"


async def row_of(trial: Trial, *, is_prompt: bool) -> tuple[str, ...]:
    line = await asyncio.to_thread(cut_off, trial) if is_prompt else "shows nothing that was typed"
    return (
        f"`{' '.join(trial.keys[-2:]) if len(trial.keys) > 1 else trial.keys[0]}` {trial.name}",
        await pasted(trial),
        await escaped(trial),
        line,
        await changed_by_a_colleague(trial),
        await read_only(trial),
    )


def rows() -> list[tuple[str, ...]]:
    """Try all prompts and pages."""
    os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp()
    os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp()
    found = []
    for trial in (*PROMPTS, *PAGES):
        found.append(asyncio.run(row_of(trial, is_prompt=trial in PROMPTS)))
        print(" | ".join(found[-1]), file=sys.__stdout__, flush=True)
    return found


def update(path: Path, found: Sequence[Sequence[str]]) -> None:
    """Put the table at the end of a file, in the place of the one that is there."""
    text = path.read_text("utf-8").partition(HEADING)[0].rstrip() if path.exists() else ""
    lines = [HEADING, "", "Written by `python3 tests/promises/typing_table.py` from what it observed.", ""]
    lines += [f"| {' | '.join(row)} |" for row in (HEADS, ["---"] * len(HEADS), *found)]
    path.write_text(f"{text}\n\n" + "\n".join(lines) + "\n", "utf-8")


def lost(found: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The rows in which something was lost."""
    return [row for row in found if LOST in row]


if __name__ == "__main__":
    all_rows = rows()
    update(RESULTS, all_rows)
    sys.exit(1 if lost(all_rows) else 0)
