"""Charts of indicators as SVG, for a report: colours come from the page's own style."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from jinpu_tui.analysis.indicators import decimals, places, shown
from jinpu_tui.analysis.series import DataPoint, Series, axis_range, ticks
from jinpu_tui.text.sanitize import visible

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 70, 20, 14, 28


def chart_svg(series: Series, caption: str) -> str:
    """Return the figures of an indicator in time, with its target and the path to it; `caption` says what it shows."""
    dots = [*series.dots, *series.target_path]
    plot = _Plot([dot.at for dot in dots], [dot.value for dot in dots])
    parts = [*_axes(series, plot), *_drawn(series, plot)]
    title = escape(visible(caption))
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}"><title>{title}</title>{"".join(parts)}</svg>'


class _Plot:
    """Where years and values are in the drawing."""

    def __init__(self, times: list[float], values: list[float]) -> None:
        self.first, self.last = axis_range(times)
        self.low, self.high = axis_range(values)

    def place(self, at: float, value: float) -> tuple[float, float]:
        x = LEFT + (WIDTH - LEFT - RIGHT) * (at - self.first) / (self.last - self.first)
        y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - self.low) / (self.high - self.low)
        return round(x, 1), round(y, 1)


def _axes(series: Series, plot: _Plot) -> Iterator[str]:
    marks = ticks(plot.low, plot.high, 6)
    least = max(decimals(series.indicator), *map(places, marks))
    for mark in marks:
        x, y = plot.place(plot.first, mark)
        yield f'<line class="axis" x1="{x}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>'
        yield f'<text x="{x - 6}" y="{y + 4}" text-anchor="end">{shown(mark, least)}</text>'
    for at in ticks(plot.first, plot.last, 8):
        if at == round(at):
            x, _y = plot.place(at, plot.low)
            yield f'<text x="{x}" y="{HEIGHT - 8}" text-anchor="middle">{round(at) - 1}</text>'


def _drawn(series: Series, plot: _Plot) -> Iterator[str]:
    for here, following in pairwise(series.target_path):
        yield _line("way", here, following, plot)
    for here, following in pairwise(series.line):
        yield _line("line", here, following, plot)
    for dot in series.dots:
        x, y = plot.place(dot.at, dot.value)
        if dot.mark == "year to date":
            yield f'<path class="line" d="M{x - 4} {y}h8M{x} {y - 4}v8"/>'
        else:
            yield f'<circle class="{"dot" if dot.mark == "actual" else "open"}" cx="{x}" cy="{y}" r="4"/>'
    if series.target_path:
        x, y = plot.place(series.target_path[1].at, series.target_path[1].value)
        yield f'<circle class="goal" cx="{x}" cy="{y}" r="6"/>'


def _line(name: str, here: DataPoint, following: DataPoint, plot: _Plot) -> str:
    (x1, y1), (x2, y2) = plot.place(here.at, here.value), plot.place(following.at, following.value)
    return f'<line class="{name}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'
