"""The overview as a page: every number is a door to the records it counts; a letter before a row opens it at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from jinpu_tui.analysis.against_pace import PaceRow
from jinpu_tui.analysis.light_names import light_name, short_light_name
from jinpu_tui.analysis.lights import SYMBOLS, Light
from jinpu_tui.query.overview import Count, Section
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import fit, width_of
from jinpu_tui.ui.pages.heat import heat_sign, weekday_names
from jinpu_tui.ui.pages.page import BLANK_LINE, FilterLink, Page, PageLine, PageRef
from jinpu_tui.ui.pages.two_columns import side_by_side
from jinpu_tui.ui.session import PANE_OF, Session
from jinpu_tui.ui.small_bars import light_bar, stacked_bar
from jinpu_tui.ui.styled_line import Line, Piece, padded
from jinpu_tui.ui.styles import ACCENT, BAD, BOLD, DIM, LIGHT_STYLES, PLAIN

MAX_NAME = 44
"""Cells of the longest names in a column; shorter ones make it narrower, so that numbers stand near them."""

MIN_NAME = 24
"""Cells that names have before bars are left out."""

NUMBER = 7
MAX_BAR = 30
MIN_BAR = 8
MAX_ROWS = 12
"""The maximum number of units, and of requirements at the top, that have a row; the rest are one row together."""

MAX_PACE = 8
"""The maximum number of indicators shown that lag behind most."""

BESIDE = 120
"""From this width on the sections stand in two columns."""

TILES: tuple[Light, ...] = ("red", "yellow", "blue", "done")
"""The lights whose counts stand at the top with bars; the others stand below them in words."""

LETTERS = "abcdeimnoprstvw"
CAPITALS = "ABCDEFIJKLMNOPQSTUVWXYZ"
"""The letters that open rows; those that by themselves move, undo, find, filter and leave are not among them."""

KEPT_COMMANDS = (
    *("go.down", "go.up", "page.shift-left", "page.shift-right", "go.first", "go.last", "edit.undo", "view.find"),
    *("program.palette", "program.help", "program.quit"),
)
"""Commands whose keys open no rows, whichever keys they have."""


def overview_page(session: Session, width: int) -> Page:
    """Lights, what to look at, requirements; units, the calendar, indicators beside their pace."""
    sections = {section.name: section for section in session.overview}
    taken = {session.key_of(command) for command in KEPT_COMMANDS}
    free = "".join(letter for letter in LETTERS + CAPITALS if letter not in taken)
    half = width // 2 if width >= BESIDE else width
    title = (
        _("Overview")
        + f"  {visible(session.dataset.info.title)}  · "
        + _("{key} or the letter shows which; capitals: late ones").format(key=session.key_of("go.open"))
    )
    top = list(_tiles(sections["lights"], width))
    other = width - half if half < width else width
    left_names = [item for name in ("deadlines", "look-at", "problems") for item in sections[name].counts if item.count]
    left_names += sections["requirements"].counts[:MAX_ROWS]
    left_room = _room(left_names, half)
    right_room = _room([*sections["leads"].counts[:MAX_ROWS], *sections["indicators"].counts], other)
    left = [
        *_to_look_at([sections[name] for name in ("deadlines", "look-at", "problems")], half, left_room, free),
        *_requirements(sections["requirements"], half, left_room),
    ]
    right = [
        *_leads(sections["leads"], other, right_room, free),
        *_calendar(sections["calendar"]),
        *_indicators(sections["indicators"], session.analysis.against_pace, other, right_room),
    ]
    start = len(top) + 1
    if half == width:
        return Page(PageRef("overview"), title, [*top, *left, *right][:-1], start=start, headings=0)
    lines = side_by_side(left, right, half, width, rule="")
    return Page(PageRef("overview"), title, [*top, *lines], start=start, headings=0)


def _room(counts: Sequence[Count], width: int) -> int:
    """Return the cells for names before two columns of numbers."""
    longest = max((width_of(count.name) for count in counts), default=0)
    return max(1, min(MAX_NAME, longest, max(MIN_NAME, width - 2 * NUMBER - 8 - MIN_BAR), width - 2 * NUMBER - 6))


def _door(one: Count) -> FilterLink:
    return FilterLink(PANE_OF[one.kind], one.filter)


def _tiles(section: Section, width: int) -> Iterator[PageLine]:
    """Return a row of numbers, each with a bar of its share of all tasks below it, and a line with the other lights."""
    by_light = {next(iter(count.lights)): count for count in section.counts}
    total = sum(count.count for count in section.counts)
    cells = width // len(TILES)
    numbers: Line = []
    bars: Line = []
    parts = []
    for place, light in enumerate(TILES):
        count = by_light[light]
        text = _tile_text(light, count.count, total, cells - 4)
        style = LIGHT_STYLES[light] if count.count and light != "done" else DIM
        parts.append((place * cells, (place + 1) * cells, PageLine([], door=_door(count))))
        numbers += [(f" {SYMBOLS[light]} ", style), (fit(text, cells - 3), BOLD if count.count else DIM)]
        percent = f" {round(100 * count.count / total)}%" if light == "done" and total else ""
        bar = light_bar(light, count.count, total, cells - 2 - len(percent))
        if percent:
            bar.append(("·" * (cells - 2 - len(percent) - sum(len(text) for text, _style in bar)), DIM))
        bars += padded([(" ", PLAIN), *bar, (percent, DIM)], cells)
    yield PageLine(numbers, parts=tuple(parts))
    yield PageLine(bars, parts=tuple(parts))
    rest = [count for light, count in by_light.items() if light not in TILES]
    yield _in_words([(f"{SYMBOLS[next(iter(count.lights))]} {count.count} {count.name}", count) for count in rest], " ", "   ")
    yield BLANK_LINE


def _tile_text(light: Light, count: int, total: int, room: int) -> str:
    if light == "done":
        return _("{count:,} of {total:,} done").format(count=count, total=total)
    text = f"{count:,} {light_name(light)}"
    return text if width_of(text) <= room else f"{count:,} {short_light_name(light)}"


def _in_words(items: Sequence[tuple[str, Count]], lead: str, gap: str, hints: Mapping[str, str] | None = None) -> PageLine:
    """Return counts on one dim line, each a door."""
    line: Line = [(lead, DIM)]
    at, parts = width_of(lead), []
    for number, (text, count) in enumerate(items):
        before = gap if number else ""
        start, at = at + len(before), at + len(before) + width_of(text)
        line += [(before, DIM), (text, DIM)]
        parts.append((start, at, PageLine([], door=_door(count), hint=(hints or {}).get(count.filter + count.kind, ""))))
    return PageLine(line, parts=tuple(parts))


def _to_look_at(sections: Sequence[Section], width: int, room: int, free: str) -> Iterator[PageLine]:
    """Return what wants an eye, each with one of the free letters; what counts nothing is folded into a line that says so."""
    letters = filter(str.islower, free)
    counts = [
        (next(letters, "") if section.name != "problems" else "", item) for section in sections for item in section.counts
    ]
    yield _heading(_("Look at"), room)
    for letter, item in counts:
        if item.count:
            yield PageLine(_row(letter, item, room), door=_door(item), hint=letter)
    yield from _nothing([item for _letter, item in counts], width, {item.filter + item.kind: key for key, item in counts})
    yield BLANK_LINE


def _nothing(counts: Iterable[Count], width: int, hints: Mapping[str, str] | None = None) -> Iterator[PageLine]:
    """Return the names of what counts nothing, on as few dim lines as take them."""
    lead = f"    {_('nothing:')} "
    items: list[tuple[str, Count]] = []
    used = width_of(lead)
    for count in counts:
        if count.count:
            continue
        if items and used + width_of(count.name) + 2 > width - 2:
            yield _in_words([*((f"{text},", one) for text, one in items)], lead, " ", hints)
            lead, items = " " * width_of(lead), []
            used = width_of(lead)
        items.append((visible(count.name), count))
        used += width_of(count.name) + 2
    if items:
        last = items.pop()
        yield _in_words([*((f"{text},", one) for text, one in items), last], lead, " ", hints)


def _heading(text: str, room: int, *more: tuple[str, int]) -> PageLine:
    """Return a heading, and what stands over the columns of numbers after it."""
    tail = "".join(f"{fit(name, cells, right=True)}" for name, cells in more)
    return PageLine([(f" {fit(text, max(room, width_of(text)) + 3)}", BOLD), (tail, DIM)])


def _row(letter: str, one: Count, room: int) -> Line:
    style = PLAIN if one.count else DIM
    return [
        (f" {letter or ' '}  ", ACCENT),
        (fit(one.name, room), style),
        (f"{one.count:>{NUMBER},}", BOLD if one.count else DIM),
    ]


def _leads(section: Section, width: int, room: int, free: str) -> Iterator[PageLine]:
    """Units with their late tasks, all of theirs, and the lights of these as a bar."""
    yield _heading(section.heading, room, (_("late"), NUMBER), (_("all"), NUMBER))
    most = max((count.count for count in section.counts), default=0)
    for letter, item in zip(filter(str.isupper, free), section.counts[:MAX_ROWS], strict=False):
        late = (f"{item.late or 0:>{NUMBER},}", BAD if item.late else DIM)
        first, *rest = _row(letter, item, room)
        line = [first, *rest[:-1], late, rest[-1], *_bar(item, most, width - room - 2 * NUMBER - 8)]
        late_door = FilterLink("tasks", f"{item.filter} is:late")
        yield PageLine(line, door=_door(item), hint=letter, hinted=late_door)
    yield from _more(len(section.counts) - MAX_ROWS, FilterLink("tasks", "", group="lead"))
    yield BLANK_LINE


def _requirements(section: Section, width: int, room: int) -> Iterator[PageLine]:
    """Return requirements at the top with their progress, their tasks, and the lights of these as a bar."""
    yield _heading(section.heading, room, ("%", NUMBER), (_("tasks"), NUMBER))
    most = max((count.count for count in section.counts), default=0)
    for count in section.counts[:MAX_ROWS]:
        percent = "–" if count.progress is None else f"{count.progress:.0f}"
        first, *rest = _row("", count, room)
        line = [first, *rest[:-1], (f"{percent:>{NUMBER}}", PLAIN), rest[-1]]
        yield PageLine([*line, *_bar(count, most, width - room - 2 * NUMBER - 8)], door=_door(count))
    yield from _more(len(section.counts) - MAX_ROWS, FilterLink("requirements", ""))
    yield BLANK_LINE


def _more(rest: int, door: FilterLink) -> Iterator[PageLine]:
    if rest > 0:
        yield PageLine([("    " + _("… and {count} more").format(count=rest), DIM)], door=door)


def _calendar(section: Section) -> Iterator[PageLine]:
    """Return a line for each week with what is due on each of its days, darker the more it is, dots if it is nothing."""
    heads = "".join(fit(name, 5, right=True) for name in weekday_names())
    yield PageLine([(f" {fit(section.heading, 22)}", BOLD), (heads, DIM), (fit(_("all"), NUMBER, right=True), DIM)])
    most = max((count for item in section.counts for count in item.days if count), default=0)
    for item in section.counts:
        line: Line = [("    " + fit(item.name, 19), PLAIN if item.count else DIM)]
        for count in item.days:
            line += _day(count, most)
        line.append((f"{item.count:>{NUMBER},}", BOLD if item.count else DIM))
        yield PageLine(line, door=_door(item))
    yield BLANK_LINE


def _day(count: int | None, most: int) -> list[Piece]:
    if not count:
        return [("     " if count is None else "    ·", DIM)]
    number = str(count)
    return [(" ", PLAIN), (heat_sign(count, most) * max(0, 4 - len(number)), LIGHT_STYLES["blue"]), (number, BOLD)]


def _indicators(section: Section, rows: Sequence[PaceRow], width: int, room: int) -> Iterator[PageLine]:
    """Return how many indicators keep pace, and those that lag behind most beside what their targets ask for."""
    yield _heading(section.heading, room)
    for item in section.counts:
        if item.count:
            yield PageLine(_row("", item, room), door=_door(item))
    yield from _nothing(section.counts, width)
    for row in rows[:MAX_PACE]:
        light: Light = "green" if row.is_kept else "yellow"
        gap = (
            "" if row.expected is None or not round(row.gap) else _("{points:+.0f} pt").format(points=row.gap).replace("-", "−")
        )
        line: Line = [
            ("    ", PLAIN),
            (f"{SYMBOLS[light]} ", LIGHT_STYLES[light]),
            (fit(row.name, max(1, room - 2)), PLAIN),
            (f"{_percent(row.reached):>{NUMBER}}", BOLD),
            (f"{gap:>{NUMBER}}", LIGHT_STYLES[light]),
            ("  ", PLAIN),
        ]
        length = min(MAX_BAR, width - room - 2 * NUMBER - 8)
        yield PageLine([*line, *(_pace_bar(row, length, light) if length >= MIN_BAR else ())], link=row.id)
    yield from _more(len(rows) - MAX_PACE, FilterLink("indicators", "has:target"))
    yield BLANK_LINE


def _percent(share: float) -> str:
    return f"{share:.0f}%" if abs(share) < 10000 else "…"


def _pace_bar(row: PaceRow, length: int, light: Light) -> Line:
    """Return what is reached as a bar, with a stroke at what is expected by now."""
    filled = max(0, min(length, round(length * row.reached / 100)))
    cells = [("━", LIGHT_STYLES[light])] * filled + [("─", DIM)] * (length - filled)
    if row.expected is not None and 0 <= row.expected <= 100:
        cells[min(length - 1, round(length * row.expected / 100))] = ("┬", BOLD)
    return cells


def _bar(one: Count, most: int, room: int) -> Line:
    """As long as the count is beside the largest, in the blocks and colours of its lights."""
    room = min(MAX_BAR, room)
    if room < MIN_BAR or not one.lights or not most or not one.count:
        return []
    return [("  ", PLAIN), *stacked_bar(one.lights, max(1, round(room * one.count / most)))]
