"""Commit an edit: make it in the files as they are on disk, and append it to the journal; all of it or nothing.

An edit of several files is kept in `waiting.toml` before the first is written and removed after the last, so that what a crash
cuts in two is completed by the next program of the same user. Edits of a file that cannot be read now wait in the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from jinpu_tui.files.errors import LockedError, OvertakenError
from jinpu_tui.files.file_edits import FileEdit
from jinpu_tui.files.file_set import FileSet
from jinpu_tui.files.safe_open import FileStamp
from jinpu_tui.model.change_validation import check_structure
from jinpu_tui.model.changes import Added, AnyChange, Change, Moved, Removed
from jinpu_tui.model.cycles import refuse_circles
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.errors import EditError, InvalidChangeError
from jinpu_tui.storage import journal
from jinpu_tui.storage.apply_changes import edit
from jinpu_tui.storage.data_file import DataFile, holds_other_bytes
from jinpu_tui.storage.dataset_files import DatasetFiles, assemble
from jinpu_tui.storage.edit_outcome import EditOutcome
from jinpu_tui.storage.journal_entries import Entry, place_of
from jinpu_tui.storage.loader import rescan
from jinpu_tui.storage.pending import PendingEdits
from jinpu_tui.storage.restore import remake
from jinpu_tui.storage.store import Store
from jinpu_tui.storage.transaction import Edited
from jinpu_tui.storage.used_ids import used_ids, with_new_ids
from jinpu_tui.text.i18n import _

MAX_TRIES = 100
"""How often an edit is made again because somebody wrote the file meanwhile."""

MAX_PATCHES_LENGTH = 1 << 18
"""Patches with more characters are not recorded beside the lines that differ: the journal would hold the same text twice."""

_LINKING_FIELDS = frozenset(
    {"id", "title", "name", "parent", "depends", "requirements", "source", "observations", "baseline", "target"}
)
"""Fields that another record or a rule between fields depends on."""


class Committer:
    """Commits the edits of one open dataset. The caller holds the lock, and the state of the store is that on disk."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.metadata = store.metadata
        self.journal = self.metadata.path("journal.toml")
        self.pending = PendingEdits(self.metadata.path("waiting.toml"))
        self._own: dict[Path, FileStamp] = {}
        """The states in which this program left files."""

    def used_ids(self) -> frozenset[str]:
        """Return the ids that records have or had, and those that are named somewhere. Raises OSError."""
        entries = [*journal.read(self.journal), *(pending.entry for pending in self.pending.read())]
        return used_ids(self.store.loaded, entries)

    def commit(self, entry: Entry, history: Sequence[FileEdit] = (), *, whole: bool = False) -> EditOutcome:
        """Make an entry in the files as they are, and append it to the journal.

        Args:
            entry: What to do.
            history: What the program has done to files; for undo and redo.
            whole: Whether the entry is recorded whole, with changes that others have made already.

        Raises:
            EditError: It is invalid, conflicts with what is there, or has no safe place.
            InputError: A link would lead a record back to itself.
            LockedError, OSError: Nothing was written.
        """
        refuse_invalid(check_structure, self.store.loaded.dataset, entry.changes)
        for _try in range(MAX_TRIES):
            loaded = self.store.loaded
            wanted, is_exact = entry, False
            if any(isinstance(change, Added) and change.any_id for change in entry.changes):
                wanted = with_new_ids(entry, loaded.dataset, self.used_ids)
            if entry.files:
                edited, is_exact = remake(loaded, wanted, history)
            else:
                edited = edit(loaded, wanted.changes, entry.patches)
            if entry.act == "edit" and not whole:
                refuse_circles(loaded.dataset, edited.changes)
            if any(file.stale for file in edited.files.values()):
                return self._keep_pending(replace(entry, changes=edited.changes, patches=edited.patches, files=()), edited)
            if not edited.changes and entry.act == "edit" and not whole:
                return EditOutcome()
            try:
                self._write(edited, _recorded(entry, edited, loaded, is_exact=is_exact, whole=whole))
            except OvertakenError:
                self.store.loaded = rescan(loaded, holds_other_bytes) or loaded
                continue
            return EditOutcome(edited.changes, uid=entry.uid if entry.act == "edit" else "")
        raise LockedError(_("another program keeps writing this file; nothing was written. Try again in a moment"))

    def _write(self, edited: Edited, entry: Entry) -> None:
        """Write the files of an edit and append its entry; all or nothing."""
        loaded, permissions = self.store.loaded, self.metadata.permissions
        validate = not _keeps_valid(loaded, edited.changes)
        file_set = FileSet(edited.texts, self.metadata)
        pending_number = self.pending.add(entry, permissions) if len(edited.texts) > 1 else 0
        try:
            file_set.replace(self._own)
            journal.append(self.journal, entry, permissions)
        except BaseException:
            if file_set.put_back() and pending_number:
                with suppress(OSError):
                    self.pending.remove(pending_number)
            raise
        if pending_number:
            with suppress(OSError):  # whoever writes next finds that it is done
                self.pending.remove(pending_number)
        files = list(loaded.files)
        for (number, file), stamp in zip(edited.files.items(), file_set.stamps(), strict=True):
            files[number] = replace(file, stamp=stamp, is_settled=False)
            self._own[file.path] = stamp
        self.store.loaded = assemble(loaded.root, files, validate=validate)

    def _keep_pending(self, entry: Entry, edited: Edited) -> EditOutcome:
        """Let an edit wait until its files can be read, and show it as if it were written."""
        self.pending.add(entry, self.metadata.permissions)
        self.show(edited)
        return EditOutcome(edited.changes, waiting=True)

    def show(self, edited: Edited) -> None:
        """Show an edit as if it were written."""
        loaded = self.store.loaded
        files = [edited.files.get(number, file) for number, file in enumerate(loaded.files)]
        self.store.loaded = assemble(loaded.root, files)


