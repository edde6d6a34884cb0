"""What both front ends ask of the past: a state to compare with, who did what to a record, what a change began from."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from jinpu_tui.history.past import Past
from jinpu_tui.history.repository import HistoryError, Repository
from jinpu_tui.history.story import Step, story
from jinpu_tui.insight.differences import State
from jinpu_tui.insight.facts import Facts
from jinpu_tui.insight.telling import change_text, value_text
from jinpu_tui.locale import _
from jinpu_tui.model.changes import AnyChange, Change
from jinpu_tui.model.comparing import changes_between
from jinpu_tui.model.plain import same
from jinpu_tui.workspace import Workspace


class LogLine(NamedTuple):
    """One step of the history: when, the commit (empty for an edit that is in none yet), who, its subject, what changed."""

    when: datetime
    commit: str
    who: str
    subject: str
    changes: tuple[str, ...]


def past_state(past: Past, workspace: Workspace) -> State:
    """A past state, judged on the day that was asked for, else on its own."""
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
            steps = list(story(repository, id_))
    except HistoryError:
        if not edits:
            raise
    lines = [_committed(step, id_) for step in steps]
    present = workspace.plain(id_) if id_ in workspace.dataset.by_id else None
    if steps and same(present, steps[0].after):
        return lines
    last = lines[0].when if lines else None  # of a commit git tells the second only
    new = [one for one in edits if last is None or one[0].replace(microsecond=0) >= last]
    return [*(LogLine(when, "", who, "", (change_text(change),)) for when, who, change in reversed(new)), *lines]


def _committed(step: Step, id_: str) -> LogLine:
    told: tuple[str, ...] = (_("added"),) if step.before is None else (_("removed"),)
    if step.before is not None and step.after is not None:
        told = tuple(map(change_text, changes_between(step.kind, id_, step.before, step.after)))
    return LogLine(step.commit.when, step.commit.id, step.commit.who, step.commit.subject, told)
