"""Twelve jobs of an office, each done by the keys that take least, and how many that are.

`BEFORE` is how many keys the same took, with the same result, in the program of November 2026 before cells and quick add.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

UNITS = ("Finance", "Trade", "Finance", "Audit", "Trade", "Finance", "Audit", "Trade")
REQUIREMENTS = ("R1", "R1.1", "R1.2", "R2", "R2.1", "R2.2", "R3", "R3.1")
TASKS = "".join(
    f"""
[[task]]
id = "T{number}"
title = "Task number {number}"
requirements = ["R1.1"]
status = "{"doing" if number % 2 else "todo"}"
lead = "{unit}"
owner = "Li Ming"
due = 2016-{11 + number % 2}-20
"""
    for number, unit in enumerate(UNITS[:-1], 1)
)
LEDGER = (
    '[dataset]\nformat = 1\ntitle = "Jobs"\nas_of = 2016-12-10\n'
    + "".join(
        f'\n[[requirement]]\nid = "{id_}"\ntitle = "Demand {id_}"\n' + (f'parent = "{id_[:2]}"\n' if "." in id_ else "")
        for id_ in REQUIREMENTS
    )
    + TASKS
    + """
[[task]]
id = "T8"
title = "Open the market"
status = "todo"
steps = [
    { text = "look for a place", done = false },
    { text = "ask the bank", done = false },
    { text = "write the plan", done = false },
]
"""
    + "".join(
        f'\n[[indicator]]\nid = "I{number}"\nname = "Figure {number}"\n'
        f'observations = [{{ period = "2016-10", value = 10{number} }}, {{ period = "2016-11", value = 11{number} }}]\n'
        for number in range(1, 6)
    )
)


class Job(NamedTuple):
    """A job: how many keys it took before, those that it takes now, and what the file then holds."""

    before: int
    keys: tuple[str, ...]
    written: tuple[tuple[str, int], ...]
    """Texts, and how many more of each the file holds."""


def typed(text: str) -> tuple[str, ...]:
    return tuple("space" if character == " " else character for character in text)


FIGURE = (*typed("123"), "down")

JOBS: dict[str, Job] = {
    "mark the late tasks of a unit as done": Job(
        21, ("2", "/", *typed("lead:fin is:late"), "enter", "M", "space"), (('status = "done"', 1), ("done_on = 2016-12-01", 1))
    ),
    "move a deadline by two weeks": Job(6, ("2", "d", *typed("+2w"), "enter"), (("due = 2017-01-03", 1),)),
    "add a task under a requirement, with lead and deadline": Job(
        27,
        ("2", "a", *typed("Report @3.1 d:+2w w:fi"), "enter"),
        (('requirements = ["R3.1"]\nstatus = "todo"\nlead = "Finance"\ndue = 2016-12-15\n', 1),),
    ),
    "give five tasks a lead": Job(10, ("2", *"mmmmm", "w", *typed("au"), "enter"), (('lead = "Audit"', 4),)),
    "fill three fields of a task": Job(
        14,
        ("2", "w", *typed("au"), "enter", "d", *typed("+2w"), "enter", "p", *typed("40"), "enter"),
        (('lead = "Audit"', 1), ("due = 2017-01-03", 1), ("progress = 40", 1)),
    ),
    "add a progress note": Job(10, ("2", "n", *typed("visited"), "enter"), (('text = "visited"', 1),)),
    "tick a step": Job(5, ("2", "G", "l", "j", "space"), (("done = true", 1),)),
    "put the last of three steps first": Job(
        41, ("2", "G", "l", *"jjj", *"{{"), (('steps = [\n    { text = "write the plan", done = false },\n', 1),)
    ),
    "type the figures of the month for five indicators": Job(
        70, ("3", "v", *typed("2016-12 123"), "enter", "l", "j", *FIGURE, *FIGURE, *FIGURE, *FIGURE), (("value = 123", 5),)
    ),
    "correct last month's figure": Job(14, ("3", "l", *typed("123"), "enter"), (('"2016-11", value = 123', 1),)),
    "type the progress of seven tasks": Job(
        35, ("2", *"lllll", *[key for _number in range(7) for key in ("4", "0", "down")]), (("progress = 40", 7),)
    ),
    "add three tasks to those that a filter shows": Job(
        53,
        ("2", "/", *typed("lead:fin status:doing"), "enter", "a", *"One", "ctrl+j", *"Two", "ctrl+j", *"Six", "enter"),
        (('status = "doing"\nlead = "Finance"\n', 3),),
    ),
}


@pytest.mark.parametrize("name", JOBS)
async def test_a_job(drive, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "jobs"
    folder.mkdir()
    (folder / "ledger.toml").write_text(LEDGER, "utf-8")
    job = JOBS[name]
    async with drive((120, 35), folder=folder) as app:
        await app.keys(*job.keys)
        for text, count in job.written:
            assert app.file.count(text) - LEDGER.count(text) == count, text
    assert len(job.keys) <= job.before


def test_all_jobs_take_a_third_less() -> None:
    assert sum(len(job.keys) for job in JOBS.values()) <= sum(job.before for job in JOBS.values()) * 2 / 3
