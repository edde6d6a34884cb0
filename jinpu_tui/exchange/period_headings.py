"""Headings of columns that hold the figures of one period: 2016-11, 2016-11累计, 目标值（2016）."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from jinpu_tui.exchange.sheet_headings import CUMULATIVE, Language
from jinpu_tui.model.periods import is_period

_PERIOD = r"\d{4}(?:-(?:S[12]|Q[1-4]|W\d\d|\d\d(?:-\d\d)?))?"
_OBSERVATION = re.compile(rf"({_PERIOD})\s*(累计|cumulative)?", re.IGNORECASE)
_IN_BRACKETS = re.compile(rf"[(]({_PERIOD})[)]")


class PeriodColumn(NamedTuple):
    """What a column of observations is of."""

    period: str
    is_cumulative: bool


def observation_heading(column: PeriodColumn, language: Language) -> str:
    """Return the heading of the observations of a period."""
    return column.period + (CUMULATIVE.of(language) if column.is_cumulative else "")


def parse_observation_heading(heading: str) -> PeriodColumn | None:
    """Return what a heading says if it is a period and nothing else.

    >>> parse_observation_heading("2016-11累计")
    PeriodColumn(period='2016-11', is_cumulative=True)
    """
    match = _OBSERVATION.fullmatch(unicodedata.normalize("NFKC", heading).strip())
    return PeriodColumn(match[1], bool(match[2])) if match and is_period(match[1]) else None


def point_heading(heading: str, period: str, language: Language) -> str:
    """Return the heading of baselines or targets of a period."""
    return f"{heading}（{period}）" if language == "zh" else f"{heading} ({period})"


def period_in_brackets(heading: str) -> str:
    """Return the period that the heading of a baseline or target has in brackets; the empty text if it has none."""
    match = _IN_BRACKETS.search(unicodedata.normalize("NFKC", heading))
    return match[1] if match and is_period(match[1]) else ""
