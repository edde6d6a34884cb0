"""Regular looks at the files of the dataset, which others may write."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable
from time import monotonic

from jinpu_tui.services.workspace import ExternalChanges, Workspace

REST_FACTOR = 4
"""After a poll comes a pause of this many times as long as it took: 20,000 files take a while."""


class FilePoll:
    """Polls the files of a workspace, never twice at a time; large files are read in another thread."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._is_polling = False
        self._next_poll = 0.0

    async def poll(self, show: Callable[[Callable[[], ExternalChanges | None]], None]) -> None:
        """Look at the files unless it is too early or a poll is still running.

        Args:
            show: Called if something is new, with the function that adopts it.
        """
        begun = monotonic()
        if self._is_polling or begun < self._next_poll:
            return
        self._is_polling = True
        workspace = self._workspace
        try:
            since = workspace.loaded
            seen = await to_thread(workspace.poll)
            if seen is not None:
                show(lambda: workspace.adopt(seen, since))
        finally:
            self._is_polling = False
            self._next_poll = monotonic() + REST_FACTOR * (monotonic() - begun)
