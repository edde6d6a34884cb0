"""The figures of an indicator as a small chart of one line, with its baseline before them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from jinpu_tui.analysis.indicators import in_time, is_whole
from jinpu_tui.model.measures import are_comparable
from jinpu_tui.model.records import Indicator

BLOCKS = "▁▂▃▄▅▆▇█"
"""From low to high."""

AFTER_BASELINE = "│"
"""What stands between the baseline and the observed figures."""

MAX_FIGURES = 10
"""The maximum number of figures that are drawn beside the baseline."""


class Sparkline(NamedTuple):
    """A block for the baseline and one for each of the latest figures, on one scale; empty texts for what is not known."""

    baseline: str
    figures: str

    @property
    def begin(self) -> str:
        """The baseline and what stands after it; empty without one."""
        return f"{self.baseline}{AFTER_BASELINE}" if self.baseline else ""

    @property
    def text(self) -> str:
        """The whole of it: `▁│▃▅█`, or `▃▅█` without a baseline."""
        return self.begin + self.figures


def sparkline(indicator: Indicator, most: int = MAX_FIGURES) -> Sparkline:
    """Return the baseline and the latest whole figures as blocks, the lowest of them the smallest.

    Figures of a year so far are left out, and that of the baseline's own period: the baseline stands for it.

    >>> from jinpu_tui.model.records import Baseline, Indicator, Observation
    >>> figures = (Observation("2014", 10), Observation("2015", 20), Observation("2016", 15))
    >>> sparkline(Indicator("I", observations=figures)).text
    '▁█▅'
    >>> sparkline(Indicator("I", baseline=Baseline("2014", 10), observations=figures)).text
    '▁│█▅'
    """
    drawn = [
        (item.period, value) for item in in_time(indicator) if is_whole(item) and (value := _number(item.value)) is not None
    ]
    base = _baseline(indicator, drawn)
    if base is not None and indicator.baseline is not None:
        drawn = [figure for figure in drawn if figure[0] != indicator.baseline.period]
    values = [value for _period, value in drawn[-most:]]
    if not values or (len(values) < 2 and base is None):
        return Sparkline("", "")
    if base is None:
        return Sparkline("", _blocks(values))
    blocks = _blocks([base, *values])
    return Sparkline(blocks[0], blocks[1:])


def _baseline(indicator: Indicator, drawn: Sequence[tuple[str, float]]) -> float | None:
    """Return the value of the baseline; None without one, or if the latest figure cannot be compared with it."""
    base = indicator.baseline
    if base is None or not drawn or not are_comparable(indicator, base.period, drawn[-1][0]):
        return None
    return _number(base.value)


def _number(value: float | None) -> float | None:
    """Return a value that has a place in a chart; None for what is not a number or too large."""
    try:
        number = math.nan if value is None else float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _blocks(values: Sequence[float]) -> str:
    low, high = min(values), max(values)
    if high == low:
        return BLOCKS[(len(BLOCKS) - 1) // 2] * len(values)
    largest = max(abs(low), abs(high))  # the difference of two figures may be too large for a number, that of two shares is not
    low, high = low / largest, high / largest
    return "".join(BLOCKS[round((len(BLOCKS) - 1) * (value / largest - low) / (high - low))] for value in values)
