"""The programs that are measured: ours, and those beside it that are installed here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from ledgers import rows, write_csv, write_taskwarrior

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))

BARE = """
from textual.app import App
from textual.widgets import DataTable, Footer, Header
import json, sys
class Bare(App):
    BINDINGS = [("q", "quit", "Quit")]
    def compose(self):
        yield Header(); yield DataTable(cursor_type="row"); yield Footer()
    def on_mount(self):
        table = self.query_one(DataTable); table.add_columns("id", "title", "status", "lead", "due", "%")
        table.add_rows(json.load(open(sys.argv[1])))
        table.focus()
Bare().run()
"""


@dataclass(frozen=True)
class Program:
    """How to start a program in a terminal, and what stands on the screen when its first rows do."""

    name: str
    command: list[str]
    marker: str
    environ: dict[str, str] = field(default_factory=dict)


def ours(dataset: Path, marker: str = "T5 ") -> Program:
    """Our program on a dataset."""
    return Program("jinpu-tui", [PROGRAM, str(dataset)], marker)


def table(folder: Path, tasks: int) -> Program:
    """A Textual app with header, footer and a DataTable of so many tasks."""
    path = folder / f"rows{tasks}.json"
    path.write_text(json.dumps(rows(tasks)), "utf-8")
    return Program("Textual DataTable", [sys.executable, "-c", BARE, str(path)], "task number 5")


def visidata(path: Path, marker: str) -> Program | None:
    """VisiData on a file, without the user's own settings."""
    found = shutil.which("vd")
    return Program("VisiData", [found, "--config", os.devnull, str(path)], marker) if found else None


def visidata_csv(folder: Path, tasks: int) -> Program | None:
    """VisiData on the tasks as CSV."""
    return visidata(write_csv(folder / f"tasks{tasks}.csv", tasks), "T5 ")


def vim(path: Path) -> Program | None:
    """Vim on a file, without the user's own settings."""
    found = shutil.which("vim")
    return Program("vim", [found, "--clean", "-n", str(path)], "format = 1") if found else None


def taskwarrior(folder: Path, tasks: int) -> dict[str, str] | None:
    """The environment in which `task` knows the tasks."""
    if not shutil.which("task"):
        return None
    home = folder / f"taskwarrior{tasks}"
    home.mkdir()
    (home / "rc").write_text("confirmation=off\nbulk=0\nnews.version=99\n", "utf-8")
    environ = {**os.environ, "TASKDATA": str(home), "TASKRC": str(home / "rc")}
    path = write_taskwarrior(home / "tasks.json", tasks)
    subprocess.run(["task", "import", str(path)], env=environ, check=True, capture_output=True)
    return environ


def versions() -> str:
    """What was measured, and beside what."""
    told = [f"Python {sys.version.split()[0]}"]
    for name, command in {"VisiData": ["vd"], "taskwarrior": ["task"], "vim": ["vim"]}.items():
        if not shutil.which(command[0]):
            told.append(f"{name} is not installed: its rows are left out")
            continue
        result = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False, timeout=30)
        first = (result.stdout or result.stderr).strip().splitlines()[0]
        told.append(first if name.lower() in first.lower() else f"{name} {first}")
    from importlib.metadata import version

    return ", ".join([*told, *(f"{name} {version(name)}" for name in ("jinpu-tui", "textual", "rich", "toml-rs", "msgspec"))])
