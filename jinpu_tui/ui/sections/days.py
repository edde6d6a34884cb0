"""Deadlines in words: the day as it is read at a glance, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from jinpu_tui.model.formatting import day_text, days_text
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.text.width import cell_width


def distance_text(days: int) -> str:
    """Return how far a day is in words; a negative number of days has passed.

    >>> distance_text(-5), distance_text(0), distance_text(1)
    ('5 days late', 'today', '1 day left')
    """
    if not days:
        return _("today")
    if days < 0:
        return ngettext("{count} day late", "{count} days late", -days).format(count=-days)
    return ngettext("{count} day left", "{count} days left", days).format(count=days)


def short_distance(day: date | None, today: date) -> str:
    """Return how far a day is in a few cells; empty if there is none."""
    return "" if day is None else days_text((day - today).days)


def day_cell(day: date | None, today: date, *, is_brief: bool) -> str:
    """Return a day for a column of days: `15 Dec` if it is to be brief, else `2016-12-15`."""
    if day is None:
        return "–"
    return day_text(day, today) if is_brief else day.isoformat()


def width_of_days(days: Iterable[date | None], today: date, *, is_brief: bool) -> int:
    """Return the cells of the widest of some days; 0 if there is none."""
    return max((cell_width(day_cell(day, today, is_brief=is_brief)) for day in days if day is not None), default=0)
