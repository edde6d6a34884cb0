"""Dates as people type them."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta

from jinpu_tui.model.date_spans import DateSpan, parse_date_span, reason_for_no_day
from jinpu_tui.model.errors import BeyondCalendarError, DateError
from jinpu_tui.text.i18n import _

_STEP = re.compile(r"([+-])(\d{1,4})(d|w|m|q|y|天|日|周|个?月|个?季度?|年)后?")
_CHINESE_UNITS = {"天": "d", "日": "d", "周": "w", "月": "m", "季": "q", "年": "y"}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def parse_date(text: str, today: date, present: date | None = None) -> date | None:
    """Return the date that a person means, or None for an empty text (remove the date).

    `+2w`, `-3d`, `+2周` move `present`, or count from `today` if there is none (d, w, m, q, y; 天, 周, 月, 季, 年);
    `fri` is the next Friday after today; `eow`, `eom`, `eoq`, `eoy` are the end of week, month, quarter, year; `today`.
    Every form that `date_spans` reads (2016-12-31, 2016年12月底前, 四季度) means its last day.

    Raises:
        DateError: The text is no date.
        BeyondCalendarError: The day lies outside of the years 1 to 9999.

    >>> parse_date("+2w", date(2016, 12, 1), date(2016, 12, 31))
    datetime.date(2017, 1, 14)
    >>> parse_date("四季度", date(2016, 12, 1))
    datetime.date(2016, 12, 31)
    """
    word = unicodedata.normalize("NFKC", text).strip().lower()
    if not word:
        return None
    match = _STEP.fullmatch(word)
    try:
        if match:
            unit = match[3].removeprefix("个")[0]
            return _moved(present or today, int(match[1] + match[2]), _CHINESE_UNITS.get(unit, unit))
        named = _named(word, today)
    except (ValueError, OverflowError):
        raise BeyondCalendarError(text, date.min if match and match[1] == "-" else date.max) from None
    span = DateSpan(named, named) if named is not None else _span_of(text, today)
    if span is None:
        reason = reason_for_no_day(text)
        raise DateError(
            reason or _("Not a date: {text}. Try 2016-12-31, +2w, -3d, fri, eom, eoy or today").format(text=text.strip())
        )
    return span.last


def parse_days(text: str, today: date) -> tuple[date, date] | None:
    """Return the first and the last day of what `text` means, for filters; None for an empty text. Raises as `parse_date`."""
    span = _span_of(text, today)
    if span is not None:
        return span.first, span.last
    day = parse_date(text, today)
    return None if day is None else (day, day)


def _span_of(text: str, today: date) -> DateSpan | None:
    try:
        return parse_date_span(text, today)
    except (ValueError, OverflowError):
        raise DateError(_("There is no such day: {text}").format(text=text.strip())) from None


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
