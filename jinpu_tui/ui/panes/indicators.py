"""The indicator table: a row for each indicator, a column for each period, figures aligned on their points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.style import Style

from jinpu_tui.analysis.figures import Reading, reading_of
from jinpu_tui.analysis.indicators import disagrees, latest
from jinpu_tui.analysis.pace import attainment
from jinpu_tui.model.errors import PeriodError
from jinpu_tui.model.measures import QUALIFIER_SIGNS
from jinpu_tui.model.periods import span
from jinpu_tui.model.records import Indicator, Observation
from jinpu_tui.query.columns import FIGURES
from jinpu_tui.query.sorting import sized
from jinpu_tui.text.i18n import _
from jinpu_tui.text.width import fit, width_of
from jinpu_tui.ui.cells import PERIODS, Cell, period_cell
from jinpu_tui.ui.column_needs import sample_of
from jinpu_tui.ui.columns import Own, Place, Table
from jinpu_tui.ui.highlight import wanted_in
from jinpu_tui.ui.panes.cell_pane import CellPane
from jinpu_tui.ui.panes.empty_texts import empty_text
from jinpu_tui.ui.panes.figure_widths import figure_widths
from jinpu_tui.ui.panes.titles import group_line, title_line
from jinpu_tui.ui.rows import GroupRow, IndicatorsRow, indicator_rows
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.small_bars import percent_bar
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import BAD, DIM, MARK, PLAIN
from jinpu_tui.ui.title import Title

STATUS_LETTERS = {"provisional": "p", "estimate": "e", "forecast": "f"}
MIN_WIDTHS = {"computed": 76, "trend": 92, "attainment": 92}
"""Narrower panes leave these out by themselves, and those in which nothing stands."""

MIN_NAME = 20

GOOD_NAME = 30
"""While names have fewer cells, or are cut, attainment has no bar."""

BAR = 6
"""Cells of a bar."""

MAX_UNIT = 18
"""Cells of the longest unit that is shown whole."""


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
        self._table = Table("indicator", "name", weights={})
        self._measured: tuple[object, ...] = ()
        self._own_columns: Mapping[str, Own] = {}
        """The unit and the figures that have columns of their own, as they are read."""
        self._readings: dict[str, tuple[Indicator, Reading]] = {}
        self._drawn: tuple[int, Mapping[str, Own], list[Place]] = 0, {}, []
        """A width, what the pane draws itself at it, and the columns in sight."""

    def reload(self) -> None:
        """Show what the session's choices leave."""
        self._table.wanted = wanted_in(self.session.filter_of("indicators"))
        rows, self.shown = indicator_rows(self.session)
        self.show(rows)

    def show(self, rows: Sequence[IndicatorsRow]) -> None:
        """Show rows, with a column for each of their periods."""
        indicators = [row for row in rows if isinstance(row, Indicator)]
        if rows != self.rows:
            self._columns = figure_widths(indicators, self._reading)
            self._periods = sorted(self._columns, key=_period_end)
        self._measure()
        self._drawn = 0, {}, []
        super().show(rows)

    def _measure(self) -> None:
        """Make columns as wide as the contents of all indicators in scope ask for: they stay while a filter is typed."""
        session = self.session
        chosen = session.views["indicators"].columns or self.standard
        key = session.analysis, chosen, session.scope
        if key == self._measured:
            return
        self._measured = key
        indicators = session.indicators_in_scope
        self._table.measure(session.analysis, indicators, chosen)
        sample = sample_of(indicators)
        self._own_columns = {"unit": self._unit_column(sample)} if "unit" in chosen else {}
        for name in chosen:
            if name in FIGURES:
                self._own_columns = {**self._own_columns, name: self._figure_column(name, sample)}

    def _unit_column(self, indicators: Sequence[Indicator]) -> Own:
        width = max(*(width_of(self._reading(one).unit) for one in indicators), width_of(_("unit")), 0)
        width = min(MAX_UNIT, width)
        return Own(width, fit(_("unit"), width), lambda one: [(fit(self._reading(one).unit or "–", width), DIM)])

    def _figure_column(self, name: str, indicators: Sequence[Indicator]) -> Own:
        read = FIGURES[name]
        width = max(*(len(self._reading(one).text(read(one))) for one in indicators), width_of(_(name)), 0)
        return Own(
            width,
            fit(_(name), width, right=True),
            lambda one: [(fit(self._reading(one).text(read(one)), width, right=True), DIM)],
        )

    def _reading(self, indicator: Indicator) -> Reading:
        """Return how the figures of an indicator are shown, worked out once."""
        known = self._readings.get(indicator.id)
        if known is None or known[0] is not indicator:
            known = self._readings[indicator.id] = indicator, reading_of(indicator)
        return known[1]

    def shift(self, by: int) -> bool:
        """Show earlier (-1) or later (1) periods; return whether there are any."""
        before = self._columns_back(self.size.width)
        self._back = max(0, min(before - by, len(self._periods) - 1))
        self._drawn = 0, {}, []
        self.repaint()
        return self._back != before

    def all_cells(self, width: int) -> Sequence[str]:
        """Return the names of the columns in sight, and of all periods."""
        names: list[str] = []
        for name, _width in self._places(width):
            names += map(period_cell, self._periods) if name == PERIODS else [name]
        return names

    def cells_in_sight(self, width: int) -> Sequence[Cell]:
        """Return the cells of a row that are in sight, one for each period."""
        cells: list[Cell] = []
        for name, start, end in self._table.spans(self._places(width), 2):
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
        heads = self._table.heads(self._places(width), self._own(width), 2)
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

        cells = self._table.line(self.session.analysis, row, self._places(width), style, self._own(width))
        return [(marked, MARK), (self.session.sign(row.id), BAD), *cells]

    def _places(self, width: int) -> list[Place]:
        """Return the columns in sight."""
        return self._draw_at(width)[2]

    def _own(self, width: int) -> Mapping[str, Own]:
        """Return the columns that the pane draws itself."""
        return self._draw_at(width)[1]

    def _draw_at(self, width: int) -> tuple[int, Mapping[str, Own], list[Place]]:
        """Return what rows are drawn with at a width, worked out once."""
        if self._drawn[0] != width:
            names, own = self.names(width), {**self._own_columns, **self._period_columns(width)}
            bar = Own(BAR + 5, fit(_("way"), BAR + 5, right=True), self._draw_attainment)
            chosen = self.session.views["indicators"].columns or self.standard
            is_wide = "attainment" in names and self._table.fits(
                width - 3, names, {**own, "attainment": bar}, {"name": GOOD_NAME}
            )
            if is_wide and "attainment" in chosen and "attainment" not in self._table.empty:
                own["attainment"] = bar
            self._drawn = width, own, self._table.in_sight(width - 3, names, own)
        return self._drawn

    def _draw_attainment(self, indicator: Indicator) -> Line:
        """Return how much of the target is reached as a bar and a number."""
        share = attainment(indicator)
        if share is None:
            return [(f"{'–':>{BAR + 5}}", DIM)]
        number = f"{share:.0f}%"
        if len(number) > 4:
            return [(fit(number, BAR + 5, right=True), DIM)]
        return [*percent_bar(share, BAR, PLAIN), (f"{number:>5}", DIM)]

    def names(self, width: int) -> list[str]:
        """Return the columns chosen, else as many as the width is enough for and something stands in."""
        chosen = self.session.views["indicators"].columns
        without = [name for name, least in MIN_WIDTHS.items() if width < least or name in self._table.empty]
        leave_out = () if chosen else without
        return [sized(name)[0] for name in chosen or self.standard if name not in leave_out]

    def _period_columns(self, width: int) -> Mapping[str, Own]:
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
        names = self.names(width)
        own = self._own_columns
        taken = sum(own[name].width + 1 if name in own else self._table.width_of_all([name]) for name in names)
        room = width - 4 - taken - max(MIN_NAME, min(GOOD_NAME, self._table.need("name")))
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
        figure = self._figure(indicator, one)
        behind = figure.partition(".")[2]
        pad = " " * (part - len(behind) + (1 if part and not behind else 0))
        letter = STATUS_LETTERS.get(one.status, " ")
        return [(f"{figure + pad:>{self._width_of(period)}}", PLAIN), (f"{letter} ", DIM)]

    def _figure(self, indicator: Indicator, one: Observation) -> str:
        return QUALIFIER_SIGNS[one.qualifier] + self._reading(indicator).text(one.value)


def _period_end(period: str) -> tuple[str, str]:
    try:
        first, last = span(period)
    except PeriodError:
        return "", period
    return last.isoformat(), first.isoformat()
