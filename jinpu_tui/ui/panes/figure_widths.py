"""How wide the columns of periods must be for the figures of indicators to stand aligned on their points."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jinpu_tui.analysis.figures import Reading
from jinpu_tui.analysis.indicators import shown
from jinpu_tui.model.measures import QUALIFIER_SIGNS
from jinpu_tui.model.records import Indicator, Qualifier


def figure_widths(indicators: Iterable[Indicator], reading_of: Callable[[Indicator], Reading]) -> dict[str, tuple[int, int]]:
    """Return for each period how many cells its figures take before and after the point.

    Of figures with as many decimals only the largest and the smallest need be written out to know.

    Args:
        indicators: Whose figures are shown.
        reading_of: Says how those of an indicator are.
    """
    extremes: dict[tuple[str, int, Qualifier | None], tuple[float, float]] = {}
    for indicator in indicators:
        reading = reading_of(indicator)
        for one in indicator.observations:
            value = reading.scaled(one.value or 0)
            key = one.period, reading.decimals_of(value), one.qualifier
            low, high = extremes.get(key, (value, value))
            extremes[key] = min(low, value), max(high, value)
    columns: dict[str, tuple[int, int]] = {}
    for (period, decimals, qualifier), values in extremes.items():
        for value in values:
            whole, _point, part = (QUALIFIER_SIGNS[qualifier] + shown(value, decimals)).partition(".")
            have = columns.get(period, (len(period), 0))
            columns[period] = max(have[0], len(whole)), max(have[1], len(part))
    return columns
