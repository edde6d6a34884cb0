"""The files of an open dataset, written safely: under the lock, from what is on disk now, all of an edit or nothing.

An edit of several files is noted in `waiting.toml` before the first is written and taken out behind the last, so that what a
crash cuts in two is completed by the next program of the same user. Edits to a file that cannot be read now wait in the same
place. What another user has left there, or whoever made the folder, is shown and never written unasked (storage.own_mark): it
may be anything, and to take back the half of an edit would be to write somebody's text as well.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from jinpu_tui.locale import _
from jinpu_tui.model.changes import AnyChange, Change
from jinpu_tui.model.merging import Conflict
from jinpu_tui.storage import in_place, journal
from jinpu_tui.storage.atomic import clear_leftovers, replace_file
from jinpu_tui.storage.authors import with_authors
from jinpu_tui.storage.datafile import DataFile, holds_other_bytes
from jinpu_tui.storage.editing import Edited, edit
from jinpu_tui.storage.errors import ConflictError, EditError, LockedError, OvertakenError
from jinpu_tui.storage.journal import Act, Entry, Patch
from jinpu_tui.storage.library import Library, assemble
from jinpu_tui.storage.looking import look_again
from jinpu_tui.storage.opening import NO_STAMP, Stamp, read_regular, real_path, stamp_of
from jinpu_tui.storage.outcome import Outcome
from jinpu_tui.storage.pending import PendingEdits
from jinpu_tui.storage.sidecar import Sidecar
from jinpu_tui.storage.validation import require_valid, require_valid_structure
from jinpu_tui.storage.workbench import name_of

TRIES = 100
"""So many times an edit is made anew because somebody wrote the file meanwhile."""

QUIET_NS = 50_000_000
"""A file that somebody else wrote so many nanoseconds ago may be half written: editors write in place."""


@dataclass(frozen=True)
class Unsettled:
    """An edit of yours that waited, and what it conflicts with now that its file is sound again."""

    number: int
    changes: tuple[AnyChange, ...]
    conflicts: tuple[Conflict, ...]


class Store:
    """Writes the files of one dataset; its lock and journal are in the `sidecar`.

    `library` is what they held when last looked at, with the edits that wait.
    """

    def __init__(self, root: Path, library: Library) -> None:
        self.library = library
        self.unsettled: tuple[Unsettled, ...] = ()
        self.sidecar = Sidecar(root)
        self.sidecar.files = [one.path for one in library.files]
        self._journal = self.sidecar.path("journal.toml")
        self.pending = PendingEdits(self.sidecar.path("waiting.toml"))
        self._own: dict[Path, Stamp] = {}
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
            self.library = look_again(self.library, holds_other_bytes) or self.library
            self.sidecar.files = [one.path for one in self.library.files]
            self._admit()
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

    def apply(self, changes: Sequence[AnyChange]) -> Outcome:
        """Write changes that are valid. The caller is in `writing`. Raises EditError, ConflictError or OSError."""
        require_valid(self.library.dataset, changes)
        return self._commit(self._entry("edit", changes))

    def step(self, act: Act) -> Outcome:
        """Take back your last edit or make the one taken back last again. The caller is in `writing`. Raises as `apply`."""
        who = journal.user_name()
        mine = [entry for entry in self.pending.own() if entry.who == who]
        if act == "undo" and mine and mine[-1].act == "edit":
            return self._drop(mine[-1])
        taken_back = [entry for entry in mine if entry.act != "edit"]
        done, undone = journal.undoable([*journal.read(self._journal), *taken_back], who)
        candidates = done if act == "undo" else undone
        if not candidates:
            return Outcome()
        last = candidates[-1]
        changes, patches = last.changes, last.patches
        if act == "undo":
            changes, patches = _inverse(changes), journal.inverse(patches)
        made = self._commit(self._entry(act, changes, last.number), patches)
        return replace(made, changes=made.changes or changes)

    def settle(self, number: int, changes: Sequence[AnyChange]) -> Outcome:
        """Write what was chosen of an unsettled edit, and let it wait no longer. The caller is in `writing`."""
        made = self.apply(changes) if changes else Outcome()
        self.pending.take_out(number)
        self.unsettled = tuple(one for one in self.unsettled if one.number != number)
        return made

    def accept(self, number: int) -> Outcome:
        """Make a pending edit of somebody else's this user's own edit. The caller is in `writing`. Raises as `apply`."""
        made = self.apply(self.pending.foreign(number).changes)
        self.pending.take_out(number)
        return made

    def discard(self, number: int) -> None:
        """Forget a pending edit of somebody else's. The caller is in `writing`. Raises EditError, OSError."""
        self.pending.take_out(self.pending.foreign(number).number)

    def _entry(self, act: Act, changes: Sequence[AnyChange], of: int = 0) -> Entry:
        return Entry(0, datetime.now(UTC), journal.user_name(), act, tuple(changes), (), of)

    def _commit(self, entry: Entry, hints: Sequence[Patch] = (), *, whole: bool = False) -> Outcome:
        """Write an entry's changes on what is there now. `whole`: the journal gets those that are so already, too."""
        require_valid_structure(self.library.dataset, entry.changes)
        for _try in range(TRIES):
            try:
                edited = edit(self.library, entry.changes, hints)
            except ConflictError as error:
                raise ConflictError(with_authors(error.conflicts, journal.read(self._journal))) from None
            if any(one.stale for one in edited.files.values()):
                return self._let_wait(replace(entry, changes=edited.changes, patches=edited.patches), edited)
            if not edited.changes and entry.act == "edit" and not whole:
                return Outcome()
            noted = _with_made(entry.changes, edited.changes) if whole else edited.changes
            try:
                self._write(edited, replace(entry, changes=noted, patches=edited.patches))
            except OvertakenError:
                self.library = look_again(self.library, holds_other_bytes) or self.library
                continue
            return Outcome(edited.changes)
        raise LockedError(_("somebody else writes this file all the time; nothing was written, try again in a moment"))

    def _write(self, edited: Edited, entry: Entry) -> None:
        before, permissions = self.library, self.sidecar.permissions
        texts = {number: _Texts(one.path, before.files[number].data, one.data) for number, one in edited.files.items()}
        noted = self.pending.add(entry, permissions) if len(edited.files) > 1 else 0
        try:
            for number, text in texts.items():
                self._wait_until_quiet(before.files[number])
                self._replace(text.path, text.new, text.old)
            journal.append(self._journal, entry, permissions)
        except BaseException:
            if self._put_back(texts.values()) and noted:
                with suppress(OSError):
                    self.pending.take_out(noted)
            raise
        if noted:
            with suppress(OSError):  # it is found to be done already by whoever writes next
                self.pending.take_out(noted)
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

    def _put_back(self, texts: Iterable[_Texts]) -> bool:
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

    def _let_wait(self, entry: Entry, edited: Edited) -> Outcome:
        self.pending.add(entry, self.sidecar.permissions)
        self._show(edited.files)
        return Outcome(edited.changes, waiting=True)

    def _drop(self, entry: Entry) -> Outcome:
        """Take back an edit that waits."""
        changes = _inverse(entry.changes)
        self.pending.take_out(entry.number)
        self.unsettled = tuple(one for one in self.unsettled if one.number != entry.number)
        with suppress(EditError):  # where it was not shown there is nothing to take back
            self._show(edit(self.library, changes).files)
        return Outcome(changes)

    def _show(self, files: Mapping[int, DataFile]) -> None:
        """Show edits that wait as if they were written."""
        shown = [files.get(number, one) for number, one in enumerate(self.library.files)]
        self.library = assemble(self.library.root, shown)

    def _admit(self) -> None:
        """Write the user's own edits that waited for their files, in their order; those that cannot go in yet go on waiting."""
        self.pending.clear_torn()
        unsettled = []
        for entry in self.pending.own():
            try:
                if self._goes_in(replace(entry, mark="")):
                    self.pending.take_out(entry.number)
            except ConflictError as error:
                unsettled.append(Unsettled(entry.number, entry.changes, error.conflicts))
            except (EditError, OSError):  # it must not keep anybody from writing other files
                continue
        self.unsettled = tuple(unsettled)

    def _goes_in(self, entry: Entry) -> bool:
        """Write an edit that waited, unless its files are still unsound; whether it is in."""
        unsound = {name_of(self.library.root, one.path) for one in self.library.files if one.stale or not one.readable}
        if unsound.intersection(patch.file for patch in entry.patches):
            return False
        if not any((one.when, one.who) == (entry.when, entry.who) for one in journal.read(self._journal)):
            self._commit(entry, entry.patches, whole=True)
        return True


