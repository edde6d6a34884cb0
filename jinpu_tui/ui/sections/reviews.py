"""Sign-offs of a record and the comments on it, as a section."""

from __future__ import annotations

from itertools import groupby

from jinpu_tui.analysis.signoffs import threads
from jinpu_tui.model.records import Record
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.pages.comments import review_lines
from jinpu_tui.ui.sections.section import Section
from jinpu_tui.ui.session import Session


def reviews_sections(session: Session, record: Record, width: int, *, is_brief: bool) -> list[Section]:
    """Return sign-offs and comments, if there are any. If `is_brief`, those that are resolved are left out."""
    found = threads(session.dataset, record.id)
    open_count = sum(not thread.comment.resolved for thread in found)
    hidden = {item.id for thread in found if thread.comment.resolved for item in (thread.comment, *thread.replies)}
    lines = [line for line in review_lines(session, record, width) if not (is_brief and line.comment in hidden)]
    items = [list(group) for _comment, group in groupby(lines, key=lambda line: line.comment)]
    if not items:
        return []
    about = _("{count} open").format(count=open_count) if found else ""
    return [Section(_("Comments") if found else _("Sign-offs"), about, items, len(items))]
