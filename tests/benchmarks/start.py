"""How long until the first rows are on screen, against a bare Textual app, in turns in one run.

    python tests/benchmarks/start.py

Prints a table and keeps it in RESULTS.md beside this file. Run it on an installed, compiled copy.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "terminal"))

from terminal import Terminal  # noqa: E402

ROUNDS = 9

BARE = """
from textual.app import App
from textual.widgets import DataTable, Footer, Header
class Bare(App):
    BINDINGS = [("q", "quit", "Quit")]
    def compose(self):
        yield Header(); yield DataTable(); yield Footer()
    def on_mount(self):
        table = self.query_one(DataTable); table.add_columns("id", "task", "due")
        table.add_rows([(f"T{i}", f"task number {i}", "2016-12-31") for i in range(20)])
Bare().run()
"""


def ledger(tasks: int) -> str:
    """A dataset with this many tasks."""
    lines = ['[dataset]\nformat = 1\ntitle = "Benchmark"\nas_of = 2016-12-31\n']
    lines += [f'[[requirement]]\nid = "R{i}"\ntitle = "requirement number {i}"\n' for i in range(max(20, tasks // 10))]
    for i in range(tasks):
        due = date(2016, 1, 1) + timedelta(days=i % 700)
        status = ("todo", "doing", "done", "blocked")[i % 4]
        lines.append(
            f'[[task]]\nid = "T{i}"\ntitle = "task number {i}"\nrequirements = ["R{i % 20}"]\nstatus = "{status}"\n'
            f'lead = "unit {i % 17}"\ndue = {due}\nprogress = {i % 100}\n'
            f'steps = [\n    {{ text = "first", done = true }},\n    {{ text = "second", done = false }},\n]\n'
        )
    return "\n".join(lines)


def first_rows(command: list[str], marker: str) -> tuple[float, int]:
    """Seconds until the marker is on screen, and the bytes written until then."""
    begin = time.perf_counter()
    with Terminal(command, columns=100, rows=30) as terminal:
        terminal.wait_for(marker)
        return time.perf_counter() - begin, len(terminal.written)


def key_latency(command: list[str], marker: str) -> tuple[float, float]:
    """Median seconds and bytes from a key that moves the cursor to the end of what it paints."""
    with Terminal(command, columns=100, rows=30) as terminal:
        terminal.wait_for(marker)
        while terminal.read(0.3):
            pass
        times, sizes = [], []
        for _round in range(30):
            begin = time.perf_counter()
            terminal.send("j")
            size, last = 0, begin
            while data := terminal.read(0.1):
                size, last = size + len(data), time.perf_counter()
            times.append(last - begin)
            sizes.append(size)
        return statistics.median(times), statistics.median(sizes)


def main() -> None:
    """Measure and print."""
    program = str(Path(sys.executable).with_name("jinpu-tui"))
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for count in (145, 10_000):
            paths[count] = Path(folder, str(count))
            paths[count].mkdir()
            (paths[count] / "ledger.toml").write_text(ledger(count), "utf-8")
        bare = [sys.executable, "-c", BARE]
        runs = {"bare Textual app": (bare, "T8 "), "145 tasks": ([program, str(paths[145])], "T8 ")}
        runs["10,000 tasks"] = ([program, str(paths[10_000])], "T8 ")
        times: dict[str, list[float]] = {name: [] for name in runs}
        sizes: dict[str, int] = {}
        for _round in range(ROUNDS):
            for name, (command, marker) in runs.items():
                taken, sizes[name] = first_rows(command, marker)
                times[name].append(taken)
        sets = []
        for number in range(ROUNDS):
            begin = time.perf_counter()
            subprocess.run(
                [program, "-D", str(paths[145]), "set", "T5", f"progress={number + 1}"], check=True, capture_output=True
            )
            sets.append(time.perf_counter() - begin)
        keys = {name: key_latency(command, marker) for name, (command, marker) in runs.items() if name != "bare Textual app"}
    report(times, sizes, sets, keys)


def report(
    times: dict[str, list[float]], sizes: dict[str, int], sets: list[float], keys: dict[str, tuple[float, float]]
) -> None:
    """Print the table and keep it."""
    base = statistics.median(times["bare Textual app"])
    lines = [
        "# Results",
        "",
        (
            f"Last run of `python tests/benchmarks/start.py`: Python {sys.version.split()[0]}, {os.cpu_count()} cores, "
            f"medians of {ROUNDS} runs in turns."
        ),
        "",
        "| start to first rows | ms | ratio to the bare app | bytes |",
        "| --- | --- | --- | --- |",
    ]
    for name, taken in times.items():
        median = statistics.median(taken)
        lines.append(f"| {name} | {median * 1000:.0f} | {median / base:.2f} | {sizes[name]:,} |")
    lines += ["", "| a key that moves the cursor | ms | bytes |", "| --- | --- | --- |"]
    lines += [f"| {name} | {taken * 1000:.1f} | {size:.0f} |" for name, (taken, size) in keys.items()]
    lines += ["", f"`jinpu-tui set` from the shell, 145 tasks: {statistics.median(sets) * 1000:.0f} ms"]
    text = "\n".join(lines) + "\n"
    (HERE / "RESULTS.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
