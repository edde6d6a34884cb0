"""Figures in time, drawn in the cells of the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from plotille import Canvas
from rich.style import Style

from jinpu_tui.analysis.indicators import places, shown
from jinpu_tui.analysis.series import DataPoint, Gap, Mark, Series, axis_range, ticks
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import BAD, BOLD, DIM, GOOD, LINK, PLAIN, WARN

EMPTY = "⠀"
"""What the canvas leaves where nothing is drawn."""

SERIES_SIGNS = "●■◆▲"
SERIES_STYLES = (LINK, Style(color="magenta"), Style(color="yellow"), Style(color="green"))
MARKS: dict[Mark, str] = {"actual": "●", "projected": "○", "year to date": "+"}
TARGET = "◎"
SHADE = "░"
"""What the gap between the figures and the path to the target is filled with."""

Cells = list[list[tuple[str, Style]]]


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


def times_of(drawn: Sequence[Series]) -> list[float]:
    """Return the times that a drawing of series has a place for."""
    return [dot.at for item in drawn for dot in (*item.dots, *item.target_path)]


def series_style(number: int) -> Style:
    """Return the style of the series of this number."""
    return SERIES_STYLES[number % len(SERIES_STYLES)]


def gap_style(gap: Gap) -> Style:
    """Return the style of a gap: good if the path is kept."""
    return GOOD if gap.is_kept else BAD


class Axis(NamedTuple):
    """The axis of values: its range, its round numbers, and these as they are written."""

    low: float
    high: float
    marks: Sequence[float]
    labels: Sequence[str]

    @property
    def width(self) -> int:
        """Cells of the longest label."""
        return max(map(len, self.labels))


def axis_of(drawn: Sequence[Series], height: int, least: int) -> Axis:
    """Return the axis for series in a drawing of that many lines; figures have at least `least` decimals."""
    low, high = axis_range([dot.value for item in drawn for dot in (*item.dots, *item.target_path)])
    marks = _some_ticks(low, high, max(2, height // 2))
    return Axis(low, high, marks, [shown(mark, max(least, *map(places, marks))) for mark in marks])


def drawing(
    drawn: Sequence[Series],
    axis: Axis,
    width: int,
    height: int,
    least: int,
    *,
    margin: int,
    times: Sequence[float],
    first: int = 0,
) -> Iterator[Line]:
    """Draw series on one pair of axes.

    Args:
        drawn: The series; each has a figure at least.
        axis: The axis of values.
        width: The width of the drawing with its axis, in cells.
        height: The number of lines without those of the time axis.
        least: With how many decimals figures are written at least.
        margin: Cells for the labels of the axis.
        times: What the time axis has a place for.
        first: The number of the first series, which its sign and its colour follow.
    """
    room = max(10, width - margin - 4)
    left, right = axis_range(times)
    frame = Frame(room, height, left, _with_room(left, right, drawn, room, least), axis.low, axis.high)
    cells = _composed(_layers(drawn, frame, first), frame)
    for number, item in enumerate(drawn):
        for dot in _named_dots(item):
            _write_value(cells, *_cell_of(dot.at, dot.value, frame), shown(dot.value, least), series_style(first + number))
    named = {_cell_of(frame.left, mark, frame)[0]: label for mark, label in zip(axis.marks, axis.labels, strict=True)}
    for number, row in enumerate(cells):
        label = named.get(number, "")
        yield [(f" {label:>{margin}} ", DIM), ("┤" if label else "│", DIM), *_merged(row)]
    yield from _time_axis(frame, margin)


def _some_ticks(low: float, high: float, most: int) -> list[float]:
    """Return round numbers between two values, more than `most` only if there would be less than two."""
    found = next((found for count in range(most, most + 12) if len(found := ticks(low, high, count)) > 1), None)
    return found or [low]


def _named_dots(one: Series) -> Sequence[DataPoint]:
    """Return the figures that are written at their points: the last, and the last whole one."""
    return list(dict.fromkeys([*one.line[-1:], *sorted(one.dots, key=lambda dot: dot.at)[-1:]]))


def _with_room(left: float, right: float, drawn: Sequence[Series], width: int, least: int) -> float:
    """Return where the time axis ends so that the last figures can be written after their points, if there is room for that."""
    ends = [(dot.at, len(shown(dot.value, least)) + 2) for item in drawn for dot in _named_dots(item)]
    wanted = [left + (at - left) * width / (width - cells) for at, cells in ends if 4 * cells <= width]
    return max([right, *wanted])


def _write_value(cells: Cells, y: int, x: int, text: str, style: Style) -> None:
    """Write a figure beside the point at a cell, where it covers least."""
    size, width = len(text), len(cells[0])
    places = [(y, x + 2), (y - 1, x + 1), (y + 1, x + 1), (y - 1, x - size), (y + 1, x - size), (y, x - size - 1)]
    places += [(row, min(max(0, column), width - size)) for row, column in places[1:5]]
    free = [(row, column) for row, column in places if 0 <= row < len(cells) and 0 <= column <= width - size]
    if not free or size > width:
        return
    row, column = min(free, key=lambda place: _covered(cells[place[0]][place[1] : place[1] + size]))
    cells[row][column : column + size] = [(character, style + BOLD) for character in text]


def _covered(cells: Sequence[tuple[str, Style]]) -> int:
    """Return how much would be lost under a text: lines are worth less than the marks of figures."""
    return sum(0 if sign in (" ", SHADE) else 1 if "⠀" <= sign <= "⣿" else 20 for sign, _style in cells)


def _cell_of(at: float, value: float, frame: Frame) -> tuple[int, int]:
    """Return the line, from the top, and the column that a point is drawn in, as the canvas places it."""
    rows = _layer(frame, PLAIN, lambda canvas: canvas.point(at, value)).rows
    for number, row in enumerate(rows):
        column = next((x for x, character in enumerate(row) if character != EMPTY), None)
        if column is not None:
            return number, column
    return 0, 0


def _layers(drawn: Sequence[Series], frame: Frame, first: int) -> Iterator[Layer]:
    """From the lowest to the one on top: paths to targets, gaps, lines, marks, targets."""
    for number, item in enumerate(drawn, first):
        if item.target_path:
            style = DIM if len(drawn) == 1 else series_style(number) + DIM
            yield _layer(frame, style, partial(_draw_target_path, one=item, frame=frame))
    for item in drawn:
        if item.gap is not None and item.target_path and len(drawn) == 1:
            rows = _layer(frame, PLAIN, partial(_draw_gap, one=item, gap=item.gap, frame=frame)).rows
            yield Layer([_shaded(row) for row in rows], gap_style(item.gap))
    for number, item in enumerate(drawn, first):
        yield _layer(frame, series_style(number), partial(_draw_line, one=item))
    for number, item in enumerate(drawn, first):
        sign = SERIES_SIGNS[number % len(SERIES_SIGNS)]
        yield _layer(frame, series_style(number) + BOLD, partial(_draw_marks, dots=item.dots, sign=sign))
    for item in drawn:
        if item.target_path:
            goal = item.target_path[1]
            yield _layer(frame, WARN, partial(_draw_target, goal=goal))


def _layer(frame: Frame, style: Style, draw: Callable[[Canvas], object]) -> Layer:
    canvas = Canvas(frame.width, frame.height, frame.left, frame.low, frame.right, frame.high)
    draw(canvas)
    return Layer(canvas.plot("\n").split("\n"), style)


def _shaded(row: str) -> str:
    return "".join(character if character in (EMPTY, " ") else SHADE for character in row)


def _draw_gap(canvas: Canvas, one: Series, gap: Gap, frame: Frame) -> None:
    """Fill what is between the figures and the path, back from the latest one to where they meet or begin."""
    start, goal = one.target_path
    figures = [(dot.at, dot.value) for dot in _figures_of_gap(one, gap) if dot.at < gap.at]
    if not figures or figures[-1][0] < start.at:
        figures = [(start.at, start.value)]
    figures.append((gap.at, gap.value))
    path = [(start.at, start.value), (goal.at, goal.value)]
    step = (frame.right - frame.left) / (2 * frame.width)
    at, is_above = gap.at, gap.value > gap.expected
    canvas.line(at, gap.value, at, gap.expected)
    while (at := at - step) > max(start.at, figures[0][0]):
        value, expected = _between(figures, at), _between(path, at)
        if (value > expected) is not is_above:
            break
        canvas.line(at, value, at, expected)


def _figures_of_gap(one: Series, gap: Gap) -> Sequence[DataPoint]:
    """Return what the path is compared with: of a year so far its own figures, which like its path begin where it begins."""
    start = one.target_path[0]
    in_year = [dot for dot in one.dots if dot.mark == "year to date" and start.at < dot.at <= gap.at]
    is_of_year = any(dot.at == gap.at for dot in in_year)
    return [start, *sorted(in_year, key=lambda dot: dot.at)] if is_of_year else one.line


def _between(points: Sequence[tuple[float, float]], at: float) -> float:
    """Return the value of a line through points at a time; that of its ends before and after them."""
    if at <= points[0][0]:
        return points[0][1]
    for (begin, value), (end, following) in pairwise(points):
        if at <= end:
            return value + (following - value) * (at - begin) / (end - begin) if end > begin else following
    return points[-1][1]


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


def _draw_target(canvas: Canvas, goal: DataPoint) -> None:
    canvas.point(goal.at, goal.value, marker=TARGET)


def _composed(layers: Iterator[Layer], frame: Frame) -> Cells:
    """Return the cells of the drawing; of what lies above one another the topmost counts."""
    cells = [[(" ", PLAIN)] * frame.width for _line in range(frame.height)]
    for layer in layers:
        for row, drawn in zip(cells, layer.rows, strict=False):
            for x, character in enumerate(drawn[: frame.width]):
                if character not in (EMPTY, " "):
                    row[x] = character, layer.style
    return cells


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
            start = max(0, min(column - 2, frame.width + 1 - len(name)))
            names[start : start + len(name)] = name
            end_of_last = start + len(name)
    yield [(" " * (margin + 2) + "└" + "".join(rule), DIM)]
    yield [(" " * (margin + 3) + "".join(names).rstrip(), DIM)]
