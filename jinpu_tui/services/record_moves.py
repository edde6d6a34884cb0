"""Moves of records before and after others of their kind, as both front ends ask for them."""

from __future__ import annotations

from collections.abc import Sequence

from jinpu_tui.model.changes import AnyChange, Moved
from jinpu_tui.model.errors import InputError
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.text.i18n import _


def move_before(workspace: Workspace, id_: str, other: str) -> Sequence[AnyChange]:
    """Return the change that puts a record directly before another one of its kind; none if it stands there.

    Raises InputError: they are of different kinds or in different files.
    """
    after_id = workspace.loaded.record_before(_checked(workspace, id_, other))
    return [] if after_id == id_ else _moved(workspace, id_, after_id)


def move_after(workspace: Workspace, id_: str, other: str) -> Sequence[AnyChange]:
    """Return the change that puts a record directly after another one of its kind; none if it stands there.

    Raises InputError: they are of different kinds or in different files.
    """
    return _moved(workspace, id_, _checked(workspace, id_, other))


def _moved(workspace: Workspace, id_: str, after_id: str) -> Sequence[AnyChange]:
    was_after_id = workspace.loaded.record_before(id_)
    kind = workspace.dataset.by_id[id_].TYPE
    return [Moved(kind, id_, after_id, was_after_id)] if after_id != was_after_id else []


def _checked(workspace: Workspace, id_: str, other: str) -> str:
    """Return `other` if a record can stand beside it. Raises InputError."""
    loaded = workspace.loaded
    kind, other_kind = (workspace.dataset.by_id[each].TYPE for each in (id_, other))
    file, other_file = loaded.file_of(id_), loaded.file_of(other)
    if id_ == other:
        raise InputError(_("{id} cannot be moved before or after itself").format(id=id_))
    if kind != other_kind:
        message = _("{id} and {other} are of different kinds: {kind} and {other_kind}")
        raise InputError(message.format(id=id_, kind=kind, other=other, other_kind=other_kind))
    if file != other_file:
        message = _("{id} stands in {file}, {other} in {other_file}: a record keeps its file, so it cannot pass this one")
        raise InputError(message.format(id=id_, file=file, other=other, other_file=other_file))
    return other
