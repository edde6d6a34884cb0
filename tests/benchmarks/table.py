"""The measurements, and the table they make."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ledgers import SIZES, write_files, write_ledger, write_natural
from measure import Watched, in_turns, median, percentile, seconds_of
from programs import PROGRAM, Program, ours, table, taskwarrior, versions, vim, visidata, visidata_csv

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
NOTES = "## What each step brought"
"""From here on RESULTS.md is written by hand, and kept."""


class Row(NamedTuple):
    """One line of the table. `limit` is what the value may be at most; None where it only tells about a peer."""

    what: str
    value: float
    unit: str
    limit: float | None = None
    told: str = ""

    @property
    def line(self) -> str:
        """The row in Markdown."""
        met = "" if self.limit is None else "yes" if self.value <= self.limit else "**no**"
        limit = "" if self.limit is None else _figure(self.limit, self.unit)
        return f"| {self.what} | {_figure(self.value, self.unit)} | {limit} | {met} | {self.told} |"


def _figure(value: float, unit: str) -> str:
    places = 2 if unit in ("x", "s") else 1 if value < 10 else 0
    return f"{value:,.{places}f} {unit}"


def measure_all(*, quick: bool) -> None:
    """Measure everything, print it and keep it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ledgers = {tasks: write_ledger(folder / f"ledger{tasks}", tasks) for tasks in SIZES}
        rows = [
            *_starts(folder, ledgers, quick=quick),
            *_first_rows(folder, quick=quick),
            *_keys(ledgers[SIZES[2]], 30 if quick else 200),
            *_edits(ledgers),
            *_bytes(folder, ledgers, quick=quick),
            *_memory(folder, ledgers),
            *_commands(folder, ledgers, 5 if quick else 11),
        ]
    lines = ["| what | measured | at most | met | beside it |", "| --- | --- | --- | --- | --- |", *(row.line for row in rows)]
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    told = f"Last run of `python3 tests/benchmarks/run.py{' --quick' * quick}` on {date.today()}: {machine}; {versions()}."
    size = "All in a pty of 100x30 with a terminal emulator at its other end; medians, programs in turns within one run."
    notes = RESULTS.read_text("utf-8").partition(NOTES)[1:] if RESULTS.exists() else ()
    text = "\n".join(["# Results", "", told, size, "", *lines, ""])
    print(text)
    RESULTS.write_text(text + ("\n" + "".join(notes) if any(notes) else ""), "utf-8")


def _starts(folder: Path, ledgers: dict[int, Path], *, quick: bool) -> list[Row]:
    split = write_ledger(folder / "split", 10_000, files=10)
    programs = {
        "bare": table(folder, 20),
        "jinpu": Program("jinpu-tui", [PROGRAM, str(HERE.parents[1] / "data")], "R1"),
        **{f"ours {tasks}": ours(path) for tasks, path in ledgers.items()},
        "ours split": ours(split),
    }
    found = in_turns(programs, 3 if quick else 9)
    bare = found["bare"][0]
    limits = {"jinpu": 1.15, "ours 10000": 1.4, "ours split": 1.4, "ours 100000": 1.6}
    names = {
        "jinpu": "the Jinpu dataset",
        **{f"ours {tasks}": f"{tasks:,} tasks" for tasks in SIZES},
        "ours split": "10,000 tasks in ten files",
    }
    rows = []
    for key, name in names.items():
        taken = found[key][0]
        told = f"{taken:.0f} ms, bare app {bare:.0f}"
        rows.append(Row(f"start to first rows, {name}", taken / bare, "x", limits.get(key), told))
    return rows + _peers(folder, ledgers, quick=quick)


def _first_rows(folder: Path, *, quick: bool) -> list[Row]:
    """Measure when each pane has its first rows in a ledger written in the natural order, and in one of many files."""
    natural, files = write_natural(folder / "natural", SIZES[2]), 20_000
    programs = {
        "bare": table(folder, 20),
        "tasks": ours(natural),
        "indicators": ours(natural, "indicator 5"),
        "files": ours(write_files(folder / "files", files)),
    }
    found = {name: taken for name, (taken, _size) in in_turns(programs, 3 if quick else 9).items()}
    bare = found["bare"]
    told = {name: f"{taken:.0f} ms, bare app {bare:.0f}" for name, taken in found.items()}
    what = f"{SIZES[2]:,} tasks in the natural order"
    return [
        Row(f"start to first tasks, {what}", found["tasks"] / bare, "x", 1.6, told["tasks"]),
        Row(f"start to first indicators, {what}", found["indicators"] / bare, "x", 1.6, told["indicators"]),
        Row(f"start to first rows, {files:,} files of a task", found["files"] / 1000, "s", 1.0, told["files"]),
    ]


