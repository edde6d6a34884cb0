"""What the observations of an indicator say: the latest, growth on the year before; and figures as they are shown."""

from __future__ import annotations

from datetime import date

from jinpu_tui.analysis.pace import attainment, years
from jinpu_tui.model.errors import PeriodError
from jinpu_tui.model.measures import places
from jinpu_tui.model.periods import time_order, year_before
from jinpu_tui.model.records import Indicator, Observation

__all__ = [
    "attainment",
    "decimals",
    "disagrees",
    "growth",
    "implied_before",
    "in_time",
    "is_whole",
    "latest",
    "places",
    "shown",
    "years",
]

_ROUNDING = 0.06
"""Growth is stated to one decimal; closer than this, in points, two figures agree."""


def in_time(indicator: Indicator) -> list[Observation]:
    """Return the observations by the end of their periods; those without a sound period come first."""
    return sorted(indicator.observations, key=_time)


def latest(indicator: Indicator) -> Observation | None:
    """Return the observation whose period ends last.

    >>> from jinpu_tui.model.records import Indicator, Observation
    >>> latest(Indicator("I", observations=(Observation("2016", 225), Observation("2015-Q4", 60)))).period
    '2016'
    """
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

    >>> from jinpu_tui.model.records import Indicator, Observation
    >>> stated = Observation("2016", 110, growth=7, basis="constant", growth_basis="constant")
    >>> disagrees(Indicator("I", observations=(Observation("2015", 100, basis="constant"), stated)), stated)
    True
    """
    computed = growth(indicator, observation)
    if computed is None or observation.growth is None or observation.basis is None:
        return False
    return observation.growth_basis == observation.basis and abs(computed - observation.growth) > _ROUNDING


def implied_before(observation: Observation) -> float | None:
    """Return the value a year before as value and stated growth imply it; None without both.

    >>> from jinpu_tui.model.records import Observation
    >>> round(implied_before(Observation("2016", 12.528, 16.8)), 3)
    10.726
    """
    if observation.value is None or observation.growth is None or observation.growth <= -100:
        return None
    return observation.value / (1 + observation.growth / 100)


def decimals(indicator: Indicator) -> int:
    """Return how many decimals to show: as stated, else the most that any value has, up to 4.

    >>> from jinpu_tui.model.records import Indicator, Observation
    >>> decimals(Indicator("I", observations=(Observation("2014", 12.528), Observation("2016", 225))))
    3
    """
    if indicator.decimals is not None:
        return indicator.decimals
    return max(
        (places(observation.value) for observation in indicator.observations if observation.value is not None), default=0
    )


def shown(value: int | float | None, decimals: int) -> str:
    """Return a number with thousands set apart and a fixed count of decimals; a dash for none.

    >>> shown(20500, 0), shown(12.528, 1), shown(None, 1)
    ('20,500', '12.5', '–')
    """
    return "–" if value is None else f"{value:,.{decimals}f}"


def is_whole(observation: Observation) -> bool:
    """Whether a figure is of a whole year or a period that stands for itself, not of a year so far."""
    return not observation.cumulative


def _year_before(indicator: Indicator, observation: Observation) -> Observation | None:
    try:
        wanted = year_before(observation.period)
    except PeriodError:
        return None
    for item in indicator.observations:
        if item.period == wanted and (item.cumulative, item.basis) == (observation.cumulative, observation.basis):
            return item
    return None


def _time(observation: Observation) -> tuple[date, date]:
    return time_order(observation.period)
