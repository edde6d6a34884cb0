"""A prompt for a text that may have several lines: it grows with them, and Enter uses it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.widgets import TextArea

from jinpu_tui.ui.dialogs.dialog import Popup
from jinpu_tui.ui.dialogs.past_texts import PastTexts

WIDTH = 64
MAX_LINES = 12
FRAME = 2
"""Lines of the terminal that the border takes."""

MAX_PREVIEW_LINES = 4


class LinesInput(TextArea):
    """A text area in which Enter does not end a line, but uses the text; Ctrl+J ends a line."""

    class Submitted(Message):
        """Enter was pressed."""

    def __init__(self, past: PastTexts) -> None:
        super().__init__("", soft_wrap=True, compact=True, theme="css")
        self.cursor_blink = False
        self._past = past

    def _on_key(self, event: events.Key) -> None:  # type: ignore[override]  # Textual calls that of the base class, too
        """Take Enter and Ctrl+J, and Up and Down while nothing was typed; all else is for the text area."""
        if event.key in ("up", "down") and (not self.text or self._past.holds(self.text)):
            text = self._past.moved(-1 if event.key == "up" else 1, self.text)
            if text is not None:
                event.stop()
                event.prevent_default()
                self.text = text
                self.move_cursor(self.document.end)
            return
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

    def __init__(
        self, title: str, prompt_line: int, preview: Callable[[str], str], *, slot: str = "", past: Sequence[str] = ()
    ) -> None:
        self._area = LinesInput(PastTexts(past))
        super().__init__(title, prompt_line, self._area, slot=slot)
        self._preview = preview
        self.message_line.max_lines = MAX_PREVIEW_LINES

    def compose(self) -> ComposeResult:
        """Return the text, and below it what Enter would do."""
        yield self._area
        yield self.message_line

    def fit_in(self, room: Size) -> None:
        """As high as the text and its preview are."""
        lines = self._area.wrapped_document.height if self._area.is_attached and self._area.size.width else 1
        said = len(self.message_line.lines(min(WIDTH, room.width - 2) - 4))
        self.message_line.styles.height = said
        self.place(room, max(1, min(lines, MAX_LINES)) + said + FRAME, WIDTH)

    def refuse(self, reason: str) -> None:
        """Say why the text cannot be used, on as many lines as that takes."""
        super().refuse(reason)
        self.fit_in(self.screen.size)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep what is typed, grow with it, and say what Enter would do."""
        event.stop()
        text = self._area.text
        self.keep(text)
        self.message_line.show(self._preview(text))
        self.fit_in(self.screen.size)
        self.call_after_refresh(self.place_caret)

    def on_lines_input_submitted(self, event: LinesInput.Submitted) -> None:
        """Use the text."""
        event.stop()
        self.submit("enter")
