"""A prompt for a text that may have several lines: it grows with them, and Enter uses it."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.widgets import TextArea

from jinpu_tui.ui.dialogs.dialog import Popup, Submit

WIDTH = 64
MAX_LINES = 12
FRAME = 3
"""Lines of the terminal that the border and the line of the preview take."""


class LinesInput(TextArea):
    """A text area in which Enter does not end a line, but uses the text; Ctrl+J ends a line."""

    class Submitted(Message):
        """Enter was pressed."""

    def __init__(self) -> None:
        super().__init__("", soft_wrap=True, compact=True, theme="css")
        self.cursor_blink = False

    def _on_key(self, event: events.Key) -> None:  # type: ignore[override]  # Textual calls that of the base class, too
        """Take Enter and Ctrl+J; all else is for the text area."""
        if event.key not in ("enter", "ctrl+j"):
            return
        event.stop()
        event.prevent_default()
        if event.key == "enter":
            self.post_message(self.Submitted())
        else:
            self._replace_via_keyboard("\n", *self.selection)

    def action_delete_to_start_of_line(self) -> None:
        """Delete what is selected, else from the cursor to the start of the line."""
        if self.selection.is_empty:
            super().action_delete_to_start_of_line()
        else:
            self._delete_via_keyboard(*self.selection)


class LinesPrompt(Popup):
    """A text to type or to paste, of one line or of several. `preview` says what Enter would do."""

    DEFAULT_CSS = "LinesPrompt TextArea, LinesPrompt TextArea:focus { height: 1fr; border: none; padding: 0; }"

    def __init__(self, title: str, prompt_line: int, submit: Submit, preview: Callable[[str], str], *, slot: str = "") -> None:
        self._area = LinesInput()
        super().__init__(title, prompt_line, self._area, slot=slot)
        self._submit, self._preview = submit, preview

    def compose(self) -> ComposeResult:
        """Return the text, and below it what Enter would do."""
        yield self._area
        yield self.message_line

    def fit_in(self, room: Size) -> None:
        """As high as the text is, up to MAX_LINES."""
        lines = self._area.wrapped_document.height if self._area.is_attached and self._area.size.width else 1
        self.place(room, max(1, min(lines, MAX_LINES)) + FRAME, WIDTH)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep what is typed, grow with it, and say what Enter would do."""
        event.stop()
        text = self._area.text
        self.keep(text)
        self.fit_in(self.screen.size)
        self.message_line.show(self._preview(text))
        self.call_after_refresh(self.place_caret)

    def on_lines_input_submitted(self, event: LinesInput.Submitted) -> None:
        """Use the text, or say why not."""
        event.stop()
        reason = self._submit(self._area.text)
        if reason:
            self.message_line.show(reason, bad=True)
        else:
            self.finish()
