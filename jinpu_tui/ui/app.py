"""The Textual application: one workspace, one screen, the terminal's own colours, and nothing that moves by itself."""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import ExitStack
from typing import ClassVar

from rich.console import RenderableType
from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.message_pump import MessagePump

from jinpu_tui.services.configuration import ThemeName
from jinpu_tui.services.user_state import UserState
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.command_layer import RedrawWanted, ThemeWanted
from jinpu_tui.ui.command_table import COMMANDS
from jinpu_tui.ui.keymap import Keymap
from jinpu_tui.ui.mouse_screen import MouseScreen
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.shutdown import Shutdown
from jinpu_tui.ui.terminal.driver import DiffingDriver, diffing_driver
from jinpu_tui.ui.textual_private import driver_of, error_of, last_size
from jinpu_tui.ui.themes import THEMES, ThemeFilter


class JinpuApp(App[int]):
    """The browser on a workspace.

    Args:
        workspace: The dataset that is open.
        user_state: Keeps how it is left.
        plain: Whether to do without colour and signs beyond ASCII.
        theme: The colours to begin with.
        keymap: Which keys run which commands; by default each command has its own keys.
        notice: What to say when all is in place.
    """

    TITLE = "jinpu-tui"
    CSS_PATH = "main_screen.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        workspace: Workspace,
        user_state: UserState | None = None,
        *,
        plain: bool = False,
        theme: ThemeName = "terminal",
        keymap: Keymap | None = None,
        notice: str = "",
    ) -> None:
        super().__init__(driver_class=diffing_driver(self.get_driver_class(), plain=plain), ansi_color=True)
        self.animation_level = "none"
        self._themes_are_shown = not plain and not self.no_color
        self._theme_filter: ThemeFilter | None = None
        self._bound_keys = keymap or Keymap(COMMANDS)
        self._notice = notice
        self.session = Session(workspace, user_state, self._bound_keys.shown_keys)
        self.session.theme = theme
        self._take_theme()
        self.shutdown = Shutdown(self)
        self._typed: deque[events.Event] = deque()
        self._handling: asyncio.Task[None] | None = None

    async def on_event(self, event: events.Event) -> None:
        """Hold back what is typed until the keys before it have done their work, however fast it comes.

        Textual hands all keys on at once: after an Enter that closes an input they would still go to the input.
        """
        if isinstance(event, events.Key) and event.key in ("escape", "ctrl+c") and self._main.is_busy:
            self._typed.clear()
            self._main.cancel_command()
        elif isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._typed.append(event)
            if self._handling is None or self._handling.done():
                self._handling = asyncio.create_task(self._handle_typed())
        elif isinstance(event, events.MouseDown) and not event.is_forwarded:
            self.capture_mouse(self._main.divider_at(int(event.x), int(event.y)))
            await super().on_event(event)
        elif isinstance(event, events.MouseUp) and not event.is_forwarded:
            await super().on_event(event)
            self.capture_mouse(None)  # here, not in the widget: what comes in the same packet is handed on before it acts
        else:
            await super().on_event(event)

    async def _handle_typed(self) -> None:
        while self._typed:
            await self._main.wait_for_command()
            focused = self.focused
            await super().on_event(self._typed.popleft())
            hearing = (focused, focused.parent, self.screen, self) if focused else (self.screen, self)
            for node in (*hearing, *hearing):  # up with the key, then with what an input makes of it
                await _caught_up(node)

    def _take_theme(self) -> None:
        theme = THEMES.get(self.session.theme) if self._themes_are_shown else None
        self._theme_filter = ThemeFilter(theme) if theme is not None else None

    def on_theme_wanted(self, _message: ThemeWanted) -> None:
        """Paint all in the colours of the theme that was chosen."""
        self._take_theme()
        for widget in self.screen.walk_children(with_self=True):
            widget.refresh()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what lines pass before they are painted: the theme, then what takes colour away."""
        filters = super().get_line_filters()
        return filters if self._theme_filter is None else [self._theme_filter, *filters]

    def on_redraw_wanted(self, _message: RedrawWanted) -> None:
        """Send the whole screen again, as a command asks for."""
        self.redraw()

    def redraw(self) -> None:
        """Send the whole screen again, whatever the terminal shows now."""
        driver = driver_of(self)
        if isinstance(driver, DiffingDriver):
            driver.redraw()

    def on_mount(self) -> None:
        """Watch for signals and for faults of threads that end the app."""
        if not self.is_headless:
            self.shutdown.watch()
            self.set_interval(1.0, self._leave_with_the_terminal)

    def _leave_with_the_terminal(self) -> None:
        if sys.__stdin__ is None or not sys.__stdin__.isatty():
            self.shutdown.leave(1)

    def panic(self, *renderables: RenderableType) -> None:
        """Leave because of a fault; what it is goes into a report, not over the screen."""
        self.shutdown.note_fault(" ".join(map(str, renderables)))
        self._close_messages_no_wait()

    def end_with(self, error: BaseException) -> None:
        """Leave because of a fault in another thread, which goes into the report with the place where it happened."""
        self.shutdown.fault = self.shutdown.fault or error
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        """End the program for a fault that Textual has caught; see `fault`."""
        self._close_messages_no_wait()

    @property
    def fault(self) -> BaseException | None:
        """What ended the app, if it was a fault of its own."""
        return error_of(self) or self.shutdown.fault

    def on_resize(self, event: events.Resize) -> None:
        """Paint all again: a terminal that comes back in the size it had may have lost what it showed."""
        if event.size == last_size(self):
            self.redraw()

    def get_default_screen(self) -> MouseScreen:
        """Return the one screen, painted once it is whole: each pass of layout would send it to the terminal again."""
        painting_held = ExitStack()
        painting_held.enter_context(self.batch_update())
        self._main = MouseScreen(self.session, self._bound_keys, painting_held.close, self._notice)
        return self._main


async def _caught_up(node: MessagePump | None) -> None:
    """Wait until a widget has dealt with the messages that it has now, or is gone."""
    if node is not None and node.is_running:
        done = asyncio.Event()
        node.call_later(done.set)
        while node.is_running and not done.is_set():
            await asyncio.sleep(0)
