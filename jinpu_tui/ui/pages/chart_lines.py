"""A chart of one or several indicators as lines: headings, drawings, and the legend that says what their signs mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jinpu_tui.analysis.indicators import decimals, shown
from jinpu_tui.analysis.series import Scale, Series, indexed, scale_of, series
from jinpu_tui.analysis.sparkline import sparkline
from jinpu_tui.model.records import Indicator
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import fit, width_of
from jinpu_tui.ui.pages.chart_drawing import (
    MARKS,
    SERIES_SIGNS,
    SERIES_STYLES,
    SHADE,
    TARGET,
    axis_of,
    drawing,
    gap_style,
    series_style,
    times_of,
)
from jinpu_tui.ui.styled_line import Line, line_width
from jinpu_tui.ui.styles import BOLD, DIM, PLAIN, WARN

MIN_HEIGHT = 4
"""Lines that a drawing takes at least, without its axis."""

INDEX_DECIMALS = 1

AXIS_LINES = 2


class ChartLines(NamedTuple):
    """A chart, and what its signs mean."""

    drawing: list[Line]
    legend: list[Line]


def chart_lines(
    indicators: Sequence[Indicator], width: int, height: int, *, scale: Scale | None = None, key: str = "v"
) -> ChartLines:
    """Return the chart of indicators: those of one unit on one pair of axes, with an index all of them.

    Args:
        indicators: What is drawn.
        width: The width in cells.
        height: The lines of all drawings together, without headings and time axes.
        scale: Absolute values or an index; by default whichever compares the indicators.
        key: The key that adds an observation.
    """
    is_index = scale_of(indicators, scale) == "index"
    drawn = [item for item in (indexed(indicators) if is_index else map(series, indicators)) if item.dots]
    if not drawn:
        message = _("No observation with a value yet; {key} adds one").format(key=key)
        if is_index and any(series(item).dots for item in indicators):
            message = _("No index: there is no figure other than 0 to begin with")
        return ChartLines([[(f" {message}", DIM)]], [])
    groups = _by_unit(drawn)
    each = max(MIN_HEIGHT, (height - (1 + AXIS_LINES) * (len(groups) - 1)) // len(groups))
    leasts = [max(map(_least, group)) for group in groups]
    axes = [axis_of(group, each, least) for group, least in zip(groups, leasts, strict=True)]
    margin = max(axis.width for axis in axes)
    lines: list[Line] = []
    first = 0
    for group, axis, least in zip(groups, axes, leasts, strict=True):
        lines.append(_heading(group, len(indicators), width))
        lines += drawing(group, axis, width, each, least, margin=margin, times=times_of(drawn), first=first)
        first += len(group)
    return ChartLines(lines, list(_legend([item for group in groups for item in group], width)))


def _by_unit(drawn: Sequence[Series]) -> list[list[Series]]:
    """Return series that share an axis together, in the order of the first of each unit."""
    groups: dict[str, list[Series]] = {}
    for item in drawn:
        groups.setdefault(item.unit, []).append(item)
    return list(groups.values())


def _heading(group: Sequence[Series], count: int, width: int) -> Line:
    """Return the name of a single indicator, and what the axis is in."""
    unit = _unit_text(group)
    name = visible(group[0].indicator.name) if len(group) == 1 else ""
    if not name:
        return [(f"  {unit}", DIM)]
    room = max(8, width - width_of(unit) - 4)
    style = BOLD if count == 1 else PLAIN
    return [(f" {fit(name, min(room, width_of(name)))}", style), (f"  {unit}", DIM)]


def _unit_text(group: Sequence[Series]) -> str:
    bases = [item.base for item in group]
    if bases[0] is None:
        return visible(group[0].unit)
    if len({base.at for base in bases if base is not None}) == 1:
        return _("index, {period} = 100").format(period=visible(bases[0].period))
    return _("index, the first figure of each = 100")


def _legend(drawn: Sequence[Series], width: int) -> Iterator[Line]:
    """Return what the signs mean, as far as they are there, in lines of that width."""
    if len(drawn) > 1:
        for number, item in enumerate(drawn):
            yield _series_line(item, number, width)
    names = {"actual": _("actual"), "projected": _("forecast or estimate"), "year to date": _("year so far")}
    there = {dot.mark for item in drawn for dot in item.dots}
    entries: list[Line] = []
    for mark, sign in MARKS.items():
        if mark in there and (len(drawn) == 1 or mark != "actual"):
            entries.append([(f"{sign} ", SERIES_STYLES[0] if len(drawn) == 1 else DIM), (names[mark], DIM)])
    if any(item.target_path for item in drawn):
        entries.append([("⠂⠂ ", DIM), (_("path to the target"), DIM)])
        entries.append([(f"{TARGET} ", WARN), (_target_text(drawn), DIM)])
    if len(drawn) == 1 and drawn[0].gap is not None:
        style = gap_style(drawn[0].gap)
        entries.append([(f"{SHADE}{SHADE} ", style), (gap_text(drawn[0]), style)])
    yield from _flowed(entries, width)


def _series_line(one: Series, number: int, width: int) -> Line:
    """Return the sign and the name of one of several series, with its unit, and its gap to the path."""
    sign = SERIES_SIGNS[number % len(SERIES_SIGNS)]
    spark = sparkline(one.indicator)
    tail: Line = [(f"  {visible(one.indicator.unit or '')}", DIM)]
    if spark.text:
        tail.append((f"  {spark.text}", series_style(number)))
    if one.gap is not None:
        tail.append((f"  {gap_text(one)}", gap_style(one.gap)))
    name = visible(one.indicator.name)
    room = max(8, width - line_width(tail) - 4)
    return [(f" {sign} ", series_style(number)), (fit(name, min(room, width_of(name))), PLAIN), *tail]


def _target_text(drawn: Sequence[Series]) -> str:
    goal = drawn[0].indicator.target
    if len(drawn) > 1 or goal is None:
        return _("target")
    value = drawn[0].target_path[1].value
    return _("{value} in {period}").format(value=shown(value, _least(drawn[0])), period=visible(goal.period))


def gap_text(one: Series) -> str:
    """Return how far the latest figure is from the path to the target, in words."""
    gap = one.gap
    assert gap is not None
    least = _least(one)
    size = shown(abs(gap.value - gap.expected), least)
    if size == shown(0, least):
        return _("on the path in {period}").format(period=visible(gap.period))
    text = _("{size} above the path in {period}") if gap.value > gap.expected else _("{size} below the path in {period}")
    return text.format(size=size, period=visible(gap.period))


def _least(one: Series) -> int:
    """Return how many decimals the figures of a series are written with."""
    return decimals(one.indicator) if one.base is None else INDEX_DECIMALS


def _flowed(entries: Sequence[Line], width: int) -> Iterator[Line]:
    """Return entries beside one another, as many on a line as fit."""
    line: Line = []
    used = 0
    for entry in entries:
        size = line_width(entry)
        if line and used + 3 + size > width:
            yield line
            line = []
        gap = "   " if line else " "
        used = (used if line else 0) + len(gap) + size
        line += [(gap, PLAIN), *entry]
    if line:
        yield line
