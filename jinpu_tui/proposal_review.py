"""What a reader of proposals should know before accepting them: what is invalid, and what is said in somebody else's name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from jinpu_tui.locale import _
from jinpu_tui.model.change_validation import InvalidChangeError, check_changes
from jinpu_tui.model.changes import Added, AnyChange, Change, Removed
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Comment, SignOff

if TYPE_CHECKING:
    from jinpu_tui.desk import Proposal
    from jinpu_tui.workspace import Workspace


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


def _spoken_for(dataset: Dataset, proposal: Proposal) -> Iterator[str]:
    for change in proposal.changes:
        if change.kind not in ("comment", "signoff"):
            continue
        named = _name_given(change)
        if named and named != proposal.who:
            told = (
                _("sign-off in the name of {name}, proposed by {who}")
                if change.kind == "signoff"
                else _("comment in the name of {name}, proposed by {who}")
            )
            yield told.format(name=named, who=proposal.who)
        record = dataset.by_id.get(change.id)
        if _changes_what_was_said(change) and isinstance(record, Comment | SignOff) and record.by not in ("", proposal.who):
            told = (
                _("changes a sign-off of {name}, proposed by {who}")
                if change.kind == "signoff"
                else _("changes a comment of {name}, proposed by {who}")
            )
            yield told.format(name=record.by, who=proposal.who)


def _name_given(change: AnyChange) -> str:
    """The name that a change gives a comment or sign-off; empty for none."""
    if isinstance(change, Added):
        return str(change.record.get("by") or "")
    return str(change.after or "") if isinstance(change, Change) and change.field == "by" else ""


def _changes_what_was_said(change: AnyChange) -> bool:
    """Whether a comment or sign-off is no longer what its author gave; anybody may resolve a comment."""
    return isinstance(change, Removed) or (isinstance(change, Change) and change.field != "resolved")
