"""The simulation of many offices, in short: nothing is lost, whatever is merged with whatever."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from offices import simulate
from offices_by_hand import simulate as simulate_by_hand


def test_offices_lose_nothing(tmp_path: Path) -> None:
    counts = simulate(tmp_path, 3, 12, 2, by_records=True)
    assert (counts.edits, counts.merges) == (72, 5)
    assert (counts.lost, counts.missing, counts.unparsed, counts.false_conflicts, counts.stopped) == (0, 0, 0, 0, 0)
    assert counts.made > 20


def test_offices_that_edit_by_hand_lose_nothing(tmp_path: Path) -> None:
    counts = simulate_by_hand(tmp_path, 3, 2)
    assert counts.merges + counts.rebases >= 6
    assert counts.files > 0
    assert (counts.lost, counts.audited, counts.unparsed) == ([], [], [])
