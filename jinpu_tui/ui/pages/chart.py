"""Charts of indicators as pages, with the observations as a table beside the drawing, to be edited."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from jinpu_tui.analysis.indicators import decimals, disagrees, growth, shown
from jinpu_tui.analysis.pace import Judge
from jinpu_tui.analysis.pace_text import pace_text
from jinpu_tui.model.measures import QUALIFIER_SIGNS
from jinpu_tui.model.records import Indicator, Observation
from jinpu_tui.query.columns import BASES
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import fit, width_of, wrap
from jinpu_tui.ui.charted import charted_indicators
from jinpu_tui.ui.pages.chart_lines import MIN_HEIGHT, ChartLines, chart_lines
from jinpu_tui.ui.pages.page import BLANK_LINE, Page, PageLine, PageRef
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styled_line import Line, padded
from jinpu_tui.ui.styles import BAD, DIM, PLAIN

BESIDE = 130
"""From this width on the table stands beside the chart."""

OTHER_LINES = 3
"""Lines of the terminal around the lines of a page: the top line, the title and the keys."""

HEAD_AND_AXIS = 3
"""Lines of a chart around its drawing: the heading, and the time axis."""

MIN_TABLE, MAX_TABLE = 2, 7
"""The lines of the table that are in sight below the drawing."""

MAX_HEIGHT = 30
GOOD_HEIGHT = 7
"""With fewer lines for the drawing the legend stands below the table."""

MAX_WIDTH = 100
PACE_WIDTH = 54
"""How many cells the sentence on the pace takes at most: the table may stand beside the chart."""


def chart_page(session: Session, id_: str, width: int, height: int) -> Page:
    """Return the chart of an indicator with its observations; of all marked ones where it is one of several."""
    indicators = charted_indicators(session, id_)
    table = _table_of_many(indicators) if len(indicators) > 1 else _table(indicators[0])
    rows = height - OTHER_LINES
    beside = width >= BESIDE
    room = min(MAX_WIDTH, width * 3 // 5) if beside else width
    scale = session.chart_scale

    def chart_of(high: int) -> ChartLines:
        return chart_lines(indicators, room, high, scale=scale, key=session.key_of("indicator.observe"))

    legend = len(chart_of(MIN_HEIGHT).legend)
    is_low = not beside and rows - HEAD_AND_AXIS - legend - 1 - MIN_TABLE < GOOD_HEIGHT
    taken = HEAD_AND_AXIS + (0 if is_low else legend)
    if not beside:
        taken += MIN_TABLE if is_low else 1 + min(len(table), MAX_TABLE)
    chart = chart_of(max(MIN_HEIGHT, min(MAX_HEIGHT, rows - taken)))
    if beside:
        lines = _joined([*chart.drawing, *chart.legend], table, room, width)
    elif is_low:  # the drawing and the latest figure in sight count more than what the signs mean
        lines = [*map(PageLine, chart.drawing), *table, BLANK_LINE, *map(PageLine, chart.legend)]
    else:
        lines = [*map(PageLine, chart.drawing), *map(PageLine, chart.legend), BLANK_LINE, *table]
    start = next(
        (at for at, line in enumerate(lines) if any(item.field for item in (line, *(part for _a, _b, part in line.parts)))), 0
    )
    return Page(PageRef("chart", id_), _title(session, indicators), lines, start)


def _title(session: Session, indicators: Sequence[Indicator]) -> str:
    ids = ", ".join(visible(indicator.id) for indicator in indicators)
    hint = _("{change} changes an observation, {add} adds one, {index} turns the index on and off")
    if len(indicators) > 1:
        hint = _("marked ones; {unmark} unmarks all, {index} turns the index on and off")
    keys = {
        "change": session.key_of("go.open"),
        "add": session.key_of("indicator.observe"),
        "unmark": session.key_of("view.mark-all"),
        "index": session.key_of("chart.index"),
    }
    return f"{_('indicator')} {ids}  · {hint.format(**keys)}"


def _joined(chart: Sequence[Line], table: Sequence[PageLine], room: int, width: int) -> list[PageLine]:
    pairs = [(line or [], row or BLANK_LINE) for line, row in zip_longest(chart, table)]
    return [PageLine([*padded(line, room), *row.line], parts=((room, width, row),)) for line, row in pairs]


HEADS = ("period", "value", "growth", "computed", "way", "path", "status")


def _table(indicator: Indicator) -> list[PageLine]:
    """Return the observations with stated and computed growth side by side, the latest first; each line can be edited."""
    judge = Judge(indicator)
    rows = [_cells(indicator, observation, judge) for observation in indicator.observations]
    heads = [_(name) for name in HEADS]
    used = [number for number in range(len(HEADS)) if number < 3 or any(row[number] for row in rows)]
    widths = [
        max([width_of(heads[number]), *(width_of(row[number]) for row in rows)], default=0) for number in range(len(HEADS))
    ]
    lines = [PageLine([(" " + "  ".join(fit(heads[at], widths[at], right=0 < at < 6) for at in used), DIM)])]
    for index in range(len(rows) - 1, -1, -1):
        row, one = rows[index], indicator.observations[index]
        line: Line = [(" ", PLAIN)]
        for at in used:
            wrong = at == 3 and disagrees(indicator, one)
            style = BAD if wrong else PLAIN if at < 2 else DIM
            line.append((fit(row[at], widths[at], right=0 < at < 6) + "  ", style))
        lines.append(PageLine(line, field="observations", entry=index))
    if message := pace_text(indicator):
        lines += [PageLine([(f" {part}", DIM)]) for part in wrap(visible(message), PACE_WIDTH)]
    return lines


def _cells(indicator: Indicator, one: Observation, judge: Judge) -> tuple[str, ...]:
    """Return the cells of an observation, in the order of HEADS."""
    least = decimals(indicator)
    computed, pace = growth(indicator, one), judge.at(one)
    basis = f" {BASES[one.growth_basis]}" if one.growth_basis else ""
    of_value = f" {BASES[one.basis]}" if one.basis else ""
    words = ["" if one.status == "actual" else one.status, _("year so far") if one.cumulative else "", one.note or ""]
    return (
        one.period,
        QUALIFIER_SIGNS[one.qualifier] + shown(one.value, least),
        "" if one.growth is None else f"{one.growth:+.4g}%{basis}",
        "" if computed is None else f"{computed:+.1f}%{'!' if disagrees(indicator, one) else ''}{of_value}",
        "" if pace is None or pace.attainment is None else f"{pace.attainment:.0f}%",
        "" if pace is None else shown(pace.expected, least),
        " · ".join(word for word in words if word),
    )


def _table_of_many(indicators: Sequence[Indicator]) -> list[PageLine]:
    """Return a line for each period with the figures of all."""
    periods = sorted({observation.period for indicator in indicators for observation in indicator.observations}, reverse=True)
    names = [fit(item.id, 12, right=True) for item in indicators]
    lines = [PageLine([(f" {fit(_('period'), 10)}  {'  '.join(names)}", DIM)])]
    for period in periods:
        cells = []
        for indicator in indicators:
            found = [observation for observation in indicator.observations if observation.period == period]
            cells.append(f"{shown(found[-1].value, decimals(indicator)) if found else '–':>12}")
        lines.append(PageLine([(f" {fit(period, 10)}  ", PLAIN), ("  ".join(cells), PLAIN)]))
    return lines
