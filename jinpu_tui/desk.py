"""What users keep for themselves, outside the dataset: how they left its panes, past filters, and views of their own.

The views are a dataset, in the user's configuration folder: they are read, edited and undone like any other records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinpu_tui.locale import _
from jinpu_tui.model.records import View
from jinpu_tui.storage.creation import create_dataset
from jinpu_tui.storage.left import Left, read_left, state_file, write_left
from jinpu_tui.workspace import Workspace

if TYPE_CHECKING:
    from jinpu_tui.model.changes import AnyChange


@dataclass(frozen=True)
class Desk:
    """The place of one user. `state` and `own` are folders; without them nothing is kept."""

    state: Path | None = None
    own: Path | None = None

    def left(self, root: Path) -> Left:
        """How the panes of a dataset were left."""
        return read_left(state_file(self.state, root)) if self.state is not None else Left()

    def leave(self, root: Path, views: Iterable[View], filters: Iterable[str]) -> None:
        """Keep how the panes of a dataset are left."""
        if self.state is not None:
            write_left(state_file(self.state, root), root, views, filters)

    def views(self) -> tuple[View, ...]:
        """The user's own views; none where there are none, or none to be read."""
        workspace = self._opened()
        return workspace.dataset.views if workspace is not None else ()

    def edit_views(self, make: Callable[[Workspace], Sequence[AnyChange]]) -> None:
        """Make changes of the user's own views, and the place for the first. Raises what `Workspace.apply` raises."""
        if self.own is None:
            return
        workspace = self._opened()
        if workspace is None:
            create_dataset(self.own, _("My views"))
            workspace = Workspace(self.own, look_over=False)
        workspace.apply(make(workspace))

    def _opened(self) -> Workspace | None:
        if self.own is None:
            return None
        try:
            return Workspace(self.own, look_over=False)
        except OSError:
            return None


def desk_of_user() -> Desk:
    """The place of the user that runs the program, where their system has such places."""
    import platformdirs

    state = platformdirs.user_state_path("jinpu-tui", appauthor=False)
    config = platformdirs.user_config_path("jinpu-tui", appauthor=False)
    return Desk(state / "panes", config / "views")