def _peers(folder: Path, ledgers: dict[int, Path], *, quick: bool) -> list[Row]:
    rows = []
    sizes = SIZES[:2] if quick else SIZES
    for tasks in sizes:
        path = next(ledgers[tasks].iterdir())
        programs = {
            "VisiData on the TOML file": visidata(path, "task"),
            "VisiData on its tasks as CSV": visidata_csv(folder, tasks),
            "Textual's DataTable with the same rows": table(folder, tasks),
        }
        present = {name: program for name, program in programs.items() if program is not None}
        rounds = 1 if tasks == SIZES[2] else 3
        found = in_turns(present, rounds)
        rows += [Row(f"{name}, {tasks:,} tasks", taken / 1000, "s") for name, (taken, _size) in found.items()]
    loaded = []
    for _round in range(3):
        with Watched(ours(ledgers[SIZES[2]])) as terminal:
            loaded.append(terminal.until(lambda text: "■ " in text.splitlines()[0]) / 1000)
    beside = next((row.value for row in rows if row.what == f"VisiData on the TOML file, {SIZES[2]:,} tasks"), None)
    limit, told = (beside / 6, "a sixth of VisiData on the same file") if beside else (None, "")
    return [*rows, Row("all loaded, 100,000 tasks", median(loaded), "s", limit, told)]


