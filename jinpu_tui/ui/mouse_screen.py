"""The screen with the mouse: what a click means. It runs the commands that keys run; moving and sizing is all that it adds."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from textual import events
from textual.errors import NoWidget
from textual.widget import Widget

from jinpu_tui.ui.bars import Divider, KeyLine, TabLine, TopLine
from jinpu_tui.ui.commands import pointing
from jinpu_tui.ui.main_screen import MainScreen
from jinpu_tui.ui.pages.page import FilterLink
from jinpu_tui.ui.panes.list_pane import ListPane
from jinpu_tui.ui.title import TitlePart, part_at

OPENS = ("kept.open", "go.open")
"""What a double click runs: the first of these commands that can be run there."""

CLOSE_CELLS = 2
"""Cells at the end of a chip that its sign to close takes."""


class MouseScreen(MainScreen):
    """Takes what the panes, the bars and the dividers say of the mouse."""

    ALLOW_SELECT = False  # terminals select text themselves while Shift is held

    def on_list_pane_clicked(self, message: ListPane.Clicked) -> None:
        """Put the cursor on the row; fold, open, or list what can be done with it."""
        if self._is_closed_to_mouse():
            return
        self.keys.quiet()
        pane, place = message.pane, message.place
        if place.y == 0:
            self._click_title(pane, place.x)
            return
        index = pane.index_at(place.y)
        self.give_keys_to(pane)
        if index >= len(pane.rows):
            return
        pane.point_at(index, place.x)
        self.moved()
        if message.is_right:
            from jinpu_tui.ui.commands.palette import list_record_commands

            self.run_steps(list_record_commands(self))
        elif pane.is_fold_mark(index, place.x):
            self.run_steps(pointing.fold_or_unfold(self))
        elif message.count == 2:
            self._run_first(OPENS)

    def _click_title(self, pane: ListPane[Any], x: int) -> None:
        """Go to the pane; sort by the head of a column, clear what a chip narrows, or change how the pane is arranged.

        A click on the name of a pane that has the keys already sorts by the column below it, which has its head elsewhere.
        """
        had_keys = pane.active
        self.give_keys_to(pane)
        part = part_at(pane.title_parts, x)
        if part is not None and (had_keys or part.what != "covered"):
            self._click_part(part, is_close=x >= part.end - CLOSE_CELLS)

    def _click_part(self, part: TitlePart, *, is_close: bool) -> None:
        if part.what in ("head", "covered"):
            self.run_steps(pointing.sort_by(self, part.value))
        elif part.what == "arranged":
            self._run_first(("view.order",))
        elif not is_close:
            self._run_first(("view.filter",) if part.what == "filter" else ())
        elif part.what == "scope":
            self.run_steps(pointing.clear_scope(self))
        else:
            self.run_steps(pointing.narrow(self, part.value))

    def on_click(self, event: events.Click) -> None:
        """Close a list if a click is beside it, and on nothing that takes clicks itself."""
        popup = self.popup
        if popup is not None and event.widget is not None and popup not in event.widget.ancestors_with_self:
            self._is_closed_to_mouse()

    def on_list_pane_wheeled(self, message: ListPane.Wheeled) -> None:
        """Show rows further down or up; the cursor follows only if it would be out of sight."""
        if self.popup is None and not self.is_busy:
            message.pane.scroll_by(message.by)
            self.moved()

    def on_key_line_clicked(self, message: KeyLine.Clicked) -> None:
        """Run the command of the key, or take a message away."""
        if self._is_closed_to_mouse():
            return
        self.keys.quiet()
        id_ = self.offered[message.number] if message.number is not None else ""
        if id_:
            self._run_first((id_,))

    def on_top_line_clicked(self, message: TopLine.Clicked) -> None:
        """Show the tasks of a light."""
        if not self._is_closed_to_mouse():
            self.keys.quiet()
            self.open_filter_link(FilterLink("tasks", f"light:{message.light}"))

    def on_tab_line_clicked(self, message: TabLine.Clicked) -> None:
        """Go to a pane."""
        if not self._is_closed_to_mouse():
            self.keys.quiet()
            self.go(message.pane)

    def divider_at(self, x: int, y: int) -> Widget | None:
        """Return what can be dragged at a cell of the terminal."""
        with suppress(NoWidget):
            widget, region = self.get_widget_at(x, y)
            if isinstance(widget, Divider) or (isinstance(widget, ListPane) and widget.divides and y == region.y):
                return widget
        return None

    def on_divider_dragged(self, message: Divider.Dragged) -> None:
        """Give the requirements more or less room."""
        self.size_left(message.column)
        self._keep_sizes(is_over=message.is_over)

    def on_list_pane_title_dragged(self, message: ListPane.TitleDragged) -> None:
        """Give the tasks more or less room above the indicators."""
        self.size_upper(message.line)
        self._keep_sizes(is_over=message.is_over)

    def _keep_sizes(self, *, is_over: bool) -> None:
        """Keep the sizes for the next session once the divider is let go."""
        if is_over:
            self.session.save_views()
            self.call_after_refresh(self.show_cursor)

    def _is_closed_to_mouse(self) -> bool:
        """Return whether a click beside a popup, or while a command runs, does nothing; a list without a text closes."""
        self.leave_welcome()
        popup = self.popup
        if popup is not None and popup.closes_on_click_beside:
            popup.cancel()
        return popup is not None or self.is_busy

    def _run_first(self, ids: Sequence[str]) -> None:
        """Run the first of some commands that can be run where the cursor is."""
        commands = {command.id: command for command in self.commands}
        command = next((commands[id_] for id_ in ids if commands[id_].applies(self.place, self._kind)), None)
        if command is not None:
            self.run_command(command)
