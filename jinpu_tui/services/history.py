"""What both front ends ask of the past: a state to compare with, who did what to a record, what a change began from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.differences import Difference, State, differences
from jinpu_tui.history.clones import files_not_checked_out
from jinpu_tui.history.record_history import Step, record_at, story
from jinpu_tui.history.repository import Repository
from jinpu_tui.history.snapshot import Snapshot
from jinpu_tui.history.work_tree import locate_work_tree
from jinpu_tui.model.changes import AnyChange, Change, Moved, Plain
from jinpu_tui.model.compare import value_changes
from jinpu_tui.model.errors import HistoryError
from jinpu_tui.model.formatting import change_text, value_text
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.storage.dataset_files import DatasetFiles
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.equality import same

MAX_NAMED = 3
"""How many files a note names."""

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


def snapshot_state(past: Snapshot, workspace: Workspace) -> State:
    """Return a past state, judged on the day that was asked for, else on its own; as `Workspace.day` for one that is open."""
    day = workspace.as_of or past.dataset.info.as_of or past.day or workspace.today
    return State(Analysis(past.dataset, day), past.plain)


def present_state(workspace: Workspace) -> State:
    """Return what the dataset holds now."""
    return State(Analysis(workspace.dataset, workspace.day), workspace.plain)


class Comparison(Struct, frozen=True):
    """What differs between two states, as far as both are known."""

    before: State
    after: State
    differences: list[Difference]
    notes: tuple[str, ...] = ()
    """Why records are not compared: their files cannot be read in one of the states, or are not checked out."""
    is_complete: bool = True
    """Whether every file of both states could be read."""


def compare(workspace: Workspace, base: Snapshot, target: Snapshot | None = None) -> Comparison:
    """Compare a past state with another one, or with the present.

    A record is only called removed or added if the file that it stands in on one side is known on the other.
    """
    before = snapshot_state(base, workspace)
    after = present_state(workspace) if target is None else snapshot_state(target, workspace)
    old, new = base.loaded, workspace.loaded if target is None else target.loaded
    left_out = _not_checked_out(workspace) & {old.name(file.path) for file in old.files} if target is None else frozenset[str]()
    unknown_now, unknown_then = new.unread_names | left_out, old.unread_names

    def is_known(one: Difference) -> bool:
        if one.act == "removed":
            return old.file_of(one.record.id) not in unknown_now
        return one.act == "changed" or new.file_of(one.record.id) not in unknown_then

    found = [difference for difference in differences(before, after) if is_known(difference)]
    return Comparison(before, after, found, tuple(_notes(old, new, left_out)), not (old.unread or new.unread))


def _not_checked_out(workspace: Workspace) -> frozenset[str]:
    try:
        return files_not_checked_out(locate_work_tree(workspace.root))
    except HistoryError:
        return frozenset()


def _notes(old: DatasetFiles, new: DatasetFiles, left_out: frozenset[str]) -> Iterator[str]:
    for loaded, text in (
        (old, _("not compared, for {file} could not be read then: {reason}")),
        (new, _("not compared, for {file} cannot be read now: {reason}")),
    ):
        for problem in loaded.unread:
            yield text.format(file=loaded.name(Path(problem.file)), reason=problem.message)
    if left_out:
        names = ", ".join(sorted(left_out)[:MAX_NAMED]) + (" …" if len(left_out) > MAX_NAMED else "")
        yield _("not compared, for a sparse checkout leaves it out: {files}").format(files=names)


def by_now(workspace: Workspace, change: AnyChange) -> str:
    """Return what a field holds by now, where it is no longer what a change begins from; empty if it is."""
    if not isinstance(change, Change) or change.id not in workspace.dataset.by_id:
        return ""
    present = workspace.plain(change.id).get(change.field)
    return "" if same(present, change.before) else value_text(present)


def log_of(workspace: Workspace, id_: str) -> list[LogLine]:
    """Who changed which field of a record, the latest first: edits that the journal has and no commit yet, then the commits.

    Raises HistoryError if there is neither git nor an edit, OSError.
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
    recent = [edit for edit in edits if last is None or edit[0].replace(microsecond=0) >= last]
    is_known = present is not None or not workspace.unread
    new = _uncommitted(recent, committed, present) if is_known else []
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
        if isinstance(change, Moved):
            if committed is None:  # else a commit may have it: what a record holds does not show that
                found.append(edit)
        elif not isinstance(change, Change):
            found.append(edit)
        elif change.field in open_fields:
            found.append(edit)
            if committed is not None and same(change.before, committed.get(change.field)):
                open_fields.discard(change.field)
    return found


def history_ends_text() -> str:
    """Return what is said of the commit at which the history of a shallow clone ends."""
    return _("the history of this clone ends here, earlier changes are not known; `git fetch --unshallow` gets them")


def not_fetched_text() -> str:
    """Return what is said of a commit whose files are kept by Git LFS and are not here."""
    return _("not known: the files are kept by Git LFS and were not fetched; `git lfs fetch --all` gets them")


def _committed(step: Step, id_: str) -> LogLine:
    commit = step.commit
    if commit.is_boundary:  # its author is not who wrote all that it seems to add
        return LogLine(commit.when, commit.id, "", "", (history_ends_text(),))
    if not step.is_known:
        return LogLine(commit.when, commit.id, commit.who, commit.subject, (not_fetched_text(),))
    message: tuple[str, ...] = (_("added"),) if step.before is None else (_("removed"),)
    if step.before is not None and step.after is not None:
        message = tuple(map(change_text, value_changes(step.kind, id_, step.before, step.after)))
    if step.moved is not None:
        message = (
            *(message if step.before is not None else ()),
            _("moved from {old} to {new}").format(old=step.moved[0], new=step.moved[1]),
        )
    return LogLine(commit.when, commit.id, commit.who, commit.subject, message)


def revision_names(root: Path) -> list[str]:
    """Return HEAD, and the branches and tags of the repository that a dataset lies in. Raises HistoryError."""
    with Repository.around(root) as repository:
        output = repository.ask("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes")
    return ["HEAD", "HEAD~1", *output.decode(errors="replace").splitlines()]
