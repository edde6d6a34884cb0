"""Edits of somebody else, in a file of proposals or pending in the dataset's folder: what to know before accepting them.

That is what cannot be applied, what is so already, and what is said in a third person's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from jinpu_tui.model.change_validation import check_changes
from jinpu_tui.model.changes import Added, AnyChange, Change, Moved, Removed
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.errors import InvalidChangeError
from jinpu_tui.model.records import Comment, SignOff
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.toml_edit.equality import same

if TYPE_CHECKING:
    from jinpu_tui.services.user_state import Proposal
    from jinpu_tui.services.workspace import Workspace


def cautions(workspace: Workspace, proposal: Proposal) -> list[str]:
    """Return what to be careful about in a proposal, a sentence each: why it cannot be applied, and who is spoken for.

    The author of a proposal is what its file says; nothing proves it.
    """
    found = spoken_for(workspace, proposal)
    try:
        check_changes(workspace.dataset, proposal.changes)
    except InvalidChangeError as error:
        found.append(_("cannot be applied: {reason}").format(reason=error))
    return found


def spoken_for(workspace: Workspace, proposal: Proposal) -> list[str]:
    """Return a sentence for each comment and sign-off of somebody else than the proposal's author that it adds or changes."""
    return list(dict.fromkeys(_spoken_for(workspace.dataset, proposal)))


def author_text(proposal: Proposal) -> str:
    """Return who a proposal says that it is from: the login, and the name if there is one."""
    return f"{proposal.name} ({proposal.who})" if proposal.name else proposal.who


def foreign_pending_text(workspace: Workspace) -> str:
    """Return what to say about pending edits that are not written, as they are not known to be the user's; empty for none.

    Raises OSError.
    """
    count = sum(not item.own for item in workspace.pending)
    message = ngettext(
        "{count} pending edit is not known to be yours: see `jinpu-tui pending`",
        "{count} pending edits are not known to be yours: see `jinpu-tui pending`",
        count,
    )
    return message.format(count=count) if count else ""


def holds_already(workspace: Workspace, change: AnyChange) -> bool:
    """Return whether the dataset is already as a change would make it."""
    there = change.id in workspace.dataset.by_id
    if isinstance(change, Removed):
        return not there
    if not there:
        return isinstance(change, Change) and change.kind == "dataset" and _info_holds(workspace.dataset, change)
    if isinstance(change, Moved):
        return workspace.loaded.record_before(change.id) == change.after_id
    present = workspace.plain(change.id)
    return same(present, change.record) if isinstance(change, Added) else same(present.get(change.field), change.after)


def _info_holds(dataset: Dataset, change: Change) -> bool:
    return same(getattr(dataset.info, change.field, None), change.after)


def _spoken_for(dataset: Dataset, proposal: Proposal) -> Iterator[str]:
    own_names, author = (proposal.who, proposal.name), author_text(proposal)
    for change in proposal.changes:
        if change.kind not in ("comment", "signoff"):
            continue
        named = _name_given(change)
        if named and named not in own_names:
            message = (
                _("sign-off in the name of {name}, proposed by {who}")
                if change.kind == "signoff"
                else _("comment in the name of {name}, proposed by {who}")
            )
            yield message.format(name=named, who=author)
        record = dataset.by_id.get(change.id)
        if _changes_what_was_said(change) and isinstance(record, Comment | SignOff) and record.by not in ("", *own_names):
            message = (
                _("changes a sign-off of {name}, proposed by {who}")
                if change.kind == "signoff"
                else _("changes a comment of {name}, proposed by {who}")
            )
            yield message.format(name=record.by, who=author)


def _name_given(change: AnyChange) -> str:
    """Return the name that a change gives a comment or sign-off; empty for none."""
    if isinstance(change, Added):
        return str(change.record.get("by") or "")
    return str(change.after or "") if isinstance(change, Change) and change.field == "by" else ""


def _changes_what_was_said(change: AnyChange) -> bool:
    """Whether a comment or sign-off is no longer what its author gave; anybody may resolve a comment."""
    return isinstance(change, Removed) or (isinstance(change, Change) and change.field != "resolved")
