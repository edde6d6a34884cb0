"""What front ends read of an open dataset: its records, problems, days, and where things stand in the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jinpu_tui.files.metadata_dir import MetadataDir
from jinpu_tui.model.changes import AnyChange, Plain
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.errors import EditError
from jinpu_tui.model.problems import Finding, Problem
from jinpu_tui.storage.dataset_files import DatasetFiles, with_positions
from jinpu_tui.storage.raw_records import raw_records
from jinpu_tui.storage.store import Store
from jinpu_tui.text.i18n import _

if TYPE_CHECKING:
    from jinpu_tui.history.snapshot import Snapshot
    from jinpu_tui.model.merge import Side


class DatasetView:
    """A dataset that is open: what can be read of it."""

    def __init__(
        self,
        root: Path,
        *,
        as_of: date | None = None,
        today: date | None = None,
        partial: bool = False,
        validate: bool = True,
        past: Snapshot | None = None,
        clock: Callable[[], date] = date.today,
    ) -> None:
        """Open what is at `root`.

        Args:
            root: A dataset's file or folder.
            as_of: The day that lights are judged on, that typed dates are counted from and that edits are dated with.
            today: A day that typed dates are counted from and that edits are dated with; the clock is not asked then.
            partial: Whether to load only as much as fills a screen; `read_rest` and `take_rest` load the rest.
            validate: Whether to check rules between records. Otherwise `problems` is incomplete.
            past: An earlier state to show instead of what is at `root`; nothing can be changed then.
            clock: Returns the present day. It is asked at each use, as a program may stay open past midnight.

        Raises:
            OSError: There is nothing at `root`.
        """
        self.root = root
        self.as_of = as_of
        self._frozen, self._opened_as_of, self._clock = today, as_of, clock
        self._past = past
        self._store = Store(root, partial=partial, validate=validate, known=past.loaded if past is not None else None)

    @property
    def dataset(self) -> Dataset:
        """The records as they are now."""
        return self._store.loaded.dataset

    @property
    def loaded(self) -> DatasetFiles:
        """The state as a token: for `adopt`, and for functions of `services` that compare states."""
        return self._store.loaded

    @property
    def reading(self) -> bool:
        """Whether `dataset` is only the beginning, until `take_rest`."""
        return not self._store.is_complete

    @property
    def share_read(self) -> float:
        """How much of the files has been read, 0 to 1."""
        return self._store.share_read

    def read_rest(self, wanted: Callable[[], bool] = lambda: True) -> Dataset | None:
        """Read on while `wanted`. May run in another thread.

        Returns:
            What `dataset` will be after `take_rest`; None if reading was stopped.
        """
        return self._store.read_rest(wanted)

    def take_rest(self) -> None:
        """Replace the beginning by the whole dataset, reading what is left of it."""
        self._store.take_rest()

    @property
    def past(self) -> Snapshot | None:
        """The earlier state that is shown instead of what is at `root` now."""
        return self._past

    @property
    def today(self) -> date:
        """The day that edits are dated with."""
        return self._opened_as_of or self._frozen or self._clock()

    @property
    def reference_day(self) -> date:
        """The day that typed dates such as `+2w` and `eom` are counted from, in prompts and filters."""
        return self.as_of or self._frozen or self.day

    @property
    def day(self) -> date:
        """The day that lights are judged on; an earlier state has its own, as when it is compared with."""
        return self.as_of or self.dataset.info.as_of or (self._past.day if self._past is not None else None) or self.today

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of the dataset, in the order of files and lines."""
        return self._store.loaded.problems

    def problems_with(self, findings: Iterable[Finding]) -> tuple[Problem, ...]:
        """Return the problems of the dataset and further findings about records, in the order of files and lines."""
        problems = (*self.problems, *with_positions(self._store.loaded, findings))
        return tuple(sorted(problems, key=lambda problem: problem[:3]))

    @property
    def stale(self) -> tuple[Problem, ...]:
        """Why files cannot be read now whose records are shown as they were: one problem a file."""
        return self._store.loaded.stale

    @property
    def unread(self) -> tuple[Problem, ...]:
        """Why files cannot be read whose records are missing or shown as they were: one problem a file."""
        return self._store.loaded.unread

    def plain(self, id_: str) -> Plain:
        """Return a record as its file states it, with unknown keys. Raises EditError if there is none any more."""
        if id_ not in self._store.loaded.locations:
            raise EditError(_("There is no record {id} any more").format(id=id_))
        return self._store.loaded.raw_record(id_)

    def plain_records(self) -> Callable[[str], Plain]:
        """Return a function that is `plain`, fast for many records of the present state. It raises KeyError for none."""
        return raw_records(self._store.loaded)

    def locate(self, id_: str) -> tuple[Path, int]:
        """Return the file of a record and the line, from 1, that it begins on. Raises KeyError."""
        place = self._store.loaded.place(id_)
        file = self._store.loaded.files[place.file]
        line, _column = file.positions(place.chunk).of(place.kind, place.ordinal, ())
        return file.path, line + file.lines_before[place.chunk]

    def file_of(self, id_: str) -> str:
        """Return the name of the file that a record stands in, below the root. Raises KeyError."""
        return self._store.loaded.file_of(id_)

    def edits_of(self, id_: str) -> list[tuple[datetime, str, AnyChange]]:
        """Return when who changed a record through this program, oldest first, as the journal has it. Raises OSError."""
        from jinpu_tui.storage import journal

        entries = journal.read(MetadataDir(self.root).path("journal.toml"))
        return [(entry.when, entry.author, change) for entry in entries for change in entry.changes if change.id == id_]

    def undone_edits(self, uids: Set[str]) -> Set[str]:
        """Return those of some edits, whoever made them, that are undone now as far as the journal knows. Raises OSError."""
        from jinpu_tui.storage import journal
        from jinpu_tui.storage.journal_entries import undoable

        entries = journal.read(MetadataDir(self.root).path("journal.toml")) if uids else []
        known = [entry for entry in entries if entry.uid in uids]
        done = {entry.uid for who in {entry.who for entry in known} for entry in undoable(entries, who)[0]}
        return {entry.uid for entry in known} - done

    def sides_of(self, id_: str) -> tuple[Side, ...]:
        """Return what an open conflict can be decided for. Raises EditError."""
        from jinpu_tui.storage.resolve_conflict import sides_of

        return sides_of(self._store.loaded, id_)

    def decided(self, id_: str, side: Side) -> list[AnyChange]:
        """Return the changes that decide an open conflict for one side. Raises EditError."""
        from jinpu_tui.storage.resolve_conflict import decided

        return decided(self._store.loaded, id_, side)
