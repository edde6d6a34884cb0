"""Dates as people type them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from jinpu_tui.model.errors import BeyondCalendarError, DateError
from jinpu_tui.text.i18n import _

_STEP = re.compile(r"([+-])(\d{1,4})([dwmqy])")
_DATE = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def parse_date(text: str, today: date, present: date | None = None) -> date | None:
    """Return the date that a person means; None for an empty text (remove it). Raises DateError.

    `2016-12-31`; `+2w`, `-3d` move `present`, or count from `today` if there is none (d, w, m, q, y);
    `fri` the next Friday after today; `eow`, `eom`, `eoq`, `eoy` the end of week, month, quarter, year; `today`, `tomorrow`.

    >>> parse_date("+2w", date(2016, 12, 1), date(2016, 12, 31))
    datetime.date(2017, 1, 14)
    """
    word = text.strip().lower()
    if not word:
        return None
    if match := _DATE.fullmatch(word):
        try:
            return date(*(int(part) for part in match.groups()))
        except ValueError:
            raise DateError(_("There is no such day: {text}").format(text=text.strip())) from None
    match = _STEP.fullmatch(word)
    try:
        if match:
            return _moved(present or today, int(match[1] + match[2]), match[3])
        named = _named(word, today)
    except (ValueError, OverflowError):
        raise BeyondCalendarError(text, date.min if match and match[1] == "-" else date.max) from None
    if named is None:
        raise DateError(_("Not a date: {text}. Try 2016-12-31, +2w, -3d, fri, eom, eoy or today").format(text=text.strip()))
    return named


def days_after(day: date, count: int) -> date:
    """Return the day `count` days after another, before it if negative; the last or first day there is if none is that far."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return date.max if count > 0 else date.min


def _moved(start: date, count: int, unit: str) -> date:
    if unit in "dw":
        return start + timedelta(days=count * (7 if unit == "w" else 1))
    months = start.year * 12 + start.month - 1 + count * {"m": 1, "q": 3, "y": 12}[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _named(word: str, today: date) -> date | None:
    if word[:3] in _WEEKDAYS and (len(word) == 3 or word.endswith("day")):
        return today + timedelta(days=(_WEEKDAYS.index(word[:3]) - today.weekday() - 1) % 7 + 1)
    quarter_end = (today.month + 2) // 3 * 3
    match word:
        case "today":
            return today
        case "tomorrow":
            return today + timedelta(days=1)
        case "eow":
            return today + timedelta(days=6 - today.weekday())
        case "eom":
            return date(today.year, today.month, monthrange(today.year, today.month)[1])
        case "eoq":
            return date(today.year, quarter_end, monthrange(today.year, quarter_end)[1])
        case "eoy":
            return date(today.year, 12, 31)
    return None
