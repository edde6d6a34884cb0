"""Comments and sign-offs, each in a file of its reviewer's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jinpu_tui.insight import reviewing
from jinpu_tui.locale import _
from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.parse import InputError
from jinpu_tui.model.records import Comment
from jinpu_tui.workspace import Outcome, Workspace

if TYPE_CHECKING:
    from jinpu_tui.ui.browse import Browse


def comment(browse: Browse) -> None:
    """Comment on the record, on the field under the cursor of its page, or reply to the comment there."""
    session, record, answered = browse.session, browse.record, _comment_here(browse)
    if record is None:
        return
    on = answered.on if answered is not None else record.id
    line = browse.page.row if browse.page_key else None
    field = line.field if line is not None and answered is None and not isinstance(record, Comment) else ""
    workspace = session.workspace

    def make(text: str) -> list[AnyChange]:
        if not text.strip():
            raise InputError(_("A comment needs a text"))
        reply = answered.id if answered is not None else ""
        words = text.strip(), workspace.user, workspace.today
        return reviewing.comment(session.dataset, on, *words, field=field, reply_to=reply)

    what = f"{on} {field}".strip()
    title = _("comment on {what}").format(what=what)
    if answered is not None:
        title = _("reply to {name} on {what}").format(name=answered.by, what=what)
    told = _("Enter adds it to your own file of reviews")
    browse.prompt(title, make, tell=lambda _changes: told, write=lambda changes: _write(workspace, changes))


def _write(workspace: Workspace, changes: Sequence[AnyChange]) -> Outcome:
    """Write changes into the reviewer's own file, made where there is none."""
    heading = _("Comments and sign-offs of {name}.").format(name=workspace.user)
    workspace.ensure_file(reviewing.review_file(workspace.user), heading)
    return workspace.apply(changes)


def resolve(browse: Browse) -> None:
    """Resolve the comment under the cursor, or open it again."""
    one = _comment_here(browse)
    if one is None:
        browse.tell(_("Put the cursor on a comment: Enter on a record shows those on it, I lists all that are open"), bad=True)
        return
    plain = browse.plain(one.id)
    resolved = None if one.resolved else True
    browse.attempt_or_tell(lambda: edits.set_fields("comment", plain, {"resolved": resolved}, browse.session.workspace.today))


def sign(browse: Browse) -> None:
    """Sign the record off as it is now."""
    session, record = browse.session, browse.record
    if record is None or record.TYPE not in reviewing.WATCHED:
        return
    workspace = session.workspace

    def make() -> list[AnyChange]:
        own = next((one for one in reviewing.signed_by(session.dataset, record.id) if one.by == workspace.user), None)
        plain = browse.plain(own.id) if own is not None else None
        return reviewing.sign(session.dataset, record, workspace.user, workspace.today, plain)

    reason = browse.attempt(make, lambda changes: _write(workspace, changes))
    told = _("{id} signed off by {name}").format(id=record.id, name=workspace.user)
    browse.tell(reason or told, bad=bool(reason))


def open_comments(browse: Browse) -> None:
    """All comments that are not resolved, and all sign-offs that are outdated."""
    browse.have_all()
    browse.open_page("comments", "")


def _comment_here(browse: Browse) -> Comment | None:
    line = browse.page.row if browse.page_key else None
    found = browse.session.dataset.by_id.get(line.comment if line is not None else "")
    if found is None and isinstance(browse.record, Comment):
        found = browse.record
    return found if isinstance(found, Comment) else None
