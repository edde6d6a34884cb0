"""Pages of the past: what changed since a state, and the history of a record."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.style import Style

from jinpu_tui.insight.differences import Difference
from jinpu_tui.insight.lights import SYMBOLS, Light
from jinpu_tui.insight.marking import Mark, change_lines
from jinpu_tui.locale import _, ngettext
from jinpu_tui.model.changes import Change
from jinpu_tui.report.differences import heading
from jinpu_tui.safe_text import visible
from jinpu_tui.ui.cells import Line, Piece, fit
from jinpu_tui.ui.look import ACCENT, BAD, BOLD, DIM, GOOD, LIGHT_STYLES, LINK, PLAIN
from jinpu_tui.ui.pages import Page, PageLine
from jinpu_tui.ui.session import Session

LABEL = 14
STYLES: dict[Mark, Style] = {"same": PLAIN, "gone": BAD, "new": GOOD}


def diff_page(session: Session, width: int) -> Page:
    """What differs from the state that was picked, by requirement, record and field; Enter goes to the record."""
    base = session.base
    assert base is not None
    found = session.differences
    lines: list[PageLine] = []
    for under, group in groupby(found, lambda one: one.under):
        told = visible(heading(under, session.dataset))
        lines.append(PageLine([(f" {told}", BOLD)], link=under if under in session.dataset.by_id else ""))
        for one in group:
            lines += _record_lines(session, one, width)
    count = ngettext("{count} record", "{count} records", len(found)).format(count=len(found))
    title = _("What changed since {name}: {count}").format(name=visible(base.name[:40]), count=count)
    return Page("diff", title, lines or [PageLine([(" " + _("Nothing changed"), DIM)])])


def _record_lines(session: Session, one: Difference, width: int) -> Iterator[PageLine]:
    link = one.record.id if one.record.id in session.dataset.by_id else ""
    sign = {"added": ("+", GOOD), "removed": ("-", BAD), "changed": ("~", ACCENT)}[one.act]
    line: Line = [
        ("  ", PLAIN),
        sign,
        (" ", PLAIN),
        (fit(f"{one.record.id}  {one.record.name}", max(10, width - 16)).rstrip(), LINK),
    ]
    if one.light_before != one.light_after:
        line += [("  ", PLAIN), _sign(one.light_before), (" → ", DIM), _sign(one.light_after)]
    yield PageLine(line, link=link)
    for change in one.changes:
        if isinstance(change, Change):
            yield from (PageLine(told, link=link) for told in _change_lines(change))


def _sign(light: Light | None) -> Piece:
    return (SYMBOLS[light], LIGHT_STYLES[light]) if light else ("–", DIM)


def _change_lines(change: Change) -> Iterator[Line]:
    label: Piece = (f"      {fit(change.field, LABEL)} ", DIM)
    for line in change_lines(change):
        yield [label, *((visible(text), STYLES[mark]) for mark, text in line)]


def log_page(session: Session, id_: str) -> Page:
    """Who changed which field of a record, the latest first."""
    lines: list[PageLine] = []
    for one in session.logs.get(id_, ()):
        when = one.when.astimezone().isoformat(" ", "minutes")[:16]
        commit = one.commit[:10] or _("not committed")
        lines.append(
            PageLine(
                [(f" {when}  ", PLAIN), (f"{commit}  ", ACCENT), (f"{visible(one.who)}  ", BOLD), (visible(one.subject), DIM)]
            )
        )
        lines += [PageLine([("     ", PLAIN), (visible(told), PLAIN)]) for told in one.changes]
    return Page(
        f"log {id_}",
        _("History of {id}").format(id=visible(id_)),
        lines or [PageLine([(" " + _("Nothing was changed yet"), DIM)])],
        id_,
    )
