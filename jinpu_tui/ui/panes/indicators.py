"""The indicator table: a row for each indicator, a column for each period, figures aligned on their points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.style import Style

from jinpu_tui.analysis.indicators import disagrees, latest, places, shown
from jinpu_tui.model.entry_parsing import QUALIFIER_SIGNS
from jinpu_tui.model.errors import PeriodError
from jinpu_tui.model.periods import span
from jinpu_tui.model.records import Indicator, Observation, Qualifier
from jinpu_tui.query.sorting import sized
from jinpu_tui.query.wanted_words import wanted_words
from jinpu_tui.text.width import width_of
from jinpu_tui.ui.cells import PERIODS, Cell, period_cell
from jinpu_tui.ui.columns import Own, Place, Table
from jinpu_tui.ui.panes.cell_pane import CellPane
from jinpu_tui.ui.panes.empty_texts import empty_text
from jinpu_tui.ui.panes.titles import group_line, title_line
from jinpu_tui.ui.rows import GroupRow, IndicatorsRow, indicator_rows
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import BAD, DIM, MARK, PLAIN
from jinpu_tui.ui.title import Title

STATUS_LETTERS = {"provisional": "p", "estimate": "e", "forecast": "f"}
MIN_WIDTHS = {"computed": 76, "trend": 92, "attainment": 92}
"""Narrower panes leave these out by themselves, and those in which nothing stands."""

MIN_NAME = 20


class IndicatorsPane(CellPane[IndicatorsRow]):
    """Indicators with their latest periods; h and l move over the columns where not all fit."""

    always_in_sight = "name"
    standard = ("name", "unit", "trend", "periods", "growth", "computed", "attainment")

    def __init__(self, session: Session) -> None:
        super().__init__(id="indicators")
        self.session = session
        self.shown = 0
        self._back: int | None = None
        self._periods: list[str] = []
        self._columns: dict[str, tuple[int, int]] = {}
        self._table = Table("indicator", "name")

    def reload(self) -> None:
        """Show what the session's choices leave."""
        self._table.wanted = wanted_words(self.session.filter_of("indicators"))
        rows, self.shown = indicator_rows(self.session)
        self.show(rows)

    def show(self, rows: Sequence[IndicatorsRow]) -> None:
        """Show rows, with a column for each of their periods."""
        indicators = [row for row in rows if isinstance(row, Indicator)]
        if rows != self.rows:
            self._columns = _columns(indicators)
            self._periods = sorted(self._columns, key=_period_end)
        self._table.measure(self.session.analysis, indicators, self.session.views["indicators"].columns or self.standard)
        super().show(rows)

    def shift(self, by: int) -> bool:
        """Show earlier (-1) or later (1) periods; return whether there are any."""
        before = self._columns_back(self.size.width)
        self._back = max(0, min(before - by, len(self._periods) - 1))
        self.repaint()
        return self._back != before

    def all_cells(self, width: int) -> Sequence[str]:
        """Return the names of the columns in sight, and of all periods."""
        names: list[str] = []
        for name, _width in self._places(width, self._own(width)):
            names += map(period_cell, self._periods) if name == PERIODS else [name]
        return names

    def cells_in_sight(self, width: int) -> Sequence[Cell]:
        """Return the cells of a row that are in sight, one for each period."""
        cells: list[Cell] = []
        for name, start, end in self._table.spans(self._places(width, self._own(width)), 2):
            if name != PERIODS:
                cells.append(Cell(name, start, end))
                continue
            left = start
            for period in self._periods_in_sight(width):
                cells.append(Cell(period_cell(period), left, left + self._width_of(period) + 1))
                left += self._width_of(period) + 3
        return cells

    def title(self, width: int) -> Title:
        """Name, scope, filter, the periods over their columns, and the count."""
        own = self._own(width)
        heads = self._table.heads(self._places(width, own), own, 2)
        return title_line(self, self.session, "indicators", self.shown, len(self.session.dataset.indicators), heads, width)

    def empty_text(self) -> str:
        """Return what to do where there is nothing."""
        return empty_text(self.session, "indicators")

    def draw(self, row: IndicatorsRow, width: int) -> Line:
        """Return the columns of an indicator, the figures of its periods among them."""
        if isinstance(row, GroupRow):
            return group_line(row, self.session, "indicators", width)
        marked = "•" if row.id in self.session.marks else " "
        last = latest(row)
        apart = last is not None and disagrees(row, last)

        def style(name: str) -> Style:
            return PLAIN if name in ("name", "periods") else BAD if name == "computed" and apart else DIM

        own = self._own(width)
        cells = self._table.line(self.session.analysis, row, self._places(width, own), style, own)
        return [(marked, MARK), (self.session.sign(row.id), BAD), *cells]

    def _places(self, width: int, own: Mapping[str, Own]) -> list[Place]:
        return self._table.in_sight(width - 3, self.names(width), own)

    def names(self, width: int) -> list[str]:
        """Return the columns chosen, else as many as the width is enough for and something stands in."""
        chosen = self.session.views["indicators"].columns
        without = [name for name, least in MIN_WIDTHS.items() if width < least or name in self._table.empty]
        leave_out = () if chosen else without
        return [sized(name)[0] for name in chosen or self.standard if name not in leave_out]

    def _own(self, width: int) -> Mapping[str, Own]:
        """Return the figures of the periods in sight, as one column."""
        names = self.names(width)
        if "periods" not in names:
            return {}
        periods = self._periods_in_sight(width)
        heads = " ".join(f"{period:>{self._width_of(period)}}  " for period in periods)

        def draw(indicator: Indicator) -> Line:
            cells: Line = []
            for number, period in enumerate(periods):
                found = [observation for observation in indicator.observations if observation.period == period]
                cells += [(" " if number else "", PLAIN), *self._cell(indicator, found[-1] if found else None, period)]
            return cells

        return {"periods": Own(width_of(heads), heads, draw)} if periods else {}

    def _periods_in_sight(self, width: int) -> list[str]:
        """Return the periods whose figures have room."""
        room = width - 4 - self._table.width_of_all(self.names(width)) - MIN_NAME
        return self._window(room, self._columns_back(room))

    def _columns_back(self, room: int) -> int:
        """How many of the latest periods are out of sight; at first those after the day, while earlier ones fill the room."""
        if self._back is not None:
            return self._back
        later = sum(_period_end(period)[1] > self.session.day.isoformat() for period in self._periods)
        for back in range(later, 0, -1):
            if self._window(room, back - 1)[:1] != self._periods[:1]:
                return back
        return 0

    def _window(self, room: int, back: int) -> list[str]:
        """Return the latest periods that fit, without some of the last."""
        periods: list[str] = []
        for period in reversed(self._periods[: len(self._periods) - back]):
            room -= self._width_of(period) + 3
            if room < 0 and periods:
                break
            periods.insert(0, period)
        return periods

    def _width_of(self, period: str) -> int:
        whole, part = self._columns[period]
        return max(len(period), whole + (part + 1 if part else 0))

    def _cell(self, indicator: Indicator, one: Observation | None, period: str) -> Line:
        part = self._columns[period][1]
        if one is None:
            return [(f"{'–' + ' ' * (part + 1 if part else 0):>{self._width_of(period)}}  ", DIM)]
        figure = _figure(indicator, one)
        behind = figure.partition(".")[2]
        pad = " " * (part - len(behind) + (1 if part and not behind else 0))
        letter = STATUS_LETTERS.get(one.status, " ")
        return [(f"{figure + pad:>{self._width_of(period)}}", PLAIN), (f"{letter} ", DIM)]


