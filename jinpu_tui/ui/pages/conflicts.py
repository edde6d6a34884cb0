"""The page of open conflicts."""

from __future__ import annotations

from collections.abc import Iterator

from jinpu_tui.analysis.open_conflicts import present_text, sides, title_of
from jinpu_tui.model.records import OpenConflict
from jinpu_tui.services.workspace import EditError
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import fit, width_of, wrap
from jinpu_tui.ui.pages.page import Page, PageLine, PageRef
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import ACCENT, BOLD, DIM, LINK, PLAIN

LABEL = 8
TEXT_WIDTH = 110
MAX_LINES = 8
"""How many lines of one side are shown; the record itself has all."""


def conflicts_page(session: Session, width: int) -> Page:
    """Return the page of all open conflicts: record, field, both sides, base, who and when."""
    found = session.dataset.conflicts
    lines: list[PageLine] = []
    for number, item in enumerate(found, 1):
        lines += [PageLine(line, link=item.id) for line in _conflict_lines(session, item, number, len(found), width)]
    count = ngettext("{count} open conflict", "{count} open conflicts", len(found)).format(count=len(found))
    title = _("{count} · {key} decides it, Esc leaves").format(count=count, key=session.key_of("go.open"))
    if session.workspace.read_only:
        title = _("{count} · read-only").format(count=count)
    return Page(PageRef("conflicts"), title, lines or [PageLine([(" " + _("There is no open conflict"), DIM)])])


def _conflict_lines(session: Session, one: OpenConflict, number: int, count: int, width: int) -> Iterator[Line]:
    what = one.field or _("the whole record")
    head = f" {number}/{count}  "
    when = f"  {one.at}" if one.at else ""
    name = f"{one.on}  {title_of(session.dataset, one)}".rstrip()
    room = max(8, min(width, TEXT_WIDTH) - width_of(head) - width_of(what) - width_of(when) - 4)
    shown = fit(name, room).rstrip()
    yield [(head, ACCENT), (shown, BOLD), (" · ", DIM), (visible(what), LINK), (when, DIM)]
    for side in sides(session.dataset, one):
        yield from _side_lines(side.name, side.lines, side.by, width)
    now = _now(session, one)
    if now:
        yield from _side_lines(_("now"), (now,), "", width)
    if number < count:
        yield [("", PLAIN)]


def _side_lines(label: str, texts: tuple[str, ...], by: str, width: int) -> Iterator[Line]:
    """Yield the lines of one side; whose it is stands at the right of the first, or below it if there is no room."""
    room = max(20, min(TEXT_WIDTH, width - LABEL - 6))
    parts = [part for text in texts for part in wrap(visible(text), room)]
    if len(parts) > MAX_LINES:
        parts = [*parts[: MAX_LINES - 1], "…"]
    author = visible(by)
    beside = author and width_of(parts[0]) + width_of(author) + 2 <= room
    for index, part in enumerate(parts):
        head = fit(label if not index else "", LABEL)
        line: Line = [(f"    {head} ", DIM), (part, PLAIN)]
        if beside and not index:
            line += [(" " * max(2, min(40, room - width_of(author)) - width_of(part)), PLAIN), (author, LINK)]
        yield line
    if author and not beside:
        yield [(" " * (LABEL + 5), DIM), (fit(author, room).rstrip(), LINK)]


def _now(session: Session, one: OpenConflict) -> str:
    """Return the present value of the field, if there is a record with it."""
    if not one.field or one.on not in session.dataset.by_id:
        return ""
    try:
        return present_text(one, session.workspace.plain(one.on))
    except EditError:
        return ""
