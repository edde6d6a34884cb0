"""Refusing invalid changes as other edits are refused: with an EditError, and with nothing written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jinpu_tui.model.change_validation import InvalidChangeError, check_changes, check_structure
from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.storage.errors import EditError
from jinpu_tui.text.i18n import _


def require_valid(dataset: Dataset, changes: Sequence[AnyChange]) -> None:
    """Check what changes bring. Raises EditError."""
    _refuse(check_changes, dataset, changes)


def require_valid_structure(dataset: Dataset, changes: Sequence[AnyChange]) -> None:
    """Check what holds for undoing and redoing, too, which may bring back any value. Raises EditError."""
    _refuse(check_structure, dataset, changes)


def _refuse(check: Callable[[Dataset, Sequence[AnyChange]], None], dataset: Dataset, changes: Sequence[AnyChange]) -> None:
    try:
        check(dataset, changes)
    except InvalidChangeError as error:
        raise EditError(_("{reason}. Nothing was written").format(reason=error)) from None
