"""A line to type into, and a text of several lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.widgets import Input, TextArea

from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible, visible_lines
from jinpu_tui.ui.dialogs.dialog import LineInput, Popup
from jinpu_tui.ui.dialogs.past_texts import PastTexts


class Prompt(Popup):
    """One line to type into. `preview` says what it would do while it is typed."""

    def __init__(
        self,
        title: str,
        prompt_line: int,
        *,
        value: str = "",
        preview: Callable[[str], str] | None = None,
        slot: str = "",
        past: Sequence[str] = (),
    ) -> None:
        super().__init__(title, prompt_line, LineInput(visible(value)), slot=slot)
        self._value = value
        self._preview = preview
        self._past = PastTexts(past)

    def compose(self) -> ComposeResult:
        """Return the line and what is shown about it."""
        yield self.typed_into
        yield self.message_line

    @property
    def offered(self) -> str:
        """The value that the line began with."""
        return visible(self._value)

    def fit_in(self, room: Size) -> None:
        """Two lines in a box."""
        self.place(room, 4, 64)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what it would do."""
        event.stop()
        if event.value != visible(self._value):
            self.keep(event.value)
        self.message_line.show(self._preview(_unchanged(event.value, self._value)) if self._preview else "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Use the text."""
        event.stop()
        self.submit("enter")

    def give_answer(self) -> None:
        """Hand on the text."""
        self.answer(_unchanged(self.typed, self._value))

    def on_key(self, event: events.Key) -> None:
        """Up and Down put in what was typed into such prompts before; in a cell, Down goes on to the one below at last."""
        if event.key in ("up", "down"):
            event.stop()
            event.prevent_default()
            text = self._past.moved(-1 if event.key == "up" else 1, self.typed)
            if text is not None:
                self._put_in(text)
            elif event.key == "down" and self.takes_tab:
                self.submit("down")
        super().on_key(event)


class TextPrompt(Popup):
    """A text of several lines; Ctrl+S keeps it."""

    def __init__(self, title: str, prompt_line: int, value: str) -> None:
        area = TextArea(_shown(value), soft_wrap=True, compact=True, theme="css")
        area.cursor_blink = False
        super().__init__(title, prompt_line, area)
        self._area, self._value = area, value

    def compose(self) -> ComposeResult:
        """Return the text and what is shown about it."""
        yield self.typed_into
        yield self.message_line

    @property
    def offered(self) -> str:
        """The value that the text began with."""
        return _shown(self._value)

    def fit_in(self, room: Size) -> None:
        """Most of the terminal."""
        self.place(room, min(20, room.height - 4), 100)

    def on_mount(self) -> None:
        """Say how to leave."""
        super().on_mount()
        self.message_line.show(_("Ctrl+S keeps, Esc leaves it as it was"))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep what is typed."""
        event.stop()
        if self._area.text != _shown(self._value):
            self.keep(self._area.text)

    def on_key(self, event: events.Key) -> None:
        """Ctrl+S keeps the text."""
        if event.key == "ctrl+s":
            event.stop()
            event.prevent_default()
            self.answer(_unchanged(self._area.text, self._value))
        super().on_key(event)


def _shown(value: str) -> str:
    return "\n".join(visible_lines(value))


def _unchanged(text: str, value: str) -> str:
    """Return the text; the value itself if it was left as it was shown, with signs for what cannot be shown."""
    return value if text in (visible(value), _shown(value)) else text