def _columns(indicators: Sequence[Indicator]) -> dict[str, tuple[int, int]]:
    """For each period how many cells its figures take before and behind the point.

    Of figures with as many decimals only the largest and the smallest need be written out to know.
    """
    extremes: dict[tuple[str, int, Qualifier | None], tuple[float, float]] = {}
    for indicator in indicators:
        for observation in indicator.observations:
            key = observation.period, _places(indicator, observation), observation.qualifier
            value = observation.value or 0
            low, high = extremes.get(key, (value, value))
            extremes[key] = min(low, value), max(high, value)
    columns: dict[str, tuple[int, int]] = {}
    for (period, decimals, qualifier), values in extremes.items():
        for value in values:
            whole, _point, part = (QUALIFIER_SIGNS[qualifier] + shown(value, decimals)).partition(".")
            have = columns.get(period, (len(period), 0))
            columns[period] = max(have[0], len(whole)), max(have[1], len(part))
    return columns


def _figure(indicator: Indicator, one: Observation) -> str:
    return QUALIFIER_SIGNS[one.qualifier] + shown(one.value, _places(indicator, one))


def _places(indicator: Indicator, one: Observation) -> int:
    """As many decimals as stated for the indicator, else as many as this value has."""
    if indicator.decimals is not None:
        return indicator.decimals
    return 0 if one.value is None else places(one.value)


def _period_end(period: str) -> tuple[str, str]:
    try:
        first, last = span(period)
    except PeriodError:
        return "", period
    return last.isoformat(), first.isoformat()
