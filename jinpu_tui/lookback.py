"""What both front ends ask of the past: a state to compare with, who did what to a record, what a change began from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from jinpu_tui.history.past import Past
from jinpu_tui.history.repository import HistoryError, Repository
from jinpu_tui.history.story import Step, record_at, story
from jinpu_tui.insight.differences import State
from jinpu_tui.insight.facts import Facts
from jinpu_tui.insight.telling import change_text, value_text
from jinpu_tui.locale import _
from jinpu_tui.model.changes import AnyChange, Change, Plain
from jinpu_tui.model.comparing import changes_between
from jinpu_tui.model.plain import same
from jinpu_tui.workspace import Workspace

Edit = tuple[datetime, str, AnyChange]
"""When who made which change through this program."""


class LogLine(NamedTuple):
    """One step of the history.

    `commit` is empty for an edit that is in none yet, `who` for the commit at which the history of a shallow clone ends.
    """

    when: datetime
    commit: str
    who: str
    subject: str
    changes: tuple[str, ...]


def past_state(past: Past, workspace: Workspace) -> State:
    """Return a past state, judged on the day that was asked for, else on its own; as `Workspace.day` for one that is open."""
    day = workspace.as_of or past.dataset.info.as_of or past.day or workspace.today
    return State(Facts(past.dataset, day), past.plain)


def present_state(workspace: Workspace) -> State:
    """What the dataset holds now."""
    return State(Facts(workspace.dataset, workspace.day), workspace.plain)


def by_now(workspace: Workspace, change: AnyChange) -> str:
    """What a field holds by now, where it is no longer what a change begins from; empty where it is."""
    if not isinstance(change, Change) or change.id not in workspace.dataset.by_id:
        return ""
    present = workspace.plain(change.id).get(change.field)
    return "" if same(present, change.before) else value_text(present)


def log_of(workspace: Workspace, id_: str) -> list[LogLine]:
    """Who changed which field of a record, the latest first: edits that the journal has and no commit yet, then the commits.

    Raises HistoryError where there is neither git nor an edit, OSError.
    """
    edits, steps = workspace.edits_of(id_), list[Step]()
    try:
        with Repository.around(workspace.root) as repository:
            steps = list(story(repository, id_, with_moves=True))
            committed = record_at(repository, "HEAD", id_) if steps or edits else None
    except HistoryError:
        if not edits:
            raise
        committed = None
    lines = [_committed(step, id_) for step in steps]
    present = workspace.plain(id_) if id_ in workspace.dataset.by_id else None
    last = lines[0].when if lines else None  # git gives the times of commits in whole seconds
    recent = [one for one in edits if last is None or one[0].replace(microsecond=0) >= last]
    new = _uncommitted(recent, committed, present)
    return [*(LogLine(when, "", who, "", (change_text(change),)) for when, who, change in new), *lines]


def _uncommitted(edits: Sequence[Edit], committed: Plain | None, present: Plain | None) -> list[Edit]:
    """Return the edits that made a record what it is and what it is not in the last commit, the latest first.

    A merge is a commit, too: what it took over from either side is not an edit without a commit.
    """
    if same(present, committed):
        return []
    open_fields = {name for name in {**(present or {}), **(committed or {})} if present is None or committed is None
                   or not same(present.get(name), committed.get(name))}  # fmt: skip
    found: list[Edit] = []
    for edit in reversed(edits):
        change = edit[2]
        if not isinstance(change, Change):
            found.append(edit)
        elif change.field in open_fields:
            found.append(edit)
            if committed is not None and same(change.before, committed.get(change.field)):
                open_fields.discard(change.field)
    return found


def history_ends_text() -> str:
    """Return what is said of the commit at which the history of a shallow clone ends."""
    return _("the history of this clone ends here, earlier changes are not known; `git fetch --unshallow` gets them")


def _committed(step: Step, id_: str) -> LogLine:
    commit = step.commit
    if commit.is_boundary:  # its author is not who wrote all that it seems to add
        return LogLine(commit.when, commit.id, "", "", (history_ends_text(),))
    told: tuple[str, ...] = (_("added"),) if step.before is None else (_("removed"),)
    if step.before is not None and step.after is not None:
        told = tuple(map(change_text, changes_between(step.kind, id_, step.before, step.after)))
    if step.moved is not None:
        told = (*told, _("moved from {old} to {new}").format(old=step.moved[0], new=step.moved[1]))
    return LogLine(commit.when, commit.id, commit.who, commit.subject, told)
