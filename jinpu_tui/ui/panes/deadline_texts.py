"""A deadline as lists show it: the day, and the days that are left or over."""

from __future__ import annotations

from datetime import date

from jinpu_tui.model.formatting import day_text, days_text

MAX_DAYS = 300
"""More days to a deadline of another year, or after it, are not counted; from fewer it is clear which year it is in."""


def deadline_texts(due: date | None, today: date, *, is_over: bool) -> tuple[str, str]:
    """Return the day of a deadline and the days to it.

    The year is left out if it is that of the day, or if it follows from the days.

    Args:
        due: The deadline.
        today: The day to count from.
        is_over: Whether the task is done or closed: then no days are counted.

    >>> deadline_texts(date(2016, 12, 15), date(2016, 12, 20), is_over=False)
    ('15 Dec', '  −5 d')
    >>> deadline_texts(date(2017, 12, 15), date(2016, 12, 20), is_over=True)
    ('15 Dec 2017', '')
    """
    if due is None:
        return "–", ""
    days = (due - today).days
    is_year_clear = abs(days) <= MAX_DAYS or due.year == today.year
    if is_over or not is_year_clear:
        return day_text(due, today), ""
    return day_text(due, due), f" {days_text(days):>5}"
