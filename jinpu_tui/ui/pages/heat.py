"""What the calendars of deadlines share: days the darker the more is due on them, and the names of weekdays."""

from __future__ import annotations

from jinpu_tui.text.i18n import _

HEAT = "░▒▓"
"""Signs of days from those with few tasks to those with most."""


def heat_sign(count: int, most: int) -> str:
    """Return the sign of a day with `count` tasks, at least one, if the day with most of them has `most`."""
    return HEAT[min(len(HEAT) - 1, (count - 1) * len(HEAT) // most)]


def weekday_names() -> tuple[str, ...]:
    """Return the names of the days of a week in two letters, Monday first."""
    return _("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su")