def _recorded(entry: Entry, edited: Edited, loaded: DatasetFiles, *, is_exact: bool, whole: bool) -> Entry:
    """Return the entry that the journal gets for an edit.

    Args:
        entry: What was to be done.
        edited: What is written.
        loaded: The dataset before.
        is_exact: Whether the edit does to the files exactly what `entry.files` says.
        whole: Whether changes that others made already are recorded, too.
    """
    changes: Sequence[AnyChange] = edited.changes
    if whole:
        made = {place_of(change): change for change in edited.changes}
        changes = [made.get(place_of(change), change) for change in entry.changes]
    files: Sequence[FileEdit] = entry.files
    if not is_exact:
        differences = [FileEdit.between(text.name, text.old, text.new) for text in edited.texts]
        files = [difference for difference in differences if difference is not None]
        # Nothing is kept if a difference is too large, or if what was done to some of the files earlier is not known.
        if len(files) < len(differences) or len(changes) != len(edited.changes):
            files = ()
    patches = edited.patches
    if files and sum(len(patch.old) + len(patch.new) for patch in patches) > MAX_PATCHES_LENGTH:
        patches = ()
    doubled = entry.doubled
    removed = {change.id for change in edited.changes if isinstance(change, Removed)}
    if removed and not doubled:
        left = {id_ for number, file in enumerate(loaded.files) for id_ in _ids(edited.files.get(number, file))}
        doubled = tuple(sorted(removed & left))
    return replace(entry, changes=tuple(changes), patches=patches, files=tuple(files), doubled=doubled)


def _ids(file: DataFile) -> Iterable[str]:
    return (record.id for chunk in file.chunks for _kind, _ordinal, record in chunk.used)


def _keeps_valid(loaded: DatasetFiles, changes: Sequence[AnyChange]) -> bool:
    """Return whether a dataset without problems has none after the changes, as no rule between records is about them."""
    return (
        bool(changes)
        and not loaded.problems
        and all(
            isinstance(change, Moved) or (isinstance(change, Change) and change.field not in _LINKING_FIELDS)
            for change in changes
        )
    )


def refuse_invalid(
    check: Callable[[Dataset, Sequence[AnyChange]], None], dataset: Dataset, changes: Sequence[AnyChange]
) -> None:
    """Check changes. Raises EditError for invalid ones."""
    try:
        check(dataset, changes)
    except InvalidChangeError as error:
        raise EditError(_("{reason}. Nothing was written").format(reason=error)) from None
