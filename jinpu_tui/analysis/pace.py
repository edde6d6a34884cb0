"""Whether an indicator keeps pace with its target.

Flows are compared with the share of the target's period that has passed, stocks with the straight path from baseline to target,
rates with the target itself (section 5 of the design).
"""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct

from jinpu_tui.model.errors import PeriodError
from jinpu_tui.model.measures import direction_of, measure_of, places, states_growth
from jinpu_tui.model.periods import frequency, is_inside, span, time_order
from jinpu_tui.model.records import Indicator, Measure, Observation, Point

PERCENT_DECIMALS = 1
"""A flow whose attainment and share of time are equal to that many decimals of a percent, as they are shown, is on pace."""


class Pace(Struct, frozen=True):
    """How an indicator stands against its target at the end of one observation's period."""

    measure: Measure
    period: str
    """The period at whose end the indicator is judged."""
    value: float
    """The cumulative value of a flow, the level of a stock, the rate or growth of a rate."""
    expected: float
    """What the value should be by then."""
    attainment: float | None
    """Of a flow or rate the share of the target, of a stock the share of the way from the baseline, in percent."""
    expected_share: float | None
    """Of a flow the share of the target's period that has passed, in percent."""
    is_kept: bool
    """Whether the value is the expected one or better."""


class Judge:
    """Compares the observations of one indicator with its target."""

    def __init__(self, indicator: Indicator) -> None:
        self._indicator = indicator
        self._measure, self._direction = measure_of(indicator), direction_of(indicator)
        self._observed = [observation for observation in indicator.observations if observation.status != "forecast"]

    @property
    def pace(self) -> Pace | None:
        """How the indicator stands by its latest comparable observation that is not a forecast; None if it has none."""
        return self._latest(self._observed)

    @property
    def attainment(self) -> float | None:
        """How much of the target is reached in percent, by the latest comparable observation; see `Pace.attainment`.

        A stock that is only forecast has its place on the way, too.
        """
        pace = self.pace or (self._latest(self._indicator.observations) if self._measure == "stock" else None)
        return None if pace is None else pace.attainment

    def at(self, one: Observation) -> Pace | None:
        """Return how the indicator stands at the end of an observation's period; None if it is not comparable."""
        if self._indicator.target is None:
            return None
        judges = {"flow": self._flow, "stock": self._stock, "rate": self._rate}
        return judges[self._measure](one, self._indicator.target)

    def _latest(self, observations: Sequence[Observation]) -> Pace | None:
        return next((pace for item in _latest_first(observations) if (pace := self.at(item)) is not None), None)

    def _flow(self, one: Observation, target: Point) -> Pace | None:
        """Compare what has come together with the share of the target's period that has passed."""
        goal = _number(target.value)
        if goal is None or not is_inside(one.period, target.period):
            return None
        last = span(one.period)[1]
        value = self._totals.get(last.toordinal())
        if value is None:
            return None
        share = share_passed(target.period, last)
        reached = 100 * value / goal if goal > 0 else None
        is_kept = self._is_reached(value, goal * share) or abs(value - goal * share) <= self._rounding
        if reached is not None and not is_kept:
            is_kept = round(reached, PERCENT_DECIMALS) == round(100 * share, PERCENT_DECIMALS)
        return Pace("flow", one.period, value, goal * share, reached, 100 * share, is_kept)

    def _stock(self, one: Observation, target: Point) -> Pace | None:
        """Compare a level of the target's own frequency with the straight path from baseline to target."""
        value, goal, baseline = _number(one.value), _number(target.value), self._indicator.baseline
        expected = path_value(self._indicator, one.period)
        if value is None or goal is None or expected is None or one.cumulative or not _are_alike(one.period, target.period):
            return None
        start = _number(baseline.value) if baseline is not None else None
        way = None if start is None or start == goal else 100 * (value - start) / (goal - start)
        return Pace("stock", one.period, value, expected, way, None, self._is_reached(value, expected))

    def _rate(self, one: Observation, target: Point) -> Pace | None:
        """Compare the rate, or the stated growth, of a period inside the target's with the target itself."""
        is_growth = states_growth(self._indicator)
        goal, value = _number(target.growth if is_growth else target.value), _number(one.growth if is_growth else one.value)
        if goal is None or value is None or not is_inside(one.period, target.period):
            return None
        reached = 100 * value / goal if goal else None
        return Pace("rate", one.period, value, goal, reached, None, self._is_reached(value, goal))

    def _is_reached(self, value: float, expected: float) -> bool:
        return value >= expected if self._direction == "up" else value <= expected

    @cached_property
    def _rounding(self) -> float:
        """How far a figure may be from the exact one because it is rounded to some decimals; whole numbers are exact."""
        stated = max((places(observation.value) for observation in self._observed if observation.value is not None), default=0)
        return 0.5000001 * 10.0**-stated if stated else 0.0

    @cached_property
    def _totals(self) -> Mapping[int, float]:
        """By day what has come together from the beginning of the target's period to that day, as far as it is known.

        Cumulative observations count from January; others are added up as far as they follow each other without a gap.
        """
        target = self._indicator.target
        if target is None:
            return {}
        first = span(target.period)[0]
        new_year = date(first.year, 1, 1)
        since_january = _added_up(self._observed, new_year, with_cumulative=True)
        if first == new_year:
            return since_january
        before = since_january.get(first.toordinal() - 1)
        totals = _added_up(self._observed, first, with_cumulative=False)
        if before is not None:
            totals |= {day: value - before for day, value in since_january.items() if day >= first.toordinal()}
        return totals


