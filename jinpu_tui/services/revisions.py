"""The revisions of a dataset for front ends: the last commit, the choice to compare with, and the log of all records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from jinpu_tui.history.record_history import touched
from jinpu_tui.history.repository import Commit, Repository
from jinpu_tui.model.errors import HistoryError
from jinpu_tui.query.columns import natural
from jinpu_tui.services.history import LogLine, history_ends_text, not_fetched_text
from jinpu_tui.text.i18n import _, ngettext

MAX_IDS = 12
"""How many records of a commit are named."""


class CommitLabel(NamedTuple):
    """What a list of commits shows of one."""

    id: str
    who: str
    when: datetime
    subject: str


class Revisions(NamedTuple):
    """What a dataset can be compared with."""

    head: str
    """The id of the last commit."""
    tags: list[str]
    """The names of the tags, the newest first."""
    commits: list[CommitLabel]
    """The commits that touched the dataset, the newest first."""


def head_commit(root: Path) -> str:
    """Return the id of the last commit. Raises HistoryError."""
    with Repository.around(root) as repository:
        return repository.revision("HEAD")


def list_revisions(root: Path, most: int) -> Revisions:
    """Return the tags and the latest commits of a dataset. Raises HistoryError.

    Args:
        root: The dataset.
        most: The maximum number of commits.
    """
    with Repository.around(root) as repository:
        head = repository.revision("HEAD")
        tags = repository.tags()
        commits = [CommitLabel(each.id, each.who, each.when, each.subject) for each in repository.commits(most=most)]
    return Revisions(head, tags, commits)


def count_commits(root: Path, since: str, until: str) -> int:
    """Return the number of commits that touched a dataset. Raises HistoryError.

    Args:
        root: The dataset.
        since: The commit after which they are counted; from the first one on if it is empty, or is not there any more.
        until: The last commit that counts.
    """
    with Repository.around(root) as repository:
        if since:
            with suppress(HistoryError):
                return sum(1 for _commit in repository.commits(f"{repository.revision(since)}..{until}"))
        return sum(1 for _commit in repository.commits(until))


def commit_log(root: Path, most: int) -> list[LogLine]:
    """Return the latest commits of a dataset with the records that each changed, the newest first. Raises HistoryError.

    Args:
        root: The dataset.
        most: The maximum number of commits.
    """
    lines = []
    with Repository.around(root) as repository:
        for commit in repository.commits(most=most):
            texts = (history_ends_text(),) if commit.is_boundary else tuple(_changes_of(repository, commit))
            lines.append(LogLine(commit.when, commit.id, commit.who, commit.subject, texts))
    return lines


def _changes_of(repository: Repository, commit: Commit) -> Iterator[str]:
    """Yield what a commit did: the records that it changed, and files and records that only moved."""
    from jinpu_tui.history.moves import moves_of

    ids = touched(repository, commit.files)
    moves = moves_of(repository, commit)
    new_names = {new for _old, new in moves.renamed}
    if ids and all(change.name in new_names for change in commit.files):
        ids = set()  # the file only came from outside of the dataset
    if ids:
        yield f"{_count_text(len(ids))}: {_ids_text(ids)}"
    for old, new in moves.renamed:
        yield _("{old} renamed to {new}").format(old=old, new=new)
    for old, new in dict.fromkeys(moves.records.values()):
        moved = [id_ for id_, move in moves.records.items() if move == (old, new)]
        text = _("{records} moved from {old} to {new}: {ids}")
        yield text.format(records=_count_text(len(moved)), old=old, new=new, ids=_ids_text(moved))
    if not moves.is_known:
        yield not_fetched_text()
    elif not (ids or moves.renamed or moves.records):
        yield _("no record, only text between them")


def _count_text(count: int) -> str:
    return ngettext("{count} record", "{count} records", count).format(count=count)


def _ids_text(ids: Iterable[str]) -> str:
    """Return the first `MAX_IDS` ids in natural order, with an ellipsis if there are more."""
    in_order = sorted(ids, key=natural)
    return ", ".join(in_order[:MAX_IDS]) + (" …" if len(in_order) > MAX_IDS else "")