def _with_made(changes: Sequence[AnyChange], made: Sequence[AnyChange]) -> tuple[AnyChange, ...]:
    """All the changes, in their place those that were made otherwise than asked for."""

    def place(change: AnyChange) -> tuple[str, str]:
        return change.id, change.field if isinstance(change, Change) else ""

    by_place = {place(change): change for change in made}
    return tuple(by_place.get(place(change), change) for change in changes)


def _inverse(changes: Sequence[AnyChange]) -> tuple[AnyChange, ...]:
    return tuple(change.inverse() for change in reversed(changes))


class _Texts(NamedTuple):
    """A file to be written: what it holds, and what it is to hold."""

    path: Path
    old: bytes
    new: bytes


def _stamp_if_ours(one: _Texts) -> Stamp:
    """The stamp of a file just written; none where somebody wrote it behind us, so that it is read again."""
    try:
        data, stamp = read_regular(one.path)
    except OSError:
        return NO_STAMP
    return stamp if data == one.new else NO_STAMP


def _keeps_sound(library: Library, changes: Sequence[AnyChange]) -> bool:
    """Whether a sound dataset stays sound: only fields changed that no other record and no rule between fields looks at."""
    linking = {"id", "title", "name", "parent", "depends", "requirements", "source", "observations", "baseline", "target"}
    return not library.problems and all(isinstance(change, Change) and change.field not in linking for change in changes)