def attainment(indicator: Indicator, observation: Observation | None = None) -> float | None:
    """Return how much of its target an indicator has reached, in percent, by default at the latest comparable observation.

    Of a stock it is the share of the way: from 210.3 in 2015 to 300 in 2020, 225 in 2016 is about a sixth.

    >>> from jinpu_tui.model.records import Baseline, Indicator, Observation, Point
    >>> gdp = Indicator("gdp", baseline=Baseline("2015", 210.3), target=Point("2020", 300))
    >>> round(attainment(gdp, Observation("2016", 225)), 1)
    16.4
    """
    judge = Judge(indicator)
    if observation is None:
        return judge.attainment
    pace = judge.at(observation)
    return None if pace is None else pace.attainment


def is_on_pace(indicator: Indicator) -> bool | None:
    """Return whether an indicator keeps pace with its target; None if that cannot be decided."""
    pace = Judge(indicator).pace
    return None if pace is None else pace.is_kept


def path_value(indicator: Indicator, period: str) -> float | None:
    """Return where the straight path from baseline to target is at the end of a period; the target itself after it.

    None before the baseline, or if there is no target; without a baseline the path is only known from the target on.

    >>> from jinpu_tui.model.records import Baseline, Indicator, Point
    >>> path_value(Indicator("I", baseline=Baseline("2015", 200), target=Point("2020", 300)), "2017")
    240.0
    """
    base, goal = indicator.baseline, indicator.target
    end, now = years(goal.period) if goal is not None else None, years(period)
    target = _number(goal.value) if goal is not None else None
    if end is None or now is None or target is None:
        return None
    start, level = (years(base.period), _number(base.value)) if base is not None else (None, None)
    if start is None or level is None:
        return target if now >= end else None
    if not start < end or now < start:
        return None
    share = min(1.0, (now - start) / (end - start))
    return round(level + share * (target - level), 6)


def years(period: str) -> float | None:
    """Return when a period ends, in years: every year is as long as every other. None for what is no period.

    >>> years("2016"), years("2016-S1") < 2016.5, years("soon")
    (2017.0, True, None)
    """
    last = time_order(period)[0]
    return None if last == date.min else end_of_day(last)


def end_of_day(day: date) -> float:
    """Return the end of a day in years.

    >>> end_of_day(date(2016, 12, 31))
    2017.0
    """
    begin, end = date(day.year, 1, 1), date(day.year, 12, 31)
    return day.year + ((day - begin).days + 1) / ((end - begin).days + 1)


def share_passed(period: str, day: date) -> float:
    """Return the share of a period that has passed at the end of a day inside it. Raises PeriodError.

    Months are equally long: a quarter is a fourth of its year; days count only inside their month.

    >>> [round(share_passed("2016", date(2016, month, day)), 4) for month, day in ((2, 29), (11, 30), (12, 15))]
    [0.1667, 0.9167, 0.957]
    """
    first, last = span(period)
    begin = _months(first, first.day - 1)
    return (_months(day, day.day) - begin) / (_months(last, last.day) - begin)


def _months(day: date, days_passed: int) -> float:
    """Months from the year 0 to the month of a day, with the share of that month that `days_passed` are."""
    return day.year * 12 + day.month - 1 + days_passed / monthrange(day.year, day.month)[1]


def _latest_first(observations: Sequence[Observation]) -> list[Observation]:
    """Sort observations by the end of their periods, the latest first; of two with one end the cumulative one comes first."""
    return sorted(
        observations,
        key=lambda observation: (time_order(observation.period)[0], observation.cumulative, time_order(observation.period)),
        reverse=True,
    )


def _are_alike(period: str, other: str) -> bool:
    try:
        return frequency(period) == frequency(other)
    except PeriodError:
        return False


def _added_up(observations: Sequence[Observation], first: date, *, with_cumulative: bool) -> dict[int, float]:
    """Return by day (proleptic Gregorian ordinal) the total of what came together from `first` to that day."""
    totals = {first.toordinal() - 1: 0.0}
    for begin, last, value, is_cumulative in _figures(observations):
        if is_cumulative:
            if with_cumulative and last.year == first.year:
                totals[last.toordinal()] = value
        elif begin.toordinal() - 1 in totals and last.toordinal() not in totals:
            totals[last.toordinal()] = totals[begin.toordinal() - 1] + value
    return totals


def _figures(observations: Sequence[Observation]) -> Iterator[tuple[date, date, float, bool]]:
    """Yield first and last day, value and whether it is cumulative, by last day; totals that are stated before their parts."""
    found = []
    for observation in observations:
        value = _number(observation.value)
        last, first = time_order(observation.period)
        if value is not None and last > date.min:
            found.append((first, last, value, observation.cumulative))
    yield from sorted(found, key=lambda figure: (figure[1], not figure[3], figure[0]))


def _number(value: float | None) -> float | None:
    """Return a figure that can be compared; None for what is not a number or too large."""
    try:
        number = float(value) if value is not None else math.nan
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
