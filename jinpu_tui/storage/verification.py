"""What an edit means, and whether the text that is about to be written holds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jinpu_tui.model.changes import Change, Plain
from jinpu_tui.storage.errors import EditError
from jinpu_tui.storage.positions import Region
from jinpu_tui.storage.transaction import cannot_be_safe
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.equality import same
from jinpu_tui.toml_edit.parser import ParseError, parse
from jinpu_tui.toml_edit.scanner import ScanError
from jinpu_tui.toml_edit.splice import commented_lists
from jinpu_tui.toml_edit.text_edits import SpliceError


def changed(record: Plain, changes: Sequence[Change]) -> Plain:
    """Return a record, or the `[dataset]` table, after changes of its fields."""
    after = dict(record)
    for change in changes:
        if change.after is None:
            after.pop(change.field, None)
        else:
            after[change.field] = change.after
    return after


def fields_after(old: str, region: Region, before: Plain, changes: list[Change]) -> tuple[Plain, list[Change]]:
    """Return the record after the changes, and those that are left to make.

    A list that goes out stays as an empty one if comments in it belong to none of its entries.
    """
    after = changed(before, changes)
    removed = [change.field for change in changes if change.after is None and isinstance(before.get(change.field), list)]
    if removed:
        after |= {name: [] for name in commented_lists(old, region.path, removed)}
    return after, [change for change in changes if not same(before.get(change.field), after.get(change.field))]


def with_fields(tables: Mapping[str, Any], region: Region, record: Plain) -> Plain:
    """Return what a text holds once the record of a region has other fields."""
    kind, index = str(region.path[0]), int(region.path[1])
    records = list(tables[kind])
    records[index] = record
    return {**tables, kind: records}


def says(text: str, meant: Mapping[str, Any]) -> bool:
    """Whether a text is TOML and holds what is meant."""
    try:
        return same(parse(text), meant)
    except ParseError:
        return False


def verified(make: Callable[[], str], meant: Mapping[str, Any]) -> str:
    """Return the text that `make` gives if it holds what is meant, else raise EditError."""
    try:
        text = make()
    except ScanError:
        raise cannot_be_safe() from None
    except SpliceError as error:
        raise EditError(_("{reason}; nothing was written. Edit the file itself").format(reason=error)) from None
    except TypeError as error:
        raise EditError(_("TOML cannot hold this value ({reason}); nothing was written").format(reason=error)) from None
    if not says(text, meant):
        raise cannot_be_safe()
    return text
