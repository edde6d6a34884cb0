"""Judge references into files that a sparse checkout leaves out of the work tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from jinpu_tui.files.lfs import is_pointer
from jinpu_tui.history.clones import files_not_checked_out
from jinpu_tui.history.record_history import blocks_by_id
from jinpu_tui.history.repository import Repository
from jinpu_tui.model.errors import HistoryError
from jinpu_tui.model.problems import Problem
from jinpu_tui.storage.dataset_files import DatasetFiles, dangling_with
from jinpu_tui.text.i18n import _

_DATASET = re.compile(rb"^[ \t]*\[[ \t]*dataset[ \t]*\]", re.MULTILINE)
_CONCERNED = frozenset({"dangling", "no-dataset"})


class _LeftOut(Struct, frozen=True):
    """What is known of the files that are not checked out."""

    ids: frozenset[str]
    has_dataset: bool
    is_known: bool
    """False if a file is not in this clone, neither, as in a partial clone; any id may be in it."""


def with_left_out(loaded: DatasetFiles, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return problems, with references into files that are not checked out as warnings instead of errors.

    git is asked only if a problem could be due to such a file.
    """
    if not any(problem.code in _CONCERNED for problem in problems):
        return tuple(problems)
    try:
        with Repository.around(loaded.root) as repository:
            names = files_not_checked_out(repository)
            if not names:
                return tuple(problems)
            left_out = _read(repository, names)
    except (HistoryError, OSError):
        return tuple(problems)
    errors = frozenset(dangling_with(loaded, left_out.ids)) if left_out.is_known else frozenset[Problem]()
    return tuple(_judged(problem, errors, left_out) for problem in problems)


def _judged(problem: Problem, errors: Iterable[Problem], left_out: _LeftOut) -> Problem:
    hint = _("`git sparse-checkout disable` brings all files")
    if problem.code == "dangling" and problem not in errors:
        message = _("{id} refers to a record that is not checked out: a sparse checkout leaves its file out")
        if not left_out.is_known:
            message = _("{id} refers to a record that is not here; it may be in a file that a sparse checkout leaves out")
        message = message.format(id=problem.id)
    elif problem.code == "no-dataset" and (left_out.has_dataset or not left_out.is_known):
        message = _("no file that is checked out has a [dataset] table: a sparse checkout leaves files out")
    else:
        return problem
    return problem._replace(severity="warning", code="not-checked-out", message=message, hint=hint)


def _read(repository: Repository, names: Iterable[str]) -> _LeftOut:
    """Return what the last commit has in the files with these names. Raises HistoryError if there is no commit."""
    committed = repository.files("HEAD")
    ids: set[str] = set()
    has_dataset, is_known = False, True
    for name in sorted(names):
        try:
            data = repository.blob(committed[name])
        except (HistoryError, KeyError, OSError):
            is_known = False
            break
        is_known = is_known and not is_pointer(data)
        ids.update(id_ for id_, _block in blocks_by_id(data))
        has_dataset = has_dataset or _DATASET.search(data) is not None
    return _LeftOut(frozenset(ids), has_dataset, is_known)
