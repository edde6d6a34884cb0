"""What users keep for themselves, outside the dataset: how they left its panes, past filters, and views of their own.

The views are a dataset, in the user's configuration folder: they are read, edited and undone like any other records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, structs

from jinpu_tui.files.metadata_dir import MetadataDir
from jinpu_tui.model.records import View
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.storage.creation import create_dataset
from jinpu_tui.storage.pane_state import (
    PaneSizes,
    PaneState,
    Reviewed,
    read_pane_state,
    read_reviewed,
    state_file,
    write_pane_state,
    write_reviewed,
)
from jinpu_tui.text.i18n import _

if TYPE_CHECKING:
    from jinpu_tui.model.changes import AnyChange
    from jinpu_tui.storage.drafts import Drafts
    from jinpu_tui.storage.journal_entries import Entry
    from jinpu_tui.storage.kept_texts import KeptTexts
    from jinpu_tui.storage.recent_texts import RecentTexts

    Proposal: TypeAlias = Entry
    TextStore: TypeAlias = KeptTexts
    RecentStore: TypeAlias = RecentTexts
    DraftStore: TypeAlias = Drafts


class UserState(Struct, frozen=True):
    """The place of one user. `state` and `own` are folders; without them nothing is kept."""

    state: Path | None = None
    own: Path | None = None

    @property
    def is_new(self) -> bool:
        """Whether nothing has ever been kept for the user."""
        try:
            return self.state is not None and not (self.state.is_dir() and any(self.state.iterdir()))
        except OSError:
            return False

    def note_welcome(self) -> None:
        """Keep that the user has read the welcome, if that can be kept."""
        if self.state is not None:
            with suppress(OSError):
                self.state.mkdir(0o700, parents=True, exist_ok=True)
                (self.state / "welcome-read").touch(0o600)

    def left(self, root: Path) -> PaneState:
        """How the panes of a dataset were left."""
        return read_pane_state(state_file(self.state, root)) if self.state is not None else PaneState()

    def leave(self, root: Path, views: Iterable[View], filters: Iterable[str], sizes: PaneSizes) -> None:
        """Keep how the panes of a dataset are left."""
        if self.state is not None:
            write_pane_state(state_file(self.state, root), root, PaneState(tuple(views), tuple(filters), sizes))

    def reviewed(self, root: Path) -> Reviewed:
        """Up to which commit of a dataset the user has reviewed."""
        return read_reviewed(self._review_file(root)) if self.state is not None else Reviewed()

    def begin_review(self, root: Path, commit: str) -> None:
        """Begin a review of a dataset as it is at a commit. Raises OSError."""
        if self.state is not None:
            write_reviewed(self._review_file(root), structs.replace(self.reviewed(root), begun=commit))

    def finish_review(self, root: Path, commit: str, at: datetime) -> str:
        """Finish the review that was begun, or one of `commit`; up to which commit it is. Raises OSError."""
        done = self.reviewed(root).begun or commit
        if self.state is not None:
            write_reviewed(self._review_file(root), Reviewed(done, at))
        return done

    def propose(self, root: Path, changes: Sequence[AnyChange], name: str = "") -> None:
        """Keep a proposal of changes to a dataset that the user, who is called `name`, may not write. Raises OSError."""
        from jinpu_tui.storage import proposals

        proposals.add(self._proposal_file(root), changes, name)

    def proposals(self, root: Path) -> Sequence[Proposal]:
        """Return what the user proposes, the oldest first. Raises OSError."""
        from jinpu_tui.storage import proposals

        return proposals.read(self._proposal_file(root)) if self.state is not None else ()

    def take_back_proposal(self, root: Path) -> Proposal | None:
        """Take back the last proposal; None if there is none. Raises OSError."""
        from jinpu_tui.storage import proposals

        return proposals.take_back(self._proposal_file(root)) if self.state is not None else None

    def kept_texts(self, root: Path) -> KeptTexts:
        """Return the store of texts that the user typed for a dataset and has not used; without state folder in memory."""
        from jinpu_tui.storage.kept_texts import KeptTexts

        return KeptTexts(None if self.state is None else state_file(self.state, root).with_suffix(".texts"))

    def recent_texts(self, root: Path) -> RecentTexts:
        """Return the store of texts that the user typed into prompts for a dataset; without state folder in memory."""
        from jinpu_tui.storage.recent_texts import RecentTexts

        return RecentTexts(None if self.state is None else state_file(self.state, root).with_suffix(".recent.toml"))

    def drafts(self, root: Path, *, create: bool) -> DraftStore | None:
        """Return the drafts of prompts that write nothing to the dataset; None without a folder for them.

        With `create` the folder is made if it does not exist. Raises OSError.
        """
        if self.state is None:
            return None
        folder = state_file(self.state, root).with_suffix(".drafts")
        if create:
            folder.mkdir(0o700, parents=True, exist_ok=True)
        if not folder.is_dir():
            return None
        from jinpu_tui.storage.drafts import Drafts

        return Drafts(MetadataDir(folder))

    def drop_proposals(self, root: Path) -> None:
        """Propose nothing any more. Raises OSError."""
        self._proposal_file(root).unlink(missing_ok=True)

    def _proposal_file(self, root: Path) -> Path:
        assert self.state is not None
        return state_file(self.state, root).with_suffix(".proposals.toml")

    def _review_file(self, root: Path) -> Path:
        assert self.state is not None
        return state_file(self.state, root).with_suffix(".review.toml")

    def views(self) -> tuple[View, ...]:
        """Return the user's own views; none if there are none, or none to be read."""
        workspace = self._opened()
        return workspace.dataset.views if workspace is not None else ()

    def edit_views(self, make: Callable[[Workspace], Sequence[AnyChange]]) -> None:
        """Make changes of the user's own views, and the place for the first. Raises what `Workspace.apply` raises."""
        if self.own is None:
            return
        workspace = self._opened()
        if workspace is None:
            create_dataset(self.own, _("My views"))
            workspace = Workspace(self.own, validate=False)
        workspace.apply(make(workspace))

    def _opened(self) -> Workspace | None:
        if self.own is None:
            return None
        try:
            return Workspace(self.own, validate=False)
        except OSError:
            return None


def export_proposals(path: Path, entries: Sequence[Proposal]) -> None:
    """Write proposals to a file that a colleague can apply. Raises OSError."""
    from jinpu_tui.storage import proposals

    proposals.write(path, entries)


def write_proposal(path: Path, changes: Sequence[AnyChange], name: str) -> None:
    """Write changes as one proposal to a file that a colleague can apply. Raises OSError."""
    from jinpu_tui.storage import proposals
    from jinpu_tui.storage.journal_entries import new_entry

    proposals.write(path, [new_entry("edit", changes, name=name)])


def proposals_in(path: Path) -> Sequence[Proposal]:
    """Return the proposals of a file that somebody gave away. Raises OSError."""
    from jinpu_tui.storage import proposals

    return proposals.read(path)


def unreadable_proposals_in(path: Path) -> int:
    """Return how many entries of a file of proposals this version cannot read. Raises OSError."""
    from jinpu_tui.storage import proposals

    return proposals.count_unreadable(path)


def load_user_state() -> UserState:
    """Return the place of the user that runs the program, where their system has such places."""
    import platformdirs

    state = platformdirs.user_state_path("jinpu-tui", appauthor=False)
    config = platformdirs.user_config_path("jinpu-tui", appauthor=False)
    return UserState(state / "panes", config / "views")
