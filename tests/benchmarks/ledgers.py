"""The datasets of the benchmark, and the same tasks for the programs beside which ours is measured."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path

SIZES = (145, 10_000, 100_000)
STATUSES = ("todo", "doing", "done", "blocked")


def _due(number: int) -> date:
    return date(2016, 1, 1) + timedelta(days=number * 7 % 700)


def _requirement(number: int) -> str:
    parent = f'parent = "R{(number - 1) // 8}"\n' if number else ""
    return f'[[requirement]]\nid = "R{number}"\ntitle = "落实振兴东北 requirement {number}"\n{parent}'


def _task(number: int, requirements: int) -> str:
    return f"""\
# Agreed on in meeting {number}; 会议纪要
[[task]]
id = "T{number}"
title = "推进金普新区建设 task number {number}"
requirements = ["R{number % requirements}"]
status = "{STATUSES[number % 4]}"
lead = "unit {number % 17}"
due = {_due(number)}
progress = {number % 100}
steps = [
    {{ text = "first", due = 2016-12-10, done = true }},
    {{ text = "second", done = false }},
]
log = [
    {{ date = 2016-11-30, by = "李明", text = "first visit agreed" }},
]
"""


def _indicator(number: int, requirements: int) -> str:
    return f"""\
[[indicator]]
id = "I{number}"
name = "指标 indicator {number}"
unit = "billion yuan"
requirements = ["R{number % requirements}"]
observations = [
    {{ period = "2015", value = {number}.5 }},
    {{ period = "2016", value = {number + 1}.5, growth = 7 }},
]
"""


def write_ledger(folder: Path, tasks: int, files: int = 1) -> Path:
    """A dataset of so many tasks, a tenth as many requirements and a fifth as many indicators; its folder."""
    requirements = max(1, tasks // 10)
    records = [_requirement(number) for number in range(requirements)]
    records += [_task(number, requirements) for number in range(tasks)]
    records += [_indicator(number, requirements) for number in range(tasks // 5)]
    folder.mkdir()
    share = -(-len(records) // files)
    for number in range(files):
        head = '[dataset]\nformat = 1\ntitle = "Benchmark"\nas_of = 2016-12-31\n\n' if number == 0 else ""
        part = records[number * share : (number + 1) * share]
        (folder / f"part{number}.toml").write_text(head + "\n".join(part), "utf-8")
    return folder


def write_natural(folder: Path, tasks: int) -> Path:
    """Write a dataset in one file in the order in which people write: requirements with long texts, tasks, indicators."""
    requirements = max(1, tasks // 10)
    text = f'text = "{"推进金普新区建设，" * 20}"\n'
    records = [_requirement(number) + text for number in range(requirements)]
    records += [_task(number, requirements) for number in range(tasks)]
    records += [_indicator(number, requirements) for number in range(tasks // 5)]
    folder.mkdir()
    head = '[dataset]\nformat = 1\ntitle = "Benchmark"\nas_of = 2016-12-31\n\n'
    (folder / "ledger.toml").write_text(head + "\n".join(records), "utf-8")
    return folder


def write_files(folder: Path, files: int) -> Path:
    """Write a dataset of so many files of one task, in fifty folders."""
    folder.mkdir()
    head = '[dataset]\nformat = 1\ntitle = "Benchmark"\nas_of = 2016-12-31\n\n'
    (folder / "dataset.toml").write_text(head + _requirement(0), "utf-8")
    for number in range(files):
        office = folder / f"office{number * 50 // files:02}"
        office.mkdir(exist_ok=True)
        (office / f"task{number:05}.toml").write_text(_task(number, 1), "utf-8")
    return folder


def rows(tasks: int) -> list[tuple[str, ...]]:
    """What a table of the tasks shows."""
    return [
        (f"T{n}", f"推进金普新区建设 task number {n}", STATUSES[n % 4], f"unit {n % 17}", str(_due(n)), str(n % 100))
        for n in range(tasks)
    ]


def write_csv(path: Path, tasks: int) -> Path:
    """The tasks as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "title", "status", "lead", "due", "progress"))
        writer.writerows(rows(tasks))
    return path


def write_taskwarrior(path: Path, tasks: int) -> Path:
    """The tasks for `task import`."""
    told = [
        {"description": title, "status": "pending", "project": lead, "due": due.replace("-", "") + "T000000Z"}
        for _id, title, _status, lead, due, _progress in rows(tasks)
    ]
    path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return path
