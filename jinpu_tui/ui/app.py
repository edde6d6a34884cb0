"""The Textual application: one workspace, one screen, the terminal's own colours, and nothing that moves by itself."""

from __future__ import annotations

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
        """The one screen."""
        return Browse(self.session)
