"""How many tasks are due on each day: what a calendar shows."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from jinpu_tui.analysis.lights import is_open
from jinpu_tui.model.records import Task

MAX_MONTHS = 120
"""The maximum number of months that are shown; those far away from the day are left out first."""

Month = tuple[int, int]
"""A year and the number of a month."""


class DueCount(NamedTuple):
    """How many tasks are due on a day."""

    open: int
    over: int
    """Those that are done, closed or dropped."""


def due_counts(tasks: Iterable[Task]) -> Mapping[date, DueCount]:
    """Return how many tasks are due on each day that has any.

    >>> due_counts([Task("T1", "a", due=date(2016, 12, 1)), Task("T2", "b", due=date(2016, 12, 1), status="done")])
    {datetime.date(2016, 12, 1): DueCount(open=1, over=1)}
    """
    due = [(task.due, is_open(task)) for task in tasks if task.due is not None]
    all_due = Counter(day for day, _is_open in due)
    still_open = Counter(day for day, is_still_open in due if is_still_open)
    return {day: DueCount(still_open[day], count - still_open[day]) for day, count in all_due.items()}


def months_to_show(days: Iterable[date], today: date) -> Sequence[Month]:
    """Return the months in which something is due, and that of today, in order.

    >>> months_to_show([date(2016, 12, 1), date(2017, 3, 1), date(2016, 12, 9)], date(2017, 1, 5))
    [(2016, 12), (2017, 1), (2017, 3)]
    """
    months = {(day.year, day.month) for day in days} | {(today.year, today.month)}
    near = sorted(months, key=lambda month: abs(12 * (month[0] - today.year) + month[1] - today.month))
    return sorted(near[:MAX_MONTHS])


def weeks_of(month: Month) -> list[list[date | None]]:
    """Return the weeks of a month from Monday to Sunday, with None for the days of other months.

    >>> [day.day if day else 0 for day in weeks_of((2016, 12))[0]]
    [0, 0, 0, 1, 2, 3, 4]
    """
    first_weekday, length = monthrange(*month)
    cells: list[date | None] = [None] * first_weekday
    cells += [date(*month, number) for number in range(1, length + 1)]
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]
