"""Pages of the past: what changed since a state, and the history of a record."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.style import Style

from jinpu_tui.analysis.differences import Difference
from jinpu_tui.analysis.word_diff import Mark, change_lines
from jinpu_tui.model.changes import Change
from jinpu_tui.report.differences import heading
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import fit, wrap
from jinpu_tui.ui.pages.page import Page, PageLine, PageRef
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styled_line import Line, wrap_line
from jinpu_tui.ui.styles import ACCENT, BAD, BOLD, DIM, GOOD, LIGHT_STYLES, LINK, PLAIN, WARN

LABEL = 14
STYLES: dict[Mark, Style] = {"same": PLAIN, "gone": BAD, "new": GOOD}


def diff_page(session: Session, width: int) -> Page:
    """Return what differs from the state that was picked, by requirement, record and field; Enter goes to the record."""
    base = session.base
    assert base is not None
    found = session.differences
    notes = session.comparison.notes if session.comparison is not None else ()
    lines = [PageLine([(fit(f" {note}", width).rstrip(), WARN)]) for note in notes]
    for under, group in groupby(found, lambda item: item.under):
        message = visible(heading(under, session.dataset))
        lines.append(PageLine([(f" {message}", BOLD)], link=under if under in session.dataset.by_id else ""))
        for item in group:
            lines += _record_lines(session, item, width)
    count = ngettext("{count} record", "{count} records", len(found)).format(count=len(found))
    title = _("What changed since {name}: {count}").format(name=visible(base.name[:40]), count=count)
    return Page(PageRef("diff"), title, lines or [PageLine([(" " + _("Nothing changed"), DIM)])])


def _record_lines(session: Session, one: Difference, width: int) -> Iterator[PageLine]:
    link = one.record.id if one.record.id in session.dataset.by_id else ""
    sign = {"added": ("+", GOOD), "removed": ("-", BAD), "changed": ("~", ACCENT)}[one.act]
    line: Line = [
        ("  ", PLAIN),
        sign,
        (" ", PLAIN),
        (fit(f"{one.record.id}  {one.record.name}", max(10, width - 16)).rstrip(), LINK),
    ]
    if one.lights:
        before, after = (LIGHT_STYLES[light] if light else DIM for light in (one.light_before, one.light_after))
        line += [("  ", PLAIN), (one.lights[0], before), (" → ", DIM), (one.lights[1], after)]
    yield PageLine(line, link=link)
    for change in one.changes:
        if isinstance(change, Change):
            yield from (PageLine(message, link=link, field=change.field) for message in _change_lines(change, width))


def _change_lines(change: Change, width: int) -> Iterator[Line]:
    label = f"      {fit(change.field, LABEL)} "
    for message in change_lines(change):
        line: Line = [(visible(text), STYLES[mark]) for mark, text in message]
        for part in wrap_line(line, max(20, width - len(label) - 1)):
            yield [(label, DIM), *part]
            label = " " * len(label)


def log_page(session: Session, id_: str, width: int) -> Page:
    """Who changed which field of a record, the latest first."""
    lines: list[PageLine] = []
    for log in session.logs.get(id_, ()):
        when = log.when.astimezone().isoformat(" ", "minutes")[:16]
        commit = log.commit[:10] or _("not committed")
        lines.append(
            PageLine(
                [(f" {when}  ", PLAIN), (f"{commit}  ", ACCENT), (f"{visible(log.who)}  ", BOLD), (visible(log.subject), DIM)]
            )
        )
        for message in log.changes:
            parts = wrap(visible(message), max(20, width - 8))
            lines += [PageLine([("       " if number else "     ", PLAIN), (part, PLAIN)]) for number, part in enumerate(parts)]
    return Page(
        PageRef("log", id_),
        _("History of {id}").format(id=visible(id_)),
        lines or [PageLine([(" " + _("Nothing was changed yet"), DIM)])],
    )
