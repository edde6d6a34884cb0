"""Make changes in the texts of a dataset: fields here, whole records in `record_changes` and `record_moves`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from jinpu_tui.model.changes import Added, AnyChange, Change, Moved, Plain, Removed, with_changes
from jinpu_tui.model.errors import EditError
from jinpu_tui.model.fields import ENTRY_IDENTITIES, ORDER
from jinpu_tui.model.merge import Conflict, rebase
from jinpu_tui.storage.dataset_files import DatasetFiles, info_location
from jinpu_tui.storage.journal_entries import Patch
from jinpu_tui.storage.positions import Place
from jinpu_tui.storage.record_changes import add_all, remove
from jinpu_tui.storage.record_moves import move
from jinpu_tui.storage.transaction import Edited, EditTransaction
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.blocks import Region
from jinpu_tui.toml_edit.equality import same
from jinpu_tui.toml_edit.splice import commented_lists, rewrite


def edit(loaded: DatasetFiles, changes: Sequence[AnyChange], patches: Sequence[Patch] = ()) -> Edited:
    """Make changes in the texts of a dataset that was just read.

    What others did to the same records meanwhile is kept, see `model.merge`.

    Args:
        loaded: The dataset as it is on disk.
        changes: What to change.
        patches: What an earlier edit did. They are used where they still fit, so that undoing gives back the very bytes.

    Raises:
        ConflictError: The changes contradict what is there; it names all conflicts.
        EditError: The layout of a file has no safe place for the edit.
    """
    transaction = EditTransaction(loaded, patches)
    info, by_id = list[Change](), dict[str, list[Change]]()
    for change in changes:
        if isinstance(change, Change):
            (info if change.kind == "dataset" else by_id.setdefault(change.id, [])).append(change)
    whole = [change for change in changes if not isinstance(change, Change)]
    for record in whole:
        if isinstance(record, Removed) and record.file:
            remove(transaction, record)
    if info:
        _set_info(transaction, info)
    for id_, of_record in by_id.items():
        _set_fields(transaction, id_, of_record)
    if whole:
        transaction.flush()
        _add_remove_and_move(transaction, whole)
    return transaction.edited()


def _add_remove_and_move(transaction: EditTransaction, whole: Sequence[Added | Removed | Moved]) -> None:
    """Make the changes of whole records in their order, without removals in a named file, which were made before."""
    for is_new, group in groupby(whole, key=lambda record: isinstance(record, Added)):
        if is_new:
            add_all(transaction, [record for record in group if isinstance(record, Added)])
            continue
        for record in group:
            if isinstance(record, Moved):
                move(transaction, record)
            elif isinstance(record, Removed) and not record.file:
                remove(transaction, record)


def _set_info(transaction: EditTransaction, changes: list[Change]) -> None:
    """Change fields of the `[dataset]` table. Raises EditError."""
    location = info_location(transaction.files)
    text = transaction.text(location) if location is not None else ""
    if location is None or not isinstance(transaction.tables_of(text).get("dataset"), dict):
        raise EditError(_("No file has a [dataset] table any more; nothing was written"))
    region = Region(0, len(text), ("dataset",))
    if (rewritten := _rewritten(transaction, text, region, changes, None)) is not None:
        transaction.splice(location, "", region, rewritten[0])


def _set_fields(transaction: EditTransaction, id_: str, changes: list[Change]) -> None:
    """Change fields of one record. Raises EditError."""
    place = transaction.place(id_)
    if place is None:
        transaction.conflicts += [Conflict(change, gone=True) for change in changes]
        return
    chunk = transaction.files[place.file].chunks[place.chunk]
    has_block = place.kind in chunk.blocks
    if not has_block:
        transaction.flush()
        chunk = transaction.files[place.file].chunks[place.chunk]
    region = chunk.region(place.kind, place.ordinal)
    old = chunk.text[region.start : region.end]
    rewritten = _rewritten(transaction, old, region, changes, place, id_)
    if rewritten is None:
        return
    new, record = rewritten
    if has_block:
        transaction.replace_block(place, id_, old, new, record)
    else:
        transaction.splice(place[:2], "", region, new)


def _rewritten(
    transaction: EditTransaction, old: str, region: Region, changes: list[Change], place: Place | None, id_: str = ""
) -> tuple[str, Plain] | None:
    """Change fields of the table of a region: the record at `place`, or the `[dataset]` table if that is None.

    Returns:
        The new text of the region and the table in it; None if there is nothing (more) to replace.
    """
    tables = transaction.tables_of(old)
    before = region.element(tables)
    rebased, conflicts = rebase(changes, before)
    transaction.conflicts += conflicts
    if conflicts or not rebased:
        return None
    after = with_changes(before, rebased)
    removed = [change.field for change in rebased if change.after is None and isinstance(before.get(change.field), list)]
    if removed:  # a list stays, empty, if comments in it belong to none of its entries
        after |= {name: [] for name in commented_lists(old, region.path, removed)}
        rebased = [change for change in rebased if not same(before.get(change.field), after.get(change.field))]
    if not rebased:
        return None
    intended = region.with_element(tables, after)
    new = None
    if transaction.hints:
        new = transaction.from_hints(id_, old, intended)
        if new is None and place is not None and _set_by_file_patch(transaction, id_, place, after):
            transaction.changes += rebased
            return None
    if new is None:
        order = ORDER["dataset" if place is None else place.kind]
        new = transaction.verified(lambda: rewrite(old, region.path, before, after, order, ENTRY_IDENTITIES), intended)
    transaction.changes += rebased
    return new, after


def _set_by_file_patch(transaction: EditTransaction, id_: str, place: Place, after: Plain) -> bool:
    """Give a record its fields by a hint that is anchored at the start of its file; return whether one fits."""
    for hint in transaction.hints:
        if hint.anchor or hint.file != transaction.name(place.file):
            continue
        transaction.flush()
        transaction.join_up_to(place.file, hint.at + len(hint.old))
        present = transaction.place(id_)
        if present is None or present.chunk:
            continue
        text = transaction.text(present[:2])
        whole = Region(0, len(text), (present.kind, present.ordinal))
        new = hint.applied(text)
        if new is not None and transaction.holds(new, whole.with_element(transaction.tables_of(text), after)):
            transaction.splice(present[:2], "", whole, new)
            return True
    return False
