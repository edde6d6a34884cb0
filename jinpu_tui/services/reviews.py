"""Comments and sign-offs as both front ends give them, each in a file of its reviewer's own."""

from __future__ import annotations

from collections.abc import Sequence

from jinpu_tui.analysis import signoffs
from jinpu_tui.model import edits
from jinpu_tui.model.changes import Added, AnyChange
from jinpu_tui.model.input_parsing import InputError
from jinpu_tui.model.records import Comment, Record
from jinpu_tui.services.workspace import EditOutcome, Workspace
from jinpu_tui.text.i18n import _


def comment(workspace: Workspace, about: Record, text: str, field: str = "") -> list[AnyChange]:
    """A comment on a record, or on one field of it; where that is a comment, a reply to it. Raises InputError."""
    if not text.strip():
        raise InputError(_("A comment needs a text"))
    words = text.strip(), workspace.user, workspace.today
    used = workspace.used_ids()
    if isinstance(about, Comment):
        return signoffs.comment(workspace.dataset, about.on, *words, reply_to=about.id, used=used)
    return signoffs.comment(workspace.dataset, about.id, *words, field=field, used=used)


def resolve(workspace: Workspace, one: Comment, *, resolved: bool) -> list[AnyChange]:
    """A comment resolved, or open again."""
    return edits.set_fields("comment", workspace.plain(one.id), {"resolved": resolved or None}, workspace.today)


def sign(workspace: Workspace, record: Record) -> list[AnyChange]:
    """A record signed off as it is now; an earlier sign-off of the same reviewer is renewed. Raises InputError."""
    if record.TYPE not in signoffs.WATCHED:
        told = _("{id} is a {kind}; what can be signed off: {kinds}")
        raise InputError(told.format(id=record.id, kind=record.TYPE, kinds=", ".join(signoffs.WATCHED)))
    own = next((one for one in signoffs.signed_by(workspace.dataset, record.id) if one.by == workspace.user), None)
    plain = workspace.plain(own.id) if own is not None else None
    used = workspace.used_ids() if plain is None else frozenset[str]()
    return signoffs.sign(workspace.dataset, record, workspace.user, workspace.today, plain, used)


def write(workspace: Workspace, changes: Sequence[AnyChange]) -> EditOutcome:
    """Write comments or sign-offs into the reviewer's own file, made if there is none.

    Raises what `apply` raises; EditError, too, if what is commented on or signed was removed meanwhile.
    """
    heading = _("Comments and sign-offs of {name}.").format(name=workspace.user)
    records = [change.record for change in changes if isinstance(change, Added)]
    about = [str(record[name]) for record in records for name in ("on", "reply_to") if record.get(name)]
    workspace.refresh()
    for id_ in about:
        workspace.plain(id_)  # before a file is made for the first comment
    workspace.ensure_file(signoffs.review_file(workspace.user), heading)
    return workspace.apply(changes, about=about)