def _keys(ledger: Path, rounds: int) -> list[Row]:
    rows = []
    with Watched(ours(ledger)) as terminal:
        terminal.until(lambda text: "■ " in text.splitlines()[0])
        terminal.quiet(1.0)
        terminal.key("2")
        acts = {"cursor down": (["j"], 10), "page down": (["\x1b[6~"], 25), "jump to the end": (["G", "g"], 25)}
        for what, (keys, limit) in acts.items():
            costs = [terminal.key(keys[number % len(keys)]).milliseconds for number in range(rounds)]
            rows.append(Row(f"{what} at 100,000, median", median(costs), "ms", limit))
            rows.append(Row(f"{what} at 100,000, 99th percentile", percentile(costs, 0.99), "ms", 40))
        letters = []
        for _round in range(max(3, rounds // 20)):
            terminal.key("/")
            letters += [terminal.key(letter).milliseconds for letter in "task9"]
            terminal.key("\x1b")
            terminal.quiet(0.5)
        rows.append(Row("a filter letter at 100,000, median", median(letters), "ms", 60, f"worst {max(letters):.0f} ms"))
        terminal.key("/")
        terms = [terminal.key(letter).milliseconds for letter in "is:late lead:9 due<2016-06 -plan"]
        terminal.key("\x1b")
        rows.append(Row("a letter of a filter with terms, median", median(terms), "ms", 60, f"worst {max(terms):.0f} ms"))
        acts = {
            "order by another column at 100,000": (("odue", "otitle", "olead", "oid") * 2, 300.0),
            "order by two columns at 100,000": (("olead\t\x15due\t", "oas in"), 300.0),
            "group 100,000 tasks": (("tlead", "tdue month", "trequirements", "tstatus"), 300.0),
        }
        for what, (typed, limit) in acts.items():
            costs = []
            for keys in typed:
                terminal.key(keys)
                costs.append(terminal.key("\r").milliseconds)
            rows.append(Row(what, median(costs), "ms", limit, f"worst {max(costs):.0f} ms"))
        terminal.key("tnone\r")
        costs = []
        for _round in range(3):
            costs.append(terminal.key("0").milliseconds)
            terminal.key("\x1b")
        rows.append(Row("the overview of 100,000 tasks", median(costs), "ms", 300, f"worst {max(costs):.0f} ms"))
    return rows


def _edits(ledgers: dict[int, Path]) -> list[Row]:
    rows = []
    for tasks, limit in ((145, 25.0), (10_000, 150.0), (100_000, None)):
        with Watched(ours(ledgers[tasks])) as terminal:
            terminal.until(lambda text: "■ " in text.splitlines()[0])
            terminal.quiet(0.5)
            terminal.key("2")
            costs = []
            for number in range(9):
                terminal.key(f"jp{number + 11}")
                costs.append(terminal.key("\r").milliseconds)
        rows.append(Row(f"a durable one-field edit, {tasks:,} tasks", median(costs), "ms", limit, f"worst {max(costs):.0f} ms"))
    return rows


def _bytes(folder: Path, ledgers: dict[int, Path], *, quick: bool) -> list[Row]:
    acts = {"first paint": 7700, "cursor down": 530, "page down": 3400, "task done": 530, "idle": 0}
    path = shutil.copytree(ledgers[145], folder / "bytes")
    programs = {
        "ours": (ours(path), ("2", "j", "\x1b[6~", " ")),
        "VisiData": (visidata_csv(folder, 145), ("", "j", "\x06", "edone\r")),
        "vim": (vim(next(path.iterdir())), ("", "j", "\x06", "cc\x1b:w\r")),
    }
    found = {}
    for name, (program, keys) in programs.items():
        if program is None:
            continue
        with Watched(program) as terminal:
            terminal.until(program.marker)
            terminal.quiet(1.0)
            first = len(terminal.written)
            if keys[0]:
                terminal.key(keys[0])
            terminal.key(keys[1])
            sizes = [first, *(int(median(terminal.key(key).bytes for _round in range(3))) for key in keys[1:])]
            written = len(terminal.written)
            terminal.quiet(5 if quick else 60)
            found[name] = [*sizes, len(terminal.written) - written]
    rows = []
    for number, (what, limit) in enumerate(acts.items()):
        beside = ", ".join(f"{name} {sizes[number]:,}" for name, sizes in found.items() if name != "ours")
        rows.append(Row(f"bytes: {what}", found["ours"][number], "B", limit, beside))
    return rows


def _memory(folder: Path, ledgers: dict[int, Path]) -> list[Row]:
    rows = []
    natural = write_natural(folder / "natural10000", 10_000)
    datasets = {
        "10,000 tasks": (ledgers[10_000], 90.0),
        "10,000 tasks in the natural order": (natural, 90.0),
        "100,000 tasks": (ledgers[100_000], 400.0),
    }
    for name, (dataset, limit) in datasets.items():
        with Watched(ours(dataset)) as terminal:
            terminal.until(lambda text: "■ " in text.splitlines()[0])
            terminal.quiet(1.5)
            terminal.key("2G")
            terminal.key("/9")
            rows.append(Row(f"peak memory, {name}", terminal.peak_memory(), "MB", limit))
    return rows


def _commands(folder: Path, ledgers: dict[int, Path], rounds: int) -> list[Row]:
    numbers = iter(range(10_000))

    def run(*words: str, environ: dict[str, str] | None = None) -> float:
        def once() -> None:
            command = [word.format(next(numbers) % 90 + 1) for word in words]
            subprocess.run(command, env=environ, check=True, capture_output=True)

        return seconds_of(once, rounds)

    short, long = (run(PROGRAM, "-D", str(ledgers[tasks]), "list", "tasks") for tasks in SIZES[:2])
    change = run(PROGRAM, "-D", str(ledgers[10_000]), "set", "T5", "progress={}")
    rows = [Row("`list tasks`, 145 tasks", short, "ms", 200)]
    environ = taskwarrior(folder, 10_000)
    if environ is None:
        return [*rows, Row("`list tasks`, 10,000 tasks", long, "ms"), Row("`set`, 10,000 tasks", change, "ms")]
    beside, modified = run("task", "list", environ=environ), run("task", "1", "modify", "project:unit{}", environ=environ)
    return [
        *rows,
        Row("`list tasks`, 10,000 tasks", long / beside, "x", 0.9, f"{long:.0f} ms, `task list` {beside:.0f}"),
        Row("`set`, 10,000 tasks", change / modified, "x", 2, f"{change:.0f} ms, `task 1 modify` {modified:.0f}"),
    ]
