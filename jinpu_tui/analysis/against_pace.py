"""Indicators beside the pace that their targets ask for, in percent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite

from msgspec import Struct

from jinpu_tui.analysis.pace import Judge
from jinpu_tui.model.measures import direction_of
from jinpu_tui.model.records import Indicator


class PaceRow(Struct, frozen=True):
    """An indicator beside the pace that its target asks for."""

    id: str
    name: str
    is_kept: bool
    reached: float
    """Of a flow or rate the share of the target, of a stock the share of the way from the baseline, in percent."""
    expected: float | None
    """The same, as it should be by then; None if it cannot be said in percent."""

    @property
    def gap(self) -> float:
        """Points by which more is reached than expected, or less (negative)."""
        return 0.0 if self.expected is None else self.reached - self.expected


def against_pace(indicators: Iterable[Indicator]) -> Sequence[PaceRow]:
    """Return those of some indicators that are judged, those first that lag behind most."""
    rows = []
    for indicator in indicators:
        pace = Judge(indicator).pace if indicator.target is not None else None
        if pace is None or pace.attainment is None or not isfinite(pace.attainment):
            continue
        expected = pace.expected_share
        if pace.measure == "rate" and direction_of(indicator) == "up":
            expected = 100.0
        elif pace.measure == "stock" and pace.expected != pace.value and indicator.baseline and indicator.target:
            start, goal = indicator.baseline.value, indicator.target.value
            if start is not None and goal is not None and goal != start:
                expected = 100 * (pace.expected - start) / (goal - start)
        if expected is not None and not isfinite(expected):
            expected = None
        rows.append(PaceRow(indicator.id, indicator.name, pace.is_kept, pace.attainment, expected))
    return sorted(rows, key=lambda row: (row.is_kept, row.gap))
