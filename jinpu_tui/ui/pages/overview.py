"""The overview as a page: every number is a door to the records it counts; a letter before a row opens it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest

from jinpu_tui.analysis.lights import ORDER, SYMBOLS, Light
from jinpu_tui.query.overview import Count, Section
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import fit
from jinpu_tui.ui.pages.page import FilterLink, Page, PageLine, PageRef
from jinpu_tui.ui.session import PANE_OF, Session
from jinpu_tui.ui.styled_line import Line, Piece, padded
from jinpu_tui.ui.styles import ACCENT, BAD, BOLD, DIM, LIGHT_STYLES, PLAIN

NAME = 44
NUMBER = 8
MAX_BAR = 30
MAX_ROWS = 12
"""That many units, and that many requirements at the top, have a row; what is beyond is one row together."""

BESIDE = 130
"""From this width on the sections stand in two columns."""

LEFT = ("deadlines", "look-at", "lights", "indicators", "problems")

LETTERS = "abcdeimnoprstvw"
CAPITALS = "ABCDEFIJKLMNOPQSTUVWXYZ"
"""The letters that open rows; those that move, undo, find, filter and leave are not among them."""


def overview_page(session: Session, width: int) -> Page:
    """Deadlines, what to look at, lead units, lights, calendar, requirements, indicators, problems."""
    sections = session.overview
    letters = iter(LETTERS)
    half = width // 2 if width >= BESIDE else width
    blocks = {section.name: list(_block(section, half, letters)) for section in sections}
    title = (
        _("Overview")
        + f"  {visible(session.dataset.info.title)}  · "
        + _("Enter or the letter shows which; capitals: late ones")
    )
    if half == width:
        return Page(PageRef("overview"), title, [line for block in blocks.values() for line in block][:-1], start=1)
    left = [line for name in LEFT for line in blocks[name]]
    right = [line for name, block in blocks.items() if name not in LEFT for line in block]
    empty = PageLine([("", PLAIN)])
    lines = [_side_by_side(item, other, half, width) for item, other in zip_longest(left, right, fillvalue=empty)]
    return Page(PageRef("overview"), title, lines, start=1)


def _side_by_side(one: PageLine, other: PageLine, half: int, width: int) -> PageLine:
    line = [*padded(one.line, half), *other.line]
    return PageLine(line, parts=((0, half, one), (half, width, other)))


def _block(section: Section, width: int, letters: Iterator[str]) -> Iterator[PageLine]:
    rows: Mapping[str, Callable[[Section, int], Iterator[PageLine]]] = {
        "leads": _leads,
        "calendar": lambda section, _width: _calendar(section),
        "requirements": _requirements,
        "lights": _lights,
    }
    if section.name in rows:
        yield from rows[section.name](section, width)
    else:
        yield _heading(section.heading)
        for count in section.counts:
            letter = next(letters) if section.name in ("deadlines", "look-at") else ""
            yield PageLine(_row(letter, count, width), door=_door(count), hint=letter)
    yield PageLine([("", PLAIN)])


def _door(one: Count) -> FilterLink:
    return FilterLink(PANE_OF[one.kind], one.filter)


def _heading(text: str, *more: tuple[str, int]) -> PageLine:
    """Return a heading, and what stands over the columns of numbers after it."""
    tail = "".join(f"{fit(name, width, right=True)}" for name, width in more)
    return PageLine([(f" {fit(text, NAME + 3)}", BOLD), (tail, DIM)])


def _row(letter: str, one: Count, width: int, sign: Line | None = None) -> Line:
    room = min(NAME, width - NUMBER - 6) - (2 if sign else 0)
    style = PLAIN if one.count else DIM
    return [
        (f" {letter or ' '}  ", ACCENT),
        *(sign or []),
        (fit(one.name, room), style),
        (f"{one.count:>{NUMBER},}", BOLD if one.count else DIM),
    ]


def _lights(section: Section, width: int) -> Iterator[PageLine]:
    yield _heading(section.heading)
    most = max((count.count for count in section.counts), default=0)
    for count in section.counts:
        light = next(iter(count.lights))
        line = _row("", count, width, [(f"{SYMBOLS[light]} ", LIGHT_STYLES[light])])
        yield PageLine([*line, *_bar(count, most, width - NAME - NUMBER - 8)], door=_door(count))


def _leads(section: Section, width: int) -> Iterator[PageLine]:
    """Units with their late tasks, all of theirs, and the lights of these as a bar."""
    yield _heading(section.heading, (_("late"), NUMBER), (_("all"), NUMBER))
    most = max((count.count for count in section.counts), default=0)
    for letter, item in zip(CAPITALS, section.counts[:MAX_ROWS], strict=False):
        late = (f"{item.late or 0:>{NUMBER},}", BAD if item.late else DIM)
        first, *rest = _row(letter, item, width - NUMBER)
        line = [first, *rest[:-1], late, rest[-1], *_bar(item, most, width - NAME - 2 * NUMBER - 8)]
        late_door = FilterLink("tasks", f"{item.filter} is:late")
        yield PageLine(line, door=_door(item), hint=letter, hinted=late_door)
    yield from _more(section, FilterLink("tasks", "", group="lead"))


def _requirements(section: Section, width: int) -> Iterator[PageLine]:
    """Return requirements at the top with their progress, their tasks, and the lights of these as a bar."""
    yield _heading(section.heading, ("%", NUMBER), (_("tasks"), NUMBER))
    most = max((count.count for count in section.counts), default=0)
    for count in section.counts[:MAX_ROWS]:
        percent = "–" if count.progress is None else f"{count.progress:.0f}"
        first, *rest = _row("", count, width - NUMBER)
        line = [first, *rest[:-1], (f"{percent:>{NUMBER}}", PLAIN), rest[-1]]
        yield PageLine([*line, *_bar(count, most, width - NAME - 2 * NUMBER - 8)], door=_door(count))
    yield from _more(section, FilterLink("requirements", ""))


def _more(section: Section, door: FilterLink) -> Iterator[PageLine]:
    rest = len(section.counts) - MAX_ROWS
    if rest > 0:
        yield PageLine([("    " + _("… and {count} more").format(count=rest), DIM)], door=door)


def _calendar(section: Section) -> Iterator[PageLine]:
    """Return a line for each week with what is due on each of its days, dots where nothing is."""
    names = (_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su"))
    heads = "".join(fit(name, 4, right=True) for name in names)
    yield PageLine([(f" {fit(section.heading, 22)}", BOLD), (heads, DIM), (fit(_("all"), NUMBER, right=True), DIM)])
    for item in section.counts:
        line: Line = [("    " + fit(item.name, 19), PLAIN)]
        line += [_day(count) for count in item.days]
        line.append((f"{item.count:>{NUMBER},}", BOLD if item.count else DIM))
        yield PageLine(line, door=_door(item))


def _day(count: int | None) -> Piece:
    return ("    ", DIM) if count is None else (f"{count:>4}", BOLD) if count else ("   ·", DIM)


def _bar(one: Count, most: int, room: int) -> Line:
    """As long as the count is beside the largest, in the signs and colours of its lights."""
    room = min(MAX_BAR, room)
    if room < 8 or not one.lights or not most or not one.count:
        return []
    length = max(1, round(room * one.count / most))
    return [("  ", PLAIN), *_pieces(one.lights, length)]


def _pieces(lights: Mapping[Light, int], length: int) -> Line:
    total, drawn, passed = sum(lights.values()), 0, 0
    line: Line = []
    for light in ORDER:
        passed += lights.get(light, 0)
        upto = round(length * passed / total)
        if upto > drawn:
            line.append((SYMBOLS[light] * (upto - drawn), LIGHT_STYLES[light]))
            drawn = upto
    return line
