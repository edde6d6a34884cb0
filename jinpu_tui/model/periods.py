"""Periods of time as SDMX writes them (SDMX 3.0, section 2, "Time period"), months without the M.

`2016` year, `2016-S1` half, `2016-Q3` quarter, `2016-11` month, `2016-W47` ISO week, `2016-11-22` day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from jinpu_tui.model.errors import PeriodError

_PERIOD = re.compile(r"(\d{4})(?:-(?:S([12])|Q([1-4])|W(\d\d)|(\d\d)(?:-(\d\d))?))?")


Frequency = Literal["year", "half", "quarter", "month", "week", "day"]


@lru_cache(maxsize=4096)
def span(period: str) -> tuple[date, date]:
    """First and last day of a period. Raises PeriodError.

    >>> span("2016-Q3")
    (datetime.date(2016, 7, 1), datetime.date(2016, 9, 30))
    """
    match = _PERIOD.fullmatch(period)
    if match is None:
        raise PeriodError(period)
    year, half, quarter, week, month, day = (int(part) if part else None for part in match.groups())
    try:
        if week is not None:
            first = date.fromisocalendar(year or 0, week, 1)
            return first, first + timedelta(days=6)
        if day is not None:
            one = date(year or 0, month or 0, day)
            return one, one
        start, months = _months(half, quarter, month)
        first = date(year or 0, start, 1)
        return first, _month_end(first.year, start + months - 1)
    except (ValueError, OverflowError):
        raise PeriodError(period) from None


def is_period(text: str) -> bool:
    """Return whether a text is a period."""
    try:
        span(text)
    except PeriodError:
        return False
    return True


def frequency(period: str) -> Frequency:
    """Return how long a period is. Raises PeriodError.

    >>> frequency("2016"), frequency("2016-Q3"), frequency("2016-11")
    ('year', 'quarter', 'month')
    """
    match = _PERIOD.fullmatch(period)
    if match is None:
        raise PeriodError(period)
    names: tuple[Frequency, ...] = ("half", "quarter", "week", "month")
    if match[6]:
        return "day"
    return next((name for name, part in zip(names, match.groups()[1:5], strict=True) if part), "year")


def is_inside(period: str, whole: str) -> bool:
    """Return whether a period lies inside another; False if either is not a period."""
    try:
        (first, last), (begin, end) = span(period), span(whole)
    except PeriodError:
        return False
    return begin <= first and last <= end


def year_before(period: str) -> str:
    """Return the same period a year earlier.

    >>> year_before("2016-Q3"), year_before("2017-S1")
    ('2015-Q3', '2016-S1')
    """
    span(period)
    return f"{int(period[:4]) - 1:04}{period[4:]}"


def time_order(period: str) -> tuple[date, date]:
    """Return the sort key of a period: its last day, then its first; an invalid period sorts before all others."""
    try:
        first, last = span(period)
    except PeriodError:
        return date.min, date.min
    return last, first


def _months(half: int | None, quarter: int | None, month: int | None) -> tuple[int, int]:
    if half:
        return 6 * half - 5, 6
    if quarter:
        return 3 * quarter - 2, 3
    return (month, 1) if month is not None else (1, 12)


def _month_end(year: int, month: int) -> date:
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)
