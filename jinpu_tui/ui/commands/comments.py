"""Comments and sign-offs, each in a file of its reviewer's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinpu_tui.model.records import Comment, Record
from jinpu_tui.text.i18n import _

if TYPE_CHECKING:
    from jinpu_tui.ui.main_screen import Browse


def comment(browse: Browse) -> None:
    """Comment on the record, on the field under the cursor of its page, or reply to the comment there."""
    from jinpu_tui.services import reviews

    session, record, answered = browse.session, browse.record, _comment_here(browse)
    if record is None:
        return
    about: Record = answered or record
    line = browse.page.row if browse.page_key else None
    field = line.field if line is not None and answered is None and not isinstance(record, Comment) else ""
    what = f"{answered.on if answered is not None else record.id} {field}".strip()
    title = _("comment on {what}").format(what=what)
    if answered is not None:
        title = _("reply to {name} on {what}").format(name=answered.by, what=what)
    message = _("Enter adds it to your own file of reviews; Ctrl+J makes a new line")
    browse.prompt(
        title,
        lambda text: reviews.comment(session.workspace, about, text, field),
        describe=lambda _changes: message,
        write=lambda changes: reviews.write(session.workspace, changes),
        lines=True,
        slot=f"C {about.id} {field}".rstrip(),
    )


def resolve(browse: Browse) -> None:
    """Resolve the comment under the cursor, or open it again."""
    from jinpu_tui.services import reviews

    one = _comment_here(browse)
    if one is None:
        browse.show_message(
            _("Put the cursor on a comment: Enter on a record shows those on it, I lists all that are open"), bad=True
        )
        return
    browse.attempt_or_tell(lambda: reviews.resolve(browse.session.workspace, one, resolved=not one.resolved))


def sign(browse: Browse) -> None:
    """Sign the record off as it is now."""
    from jinpu_tui.services import reviews

    record, workspace = browse.record, browse.session.workspace
    if record is None:
        return
    message = _("{id} signed off by {name}").format(id=record.id, name=workspace.user)
    reason = browse.attempt(
        lambda: reviews.sign(workspace, record),
        lambda changes: reviews.write(workspace, changes),
        lambda _outcome: browse.call_next(browse.show_message, message),
    )
    if reason:
        browse.show_message(reason, bad=True)


def open_comments(browse: Browse) -> None:
    """All comments that are not resolved, and all sign-offs that are outdated: by unit, and once more by reviewer."""
    browse.have_all()
    kind = browse.page_key.strip()
    if kind in ("comments", "reviewers"):
        browse.close_page()
    browse.open_page("reviewers" if kind == "comments" else "comments", "")


def _comment_here(browse: Browse) -> Comment | None:
    line = browse.page.row if browse.page_key else None
    found = browse.session.dataset.by_id.get(line.comment if line is not None else "")
    if found is None and isinstance(browse.record, Comment):
        found = browse.record
    return found if isinstance(found, Comment) else None
