"""Comments and sign-offs as lines of pages."""

from __future__ import annotations

from collections.abc import Iterator

from jinpu_tui.analysis.signoffs import Thread, changed_since, signed_by, threads
from jinpu_tui.model.formatting import units_text, value_text
from jinpu_tui.model.records import Comment, Record
from jinpu_tui.query.columns import natural
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import wrap
from jinpu_tui.ui.pages.page import Page, PageLine, PageRef
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styles import ACCENT, BOLD, DIM, GOOD, LINK, PLAIN, WARN

TEXT_WIDTH = 100


def review_lines(session: Session, record: Record, width: int) -> Iterator[PageLine]:
    """Return the sign-offs of a record with what changed since, and the comments on it in threads."""
    dataset = session.dataset
    for item in signed_by(dataset, record.id):
        changed = changed_since(record, item)
        message = _("signed off by {name}").format(name=visible(item.by)) + (f" {item.at}" if item.at else "")
        yield PageLine([(f" {message}", GOOD if not changed else DIM)])
        for name in changed:
            value = value_text(session.workspace.plain(record.id).get(name))
            yield PageLine([("   " + _("changed since: {field}, now {value}").format(field=name, value=visible(value)), WARN)])
    for thread in threads(dataset, record.id):
        yield from thread_lines(thread, width)


def thread_lines(thread: Thread, width: int) -> Iterator[PageLine]:
    """Return a comment with its replies."""
    for index, item in enumerate((thread.comment, *thread.replies)):
        yield from _comment_lines(item, width, "     " if index else " ")


def _comment_lines(one: Comment, width: int, indent: str) -> Iterator[PageLine]:
    sign, style = ("✓", DIM) if one.resolved else ("•", WARN)
    about = _(" on {field}").format(field=visible(one.field)) if one.field else ""
    head = f"{visible(one.by)} {one.at or ''}{about}: "
    room = max(20, min(TEXT_WIDTH, width) - len(indent) - 4)
    for number, part in enumerate(wrap(head + visible(one.text), room)):
        pieces = [(indent, PLAIN), (f"{sign if not number else ' '} ", style)]
        text = [(head, ACCENT if not one.resolved else DIM), (part.removeprefix(head), PLAIN if not one.resolved else DIM)]
        yield PageLine([*pieces, *(text if not number and part.startswith(head) else [(part, PLAIN)])], comment=one.id)


def comments_page(session: Session, width: int, *, by_reviewer: bool = False) -> Page:
    """Open comments and outdated sign-offs, by lead unit or by who gave them; Enter goes to the record."""
    by_name: dict[str, dict[str, list[PageLine]]] = {}
    for record, name, lines in _open_lines(session, width - 4):
        heading = name if by_reviewer else units_text(getattr(record, "lead", None))
        by_name.setdefault(heading, {}).setdefault(record.id, []).extend(lines)
    nobody = _("no name") if by_reviewer else _("no lead")
    found: list[PageLine] = []
    for heading in sorted(by_name, key=lambda name: (not name, name)):
        found.append(PageLine([(f" {visible(heading) or nobody}", BOLD)]))
        for id_, lines in sorted(by_name[heading].items(), key=lambda item: natural(item[0])):
            named = visible(f"{id_}  {session.dataset.by_id[id_].name}")
            found.append(PageLine([("   ", PLAIN), (named, LINK)], link=id_))
            found += [line._replace(line=[("    ", PLAIN), *line.line], link=id_) for line in lines]
    by_unit = _("Comments by unit · {open} goes there, {reply} replies, {resolve} resolves, {turn} by reviewer")
    by_name_text = _("Comments by reviewer · {open} goes there, {reply} replies, {resolve} resolves, {turn} by unit")
    title = (by_name_text if by_reviewer else by_unit).format(
        open=session.key_of("go.open"),
        reply=session.key_of("review.comment"),
        resolve=session.key_of("review.resolve"),
        turn=session.key_of("page.comments"),
    )
    return Page(
        PageRef("reviewers" if by_reviewer else "comments"), title, found or [PageLine([(" " + _("Nothing is open"), DIM)])]
    )


def _open_lines(session: Session, width: int) -> Iterator[tuple[Record, str, list[PageLine]]]:
    """Of each record its outdated sign-offs and open threads, each with who gave it."""
    dataset = session.dataset
    for id_ in dict.fromkeys((*session.analysis.outdated, *session.analysis.commented)):
        record = dataset.by_id.get(id_)
        if record is None:
            continue
        for item in signed_by(dataset, id_):
            if changed := changed_since(record, item):
                message = _("changed since {name} signed it off: {fields}")
                message = message.format(name=visible(item.by), fields=", ".join(changed))
                yield record, item.by, [PageLine([(f" {message}", WARN)])]
        for thread in threads(dataset, id_):
            if not thread.comment.resolved:
                yield record, thread.comment.by, list(thread_lines(thread, width))
