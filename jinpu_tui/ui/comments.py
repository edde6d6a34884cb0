"""Comments and sign-offs as lines of pages."""

from __future__ import annotations

from collections.abc import Iterator

from jinpu_tui.insight.reviewing import Thread, changed_since, signed_by, threads
from jinpu_tui.insight.telling import value_text
from jinpu_tui.locale import _
from jinpu_tui.model.records import Comment, Record
from jinpu_tui.safe_text import visible
from jinpu_tui.ui.cells import wrap
from jinpu_tui.ui.look import ACCENT, BOLD, DIM, GOOD, LINK, PLAIN, WARN
from jinpu_tui.ui.pages import Page, PageLine
from jinpu_tui.ui.session import Session

TEXT_WIDTH = 100


def review_lines(session: Session, record: Record, width: int) -> Iterator[PageLine]:
    """The sign-offs of a record with what changed since, and the comments on it in threads."""
    dataset = session.dataset
    for one in signed_by(dataset, record.id):
        changed = changed_since(record, one)
        told = _("signed off by {name}").format(name=visible(one.by)) + (f" {one.at}" if one.at else "")
        yield PageLine([(f" {told}", GOOD if not changed else DIM)])
        for name in changed:
            value = value_text(session.workspace.plain(record.id).get(name))
            yield PageLine([("   " + _("changed since: {field}, now {value}").format(field=name, value=visible(value)), WARN)])
    for thread in threads(dataset, record.id):
        yield from thread_lines(thread, width)


def thread_lines(thread: Thread, width: int) -> Iterator[PageLine]:
    """A comment with its replies."""
    for index, one in enumerate((thread.comment, *thread.replies)):
        yield from _comment_lines(one, width, "     " if index else " ")


def _comment_lines(one: Comment, width: int, indent: str) -> Iterator[PageLine]:
    sign, style = ("✓", DIM) if one.resolved else ("•", WARN)
    about = _(" on {field}").format(field=visible(one.field)) if one.field else ""
    head = f"{visible(one.by)} {one.at or ''}{about}: "
    room = max(20, min(TEXT_WIDTH, width) - len(indent) - 4)
    for number, part in enumerate(wrap(head + visible(one.text), room)):
        pieces = [(indent, PLAIN), (f"{sign if not number else ' '} ", style)]
        text = [(head, ACCENT if not one.resolved else DIM), (part.removeprefix(head), PLAIN if not one.resolved else DIM)]
        yield PageLine([*pieces, *(text if not number and part.startswith(head) else [(part, PLAIN)])], comment=one.id)


def comments_page(session: Session, width: int) -> Page:
    """Open comments and outdated sign-offs, by lead unit; Enter goes to the record."""
    dataset = session.dataset
    by_unit: dict[str, list[Record]] = {}
    for id_ in dict.fromkeys((*session.facts.commented, *session.facts.outdated)):
        record = dataset.by_id.get(id_)
        if record is not None:
            by_unit.setdefault(getattr(record, "lead", None) or "", []).append(record)
    lines: list[PageLine] = []
    for unit in sorted(by_unit, key=lambda name: (not name, name)):
        lines.append(PageLine([(f" {visible(unit) or _('no lead')}", BOLD)]))
        for record in sorted(by_unit[unit], key=lambda one: one.id):
            lines.append(PageLine([("   ", PLAIN), (visible(f"{record.id}  {record.name}"), LINK)], link=record.id))
            if changed := session.facts.outdated.get(record.id):
                told = _("changed since it was signed off: {fields}").format(fields=", ".join(changed))
                lines.append(PageLine([("     " + told, WARN)], link=record.id))
            for thread in threads(dataset, record.id):
                if not thread.comment.resolved:
                    told_lines = thread_lines(thread, width - 4)
                    lines += [one._replace(line=[("    ", PLAIN), *one.line], link=record.id) for one in told_lines]
    title = _("Open comments and outdated sign-offs") + "  · " + _("Enter goes there, C replies, D resolves")
    return Page("comments", title, lines or [PageLine([(" " + _("Nothing is open"), DIM)])])
