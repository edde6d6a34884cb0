"""Deadlines as a calendar: months as rows of weeks, each day the darker the more tasks are due on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from jinpu_tui.analysis.due_days import DueCount, Month, due_counts, months_to_show, weeks_of
from jinpu_tui.analysis.lights import SYMBOLS
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import fit
from jinpu_tui.ui.pages.heat import HEAT, heat_sign, weekday_names
from jinpu_tui.ui.pages.page import BLANK_LINE, FilterLink, Page, PageLine, PageRef
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styled_line import Line, padded
from jinpu_tui.ui.styles import ACCENT, BAD, BOLD, DIM, LIGHT_STYLES, PLAIN

DAYS = 7
MARGIN, GAP = 1, 3
"""Blank cells before the first month of a line, and between two."""

MIN_CELL = 5
"""Cells of a day: a blank, two digits of the day, the sign, and a digit of the count."""


def calendar_page(session: Session, width: int) -> Page:
    """Return the calendar of the tasks in scope, the cursor on the day that lights are judged on."""
    counts = due_counts(session.tasks_in_scope)
    months = months_to_show(counts, session.day)
    most = max((count.open for count in counts.values()), default=0)
    cell = MIN_CELL - 1 + max((len(str(count.open or count.over)) for count in counts.values()), default=1)
    beside = max(1, (width - MARGIN + GAP) // (DAYS * cell + GAP))
    drawing = _Drawing(session, counts, most, cell)
    lines = [PageLine(_legend(most)), BLANK_LINE]
    headings = len(lines)
    places: dict[date, tuple[int, int]] = {}
    for start in range(0, len(months), beside):
        band = months[start : start + beside]
        lines += drawing.heads(band)
        for week in _weeks(band):
            for part, day in enumerate(week):
                if day is not None:
                    places[day] = len(lines), part
            lines.append(drawing.week(week))
        lines.append(BLANK_LINE)
    scope = "  " + _("in {scope}").format(scope=visible(session.scope)) if session.scope else ""
    hint = _("the arrows go from day to day, {key} lists the tasks").format(key=session.key_of("go.open"))
    title = _("Deadlines by day") + f"{scope}  · {hint}"
    order = tuple(places[day] for day in sorted(places))
    line, part = places[session.day]
    return Page(PageRef("calendar"), title, lines[:-1], line, headings, order=order, column=part)


def _weeks(band: Sequence[Month]) -> list[list[date | None]]:
    """Return the lines of months that stand side by side: for each line the days of a week of each."""
    weeks = [weeks_of(month) for month in band]
    count = max(map(len, weeks))
    empty: list[date | None] = [None] * DAYS
    return [[day for month in weeks for day in (month[row] if row < len(month) else empty)] for row in range(count)]


def _legend(most: int) -> Line:
    line: Line = [(" ", PLAIN)]
    if most:
        shares = [1, *(1 + -(-number * most // len(HEAT)) for number in range(1, len(HEAT)))]
        for sign, least in zip(HEAT, shares, strict=True):
            if least <= most:
                line += [(sign, LIGHT_STYLES["blue"]), (f" {_('from {count}').format(count=least)}   ", DIM)]
        line += [(HEAT[0], BAD), (f" {_('late')}   ", DIM)]
    return [*line, (SYMBOLS["done"], DIM), (f" {_('all done')}", DIM)]


class _Drawing:
    """Draws the lines of months that stand side by side, in cells of a width."""

    def __init__(self, session: Session, counts: Mapping[date, DueCount], most: int, cell: int) -> None:
        self._session, self._counts, self._most, self._cell = session, counts, most, cell
        self._due: Counter[Month] = Counter()
        self._late: Counter[Month] = Counter()
        for day, count in counts.items():
            self._due[day.year, day.month] += count.open
            self._late[day.year, day.month] += count.open if day < session.day else 0

    def heads(self, band: Sequence[Month]) -> Iterator[PageLine]:
        """Return the names of the months with what is due in each, and the names of the days."""
        # the name of a day stands over its number, not over the count after it
        days = "".join(fit(name, 3, right=True) + " " * (self._cell - 3) for name in weekday_names())
        titles: Line = [(" " * MARGIN, PLAIN)]
        heads = " " * MARGIN
        for month in band:
            titles += [*padded(self._month_title(month), DAYS * self._cell), (" " * GAP, PLAIN)]
            heads += days + " " * GAP
        yield PageLine(titles)
        yield PageLine([(heads, DIM)])

    def _month_title(self, month: Month) -> Line:
        total, late = self._due[month], self._late[month]
        line: Line = [(f" {month[0]}-{month[1]:02}", BOLD)]
        line.append((f"  {_('{count} due').format(count=total)}" if total else "", DIM))
        return [*line, (f"  {_('{count} late').format(count=late)}" if late else "", BAD)]

    def week(self, week: Sequence[date | None]) -> PageLine:
        """Return one line: a week of each month, each day a part of the line that opens its tasks."""
        line: Line = [(" " * MARGIN, PLAIN)]
        parts = []
        at = MARGIN
        for number, day in enumerate(week):
            if number and number % DAYS == 0:
                line.append((" " * GAP, PLAIN))
                at += GAP
            line += self._day(day)
            parts.append((at, at + self._cell, PageLine([], door=self._door(day) if day is not None else None)))
            at += self._cell
        return PageLine(line, parts=tuple(parts))

    def _day(self, day: date | None) -> Line:
        if day is None:
            return [(" " * self._cell, PLAIN)]
        count = self._counts.get(day, DueCount(0, 0))
        is_today = day == self._session.day
        style = ACCENT if is_today else PLAIN if any(count) else DIM
        number = (f"{'>' if is_today else ' '}{day.day:>2}", style)
        if count.open:
            heat = BAD if day < self._session.day else LIGHT_STYLES["blue"]
            tail: Line = [
                (heat_sign(count.open, self._most), heat),
                (fit(str(count.open), self._cell - 4), heat if heat is BAD else BOLD),
            ]
        elif count.over:
            tail = [(SYMBOLS["done"] + fit(str(count.over), self._cell - 4), DIM)]
        else:
            tail = [(" " * (self._cell - 3), PLAIN)]
        return [number, *tail]

    def _door(self, day: date) -> FilterLink:
        scope = f" under:{self._session.scope}" if self._session.scope else ""
        return FilterLink("tasks", f"due:{day.isoformat()}{scope}")
