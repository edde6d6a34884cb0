"""The promises as numbers: what was tried how often, and what must be nought."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from fuzzing import Fuzzed, fuzz
from hands import edit_together
from killing import kill_all
from merging import merge_all
from odd_edits import Edited, edit_odd_ledgers
from registers_back import import_all
from saves import disturb_all
from showing import show_all
from typing_table import HEADING

PORTION = 500
RESULTS = Path(__file__).with_name("RESULTS.md")


class Row(NamedTuple):
    """One line: what was tried, how often, and each thing that must not be, counted."""

    what: str
    tried: str
    noughts: dict[str, int]
    note: str = ""
    found: tuple[str, ...] = ()


class Sizes(NamedTuple):
    """How long each trial is."""

    kills: int
    hands: int
    stride: int
    errors: tuple[str, ...]
    inputs: int
    slow: float
    texts: list[str] | None
    ledgers: int
    registers: int


ERRORS = ("disk full", "remounted read-only", "input/output error", "stale NFS handle", "folder removed")
LONG = Sizes(1000, 400, 1, ERRORS, 20_000, 2.0, None, 6_000, 1000)
SHORT = Sizes(40, 10, 15, ("disk full", "folder removed"), 100, 20.0, ["C1"], 40, 15)


def killed(size: Sizes) -> Row:
    """Killed at a random moment."""
    found = kill_all(size.kills)
    noughts = {"edits lost": found.lost, "files that don't parse": found.unparsed, "stray files": found.strays}
    return Row("edits by a process that is killed (`kill -9`) at a random moment", f"{found.rounds} kills", noughts,
               f"{found.acknowledged} edits acknowledged")  # fmt: skip


def together(size: Sizes) -> Row:
    """Five at once."""
    found = edit_together(size.hands)
    noughts = {
        "edits lost": found.lost,
        "conflicts not told": found.untold,
        "comments lost": found.comments_lost,
        "problems in the end": found.unsound,
        "programs that failed": len(found.failed),
    }
    told = f"{found.conflicts} conflicts, all told"
    return Row(
        "2 apps, 2 command lines and a text editor at one file", f"{found.edits} edits", noughts, told, tuple(found.failed)
    )


def disturbed(size: Sizes) -> Row:
    """Each call of the system."""
    found = disturb_all(errors=size.errors, stride=size.stride)
    lists = {
        "neither old nor new": found.torn,
        "not told": found.untold,
        "not made at the next try": found.not_retried,
        "stray files": found.strays,
    }
    outcomes = ", ".join(f"{count} {what}" for what, count in sorted(found.outcomes.items()))
    what = f"killed, or the system failing, at each of {found.steps} calls of a save of one file and of two"
    noughts = {name: len(item) for name, item in lists.items()}
    return Row(what, f"{found.saves} saves", noughts, outcomes, tuple(line for item in lists.values() for line in item[:5]))


def fuzzed(size: Sizes) -> Row:
    """Any input, on all cores: in portions, for hypothesis grows slow with what it has seen."""
    portions = max(1, size.inputs // PORTION)
    given = [min(size.inputs, PORTION)] * portions, range(portions), [size.slow] * portions
    found = Fuzzed()
    with ProcessPoolExecutor(max_tasks_per_child=1, mp_context=get_context("spawn")) as pool:
        for item in pool.map(fuzz, *given) if portions > 1 else map(fuzz, *given):
            found.inputs += item.inputs
            found.slowest = max(found.slowest, item.slowest)
            found.tracebacks += item.tracebacks
            found.hangs += item.hangs
    noughts = {"tracebacks": len(found.tracebacks), f"over {size.slow:.0f} s": len(found.hangs)}
    told = f"slowest {found.slowest:.1f} s"
    return Row("files of random bytes, broken ledgers, anything in any field", f"{found.inputs} inputs", noughts, told,
               (*found.tracebacks[:5], *found.hangs[:5]))  # fmt: skip


def shown(size: Sizes) -> Row:
    """Hostile texts."""
    found = show_all(size.texts)
    tried = f"{found.screens} keys, {found.commands} commands"
    note = f"{found.size:,} bytes looked at"
    return Row("hostile texts through every screen and command", tried, {"raw control characters": len(found.raw)}, note,
               tuple(found.raw[:5]))  # fmt: skip


def merged(size: Sizes) -> Row:
    """Two people at one file with a text editor."""
    found = merge_all(range(size.inputs))
    lists = {"words lost": found.lost, "words that came back": found.back, "files that don't parse": found.unparsed}
    lists["merges that failed"] = found.failed
    note = f"{found.merged} merged by records, {found.stopped} left to git, {found.conflicts} open conflicts"
    what = "merges of a file that two people edited by hand, in any layout"
    tried = f"{found.merges} merges of {found.edits} edits"
    return Row(
        what,
        tried,
        {name: len(item) for name, item in lists.items()},
        note,
        tuple(line for item in lists.values() for line in item[:5]),
    )


def edited(size: Sizes) -> Row:
    """Odd layouts, on all cores."""
    portions = max(1, size.ledgers // PORTION)
    count = min(size.ledgers, PORTION)
    starts = [count * number for number in range(portions)]
    found = Edited()
    with ProcessPoolExecutor(max_tasks_per_child=1, mp_context=get_context("spawn")) as pool:
        for ledger in pool.map(edit_odd_ledgers, [count] * portions, starts) if portions > 1 else [edit_odd_ledgers(count)]:
            found.add(ledger)
    return Row(
        "edits, each with undo and redo, of valid but odd TOML: far sub-tables, sections, dotted keys, comments everywhere",
        f"{found.documents} ledgers, {found.edits} edits",
        {name: len(faults) for name, faults in found.faults.items()},
        f"{found.refused} refused with the bytes left alone",
        tuple(fault for faults in found.faults.values() for fault in faults[:5]),
    )


def imported(size: Sizes) -> Row:
    """Registers in and out."""
    found = import_all(range(size.registers))
    noughts = {
        "cells lost or changed": found.lost,
        "rows doubted": found.doubted,
        "imports of the same that changed something": found.again,
        "edited cells that came back otherwise": found.strayed,
        "undone to other bytes": found.left,
    }
    return Row(
        "registers of any layout, dates and encoding: imported, imported again, exported, edited by openpyxl, imported, undone",
        f"{found.registers} registers, {found.cells} cells",
        {name: len(faults) for name, faults in noughts.items()},
        found=tuple(fault for faults in noughts.values() for fault in faults[:5]),
    )


TRIALS: tuple[Callable[[Sizes], Row], ...] = (killed, together, disturbed, fuzzed, shown, merged, edited, imported)


def try_all(*, quick: bool) -> int:
    """Try all, print the table, keep that of the long version; 1 where something is not nought."""
    rows = []
    for trial in TRIALS:
        begin = time.monotonic()
        rows.append(trial(SHORT if quick else LONG))
        print(_line(rows[-1]), f"({time.monotonic() - begin:.0f} s)", *rows[-1].found, sep="\n  ", flush=True)
    if not quick:
        _before, heading, section = RESULTS.read_text("utf-8").partition(HEADING)
        RESULTS.write_text(_page(rows) + (f"\n{heading}{section}" if heading else ""), "utf-8")
    return int(any(any(row.noughts.values()) for row in rows))


def try_some(names: Sequence[str], part: int) -> int:
    """Try some trials with one `part`-th of the inputs; their rows, with the day, replace older ones in RESULTS.md."""
    size = LONG._replace(inputs=LONG.inputs // part, ledgers=LONG.ledgers // part, registers=LONG.registers // part)
    rows = [trial(size) for trial in TRIALS if trial.__name__ in names]
    lines = RESULTS.read_text("utf-8").splitlines()
    for row in rows:
        lines = [line for line in lines if not line.startswith(f"| {row.what} |")]
        last = max(number for number, line in enumerate(lines[: lines.index("", 6)], 1) if line.startswith("| "))
        note = f"{row.note}; {date.today()}" + (f", 1/{part} of the full length" if part > 1 else "")
        lines.insert(last, _line(row._replace(note=note)))
        print(_line(row), *row.found, sep="\n  ", flush=True)
    RESULTS.write_text("\n".join(lines) + "\n", "utf-8")
    return int(any(any(row.noughts.values()) for row in rows))


def _line(row: Row) -> str:
    noughts = ", ".join(f"{count} {what}" for what, count in row.noughts.items())
    return f"| {row.what} | {row.tried} | {noughts} | {row.note} |"


def _page(rows: list[Row]) -> str:
    head = (
        "# What was promised, tried\n\n"
        f"Last run of `python3 tests/promises/run.py` on {date.today()}: {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}.\n\n"
        "| what | tried | must be 0 | besides |\n| --- | --- | --- | --- |\n"
    )
    return head + "".join(f"{_line(row)}\n" for row in rows)
