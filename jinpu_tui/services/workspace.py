"""The one door between a front end and the data: open, apply, undo, redo, refresh.

Every change goes through `apply`, which has it on disk before it returns. Front ends hold the immutable `dataset`, and ask for
it again after each change. What only edits need is imported when one is made: most commands and the first screen do without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from jinpu_tui.files.errors import LockedError
from jinpu_tui.files.metadata_dir import MetadataDir
from jinpu_tui.model.changes import AnyChange, Plain
from jinpu_tui.model.dataset import Dataset, changed_ids
from jinpu_tui.model.problems import Finding, Problem
from jinpu_tui.storage.access import why_not_writable
from jinpu_tui.storage.creation import begin_file, create_dataset
from jinpu_tui.storage.data_file import is_written_since
from jinpu_tui.storage.dataset_files import DatasetFiles, Loader, with_positions
from jinpu_tui.storage.discovery import dataset_in
from jinpu_tui.storage.edit_outcome import EditOutcome, ExternalChanges, PendingConflict, Skipped
from jinpu_tui.storage.errors import ConflictError, EditError, ReadOnlyError
from jinpu_tui.storage.polling import rescan
from jinpu_tui.text.i18n import _

if TYPE_CHECKING:
    from jinpu_tui.history.snapshot import Snapshot
    from jinpu_tui.model.drafts import Draft
    from jinpu_tui.model.merge import Side
    from jinpu_tui.model.records import Kind
    from jinpu_tui.services.identity import Identity
    from jinpu_tui.storage.drafts import Drafts
    from jinpu_tui.storage.pending import Pending
    from jinpu_tui.storage.store import Store

__all__ = [
    "ConflictError",
    "EditError",
    "EditOutcome",
    "ExternalChanges",
    "LockedError",
    "ReadOnlyError",
    "Skipped",
    "Workspace",
    "create_dataset",
    "dataset_in",
]


class Workspace:
    """A dataset that is open.

    `day` is the day that lights are judged on, `reference_day` the one that typed dates are counted from, `today` the one that
    edits are dated with. Each is asked for at each use, for a program may stay open over midnight; `as_of` sets all of them.
    """

    def __init__(
        self,
        root: Path,
        *,
        as_of: date | None = None,
        today: date | None = None,
        read_only: bool = False,
        first_look: bool = False,
        look_over: bool = True,
        past: Snapshot | None = None,
        clock: Callable[[], date] = date.today,
    ) -> None:
        """Open what is at `root`; with `first_look` only as much as fills a screen, and `read_rest` reads the rest.

        Without `look_over` nobody will ask for `problems`, and those between records are not looked for. With a `past` state
        that is shown instead of what is at `root`, and nothing can be changed. `clock` gives the present day. With `today` it
        stands still: edits are dated with that day, and typed dates are counted from it.

        Raises OSError if nothing can be read there.
        """
        self.root = root
        self.as_of = as_of
        self._frozen, self._opened_as_of, self._clock = today, as_of, clock
        self._asked_read_only = read_only
        self._past = past
        self._progress = Loader(root, look_over=look_over, known=past.library if past is not None else None)
        self._one_reader = Lock()
        self._library = self._progress.first_look() if first_look else self._progress.to_the_end()
        self._complete = self._progress.ended
        self._opened_store: Store | None = None
        self._opened_drafts: Drafts | None = None
        self._identity: Identity | None = None
        self.configuration_notice = ""
        """What is wrong in the user's configuration, on one line, once it was asked for."""
        if self._complete and any(not file.readable for file in self._library.files):
            self._recover()

    @property
    def dataset(self) -> Dataset:
        """The records as they stand now."""
        return self._library.dataset

    @property
    def reading(self) -> bool:
        """Whether `dataset` is only the beginning, for a first look, until `take_rest`."""
        return not self._complete

    @property
    def share_read(self) -> float:
        """How much of the files was read, 0 to 1."""
        return self._progress.share

    def read_rest(self, wanted: Callable[[], bool] = lambda: True) -> Dataset | None:
        """Return what `dataset` will be after `take_rest`; None if it is no longer wanted. May run in another thread."""
        with self._one_reader:
            return self._progress.to_the_end().dataset if self._progress.go_on(wanted) else None

    def take_rest(self) -> None:
        """Have the whole dataset from now on, reading what is left of it."""
        if self.reading:
            with self._one_reader:
                self._library = self._progress.to_the_end()
            self._complete = True

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the dataset, in the order of files and lines."""
        return self._library.problems

    def problems_with(self, findings: Iterable[Finding]) -> tuple[Problem, ...]:
        """Return what is wrong with the dataset, and what else was found in its records, in the order of files and lines."""
        return tuple(sorted((*self.problems, *with_positions(self._library, findings)), key=lambda problem: problem[:3]))

    @property
    def today(self) -> date:
        """The day that edits are dated with."""
        return self._opened_as_of or self._frozen or self._clock()

    @property
    def reference_day(self) -> date:
        """The day that typed dates such as `+2w` and `eom` are counted from: the same as in filters."""
        return self.as_of or self._frozen or self.day

    @property
    def day(self) -> date:
        """The day that lights are judged on; that of a past state is its own, as it is when the state is compared with."""
        return self.as_of or self.dataset.info.as_of or (self._past.day if self._past is not None else None) or self.today

    @property
    def past(self) -> Snapshot | None:
        """The past state that is shown instead of what is at `root` now."""
        return self._past

    @property
    def read_only(self) -> str:
        """Why nothing can be changed, or an empty text."""
        if self._past is not None:
            return _("the dataset as it was at {name}").format(name=self._past.name)
        if self._asked_read_only:
            return _("opened read-only")
        return why_not_writable(self._library)

    @property
    def may_propose(self) -> bool:
        """Whether what cannot be written can be proposed: the dataset is as it is now, and in a known format."""
        return bool(self.read_only) and self._past is None and not self._library.refused

    @property
    def user(self) -> str:
        """The name that comments, notes and sign-offs carry."""
        return self.identity.name

    @property
    def identity(self) -> Identity:
        """Who works here. The configuration and git are asked for it at the first use only."""
        from jinpu_tui.storage import journal

        if self._identity is None or self._identity.login != journal.user_name():
            from jinpu_tui.services.configuration import load_configuration
            from jinpu_tui.services.identity import identify

            file = load_configuration()
            self.configuration_notice = file.notice
            self._identity = identify(self.root, file)
        return self._identity

    def plain(self, id_: str) -> Plain:
        """Return a record as its file states it, unknown keys and all. Raises EditError if there is none (any more)."""
        if id_ not in self._library.locations:
            raise EditError(_("There is no record {id} any more").format(id=id_))
        from jinpu_tui.storage.raw_record import plain_record

        return plain_record(self._library, id_)

    def locate(self, id_: str) -> tuple[Path, int]:
        """Return the file of a record and the line it begins on. Raises KeyError."""
        place = self._library.place(id_)
        one = self._library.files[place.file]
        line, _column = one.positions(place.piece).of(place.kind, place.ordinal, ())
        return one.path, line + one.lines_before[place.piece]

    def file_of(self, id_: str) -> str:
        """Return the name of the file that a record stands in, below the root. Raises KeyError."""
        return self._library.file_of(id_)

    def sides_of(self, id_: str) -> tuple[Side, ...]:
        """Return what an open conflict can be decided for. Raises EditError."""
        from jinpu_tui.storage.resolve_conflict import sides_of

        return sides_of(self._library, id_)

    def decided(self, id_: str, side: Side) -> list[AnyChange]:
        """Return the changes that decide an open conflict for one side. Raises EditError."""
        from jinpu_tui.storage.resolve_conflict import decided

        return decided(self._library, id_, side)

    def ensure_file(self, name: str, heading: str) -> None:
        """Have a file of that name in the dataset, begun with a comment, where the dataset is a folder. Raises as `apply`."""
        if not self.root.is_dir():
            return
        self._check_writable()
        self.take_rest()
        if begin_file(self.root, name, heading, [file.path for file in self._library.files]):
            self._library = rescan(self._library, is_written_since) or self._library

    def edits_of(self, id_: str) -> list[tuple[datetime, str, AnyChange]]:
        """When who changed a record through this program, oldest first, as the journal says. Raises OSError."""
        from jinpu_tui.storage import journal

        entries = journal.read(MetadataDir(self.root).path("journal.toml"))
        return [(entry.when, entry.author, change) for entry in entries for change in entry.changes if change.id == id_]

    def next_id(self, kind: Kind, parent: str = "") -> str:
        """Return an id for a new record that no record has or had. Raises OSError."""
        from jinpu_tui.model.edits import next_id

        return next_id(self.dataset, kind, parent, self.used_ids())

    def used_ids(self) -> frozenset[str]:
        """Return the ids that records have or had, and those that are named somewhere. Raises OSError."""
        self.take_rest()
        self._store.library = self._library
        return self._store.used_ids()

    def apply(self, changes: Sequence[AnyChange], *, about: Iterable[str] = ()) -> EditOutcome:
        """Write the changes, all or none.

        Args:
            changes: What to write.
            about: Ids of records that must still exist when the changes are written, as the parent of a new record.

        Raises:
            InputError: A link would lead a record back to itself.
            EditError, ConflictError, LockedError, OSError: Nothing was written.
        """
        if not changes:
            return EditOutcome()
        with self._writing() as store:
            for id_ in about:
                if id_ not in store.library.locations:
                    raise EditError(_("{id} was removed meanwhile; nothing was written").format(id=id_))
            return store.apply(changes)

    def undo(self) -> EditOutcome:
        """Undo the last edit that you made and have not undone. Raises what `apply` raises.

        An edit that others have changed since cannot be undone: it is passed over, see `EditOutcome.skipped`.
        """
        with self._writing() as store:
            return store.step("undo")

    def redo(self) -> EditOutcome:
        """Make again the edit last taken back. Raises what `apply` raises."""
        with self._writing() as store:
            return store.step("redo")

    @contextmanager
    def outside_editor(self) -> Iterator[None]:
        """Keep what is changed in the files inside this context as one edit, to be undone at once.

        The files are read again afterwards by `refresh`. Raises LockedError or OSError, with nothing kept.
        """
        from jinpu_tui.storage.editor_session import EditorSession

        session = None if self.read_only else EditorSession(self._library, self.user)
        yield
        if session is not None:
            session.note()

    def look(self) -> DatasetFiles | None:
        """Return what others have written since, for `adopt`; None if nothing is new. May run in another thread."""
        return None if self.reading or self._past is not None else rescan(self._library, is_written_since)

    def adopt(self, seen: DatasetFiles | None, since: DatasetFiles) -> ExternalChanges | None:
        """Have what `look` saw, unless an edit came in between; then the next look sees it. None if nothing is new.

        `since` is the `library` that was there before the look. What waited for a file is written if that is sound again.
        Raises LockedError or OSError.
        """
        if seen is None or since is not self._library:
            return None
        self._library = seen
        went_in = self._let_waiting_in()
        return ExternalChanges(changed_ids(since.dataset, self.dataset), went_in)

    def refresh(self) -> ExternalChanges | None:
        """Look and have what is new, at once. Raises what `adopt` raises."""
        return self.adopt(self.look(), self._library)

    @property
    def library(self) -> DatasetFiles:
        """What `look` compares with; to be handed to `adopt`."""
        return self._library

    @property
    def stale(self) -> tuple[Problem, ...]:
        """Why files cannot be read now whose records are shown as they were, one reason a file."""
        return self._library.stale

    @property
    def unread(self) -> tuple[Problem, ...]:
        """Why files cannot be read whose records are missing or shown as they were, one reason for each file."""
        return self._library.unread

    @property
    def waiting(self) -> int:
        """How many edits wait for their files."""
        return self._opened_store.waiting if self._opened_store is not None else 0

    @property
    def pending(self) -> list[Pending]:
        """The edits that wait in the dataset's folder, whoever has left them there. Raises OSError."""
        if self._past is not None or not MetadataDir(self.root).path("waiting.toml").exists():
            return []
        return self._store.pending.read()

    def accept_pending(self, number: int) -> EditOutcome:
        """Make a pending edit of somebody else's your own edit. Raises what `apply` raises."""
        with self._writing() as store:
            return store.accept(number)

    def discard_pending(self, number: int) -> None:
        """Forget a pending edit of somebody else's. Raises what `apply` raises."""
        with self._writing() as store:
            store.discard(number)

    @property
    def unsettled(self) -> tuple[PendingConflict, ...]:
        """Your edits that waited and conflict with what their files hold now."""
        return self._opened_store.unsettled if self._opened_store is not None else ()

    def settle(self, number: int, changes: Sequence[AnyChange]) -> EditOutcome:
        """Write what was chosen of an unsettled edit, and let it wait no longer. Raises what `apply` raises."""
        settled = [item for item in self.unsettled if item.number == number]
        with self._writing() as store:
            return store.settle(settled[0], changes) if settled else EditOutcome()

    def tidy(self) -> None:
        """Clear away what killed programs left, and write what waited. Raises LockedError, OSError.

        Where nothing was ever edited there is nothing to be done, and nothing is made.
        """
        if not self.read_only and MetadataDir(self.root).folder.is_dir():
            self._store.tidy()
            self._library = self._store.library

    def _recover(self) -> None:
        """Repair a file that cannot be read because a program died while it overwrote it in place."""
        from jinpu_tui.storage.in_place import is_interrupted

        with suppress(OSError):  # the file is shown with its problem
            if is_interrupted(MetadataDir(self.root)):
                self.tidy()

    def keep_draft(self, draft: Draft | None) -> None:
        """Have on disk what is being typed; None if it is an edit now, or given up. Raises OSError."""
        if draft is not None:
            self._drafts.keep(draft)
        elif self._opened_drafts is not None:
            self._opened_drafts.drop()

    def take_draft(self) -> Draft | None:
        """Return the newest of your drafts that a dead session left, kept by this one from now on. Raises OSError."""
        return self._drafts.take_newest() if not self.read_only and MetadataDir(self.root).folder.is_dir() else None

    @property
    def _drafts(self) -> Drafts:
        if self._opened_drafts is None:
            from jinpu_tui.storage.drafts import Drafts

            self._opened_drafts = Drafts(self._store.sidecar)
        return self._opened_drafts

    def _let_waiting_in(self) -> int:
        if self._opened_store is None or self.stale or self.unsettled or self.read_only:
            return 0
        before = self._opened_store.waiting
        if before:
            with self._writing():
                return before - self._opened_store.waiting
        return 0

    @property
    def _store(self) -> Store:
        if self._opened_store is None:
            from jinpu_tui.storage.store import Store

            self._opened_store = Store(self.root, self._library, lambda: self.identity.name)
        return self._opened_store

    def _check_writable(self) -> None:
        if reason := self.read_only:
            raise ReadOnlyError(_("Nothing was changed: {reason}").format(reason=reason))

    @contextmanager
    def _writing(self) -> Iterator[Store]:
        """Hold the lock, with every byte of the files known."""
        self._check_writable()
        self.take_rest()
        store = self._store
        store.library = self._library
        try:
            with store.writing():
                yield store
        finally:
            self._library = store.library
