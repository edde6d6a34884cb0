"""The overview as a page: every number is a door to the records it counts."""

from __future__ import annotations

from collections.abc import Iterator

from jinpu_tui.insight.lights import ORDER, SYMBOLS
from jinpu_tui.insight.overview import Count, Section, overview
from jinpu_tui.locale import _
from jinpu_tui.safe_text import visible
from jinpu_tui.ui.cells import Line, fit
from jinpu_tui.ui.look import BOLD, DIM, LIGHT_STYLES, PLAIN
from jinpu_tui.ui.pages import Door, Page, PageLine
from jinpu_tui.ui.session import PANE_OF, Session

NAME = 44
NUMBER = 8
MOST_BAR = 60


def overview_page(session: Session, width: int) -> Page:
    """Lights, deadlines, lead units, and what to look at."""
    lines: list[PageLine] = []
    for section in overview(session.facts):
        lines.append(PageLine([(f" {section.heading}", BOLD)]))
        lines += _section_lines(section, width)
        lines.append(PageLine([("", PLAIN)]))
    lines.pop()
    title = _("Overview") + f"  {visible(session.dataset.info.title)}  · " + _("Enter shows which")
    return Page("overview", title, lines)


def _section_lines(section: Section, width: int) -> Iterator[PageLine]:
    most = max((one.count for one in section.counts), default=0)
    room = min(MOST_BAR, width - NAME - NUMBER - 6)
    for one in section.counts:
        name = fit(one.name, min(NAME, width - NUMBER - 6))
        line: Line = [
            ("   ", PLAIN),
            (name, PLAIN if one.count else DIM),
            (f"{one.count:>{NUMBER},}", BOLD if one.count else DIM),
        ]
        yield PageLine([*line, ("  ", PLAIN), *_bar(one, most, room)], door=Door(PANE_OF[one.kind], one.filter))


def _bar(one: Count, most: int, room: int) -> Line:
    """As long as the count is beside the largest, in the signs and colours of its lights."""
    if room < 8 or not one.lights or not most or not one.count:
        return []
    length = max(1, round(room * one.count / most))
    total, drawn, passed = sum(one.lights.values()), 0, 0
    line: Line = []
    for light in ORDER:
        passed += one.lights.get(light, 0)
        upto = round(length * passed / total)
        if upto > drawn:
            line.append((SYMBOLS[light] * (upto - drawn), LIGHT_STYLES[light]))
            drawn = upto
    return line
