"""The Textual application: one workspace, one screen, the terminal's own colours, and nothing that moves by itself."""

from __future__ import annotations

from contextlib import ExitStack
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType

from jinpu_tui.ui.browse import Browse
from jinpu_tui.ui.session import Session
from jinpu_tui.workspace import Workspace


class JinpuApp(App[int]):
    """The browser on a workspace."""

    TITLE = "jinpu-tui"
    CSS_PATH = "browse.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(ansi_color=True)
        self.animation_level = "none"
        self.session = Session(workspace)

    def get_default_screen(self) -> Browse:
        """The one screen, painted once it is whole: each pass of layout would send it to the terminal again."""
        painting_held = ExitStack()
        painting_held.enter_context(self.batch_update())
        return Browse(self.session, painting_held.close)
