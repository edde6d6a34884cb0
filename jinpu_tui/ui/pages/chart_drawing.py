"""Figures in time, drawn in the cells of the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from plotille import Canvas
from rich.style import Style

from jinpu_tui.analysis.indicators import decimals, places, shown
from jinpu_tui.analysis.series import DataPoint, Mark, Series, axis_range, series, ticks, together
from jinpu_tui.model.records import Indicator
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import BOLD, DIM, LINK, PLAIN, WARN

EMPTY = "⠀"
"""What the canvas leaves where nothing is drawn."""

SERIES_SIGNS = "●■◆▲"
SERIES_STYLES = (LINK, Style(color="magenta"), Style(color="yellow"), Style(color="green"))
MARKS: dict[Mark, str] = {"actual": "●", "projected": "○", "year to date": "+"}
TARGET = "◎"


class Layer(NamedTuple):
    """What is drawn in one style; layers lie above one another."""

    rows: Sequence[str]
    style: Style


class Frame(NamedTuple):
    """The size of a drawing in cells and what its edges stand for: years and values."""

    width: int
    height: int
    left: float
    right: float
    low: float
    high: float


def chart_lines(indicators: Sequence[Indicator], width: int, height: int) -> list[Line]:
    """Heading, drawing and legend."""
    drawn = together(indicators) if len(indicators) > 1 else [series(indicators[0])]
    drawn = [item for item in drawn if item.dots]
    if not drawn:
        return [[(" " + _("No observation with a value yet; v adds one"), DIM)]]
    first = indicators[0]
    unit = drawn[0].unit if len({item.unit for item in drawn}) == 1 else ""
    if len(indicators) > 1 and len({indicator.unit for indicator in indicators}) > 1:
        unit = _("index, 100 at the first period they share")
    least = decimals(first) if len(drawn) == 1 else 0
    heading: Line = [(f" {visible(first.name)}", BOLD)] if len(drawn) == 1 else []
    return [[*heading, (f"  {visible(unit)}", DIM)], *_drawing(drawn, width, height, least), *_legend(drawn, least)]


def _drawing(drawn: Sequence[Series], width: int, height: int, least: int) -> Iterator[Line]:
    dots = [dot for item in drawn for dot in (*item.dots, *item.target_path)]
    low, high = axis_range([dot.value for dot in dots])
    marks = ticks(low, high, max(2, height // 2))
    labels = [shown(mark, max(least, *map(places, marks))) for mark in marks]
    margin = max(map(len, labels))
    left, right = axis_range([dot.at for dot in dots])
    frame = Frame(max(10, width - margin - 4), height, left, right, low, high)
    rows = _composed(_layers(drawn, frame), frame)
    named = {_cell_of(frame.left, mark, frame)[0]: label for mark, label in zip(marks, labels, strict=True)}
    for number, row in enumerate(rows):
        label = named.get(number, "")
        yield [(f" {label:>{margin}} ", DIM), ("┤" if label else "│", DIM), *row]
    yield from _time_axis(frame, margin)


def _cell_of(at: float, value: float, frame: Frame) -> tuple[int, int]:
    """Return the line, from the top, and the column that a point is drawn in, as the canvas places it."""
    rows = _layer(frame, PLAIN, lambda canvas: canvas.point(at, value)).rows
    for number, row in enumerate(rows):
        column = next((x for x, character in enumerate(row) if character != EMPTY), None)
        if column is not None:
            return number, column
    return 0, 0


def _layers(drawn: Sequence[Series], frame: Frame) -> Iterator[Layer]:
    """From the lowest to the one on top: paths to targets, lines, marks, targets."""
    for item in drawn:
        if item.target_path and len(drawn) == 1:
            yield _layer(frame, DIM, partial(_draw_target_path, one=item, frame=frame))
    for number, item in enumerate(drawn):
        style = SERIES_STYLES[number % len(SERIES_STYLES)]
        yield _layer(frame, style, partial(_draw_line, one=item))
    for number, item in enumerate(drawn):
        style = SERIES_STYLES[number % len(SERIES_STYLES)]
        sign = SERIES_SIGNS[number % len(SERIES_SIGNS)]
        yield _layer(frame, style + Style(bold=True), partial(_draw_marks, dots=item.dots, sign=sign))
    if len(drawn) == 1 and drawn[0].target_path:
        goal = drawn[0].target_path[1]
        yield _layer(frame, WARN, lambda canvas: canvas.point(goal.at, goal.value, marker=TARGET))


def _layer(frame: Frame, style: Style, draw: Callable[[Canvas], object]) -> Layer:
    canvas = Canvas(frame.width, frame.height, frame.left, frame.low, frame.right, frame.high)
    draw(canvas)
    return Layer(canvas.plot("\n").split("\n"), style)


def _draw_target_path(canvas: Canvas, one: Series, frame: Frame) -> None:
    """Draw the straight path from baseline to target as separate dots."""
    start, goal = one.target_path
    count = max(2, round(2 * frame.width * (goal.at - start.at) / (frame.right - frame.left) / 3))
    for number in range(count + 1):
        share = number / count
        canvas.point(start.at + share * (goal.at - start.at), start.value + share * (goal.value - start.value))


def _draw_line(canvas: Canvas, one: Series) -> None:
    for here, following in pairwise(one.line):
        canvas.line(here.at, here.value, following.at, following.value)


def _draw_marks(canvas: Canvas, dots: Sequence[DataPoint], sign: str) -> None:
    for dot in dots:
        canvas.point(dot.at, dot.value, marker=sign if dot.mark == "actual" else MARKS[dot.mark])


def _composed(layers: Iterator[Layer], frame: Frame) -> list[Line]:
    """For each line of the drawing its pieces; of what lies above one another the topmost counts."""
    cells = [[(" ", PLAIN)] * frame.width for _line in range(frame.height)]
    for layer in layers:
        for row, drawn in zip(cells, layer.rows, strict=False):
            for x, character in enumerate(drawn[: frame.width]):
                if character not in (EMPTY, " "):
                    row[x] = character, layer.style
    return [_merged(row) for row in cells]


def _merged(row: Sequence[tuple[str, Style]]) -> Line:
    line: Line = []
    for character, style in row:
        if line and line[-1][1] == style:
            line[-1] = line[-1][0] + character, style
        else:
            line.append((character, style))
    return line


def _time_axis(frame: Frame, margin: int) -> Iterator[Line]:
    """Years under the places where they end."""
    rule, names = ["─"] * frame.width, [" "] * (frame.width + 6)
    end_of_last = -2
    for at in ticks(frame.left, frame.right, max(2, frame.width // 8)):
        column, name = _cell_of(at, frame.low, frame)[1], str(round(at) - 1)
        if at == round(at) and column - 2 > end_of_last:
            rule[column] = "┬"
            start = max(0, column - 2)
            names[start : start + len(name)] = name
            end_of_last = start + len(name)
    yield [(" " * (margin + 2) + "└" + "".join(rule), DIM)]
    yield [(" " * (margin + 3) + "".join(names).rstrip(), DIM)]


def _legend(drawn: Sequence[Series], least: int) -> Iterator[Line]:
    """Return what the marks mean, as far as they are there."""
    line: Line = [(" ", PLAIN)]
    if len(drawn) > 1:
        for number, item in enumerate(drawn):
            name = visible(item.indicator.name)
            sign = SERIES_SIGNS[number % len(SERIES_SIGNS)]
            yield [
                (f" {sign} ", SERIES_STYLES[number % len(SERIES_STYLES)]),
                (name, PLAIN),
                (f"  {visible(item.indicator.unit or '')}", DIM),
            ]
    names = {"actual": _("actual"), "projected": _("forecast or estimate"), "year to date": _("year so far")}
    there = {dot.mark for item in drawn for dot in item.dots}
    for mark, sign in MARKS.items():
        if mark in there and (len(drawn) == 1 or mark != "actual"):
            line += [(f"{sign} ", SERIES_STYLES[0] if len(drawn) == 1 else DIM), (f"{names[mark]}   ", DIM)]
    if len(drawn) == 1 and drawn[0].target_path:
        goal = drawn[0].indicator.target
        assert goal is not None
        message = _("{value} in {period}").format(value=shown(goal.value, least), period=visible(goal.period))
        line += [("⠂⠂ ", DIM), (_("path to the target") + "   ", DIM), (f"{TARGET} ", WARN), (message, DIM)]
    if len(line) > 1:
        yield line
