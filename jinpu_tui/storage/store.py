"""The files of an open dataset, written safely: under the lock, from what is on disk now, all of an edit or nothing.

An edit of several files is noted in `waiting.toml` before the first is written and taken out behind the last, so that what a
crash cuts in two is completed by the next program of the same user. Edits to a file that cannot be read now wait in the same
place. What another user has left there, or whoever made the folder, is shown and never written unasked (storage.own_mark): it
may be anything, and to take back the half of an edit would be to write somebody's text as well.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from jinpu_tui.files.atomic_write import clear_leftovers, replace_file
from jinpu_tui.files.errors import LockedError, OvertakenError
from jinpu_tui.files.metadata_dir import MetadataDir
from jinpu_tui.files.safe_open import NO_STAMP, FileStamp, read_regular, real_path, stamp_of
from jinpu_tui.model.changes import AnyChange, Change
from jinpu_tui.model.cycles import refuse_circles
from jinpu_tui.storage import in_place, journal
from jinpu_tui.storage.apply_changes import Edited, edit
from jinpu_tui.storage.authors import with_authors
from jinpu_tui.storage.data_file import DataFile, holds_other_bytes
from jinpu_tui.storage.dataset_files import DatasetFiles, assemble
from jinpu_tui.storage.edit_outcome import EditOutcome, PendingConflict, Skipped
from jinpu_tui.storage.errors import ConflictError, EditError
from jinpu_tui.storage.file_edits import FileEdit
from jinpu_tui.storage.journal import Act, Entry
from jinpu_tui.storage.journal_entries import FileTexts, inverse, is_same, new_entry, noted, texts_of
from jinpu_tui.storage.pending import PendingEdits
from jinpu_tui.storage.polling import rescan
from jinpu_tui.storage.transaction import name_of
from jinpu_tui.storage.undo import made
from jinpu_tui.storage.used_ids import used_ids, with_new_ids
from jinpu_tui.storage.validation import require_valid, require_valid_structure
from jinpu_tui.text.i18n import _

MAX_SKIPPED = 200
"""How many edits that cannot be undone any more one undo tries to pass over."""

TRIES = 100
"""So many times an edit is made anew because somebody wrote the file meanwhile."""

QUIET_NS = 50_000_000
"""A file that somebody else wrote so many nanoseconds ago may be half written: editors write in place."""


class Store:
    """Writes the files of one dataset; its lock and journal are in the `sidecar`.

    `library` is what they held when last looked at, with the edits that wait.
    """

    def __init__(self, root: Path, library: DatasetFiles, author: Callable[[], str] = journal.user_name) -> None:
        """Begin with what was read; `author` is asked for the name of the user when something is written."""
        self.library = library
        self._author = author
        self.unsettled: tuple[PendingConflict, ...] = ()
        self.sidecar = MetadataDir(root)
        self.sidecar.files = [one.path for one in library.files]
        self._journal = self.sidecar.path("journal.toml")
        self.pending = PendingEdits(self.sidecar.path("waiting.toml"))
        self._own: dict[Path, FileStamp] = {}
        self._tidy = False

    @property
    def waiting(self) -> int:
        """How many edits of the user's own wait."""
        return len(self.pending.own())

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock, with every byte of the files known and what waited written. Raises LockedError, OSError."""
        with self.sidecar.locked():
            self._clear()
            in_place.repair(self.sidecar, self.sidecar.files)
            self.library = rescan(self.library, holds_other_bytes) or self.library
            self.sidecar.files = [one.path for one in self.library.files]
            self._flush_pending()
            yield

    def tidy(self) -> None:
        """Clear away what killed programs left, and write what waited. Raises LockedError, OSError."""
        if self.pending.exist or in_place.is_interrupted(self.sidecar):
            with self.writing():
                return
        with self.sidecar.locked():
            self._clear()

    def _clear(self) -> None:
        if not self._tidy:
            clear_leftovers({self.sidecar.folder, *(real_path(one.path).parent for one in self.library.files)})
            self._tidy = True

    def apply(self, changes: Sequence[AnyChange]) -> EditOutcome:
        """Write changes that are valid. The caller is in `writing`. Raises EditError, InputError or OSError."""
        require_valid(self.library.dataset, changes)
        try:
            return self._commit(new_entry("edit", changes, name=self._author()))
        except ConflictError as error:
            raise self._with_authors(error) from None

    def step(self, act: Act) -> EditOutcome:
        """Undo your last edit, or redo the one undone last. The caller is in `writing`. Raises what `apply` raises.

        An edit that cannot be undone any more is passed over and named in the outcome; EditError says why nothing could be.
        """
        who = journal.user_name()
        mine = [entry for entry in self.pending.own() if entry.who == who]
        if act == "undo" and mine and mine[-1].act == "edit":
            return self._drop(mine[-1])
        taken_back = [entry for entry in mine if entry.act != "edit"]
        entries = journal.read(self._journal)
        done, undone = journal.undoable([*entries, *taken_back], who)
        history = [edit for entry in entries for edit in entry.files]
        candidates = done if act == "undo" else undone
        skipped: list[Skipped] = []
        for entry in reversed(candidates[-MAX_SKIPPED:]):
            try:
                outcome = self._step(act, entry, history)
            except EditError as error:
                skipped.append(Skipped(entry.changes, tuple(edit.file for edit in entry.files), error))
            else:
                return replace(outcome, skipped=tuple(replace(one, error=self._with_authors(one.error)) for one in skipped))
        if skipped:
            raise self._with_authors(skipped[0].error)
        return EditOutcome()

    def _step(self, act: Act, of: Entry, history: Sequence[FileEdit]) -> EditOutcome:
        """Undo or redo one edit. Raises EditError."""
        made_by_user = new_entry(act, of.changes, of.number, name=self._author())
        entry = replace(made_by_user, patches=of.patches, files=of.files, doubled=of.doubled)
        if act == "undo":
            files = tuple(edit.inverse() for edit in of.files)
            entry = replace(entry, changes=inverse(of.changes), patches=journal.inverse(of.patches), files=files)
        outcome = self._commit(entry, history)
        if entry.changes:
            return replace(outcome, changes=outcome.changes or entry.changes)
        return replace(outcome, files=tuple(edit.file for edit in entry.files))

    def _with_authors(self, error: EditError) -> EditError:
        """Return an error that names who made what the edit conflicts with, as far as the journal knows."""
        if not isinstance(error, ConflictError):
            return error
        return ConflictError(with_authors(error.conflicts, journal.read(self._journal)))

    def settle(self, settled: PendingConflict, changes: Sequence[AnyChange]) -> EditOutcome:
        """Write what was chosen of an unsettled edit, and let it wait no longer. The caller is in `writing`."""
        still_waiting = [one for one in self.unsettled if (one.number, one.uid) == (settled.number, settled.uid)]
        outcome = self.apply(changes) if changes else EditOutcome()
        for one in still_waiting:  # another session may have settled it, and its number may be another edit's by now
            self.pending.take_out(one.number)
        self.unsettled = tuple(one for one in self.unsettled if one not in still_waiting)
        return outcome

    def accept(self, number: int) -> EditOutcome:
        """Make a pending edit of somebody else's this user's own edit. The caller is in `writing`. Raises as `apply`."""
        outcome = self.apply(self.pending.foreign(number).changes)
        self.pending.take_out(number)
        return outcome

    def discard(self, number: int) -> None:
        """Forget a pending edit of somebody else's. The caller is in `writing`. Raises EditError, OSError."""
        self.pending.take_out(self.pending.foreign(number).number)

    def _commit(self, entry: Entry, history: Sequence[FileEdit] = (), *, whole: bool = False) -> EditOutcome:
        """Write an entry's changes on what is there now. `whole`: the journal gets those that are so already, too."""
        require_valid_structure(self.library.dataset, entry.changes)
        for _try in range(TRIES):
            edited, is_exact = made(self.library, with_new_ids(entry, self.library.dataset, self.used_ids), history)
            if entry.act == "edit" and not whole:
                refuse_circles(self.library.dataset, edited.changes)
            if any(one.stale for one in edited.files.values()):
                return self._let_wait(replace(entry, changes=edited.changes, patches=edited.patches, files=()), edited)
            if not edited.changes and entry.act == "edit" and not whole:
                return EditOutcome()
            try:
                self._write(edited, noted(entry, edited, self.library, is_exact=is_exact, whole=whole))
            except OvertakenError:
                self.library = rescan(self.library, holds_other_bytes) or self.library
                continue
            return EditOutcome(edited.changes)
        raise LockedError(_("somebody else writes this file all the time; nothing was written, try again in a moment"))

    def used_ids(self) -> frozenset[str]:
        """Return the ids that records have or had, and those that are named somewhere. Raises OSError."""
        return used_ids(self.library, [*journal.read(self._journal), *(one.entry for one in self.pending.read())])

    def _write(self, edited: Edited, entry: Entry) -> None:
        before, permissions = self.library, self.sidecar.permissions
        texts = texts_of(self.library, edited)
        number_waiting = self.pending.add(entry, permissions) if len(edited.files) > 1 else 0
        try:
            for number, text in texts.items():
                self._wait_until_quiet(before.files[number])
                self._replace(text.path, text.new, text.old)
            journal.append(self._journal, entry, permissions)
        except BaseException:
            if self._put_back(texts.values()) and number_waiting:
                with suppress(OSError):
                    self.pending.take_out(number_waiting)
            raise
        if number_waiting:
            with suppress(OSError):  # it is found to be done already by whoever writes next
                self.pending.take_out(number_waiting)
        files = list(before.files)
        for number, one in edited.files.items():
            files[number] = replace(one, stamp=_stamp_if_ours(texts[number]))
            self._own[one.path] = files[number].stamp
        self.library = assemble(before.root, files, known_sound=_keeps_sound(before, edited.changes))

    def _replace(self, path: Path, new: bytes, old: bytes) -> None:
        """Replace a file, or overwrite it if it cannot be replaced. Raises OvertakenError, OSError."""
        try:
            replace_file(path, new, instead_of=old)
        except OSError as error:
            if not in_place.is_needed(error, path):
                raise
            in_place.overwrite(path, new, old, self.sidecar)

    def _put_back(self, texts: Iterable[FileTexts]) -> bool:
        """Give the files of an edit that failed halfway what they held before; whether all hold it."""
        is_whole = True
        for text in texts:
            try:
                present, _stamp = read_regular(text.path)
                if present == text.new:
                    self._replace(text.path, text.old, text.new)
                elif present != text.old:
                    is_whole = False
            except (OSError, OvertakenError):
                is_whole = False
        return is_whole

    def _wait_until_quiet(self, one: DataFile) -> None:
        """Let an editor that writes in place come to its end. Raises OvertakenError where the file changed meanwhile."""
        age = time.time_ns() - one.stamp.mtime_ns
        if one.stamp != self._own.get(one.path) and 0 <= age < QUIET_NS:
            time.sleep((QUIET_NS - age) / 1e9)
        if stamp_of(one.path) != one.stamp:
            raise OvertakenError(str(one.path))

    def _let_wait(self, entry: Entry, edited: Edited) -> EditOutcome:
        self.pending.add(entry, self.sidecar.permissions)
        self._show(edited.files)
        return EditOutcome(edited.changes, waiting=True)

    def _drop(self, entry: Entry) -> EditOutcome:
        """Take back an edit that waits."""
        changes = inverse(entry.changes)
        self.pending.take_out(entry.number)
        self.unsettled = tuple(one for one in self.unsettled if one.number != entry.number)
        with suppress(EditError):  # where it was not shown there is nothing to take back
            self._show(edit(self.library, changes).files)
        return EditOutcome(changes)

    def _show(self, files: Mapping[int, DataFile]) -> None:
        """Show edits that wait as if they were written."""
        shown = [files.get(number, one) for number, one in enumerate(self.library.files)]
        self.library = assemble(self.library.root, shown)

    def _flush_pending(self) -> None:
        """Write the user's own edits that waited for their files, in their order; those that cannot go in yet go on waiting."""
        self.pending.clear_torn()
        unsettled = []
        for entry in self.pending.own():
            try:
                if self._goes_in(replace(entry, mark="")):
                    self.pending.take_out(entry.number)
            except ConflictError as error:
                conflicts = with_authors(error.conflicts, journal.read(self._journal))
                unsettled.append(PendingConflict(entry.number, entry.changes, tuple(conflicts), entry.uid))
            except (EditError, OSError):  # it must not keep anybody from writing other files
                continue
        self.unsettled = tuple(unsettled)

    def _goes_in(self, entry: Entry) -> bool:
        """Write an edit that waited, unless its files are still unsound; whether it is in."""
        unsound = {name_of(self.library.root, one.path) for one in self.library.files if one.stale or not one.readable}
        if not unsound.isdisjoint([*(patch.file for patch in entry.patches), *(one.file for one in entry.files)]):
            return False
        if not any(is_same(entry, one) for one in journal.read(self._journal)):
            self._commit(entry, whole=True)
        return True


def _stamp_if_ours(one: FileTexts) -> FileStamp:
    """The stamp of a file just written; none where somebody wrote it behind us, so that it is read again."""
    try:
        data, stamp = read_regular(one.path)
    except OSError:
        return NO_STAMP
    return stamp if data == one.new else NO_STAMP


def _keeps_sound(library: DatasetFiles, changes: Sequence[AnyChange]) -> bool:
    """Whether a sound dataset stays sound: only fields changed that no other record and no rule between fields looks at."""
    linking = {"id", "title", "name", "parent", "depends", "requirements", "source", "observations", "baseline", "target"}
    return (
        bool(changes)
        and not library.problems
        and all(isinstance(change, Change) and change.field not in linking for change in changes)
    )
