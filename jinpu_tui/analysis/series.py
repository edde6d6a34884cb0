"""The figures of indicators as points in time, for a chart: observed and projected ones, and the path to the target."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from jinpu_tui.analysis.indicators import in_time, is_whole, years
from jinpu_tui.analysis.pace import end_of_day
from jinpu_tui.model.errors import PeriodError
from jinpu_tui.model.measures import measure_of
from jinpu_tui.model.periods import span
from jinpu_tui.model.records import Baseline, Indicator, Observation

MAX_VALUE = 1e15
"""No office measures more; what is larger has no place in a chart."""

Mark = Literal["actual", "projected", "year to date"]
"""Observed; estimated or forecast; cumulative over a part of the year, which is not of the line."""


class DataPoint(NamedTuple):
    """A figure at the end of its period, in years."""

    at: float
    value: float
    mark: Mark


@dataclass(frozen=True)
class Series:
    """The figures of an indicator in time.

    `unit` is what they are in. `way` has the two ends of the straight line that leads to the target, or nothing.
    """

    indicator: Indicator
    unit: str
    dots: Sequence[DataPoint]
    target_path: Sequence[DataPoint] = ()

    @property
    def line(self) -> Sequence[DataPoint]:
        """The figures that follow one another: those of a year so far do not belong among them."""
        return [dot for dot in self.dots if dot.mark != "year to date"]


def series(indicator: Indicator) -> Series:
    """Return the figures of an indicator, in its unit.

    >>> from jinpu_tui.model.records import Observation
    >>> gdp = Indicator("gdp", observations=(Observation("2015", 210.3), Observation("2016", 225, status="forecast")))
    >>> series(gdp).dots
    [DataPoint(at=2016.0, value=210.3, mark='actual'), DataPoint(at=2017.0, value=225.0, mark='projected')]
    """
    return Series(indicator, indicator.unit or "", list(_dots(indicator)), _target_path(indicator))


def together(indicators: Sequence[Indicator]) -> list[Series]:
    """Several indicators for one chart: in their unit where all have the same, else as an index.

    The index of each is 100 at the first period for which all have a figure, their base period (OECD, Glossary of Statistical
    Terms), else at its own first. One that is 0 there, or has no figure, is left out.
    """
    found = [series(item) for item in indicators]
    if len({item.unit for item in found}) == 1:
        return found
    shared = set.intersection(*({dot.at for dot in item.line if dot.value} for item in found))
    based = [_indexed(item, min(shared) if shared else None) for item in found]
    return [item for item in based if item is not None]


def axis_range(values: Sequence[float]) -> tuple[float, float]:
    """Return the range of an axis: from a little below the least value to a little above the largest."""
    low, high = min(values), max(values)
    gap = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    return low - gap, high + gap


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers from `low` to `high`, at most `most` of them: steps of 1, 2 or 5 times a power of ten.

    >>> ticks(168, 302, 6)
    [200.0, 250.0, 300.0]
    >>> ticks(0, 1, 6)
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    if not (math.isfinite(high - low) and high > low):
        return [low]
    power: float = 10.0 ** math.floor(math.log10((high - low) / max(1, most)))
    step = next(factor * power for factor in (1, 2, 5, 10, 20) if (high - low) / (factor * power) <= max(1, most - 1))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [float(f"{number * step:.12g}") for number in range(first, last + 1)]


def drawn_observations(indicator: Indicator) -> list[Observation]:
    """Return the observations that have a place in a chart, by time."""
    return [
        item
        for item in in_time(indicator)
        if item.value is not None and _can_be_drawn(item.value) and years(item.period) is not None
    ]


def _dots(indicator: Indicator) -> Iterator[DataPoint]:
    for observation in drawn_observations(indicator):
        at, value = years(observation.period), observation.value
        if at is not None and value is not None:
            mark: Mark = "projected" if observation.status in ("forecast", "estimate") else "actual"
            yield DataPoint(at, float(value), mark if is_whole(observation) else "year to date")


def _can_be_drawn(value: float) -> bool:
    return math.isfinite(value) and abs(value) <= MAX_VALUE


def _target_path(indicator: Indicator) -> Sequence[DataPoint]:
    """Return the ends of the line to the target.

    The path of a stock begins at the baseline; that of a flow at 0 and that of a rate at the target itself, both at the
    beginning of the target's period.
    """
    goal = _dot_of_point(indicator.target)
    if goal is None or indicator.target is None:
        return ()
    measure = measure_of(indicator)
    if measure == "stock":
        start = _dot_of_point(indicator.baseline)
    else:
        try:
            first = span(indicator.target.period)[0]
        except PeriodError:
            return ()
        start = goal._replace(at=_beginning_of_day(first), value=0.0 if measure == "flow" else goal.value)
    return () if start is None else (start, goal)


def _beginning_of_day(day: date) -> float:
    """Return the beginning of a day in years."""
    length = (date(day.year, 12, 31) - date(day.year, 1, 1)).days + 1
    return end_of_day(day) - 1 / length


def _dot_of_point(point: Baseline | None) -> DataPoint | None:
    if point is None or point.value is None or not _can_be_drawn(point.value):
        return None
    at = years(point.period)
    return None if at is None else DataPoint(at, float(point.value), "projected")


def _indexed(one: Series, base_at: float | None) -> Series | None:
    base = next((dot.value for dot in one.line if base_at is None or dot.at == base_at), 0)
    if not base:
        return None
    dots = [dot._replace(value=100 * dot.value / base) for dot in one.dots]
    return Series(one.indicator, "", dots)
