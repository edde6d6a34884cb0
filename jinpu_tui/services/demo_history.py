"""The past of the demonstration: the states of its files in the last month, from the values that each commit replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct, convert

from jinpu_tui.history.new_repository import NewCommit, create_repository
from jinpu_tui.model.changes import AnyChange, Plain, Removed, changed
from jinpu_tui.storage.apply_changes import edit
from jinpu_tui.storage.dataset_files import DatasetFiles, assemble, info_location
from jinpu_tui.storage.loader import read_dataset
from jinpu_tui.toml_edit.parser import parse

EMAIL = "ledger@example.invalid"


class MonthCommit(Struct, forbid_unknown_fields=True):
    """A `[[commit]]` of `month.toml`, which explains them."""

    at: datetime | None = None
    """None: what was changed is not committed yet."""
    by: str = ""
    message: str = ""
    added: tuple[str, ...] = ()
    before: dict[str, dict[str, Any]] = {}


class _Month(Struct, forbid_unknown_fields=True):
    commit: tuple[MonthCommit, ...]


def commit_month(root: Path, month: str) -> None:
    """Create a repository in a dataset folder with the commits that `month`, the text of a `month.toml`, describes.

    The files stay as they are. Raises HistoryError, also if git is not installed.
    """
    create_repository(root, past_commits(read_dataset(root), read_month(month)))


def read_month(text: str) -> tuple[MonthCommit, ...]:
    """Return the commits that the text of a `month.toml` describes, the oldest first."""
    return convert(parse(text), _Month).commit


def past_commits(loaded: DatasetFiles, commits: Sequence[MonthCommit]) -> list[NewCommit]:
    """Return the commits of a month, the oldest first, of which the files as loaded are the outcome."""
    found = []
    for commit in reversed(commits):
        if commit.at is not None:
            found.append(NewCommit(commit.at.astimezone(), commit.by, EMAIL, commit.message, _files_with_records(loaded)))
        loaded = _state_before(loaded, commit)
    return found[::-1]


def _state_before(loaded: DatasetFiles, commit: MonthCommit) -> DatasetFiles:
    """Return the files as they were before a commit."""
    edited = edit(loaded, list(_changes_back(loaded, commit)))
    files = [edited.files.get(number, file) for number, file in enumerate(loaded.files)]
    return assemble(loaded.root, files, validate=False)


def _changes_back(loaded: DatasetFiles, commit: MonthCommit) -> Iterator[AnyChange]:
    """Yield the changes that take a commit back."""
    for id_, values in commit.before.items():
        record = loaded.raw_record(id_)
        yield from changed(
            loaded.dataset.by_id[id_].TYPE, record, **dict(_value_before(record, *item) for item in values.items())
        )
    for id_ in commit.added:
        yield Removed(loaded.dataset.by_id[id_].TYPE, id_, loaded.raw_record(id_))


def _value_before(record: Mapping[str, Any], name: str, value: Any) -> tuple[str, Any]:
    """Return a field and what it held, from how `month.toml` states it."""
    if name == "ticked":
        return "steps", [{**step, "done": number < value} for number, step in enumerate(record["steps"])]
    if isinstance(record.get(name), list) and isinstance(value, int):
        return name, record[name][:value] or None
    return name, None if value == "" else value


def _files_with_records(loaded: DatasetFiles) -> Plain:
    """Return the contents of the files, without those that had no record yet, by their names."""
    info = info_location(loaded.files)
    numbers = {location[0] for location in [*loaded.locations.values(), *([info] if info is not None else [])]}
    return {loaded.name(loaded.files[number].path): loaded.files[number].data for number in sorted(numbers)}
