"""Measuring a program in a real pty: milliseconds from a key to the last byte it paints, bytes, and memory."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "terminal"))

from programs import Program  # noqa: E402
from terminal import Terminal  # noqa: E402

SIZE = {"columns": 100, "rows": 30}
QUIET = 0.15
"""A program that has written nothing for so many seconds has painted what there is to paint."""


class Key(NamedTuple):
    """What a key cost."""

    milliseconds: float
    bytes: int


class Watched(Terminal):
    """A terminal that notes when the last byte came."""

    def __init__(self, program: Program) -> None:
        self.last = 0.0
        self.begun = time.perf_counter()
        super().__init__(program.command, **SIZE, COLORTERM="truecolor", **program.environ)

    def _take(self, seconds: float) -> bytes:
        data = super()._take(seconds)
        if data:
            self.last = time.perf_counter()
        return data

    def until(self, marker: str | Callable[[str], bool], patience: float = 120) -> float:
        """Milliseconds from the start until the screen shows something."""
        fits = marker if callable(marker) else lambda text: marker in text
        deadline = time.monotonic() + patience
        while not fits(self.text):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{marker!r} did not come; the screen shows\n{self.text}")
            self.read(0.1)
        return (self.last - self.begun) * 1000

    def quiet(self, seconds: float = QUIET) -> None:
        """Read until nothing more comes."""
        while self.read(seconds):
            pass

    def key(self, keys: str, wait: float = 2.0) -> Key:
        """What keys cost, from the first to the last byte painted."""
        written, begun = len(self.written), time.perf_counter()
        self.send(keys)
        if self.read(wait):
            self.quiet()
            return Key((self.last - begun) * 1000, len(self.written) - written)
        return Key(0.0, 0)

    def peak_memory(self) -> float:
        """The most memory that the program ever held, in MB; Linux only."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii", "replace")
        return next(int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("VmHWM"))


def start(program: Program) -> tuple[float, int]:
    """Milliseconds until the first rows, and the bytes of the whole first paint."""
    with Watched(program) as terminal:
        taken = terminal.until(program.marker)
        terminal.quiet(0.3)
        return taken, len(terminal.written)


def in_turns(programs: dict[str, Program], rounds: int) -> dict[str, tuple[float, float]]:
    """Medians of starts, each round starting each program once: milliseconds and bytes."""
    results: dict[str, list[tuple[float, int]]] = {name: [] for name in programs}
    for _round in range(rounds):
        for name, program in programs.items():
            results[name].append(start(program))
    return {name: (median(item[0] for item in found), median(item[1] for item in found)) for name, found in results.items()}


def median(values: object) -> float:
    """The median."""
    return statistics.median(list(values))  # type: ignore[call-overload]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all stays below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def seconds_of(run: Callable[[], object], rounds: int) -> float:
    """Median milliseconds of a call."""
    times = []
    for _round in range(rounds):
        begun = time.perf_counter()
        run()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)
