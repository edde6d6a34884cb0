"""What an indicator measures, which direction is better (as stated, else inferred), and how an inexact value is written."""

from __future__ import annotations

import math
from collections.abc import Mapping

from jinpu_tui.model.errors import PeriodError
from jinpu_tui.model.periods import frequency, is_inside
from jinpu_tui.model.records import Direction, Indicator, Measure, Qualifier

QUALIFIER_SIGNS: Mapping[Qualifier | None, str] = {"over": ">", "under": "<", "about": "~", None: ""}
"""How a qualified value is written: `>700` for over 700."""

_PERCENT_UNITS = frozenset({"%", "％", "percent", "per cent", "百分比"})


def measure_of(indicator: Indicator) -> Measure:
    """Return what an indicator measures.

    Unless `measure` says so: a percentage, or a target stated as growth, is a rate; a quantity with a cumulative observation
    inside the target's period is a flow; anything else is a stock.
    """
    if indicator.measure is not None:
        return indicator.measure
    target = indicator.target
    if (indicator.unit or "").strip().casefold() in _PERCENT_UNITS or (target is not None and states_growth(indicator)):
        return "rate"
    if target is not None and any(
        observation.cumulative and is_inside(observation.period, target.period) for observation in indicator.observations
    ):
        return "flow"
    return "stock"


def states_growth(indicator: Indicator) -> bool:
    """Return whether the target is a growth, not a value."""
    target = indicator.target
    return target is not None and target.value is None and target.growth is not None


def direction_of(indicator: Indicator) -> Direction:
    """Return which direction is better: as stated, else the side of the baseline on which the target lies, else up."""
    return indicator.direction or _side_of_target(indicator) or "up"


def is_target_on_wrong_side(indicator: Indicator) -> bool:
    """Return whether the stated direction leads from the baseline away from the target."""
    side = _side_of_target(indicator)
    return indicator.direction is not None and side is not None and side != indicator.direction


def _side_of_target(indicator: Indicator) -> Direction | None:
    """Return the side of the baseline on which the target lies; None if it cannot be decided.

    A flow of a year is not compared with a flow of a quarter.
    """
    baseline, target = indicator.baseline, indicator.target
    if baseline is None or target is None or baseline.value is None or target.value is None:
        return None
    is_apart = target.value > baseline.value or target.value < baseline.value  # neither is true of what is not a number
    if not is_apart or not are_comparable(indicator, baseline.period, target.period):
        return None
    return "up" if target.value > baseline.value else "down"


def are_comparable(indicator: Indicator, period: str, other: str) -> bool:
    """Return whether the values of two periods can be compared: those of a flow only if the periods are equally long."""
    if measure_of(indicator) != "flow":
        return True
    try:
        return frequency(period) == frequency(other)
    except PeriodError:
        return False


def places(value: int | float) -> int:
    """Return how many decimals a value has, up to 4."""
    if isinstance(value, int) or not math.isfinite(value) or value == int(value):
        return 0
    return min(4, len(repr(value).partition(".")[2]))
