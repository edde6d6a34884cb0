"""Figures as tables show them: amounts of money in a unit that keeps them short, rounded to what can be read at a glance.

The record keeps and shows its own figures in its own unit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from jinpu_tui.analysis.indicators import places, shown
from jinpu_tui.model.records import Indicator

_CHINESE: Sequence[tuple[str, float]] = (("", 1), ("万", 1e4), ("亿", 1e8), ("万亿", 1e12))
_ENGLISH: Sequence[tuple[str, float]] = (("", 1), ("thousand ", 1e3), ("million ", 1e6), ("billion ", 1e9), ("trillion ", 1e12))
_CHINESE_MONEY = re.compile(r"(万亿|亿|万|)((?:人民币|美|欧|港|日)?元)")
_ENGLISH_MONEY = re.compile(
    r"(thousand |million |billion |trillion |)((?:US |Hong Kong )?dollars?|yuan|renminbi|RMB|CNY|USD|HKD|EUR|euros?|yen|JPY)",
    re.IGNORECASE,
)

LONG_CHINESE = 1e5
"""From this figure on an amount in a Chinese unit is shown in a larger one."""

LONG_ENGLISH = 1e4
"""The same for `million yuan` and the like; amounts in whole yuan are shown in millions from a million on."""

DECIMALS = ((1e4, 0), (1e2, 1), (1.0, 2))
"""The least figure that is shown with a number of decimals, and that number, the largest figures first; the rest have four."""


class Reading(NamedTuple):
    """How the figures of an indicator are shown in a table."""

    unit: str
    divisor: float
    """What figures are divided by; 1 if they are shown in their own unit."""
    decimals: int
    """The maximum number of decimals; trailing zeros are left out."""
    fixed: int | None = None
    """The exact number of decimals, if the indicator states one and its own unit is used."""

    def scaled(self, value: int | float) -> int | float:
        """Return a figure in the unit of the reading."""
        return value if self.divisor == 1 else value / self.divisor

    def decimals_of(self, scaled: int | float) -> int:
        """Return how many decimals of a scaled figure are shown."""
        if self.fixed is not None:
            return self.fixed
        return min(self.decimals, places(scaled)) if self.decimals else 0

    def text(self, value: int | float | None) -> str:
        """Return a figure of the indicator in the unit of the reading; a dash for none."""
        if value is None:
            return "–"
        scaled = self.scaled(value)
        return shown(scaled, self.decimals_of(scaled))


def reading_of(indicator: Indicator) -> Reading:
    """Return how to show the figures of an indicator.

    >>> from jinpu_tui.model.records import Observation
    >>> reading = reading_of(Indicator("I", unit="万元", observations=(Observation("2016", 1865416.67),)))
    >>> reading.unit, reading.text(1865416.67)
    ('亿元', '186.5')
    >>> reading_of(Indicator("I", unit="户", observations=(Observation("2016", 1865416.67),))).text(1865416.67)
    '1,865,417'
    """
    figures = [abs(item.value) for item in indicator.observations if item.value is not None and math.isfinite(item.value)]
    largest = max(figures, default=0)
    unit = indicator.unit or ""
    if largest > 1e300:  # no office measures that; and larger whole numbers cannot be divided
        return Reading(unit, 1, 0, indicator.decimals)
    unit, divisor = _unit_for(unit, float(largest))
    decimals = next((count for least, count in DECIMALS if largest / divisor >= least), 4)
    return Reading(unit, divisor, decimals, indicator.decimals if divisor == 1 else None)


def _unit_for(unit: str, largest: float) -> tuple[str, float]:
    """Return the unit of money in which figures stay short, and what to divide them by; any other unit as it is."""
    money = _money_in(unit)
    if money is None or largest < money.long:
        return unit, 1.0
    name, size = max(((name, size) for name, size in money.sizes if largest * money.own >= size), key=itemgetter(1))
    return (f"{name}{money.currency}", size / money.own) if size > money.own else (unit, 1.0)


class _Money(NamedTuple):
    """A unit of money: a multiple of a currency."""

    currency: str
    own: float
    """What it is a multiple by."""
    sizes: Sequence[tuple[str, float]]
    """All multiples that the language has."""
    long: float
    """From this figure on a larger multiple is better to read."""


@lru_cache(maxsize=256)
def _money_in(unit: str) -> _Money | None:
    """Return what a unit says; None if it is no unit of money. Few units are measured in, by many indicators."""
    if match := _CHINESE_MONEY.fullmatch(unit.strip()):
        return _Money(match[2], dict(_CHINESE)[match[1]], _CHINESE, LONG_CHINESE)
    if match := _ENGLISH_MONEY.fullmatch(unit.strip()):
        return _Money(match[2], dict(_ENGLISH)[match[1].lower()], _ENGLISH, LONG_ENGLISH if match[1] else 1e6)
    return None
