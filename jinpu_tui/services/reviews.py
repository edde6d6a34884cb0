"""Comments and sign-offs as both front ends give them, each in its reviewer's own file."""

from __future__ import annotations

from collections.abc import Sequence

from jinpu_tui.analysis import signoffs
from jinpu_tui.model import edits
from jinpu_tui.model.changes import Added, AnyChange
from jinpu_tui.model.errors import InputError
from jinpu_tui.model.records import Comment, Record
from jinpu_tui.services.review_files import heading, is_of_other, own_names, own_review_file
from jinpu_tui.services.workspace import EditOutcome, Workspace
from jinpu_tui.text.i18n import _


def comment(workspace: Workspace, about: Record, text: str, field: str = "") -> list[AnyChange]:
    """Return the changes that comment on a record or on one field of it, or that reply to a comment. Raises InputError."""
    if not text.strip():
        raise InputError(_("A comment needs a text"))
    words = text.strip(), workspace.user, workspace.today
    used, file = workspace.used_ids(), own_review_file(workspace)
    after_id = _last_in(workspace, file, workspace.dataset.comments)
    if isinstance(about, Comment):
        return signoffs.comment(workspace.dataset, about.on, *words, reply_to=about.id, used=used, file=file, after_id=after_id)
    return signoffs.comment(workspace.dataset, about.id, *words, field=field, used=used, file=file, after_id=after_id)


def resolve(workspace: Workspace, comment: Comment, *, resolved: bool) -> list[AnyChange]:
    """Return the changes that resolve a comment, or open it again."""
    return edits.set_fields("comment", workspace.plain(comment.id), {"resolved": resolved or None}, workspace.today)


def sign(workspace: Workspace, record: Record) -> list[AnyChange]:
    """Return the changes that sign a record off as it is now, renewing the same reviewer's earlier sign-off.

    Raises InputError if records of this kind are not signed off.
    """
    if record.TYPE not in signoffs.WATCHED:
        message = _("{id} is a {kind}; what can be signed off: {kinds}")
        raise InputError(message.format(id=record.id, kind=record.TYPE, kinds=", ".join(signoffs.WATCHED)))
    file = own_review_file(workspace)
    names = set(own_names(workspace, file))
    given = [item for item in signoffs.signed_by(workspace.dataset, record.id) if item.by in names]
    own = next((item for item in given if workspace.file_of(item.id) == file), None)
    if own is None:
        own = next((item for item in given if item.by == workspace.user and not is_of_other(workspace, item.id)), None)
    words = record, workspace.user, workspace.today
    if own is not None:
        return signoffs.sign(workspace.dataset, *words, plain=workspace.plain(own.id))
    after_id = _last_in(workspace, file, workspace.dataset.signoffs)
    return signoffs.sign(workspace.dataset, *words, used=workspace.used_ids(), file=file, after_id=after_id)


def _last_in(workspace: Workspace, file: str, records: Sequence[Record]) -> str:
    """Return the id of the last of some records that stands in a file; empty for none."""
    return next((record.id for record in reversed(records) if workspace.file_of(record.id) == file), "")


def write(workspace: Workspace, changes: Sequence[AnyChange]) -> EditOutcome:
    """Write comments or sign-offs into the reviewer's own file, created if it does not exist.

    Raises what `apply` raises; EditError, too, if what is commented on or signed was removed meanwhile.
    """
    added = [change for change in changes if isinstance(change, Added)]
    records = [change.record for change in added]
    about = [str(record[name]) for record in records for name in ("on", "reply_to") if record.get(name)]
    workspace.refresh()
    for id_ in about:
        workspace.plain(id_)  # before a file is made for the first comment
    for file in {change.file for change in added}:
        workspace.ensure_file(file, heading(workspace.identity))
    return workspace.apply(changes, about=about)
