"""Write edits under the lock of the dataset: apply, undo, redo, and the edits that wait.

Before each edit everything that was interrupted is repaired, what others have written is read, and what waited is written.
What another user has left in `waiting.toml` is shown and never written unasked (`entry_signature`): it may be anything, and to
complete or reverse half of an edit would be to write somebody else's text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from msgspec.structs import replace

from jinpu_tui.files import in_place
from jinpu_tui.files.atomic_write import clear_leftovers
from jinpu_tui.model.change_validation import check_changes
from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.errors import EditError
from jinpu_tui.storage import journal
from jinpu_tui.storage.apply_changes import edit
from jinpu_tui.storage.commit import Committer, refuse_invalid
from jinpu_tui.storage.data_file import holds_other_bytes
from jinpu_tui.storage.edit_outcome import EditOutcome, PendingConflict, Skipped
from jinpu_tui.storage.errors import ConflictError
from jinpu_tui.storage.journal_entries import (
    Act,
    Entry,
    inverse,
    inverse_entry,
    is_same,
    new_entry,
    undoable,
    user_name,
    with_authors,
)
from jinpu_tui.storage.loader import rescan
from jinpu_tui.storage.store import Store
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.parser import is_toml

MAX_SKIPPED = 200
"""The maximum number of edits that one undo skips because they cannot be undone any more."""


class Writer:
    """Writes the files of an open dataset. Its lock, journal and pending edits are in the metadata folder.

    Public methods take the lock. They raise LockedError if another program holds it too long, and OSError if a file cannot be
    read or written; nothing was written then.
    """

    def __init__(self, store: Store, author: Callable[[], str] = user_name) -> None:
        """Write in the dataset of `store`; `author` returns what the user is called."""
        self.conflicts: tuple[PendingConflict, ...] = ()
        """Pending edits of the user's own that conflict with what their files hold now."""
        self._store = store
        self._author = author
        self._committer = Committer(store)
        self.metadata = self._committer.metadata
        self.pending = self._committer.pending
        self._has_cleared = False

    @property
    def pending_count(self) -> int:
        """The number of pending edits of the user's own."""
        return len(self.pending.own())

    def apply(self, changes: Sequence[AnyChange], about: Iterable[str] = ()) -> EditOutcome:
        """Write changes, all or none.

        Args:
            changes: What to write.
            about: Ids of records that must exist when the changes are written.

        Raises:
            EditError: The changes are invalid, conflict with what is there, or have no safe place.
            InputError: A link would lead a record back to itself.
        """
        with self.metadata.locked():
            self._prepare()
            for id_ in about:
                if id_ not in self._store.loaded.locations:
                    raise EditError(_("{id} was removed meanwhile; nothing was written").format(id=id_))
            return self._apply(changes)

    def undo(self) -> EditOutcome:
        """Undo the user's last edit. Raises what `apply` raises.

        An edit that cannot be undone any more is skipped and named in the outcome; EditError says why none could be.
        """
        with self.metadata.locked():
            self._prepare()
            own = [entry for entry in self.pending.own() if entry.who == user_name()]
            if own and own[-1].act == "edit":
                return self._drop(own[-1])
            return self._step("undo", own)

    def redo(self) -> EditOutcome:
        """Redo the user's edit undone last. Raises what `apply` raises; edits are skipped as by `undo`."""
        with self.metadata.locked():
            self._prepare()
            return self._step("redo", [entry for entry in self.pending.own() if entry.who == user_name()])

    def resolve(self, conflict: PendingConflict, changes: Sequence[AnyChange]) -> EditOutcome:
        """Write what was chosen for a pending edit that conflicts, and remove it. Raises what `apply` raises."""
        with self.metadata.locked():
            self._prepare()
            same_edits = [other for other in self.conflicts if (other.number, other.uid) == (conflict.number, conflict.uid)]
            outcome = self._apply(changes) if changes else EditOutcome()
            for same_edit in same_edits:  # another session may have resolved it, and its number may be another edit's by now
                self.pending.remove(same_edit.number)
            self.conflicts = tuple(other for other in self.conflicts if other not in same_edits)
            return outcome

    def accept(self, number: int) -> EditOutcome:
        """Make a pending edit of somebody else this user's own edit. Raises what `apply` raises."""
        with self.metadata.locked():
            self._prepare()
            outcome = self._apply(self.pending.foreign(number).changes)
            self.pending.remove(number)
            return outcome

    def discard(self, number: int) -> None:
        """Remove a pending edit of somebody else. Raises EditError."""
        with self.metadata.locked():
            self._prepare()
            self.pending.remove(self.pending.foreign(number).number)

    def flush_pending(self) -> None:
        """Write what waited and can be written now."""
        with self.metadata.locked():
            self._prepare()

    def tidy(self) -> None:
        """Remove what killed programs left, and write what waited."""
        with self.metadata.locked():
            if self.pending.path.exists() or in_place.is_interrupted(self.metadata):
                self._prepare()
            else:
                self._clear_leftovers()

    def used_ids(self) -> frozenset[str]:
        """Return the ids that records have or had, and those that are named somewhere."""
        return self._committer.used_ids()

    def _prepare(self) -> None:
        """Repair what was interrupted, read what others have written to the byte, and write what waited. Needs the lock."""
        self._clear_leftovers()
        in_place.repair(self.metadata, self.metadata.files, is_toml)
        self._store.loaded = rescan(self._store.loaded, holds_other_bytes) or self._store.loaded
        self.metadata.files = [file.path for file in self._store.loaded.files]
        if self.pending.path.exists():
            self._flush_pending()
        else:
            self.conflicts = ()

    def _clear_leftovers(self) -> None:
        if not self._has_cleared:
            clear_leftovers({self.metadata.folder, *self._store.loaded.folders()})
            self._has_cleared = True

    def _apply(self, changes: Sequence[AnyChange]) -> EditOutcome:
        """Write changes of this user that are valid. Needs the lock."""
        refuse_invalid(check_changes, self._store.loaded.dataset, changes)
        try:
            return self._committer.commit(new_entry("edit", changes, name=self._author()))
        except ConflictError as error:
            raise self._with_authors(error) from None

    def _step(self, act: Act, pending: Sequence[Entry]) -> EditOutcome:
        """Undo or redo the latest edit of the user that can be; `pending` are their pending edits. Needs the lock."""
        entries = journal.read(self._committer.journal)
        done, undone = undoable([*entries, *(entry for entry in pending if entry.act != "edit")], user_name())
        history = [edit for entry in entries for edit in entry.files]
        skipped: list[Skipped] = []
        for candidate in reversed((done if act == "undo" else undone)[-MAX_SKIPPED:]):
            entry = new_entry(act, candidate.changes, candidate.number, name=self._author())
            entry = replace(entry, patches=candidate.patches, files=candidate.files, doubled=candidate.doubled)
            if act == "undo":
                entry = inverse_entry(entry)
            try:
                outcome = self._committer.commit(entry, history)
            except EditError as error:
                skipped.append(Skipped(candidate.changes, tuple(edit.file for edit in candidate.files), error))
                continue
            files = () if entry.changes else tuple(edit.file for edit in entry.files)
            passed = tuple(replace(failed, error=self._with_authors(failed.error)) for failed in skipped)
            return replace(outcome, changes=outcome.changes or entry.changes, files=files, skipped=passed)
        if skipped:
            raise self._with_authors(skipped[0].error)
        return EditOutcome()

    def _with_authors(self, error: EditError) -> EditError:
        """Return an error that names who made what the edit conflicts with, as far as the journal knows."""
        if not isinstance(error, ConflictError):
            return error
        return ConflictError(with_authors(error.conflicts, journal.read(self._committer.journal)))

    def _drop(self, entry: Entry) -> EditOutcome:
        """Undo an edit that waits."""
        changes = inverse(entry.changes)
        self.pending.remove(entry.number)
        self.conflicts = tuple(conflict for conflict in self.conflicts if conflict.number != entry.number)
        with suppress(EditError):  # if it was not shown there is nothing to take back
            self._committer.show(edit(self._store.loaded, changes))
        return EditOutcome(changes)

    def _flush_pending(self) -> None:
        """Write the user's pending edits in their order; those that cannot be written yet go on waiting."""
        self.pending.remove_torn()
        conflicts = []
        for entry in self.pending.own():
            try:
                if self._write_pending(replace(entry, mark="")):
                    self.pending.remove(entry.number)
            except ConflictError as error:
                attributed = with_authors(error.conflicts, journal.read(self._committer.journal))
                conflicts.append(PendingConflict(entry.number, entry.changes, tuple(attributed), entry.uid))
            except (EditError, OSError):  # it must not keep anybody from writing other files
                continue
        self.conflicts = tuple(conflicts)

    def _write_pending(self, entry: Entry) -> bool:
        """Write an edit that waited unless its files still cannot be read; return whether it is written."""
        loaded = self._store.loaded
        unreadable = {loaded.journal_name(file.path) for file in loaded.files if file.stale or not file.readable}
        if not unreadable.isdisjoint([*(patch.file for patch in entry.patches), *(edit.file for edit in entry.files)]):
            return False
        if not any(is_same(entry, written) for written in journal.read(self._committer.journal)):
            self._committer.commit(entry, whole=True)
        return True
