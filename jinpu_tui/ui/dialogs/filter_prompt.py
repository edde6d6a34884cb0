"""The line that a filter is typed into: it filters while it is typed, completes, and says what is wrong where it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.widgets import Input

from jinpu_tui.model.errors import FilterError
from jinpu_tui.query.completion import Completion
from jinpu_tui.text.i18n import _
from jinpu_tui.text.width import cell_width
from jinpu_tui.ui.dialogs.dialog import LineInput, Popup

WIDTH = 76
MIN_MESSAGE_WIDTH = 36
"""So much of a message says enough; the rest may be cut."""


class FilterPrompt(Popup):
    """A line for a filter. `narrow` filters, or returns what is wrong.

    `count` says how many are left, `complete` what may stand at the end of a text. Tab puts in one candidate after the other;
    up and down go through `past`.
    """

    def __init__(
        self,
        value: str,
        prompt_line: int,
        *,
        narrow: Callable[[str], FilterError | None],
        count: Callable[[], str],
        complete: Callable[[str], Completion],
        past: Sequence[str],
        slot: str,
        hint: str = "",
    ) -> None:
        self._line = LineInput(value, hint or _("words  lead:x  due<+2w  is:late  -not  or  ( )"))
        super().__init__(_("Filter"), prompt_line, self._line, slot=slot)
        self._value = value
        self._narrow, self._count, self._complete = narrow, count, complete
        self._past, self._at = past, len(past)
        self._offered: list[str] = []

    def compose(self) -> ComposeResult:
        """Return the line and what is shown about it."""
        yield self._line
        yield self.message_line

    @property
    def offered(self) -> str:
        """The filter that there was."""
        return self._value

    def fit_in(self, room: Size) -> None:
        """Two lines in a box."""
        self.place(room, 4, WIDTH)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter, and say how many are left or what is wrong."""
        event.stop()
        if event.value != self.offered:
            self.keep(event.value)
        wrong = self._narrow(event.value)
        self.message_line.show(self._pointed(wrong, event.value) if wrong else self._hints(event.value), bad=wrong is not None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep it."""
        event.stop()
        self.answer(event.value)

    def on_key(self, event: events.Key) -> None:
        """Complete on Tab; earlier filters on up and down."""
        if event.key == "tab":
            self._completed()
        elif event.key in ("up", "down") and self._past:
            self._at = max(0, min(len(self._past), self._at + (-1 if event.key == "up" else 1)))
            self._put([*self._past, ""][self._at])
        super().on_key(event)

    def _pointed(self, wrong: FilterError, text: str) -> str:
        return _pointed_at(str(wrong), cell_width(text[: wrong.start]) - self._line.scroll_offset.x)

    def _hints(self, text: str) -> str:
        """How many are left, and how the text may go on."""
        candidates = self._complete(text).candidates if text and not text.endswith(" ") else ()
        return "   ".join([self._count(), "  ".join(candidates[:6])]).rstrip()

    def _completed(self) -> None:
        """Put in the next candidate: of those there were before the last Tab, if that is how the text came to be."""
        text = self._line.value
        if text not in self._offered:
            found = self._complete(text)
            self._offered = [text[: found.start] + candidate for candidate in found.candidates]
        if self._offered:
            at = self._offered.index(text) + 1 if text in self._offered else 0
            self._put(self._offered[at % len(self._offered)])

    def _put(self, text: str) -> None:
        self._line.value = text
        self._line.cursor_position = len(text)


def _pointed_at(message: str, place: int) -> str:
    """Return what is wrong beside a sign under the place, on the side where there is room; alone if there is none."""
    room = WIDTH - 4
    if 0 <= place <= room - min(len(message) + 2, MIN_MESSAGE_WIDTH):
        return f"{' ' * place}^ {message}"
    return f"{message} ^".rjust(place + 1) if len(message) + 2 <= place < room else message
