"""The indicator table: a row for each indicator, a column for each period, figures aligned on their points."""

from __future__ import annotations

from collections.abc import Sequence

from jinpu_tui.insight.figures import growth, latest, places, shown
from jinpu_tui.locale import _
from jinpu_tui.model.periods import PeriodError, span
from jinpu_tui.model.records import Indicator, Observation
from jinpu_tui.ui.cells import Line, fit, width_of
from jinpu_tui.ui.look import BAD, DIM, MARK, PLAIN
from jinpu_tui.ui.panes.list_pane import ListPane
from jinpu_tui.ui.panes.titles import count_text, title_line
from jinpu_tui.ui.rows import indicator_rows
from jinpu_tui.ui.session import Session

QUALIFIERS = {"over": ">", "under": "<", "about": "~"}
STATUS_LETTERS = {"provisional": "p", "estimate": "e", "forecast": "f"}
MAX_UNIT = 14
GROWTH = 8


class IndicatorsPane(ListPane[Indicator]):
    """Indicators with their latest periods; h and l move over the columns where not all fit."""

    def __init__(self, session: Session) -> None:
        super().__init__(id="indicators")
        self.session = session
        self._back: int | None = None
        self._periods: list[str] = []
        self._columns: dict[str, tuple[int, int]] = {}
        self._unit_width = 4

    def reload(self) -> None:
        """Show what the session's choices leave."""
        self.show(indicator_rows(self.session))

    def show(self, rows: Sequence[Indicator]) -> None:
        """Show rows, with a column for each of their periods."""
        if rows == self.rows:
            super().show(rows)
            return
        self._columns = _columns(rows)
        self._periods = sorted(self._columns, key=_period_end)
        self._unit_width = min(MAX_UNIT, max((width_of(row.unit or "") for row in rows[:1000]), default=0))
        super().show(rows)

    def shift(self, by: int) -> None:
        """Show earlier (1) or later (-1) periods."""
        self._back = max(0, min(self._columns_back(self.size.width) + by, len(self._periods) - 1))
        self.repaint()

    def title(self, width: int) -> Line:
        """Name, scope, filter, the periods over their columns, and the count."""
        session = self.session
        count = count_text(len(self.rows), len(session.dataset.indicators))
        notes = [count, _("in {scope}").format(scope=session.scope) if session.scope else ""]
        text = session.filters["indicators"]
        periods = self._in_sight(width)
        heads = "".join(f" {period:>{self._width_of(period)}}  " for period in periods)
        tail = f"  {fit(_('unit'), self._unit_width)}{heads}{_('growth'):>{GROWTH}} "
        return title_line(("3", _("Indicators")), notes, text, tail, width, active=self.active, alone=self.alone)

    def empty_text(self) -> str:
        """What to do where there is nothing."""
        if self.session.filters["indicators"]:
            return _("No match; Esc clears")
        return _("None in this scope; Esc shows all") if self.session.scope else _("None yet; a adds one")

    def draw(self, row: Indicator, width: int) -> Line:
        """Name, unit, figures and the growth of the latest."""
        periods = self._in_sight(width)
        right: Line = []
        for period in periods:
            found = [one for one in row.observations if one.period == period]
            right += self._cell(row, found[-1] if found else None, period)
        last = latest(row)
        change = None if last is None else growth(row, last) if last.growth is None else last.growth
        right.append((f"{'–' if change is None else f'{change:+.1f}%':>{GROWTH}} ", DIM))
        unit = "  " + fit(row.unit or "", self._unit_width)
        marked = "•" if row.id in self.session.marks else " "
        room = max(0, width - sum(width_of(text) for text, _style in right) - width_of(unit) - 2)
        return [(marked, MARK), (self.session.sign(row.id), BAD), (fit(row.name, room), PLAIN), (unit, DIM), *right]

    def _in_sight(self, width: int) -> list[str]:
        """The periods that fit beside at least 20 cells of name, as far back as h and l have moved."""
        return self._window(width, self._columns_back(width))

    def _columns_back(self, width: int) -> int:
        """How many of the latest periods are out of sight; at first those after the day, while earlier ones fill the room."""
        if self._back is not None:
            return self._back
        later = sum(_period_end(period)[1] > self.session.day.isoformat() for period in self._periods)
        for back in range(later, 0, -1):
            if self._window(width, back - 1)[:1] != self._periods[:1]:
                return back
        return 0

    def _window(self, width: int, back: int) -> list[str]:
        room = width - self._unit_width - GROWTH - 25
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
            return [(f" {'–' + ' ' * (part + 1 if part else 0):>{self._width_of(period)}}  ", DIM)]
        figure = _figure(indicator, one)
        behind = figure.partition(".")[2]
        pad = " " * (part - len(behind) + (1 if part and not behind else 0))
        letter = STATUS_LETTERS.get(one.status, " ")
        return [(f" {figure + pad:>{self._width_of(period)}}", PLAIN), (f"{letter} ", DIM)]


def _columns(indicators: Sequence[Indicator]) -> dict[str, tuple[int, int]]:
    """For each period how many cells its figures take before and behind the point.

    Of figures with as many decimals only the largest and the smallest need be written out to know.
    """
    extremes: dict[tuple[str, int, str | None], tuple[float, float]] = {}
    for indicator in indicators:
        for one in indicator.observations:
            key = one.period, _places(indicator, one), one.qualifier
            value = one.value or 0
            low, high = extremes.get(key, (value, value))
            extremes[key] = min(low, value), max(high, value)
    columns: dict[str, tuple[int, int]] = {}
    for (period, decimals, qualifier), values in extremes.items():
        for value in values:
            whole, _point, part = (QUALIFIERS.get(qualifier or "", "") + shown(value, decimals)).partition(".")
            have = columns.get(period, (len(period), 0))
            columns[period] = max(have[0], len(whole)), max(have[1], len(part))
    return columns


def _figure(indicator: Indicator, one: Observation) -> str:
    return QUALIFIERS.get(one.qualifier or "", "") + shown(one.value, _places(indicator, one))


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
