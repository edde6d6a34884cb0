"""The figures of indicators as points in time, for a chart: observed and projected ones, the path to the target, the gap to it.

Values are absolute or an index, of which the base period is 100 (OECD, Glossary of Statistical Terms).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct

from jinpu_tui.analysis.indicators import in_time, is_whole, years
from jinpu_tui.analysis.pace import Judge, end_of_day
from jinpu_tui.model.errors import PeriodError
from jinpu_tui.model.measures import are_comparable, measure_of, states_growth
from jinpu_tui.model.periods import span
from jinpu_tui.model.records import Baseline, Indicator, Observation

MAX_VALUE = 1e15
"""No office measures more; what is larger has no place in a chart."""

Scale = Literal["absolute", "index"]

Mark = Literal["actual", "projected", "year to date"]
"""Observed; estimated or forecast; cumulative over a part of the year, which is not of the line."""


class DataPoint(NamedTuple):
    """A figure at the end of its period, in years."""

    at: float
    value: float
    mark: Mark


class Gap(NamedTuple):
    """How far the latest figure that can be judged is from the path to the target, at the end of its period."""

    at: float
    """In years."""
    period: str
    value: float
    expected: float
    """Where the path is."""
    is_kept: bool
    """Whether the value is the expected one or better."""


class Base(NamedTuple):
    """What is 100 in an index."""

    period: str
    at: float
    value: float


class Series(Struct, frozen=True):
    """The figures of an indicator in time."""

    indicator: Indicator
    unit: str
    """What the figures are in; empty for an index."""
    dots: Sequence[DataPoint]
    target_path: Sequence[DataPoint] = ()
    """The two ends of the straight line that leads to the target, or nothing."""
    gap: Gap | None = None
    base: Base | None = None
    """What is 100; None for absolute values."""

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
    return Series(indicator, indicator.unit or "", list(_dots(indicator)), _target_path(indicator), _gap(indicator))


def scale_of(indicators: Sequence[Indicator], chosen: Scale | None = None) -> Scale:
    """Return the scale for one chart of indicators: the one chosen, else the index for those of different units."""
    return chosen or ("absolute" if len({indicator.unit for indicator in indicators}) < 2 else "index")


def indexed(indicators: Sequence[Indicator]) -> list[Series]:
    """Return the figures of indicators as an index.

    The base of a single one is its baseline if that can be compared with its figures. Several have the first period for which
    all have a figure as their base; without such a period, and without a baseline, the base is the first figure. Those without
    a base other than 0 are left out.

    >>> from jinpu_tui.model.records import Observation
    >>> gdp = Indicator("gdp", observations=(Observation("2015", 200), Observation("2016", 225)))
    >>> [dot.value for dot in indexed([gdp])[0].dots]
    [100.0, 112.5]
    """
    found = [item for item in map(series, indicators) if item.line]
    shared = None
    if len(found) > 1:
        shared = min(set.intersection(*({dot.at for dot in item.line if dot.value} for item in found)), default=None)
    based = [(item, _base(item, shared)) for item in found]
    return [_scaled(item, base) for item, base in based if base is not None and base.value]


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


def _gap(indicator: Indicator) -> Gap | None:
    """Return the gap to the path; None if nothing can be judged, or if growth is what is judged: it is not on the axis."""
    if states_growth(indicator):
        return None
    pace = Judge(indicator).pace
    if pace is None or not (_can_be_drawn(pace.value) and _can_be_drawn(pace.expected)):
        return None
    at = years(pace.period)
    return None if at is None else Gap(at, pace.period, pace.value, pace.expected, pace.is_kept)


def _base(one: Series, shared: float | None) -> Base | None:
    """Return what is 100: the figure at `shared` if there is one, else the baseline or the first figure."""
    base, line = one.indicator.baseline, one.line
    if shared is None and line and base is not None and (dot := _dot_of_point(base)) is not None and dot.value:
        last = max(drawn_observations(one.indicator), key=lambda item: (is_whole(item), years(item.period) or 0.0))
        if are_comparable(one.indicator, base.period, last.period):
            return Base(base.period, dot.at, dot.value)
    figures = [item for item in drawn_observations(one.indicator) if is_whole(item)]
    for item in figures:
        at = years(item.period)
        if at is not None and item.value is not None and (shared is None or at == shared):
            return Base(item.period, at, float(item.value))
    return None


def _scaled(one: Series, base: Base) -> Series:
    """Return a series as an index."""

    def points(dots: Sequence[DataPoint]) -> list[DataPoint]:
        return [dot._replace(value=100 * dot.value / base.value) for dot in dots]

    gap = one.gap
    if gap is not None:
        gap = gap._replace(value=100 * gap.value / base.value, expected=100 * gap.expected / base.value)
    return Series(one.indicator, "", points(one.dots), points(one.target_path), gap, base)
