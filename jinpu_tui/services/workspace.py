"""API that front ends use to read and modify a dataset.

Every change is on disk before `apply` returns. Front ends hold the immutable `dataset`, and get it again after each change.
What only edits need is imported at the first edit: most commands and the first screen do without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from jinpu_tui.files.errors import LockedError
from jinpu_tui.files.metadata_dir import MetadataDir
from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.dataset import changed_ids
from jinpu_tui.model.errors import EditError, ReadOnlyError
from jinpu_tui.services.dataset_view import DatasetView
from jinpu_tui.storage.creation import begin_file, create_dataset
from jinpu_tui.storage.dataset_files import DatasetFiles
from jinpu_tui.storage.discovery import dataset_around, dataset_in
from jinpu_tui.storage.edit_outcome import EditOutcome, ExternalChanges, PendingConflict, Skipped
from jinpu_tui.storage.errors import ConflictError
from jinpu_tui.text.i18n import _

if TYPE_CHECKING:
    from jinpu_tui.history.snapshot import Snapshot
    from jinpu_tui.model.drafts import Draft
    from jinpu_tui.model.records import Kind
    from jinpu_tui.services.identity import Identity
    from jinpu_tui.storage.drafts import Drafts
    from jinpu_tui.storage.pending import Pending
    from jinpu_tui.storage.writer import Writer

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
    "dataset_around",
    "dataset_in",
]


class Workspace(DatasetView):
    """A dataset that is open: what can be done with it."""

    def __init__(
        self,
        root: Path,
        *,
        as_of: date | None = None,
        today: date | None = None,
        read_only: bool = False,
        partial: bool = False,
        validate: bool = True,
        past: Snapshot | None = None,
        clock: Callable[[], date] = date.today,
    ) -> None:
        """Open what is at `root`; with `read_only` nothing can be changed. The rest is explained at `DatasetView`."""
        super().__init__(root, as_of=as_of, today=today, partial=partial, validate=validate, past=past, clock=clock)
        self._asked_read_only = read_only
        self._opened_writer: Writer | None = None
        self._opened_drafts: Drafts | None = None
        self._identity: Identity | None = None
        self.configuration_notice = ""
        """What is wrong in the user's configuration, on one line, once it was read."""
        if self._store.is_complete and any(not file.readable for file in self._store.loaded.files):
            self._recover()

    @property
    def read_only(self) -> str:
        """Why nothing can be changed; empty if edits are possible."""
        if self._past is not None:
            return _("the dataset as it was at {name}").format(name=self._past.name)
        if self._asked_read_only:
            return _("opened read-only")
        loaded = self._store.loaded
        if loaded.refused:
            return _("a file has a newer format than this program knows")
        return MetadataDir(self.root, [file.path for file in loaded.files]).reason_not_writable()

    @property
    def may_propose(self) -> bool:
        """Whether changes that cannot be written can be proposed: the dataset is the present one, in a known format."""
        return bool(self.read_only) and self._past is None and not self._store.loaded.refused

    @property
    def user(self) -> str:
        """The name that comments, notes and sign-offs carry."""
        return self.identity.name

    @property
    def identity(self) -> Identity:
        """Who works here. The configuration and git are asked at the first use only."""
        from jinpu_tui.storage.journal_entries import user_name

        if self._identity is None or self._identity.login != user_name():
            from jinpu_tui.services.configuration import load_configuration
            from jinpu_tui.services.identity import identify

            file = load_configuration()
            self.configuration_notice = file.notice
            self._identity = identify(self.root, file)
        return self._identity

    def apply(self, changes: Sequence[AnyChange], *, about: Iterable[str] = ()) -> EditOutcome:
        """Write changes, all or none.

        Args:
            changes: What to write.
            about: Ids of records that must exist when the changes are written, as the parent of a new record.

        Raises:
            InputError: A link would lead a record back to itself.
            EditError, ConflictError, LockedError, OSError: Nothing was written.
        """
        return self._writer.apply(changes, about) if changes else EditOutcome()

    def undo(self) -> EditOutcome:
        """Undo the user's last edit that is not undone. Raises what `apply` raises.

        An edit that others have changed since cannot be undone: it is skipped, see `EditOutcome.skipped`.
        """
        return self._writer.undo()

    def redo(self) -> EditOutcome:
        """Redo the edit undone last. Raises what `apply` raises."""
        return self._writer.redo()

    def next_id(self, kind: Kind, parent: str = "") -> str:
        """Return an id for a new record that no record has or had. Raises OSError."""
        from jinpu_tui.model.edits import next_id

        return next_id(self.dataset, kind, parent, self.used_ids())

    def used_ids(self) -> frozenset[str]:
        """Return the ids that records have or had, and those that are named somewhere. Raises OSError."""
        return self._any_writer.used_ids()

    def ensure_file(self, name: str, heading: str) -> None:
        """Create a file in a dataset folder unless it exists, with a comment as its first line. Raises what `apply` raises."""
        if not self.root.is_dir():
            return
        self._check_writable()
        self.take_rest()
        if begin_file(self.root, name, heading, [file.path for file in self._store.loaded.files]):
            self._store.loaded = self._store.poll() or self._store.loaded

    @contextmanager
    def outside_editor(self) -> Iterator[None]:
        """Keep what is changed in the files inside this context as one edit, to be undone at once.

        Call `refresh` afterwards. Raises LockedError or OSError, with nothing kept.
        """
        from jinpu_tui.storage.editor_session import EditorSession

        session = None if self.read_only else EditorSession(self._store.loaded, self.user)
        yield
        if session is not None:
            session.record()

    def poll(self) -> DatasetFiles | None:
        """Return what others have written since, for `adopt`; None if nothing. May run in another thread."""
        return None if self.reading or self._past is not None else self._store.poll()

    def adopt(self, polled: DatasetFiles | None, since: DatasetFiles) -> ExternalChanges | None:
        """Adopt the state returned by `poll`, and write what waited for a file that can be read again.

        Args:
            polled: What `poll` returned.
            since: The state `loaded` from before `poll`.

        Returns:
            None if nothing changed or an edit was committed since; the next `poll` finds it then.

        Raises:
            LockedError, OSError: What waited cannot be written.
        """
        if polled is None or since is not self._store.loaded:
            return None
        self._store.loaded = polled
        written = self._flush_pending()
        return ExternalChanges(changed_ids(since.dataset, self.dataset), written)

    def refresh(self) -> ExternalChanges | None:
        """Poll and adopt at once. Raises what `adopt` raises."""
        return self.adopt(self.poll(), self._store.loaded)

    @property
    def pending_count(self) -> int:
        """The number of edits of this user that wait for their files."""
        return self._opened_writer.pending_count if self._opened_writer is not None else 0

    @property
    def pending(self) -> list[Pending]:
        """The edits that wait in the dataset's folder, whoever has left them there. Raises OSError."""
        path = MetadataDir(self.root).path("waiting.toml")
        if self._past is not None or not path.exists():
            return []
        from jinpu_tui.storage.pending import PendingEdits

        return PendingEdits(path).read()

    def accept_pending(self, number: int) -> EditOutcome:
        """Make a pending edit of somebody else this user's own edit. Raises what `apply` raises."""
        return self._writer.accept(number)

    def discard_pending(self, number: int) -> None:
        """Remove a pending edit of somebody else. Raises what `apply` raises."""
        self._writer.discard(number)

    @property
    def pending_conflicts(self) -> tuple[PendingConflict, ...]:
        """Pending edits of the user's own that conflict with what their files hold now."""
        return self._opened_writer.conflicts if self._opened_writer is not None else ()

    def resolve_pending(self, number: int, changes: Sequence[AnyChange]) -> EditOutcome:
        """Write what was chosen for a pending edit that conflicts, and remove it. Raises what `apply` raises."""
        conflict = next((conflict for conflict in self.pending_conflicts if conflict.number == number), None)
        return self._writer.resolve(conflict, changes) if conflict is not None else EditOutcome()

    def tidy(self) -> None:
        """Remove what killed programs left, and write what waited; creates nothing. Raises LockedError, OSError."""
        if not self.read_only and MetadataDir(self.root).folder.is_dir():
            self._writer.tidy()

    def keep_draft(self, draft: Draft | None) -> None:
        """Write what is being typed to disk; None removes it: it is an edit now, or given up. Raises OSError."""
        if draft is not None:
            self._drafts.keep(draft)
        elif self._opened_drafts is not None:
            self._opened_drafts.drop()

    def take_draft(self) -> Draft | None:
        """Return the user's newest draft that a dead session left, and keep it as this session's own. Raises OSError."""
        return self._drafts.take_newest() if not self.read_only and MetadataDir(self.root).folder.is_dir() else None

    @property
    def _drafts(self) -> Drafts:
        if self._opened_drafts is None:
            from jinpu_tui.storage.drafts import Drafts

            self._opened_drafts = Drafts(self._store.metadata)
        return self._opened_drafts

    def _recover(self) -> None:
        """Repair a file that cannot be read because a program died while it overwrote it in place."""
        from jinpu_tui.files.in_place import is_interrupted

        with suppress(OSError):  # the file is shown with its problem
            if is_interrupted(MetadataDir(self.root)):
                self.tidy()

    def _flush_pending(self) -> int:
        """Write what waited if all files can be read again; return how many edits were written."""
        if self._opened_writer is None or self.stale or self.pending_conflicts or self.read_only:
            return 0
        before = self._opened_writer.pending_count
        if not before:
            return 0
        self._writer.flush_pending()
        return before - self._opened_writer.pending_count

    def _check_writable(self) -> None:
        if reason := self.read_only:
            raise ReadOnlyError(_("Nothing was changed: {reason}").format(reason=reason))

    @property
    def _writer(self) -> Writer:
        """The writer, if the dataset may be written. Raises ReadOnlyError."""
        self._check_writable()
        return self._any_writer

    @property
    def _any_writer(self) -> Writer:
        """The writer, also of a dataset that can only be read."""
        if not self._store.is_complete:
            self.take_rest()
        if self._opened_writer is None:
            from jinpu_tui.storage.writer import Writer

            self._opened_writer = Writer(self._store, lambda: self.identity.name)
        return self._opened_writer
