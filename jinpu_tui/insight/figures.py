"""What the observations of an indicator say: the latest, growth on the year before, the way to the target."""

from __future__ import annotations

import math
from datetime import date

from jinpu_tui.model.periods import PeriodError, time_order, year_before
from jinpu_tui.model.records import Indicator, Observation

_ROUNDING = 0.06
"""Growth is stated to one decimal; closer than this, in points, two figures agree."""


def in_time(indicator: Indicator) -> list[Observation]:
    """The observations by the end of their periods; those without a sound period come first."""
    return sorted(indicator.observations, key=_time)


def latest(indicator: Indicator) -> Observation | None:
    """The observation whose period ends last."""
    return max(indicator.observations, key=_time, default=None)


def growth(indicator: Indicator, observation: Observation) -> float | None:
    """Change in percent on the same period a year before, where the data has both on the same basis and cumulation.

    The row of `data/` on regional GDP: 225 billion yuan at +7 % is 210.3 the year before, and growth on that is 7 % again.

    >>> from jinpu_tui.model.records import Indicator, Observation
    >>> before = implied_before(Observation("2016", 225, 7))
    >>> round(before, 1)
    210.3
    >>> gdp = Indicator("gdp", observations=(Observation("2015", before), Observation("2016", 225, 7)))
    >>> round(growth(gdp, gdp.observations[1]), 6)
    7.0
    """
    before = _year_before(indicator, observation)
    if before is None or not before.value or observation.value is None:
        return None
    return 100 * (observation.value - before.value) / abs(before.value)


def disagrees(indicator: Indicator, observation: Observation) -> bool:
    """Whether stated and computed growth differ although their bases say that they should agree.

    They should when growth is stated on the basis that the values are in, which both sides have to say.
    """
    computed = growth(indicator, observation)
    if computed is None or observation.growth is None or observation.basis is None:
        return False
    return observation.growth_basis == observation.basis and abs(computed - observation.growth) > _ROUNDING


def implied_before(observation: Observation) -> float | None:
    """The value a year before as value and stated growth imply it; None without both.

    >>> from jinpu_tui.model.records import Observation
    >>> round(implied_before(Observation("2016", 12.528, 16.8)), 3)
    10.726
    """
    if observation.value is None or observation.growth is None or observation.growth <= -100:
        return None
    return observation.value / (1 + observation.growth / 100)


def attainment(indicator: Indicator, observation: Observation | None = None) -> float | None:
    """How much of the way from baseline to target is gone, in percent.

    From 210.3 in 2015 to 300 in 2020, 225 in 2016 is about a sixth of the way.

    >>> from jinpu_tui.model.records import Indicator, Observation, Point
    >>> gdp = Indicator("gdp", baseline=Point("2015", 210.3), target=Point("2020", 300))
    >>> round(attainment(gdp, Observation("2016", 225)), 1)
    16.4
    """
    one = observation or latest(indicator)
    if one is None or one.value is None or indicator.baseline is None or indicator.target is None:
        return None
    start, goal = indicator.baseline.value, indicator.target.value
    if start is None or goal is None or start == goal:
        return None
    return 100 * (one.value - start) / (goal - start)


def path_value(indicator: Indicator, period: str) -> float | None:
    """Where the straight path from baseline to target is at the end of a period; None outside it, or without both.

    >>> from jinpu_tui.model.records import Indicator, Point
    >>> path_value(Indicator("I", baseline=Point("2015", 200), target=Point("2020", 300)), "2017")
    240.0
    """
    base, goal = indicator.baseline, indicator.target
    if base is None or goal is None or base.value is None or goal.value is None:
        return None
    start, now, end = (years(one) for one in (base.period, period, goal.period))
    if start is None or now is None or end is None or not start < end or now < start:
        return None
    share = min(1.0, (now - start) / (end - start))
    return round(base.value + share * (goal.value - base.value), 6)


def years(period: str) -> float | None:
    """When a period ends, in years: every year is as long as every other. None for what is no period.

    >>> years("2016"), years("2016-S1") < 2016.5, years("soon")
    (2017.0, True, None)
    """
    last = time_order(period)[0]
    if last == date.min:
        return None
    begin, end = date(last.year, 1, 1), date(last.year, 12, 31)
    return last.year + ((last - begin).days + 1) / ((end - begin).days + 1)


def on_path(indicator: Indicator) -> bool | None:
    """Whether the latest whole figure is on the better side of the path; None where that cannot be said.

    Which side is better is told by `direction`, else by where the target lies. Cumulative figures are of a part of the year.
    """
    whole = [one for one in indicator.observations if not one.cumulative and one.status != "forecast"]
    last = max(whole, key=_time, default=None)
    if last is None or last.value is None or indicator.baseline is None or indicator.target is None:
        return None
    wanted = path_value(indicator, last.period)
    if wanted is None:
        return None
    up = (
        indicator.direction == "up" if indicator.direction else (indicator.target.value or 0) >= (indicator.baseline.value or 0)
    )
    return last.value >= wanted if up else last.value <= wanted


def decimals(indicator: Indicator) -> int:
    """How many decimals to show: as stated, else the most that any value has, up to 4."""
    if indicator.decimals is not None:
        return indicator.decimals
    return max((places(one.value) for one in indicator.observations if one.value is not None), default=0)


def places(value: int | float) -> int:
    """How many decimals a value has, up to 4."""
    if isinstance(value, int) or not math.isfinite(value) or value == int(value):
        return 0
    return min(4, len(repr(value).partition(".")[2]))


def shown(value: int | float | None, decimals: int) -> str:
    """A number with thousands set apart and a fixed count of decimals; a dash for none."""
    return "–" if value is None else f"{value:,.{decimals}f}"


BLOCKS = "▁▂▃▄▅▆▇█"
"""From low to high."""


def sparkline(indicator: Indicator, most: int = 10) -> str:
    """The latest whole figures as blocks, the lowest of them the smallest; what is cumulative so far is left out.

    >>> from jinpu_tui.model.records import Indicator, Observation
    >>> sparkline(Indicator("I", observations=(Observation("2014", 10), Observation("2015", 20), Observation("2016", 15))))
    '▁█▅'
    """
    values = [
        float(one.value) for one in in_time(indicator) if one.value is not None and math.isfinite(one.value) and is_whole(one)
    ][-most:]
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    if high == low:
        return BLOCKS[(len(BLOCKS) - 1) // 2] * len(values)
    largest = max(abs(low), abs(high))  # the difference of two figures may be too large for a number, that of two shares is not
    low, high = low / largest, high / largest
    return "".join(BLOCKS[round((len(BLOCKS) - 1) * (value / largest - low) / (high - low))] for value in values)


def is_whole(observation: Observation) -> bool:
    """Whether a figure is of a whole year or a period that stands for itself, not of a year so far."""
    return not observation.cumulative


def _year_before(indicator: Indicator, observation: Observation) -> Observation | None:
    try:
        wanted = year_before(observation.period)
    except PeriodError:
        return None
    for one in indicator.observations:
        if one.period == wanted and (one.cumulative, one.basis) == (observation.cumulative, observation.basis):
            return one
    return None


def _time(observation: Observation) -> tuple[date, date]:
    return time_order(observation.period)
