"""What all popups share: the box and its place, the line to type into, the line that says."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.containers import Vertical
from textual.geometry import Offset, Size
from textual.strip import Strip
from textual.widgets import Input, TextArea

from jinpu_tui.text.sanitize import visible, visible_lines
from jinpu_tui.text.width import cell_width, fit, wrap
from jinpu_tui.ui.line_widget import Lines
from jinpu_tui.ui.strips import strip
from jinpu_tui.ui.styles import BAD, DIM


class Popup(Vertical):
    """A box with a title. `prompt_line` is the line of the terminal that it belongs to, `left` the column it begins in.

    `keep` gets each text that is typed, and the empty one when the popup closes. A popup that `remembers` hands what was typed
    to `give_up` when it is cancelled, so that the text can come back, and calls `used` when the text was used. `answer` gets
    what was typed or picked, None if the popup was cancelled.
    """

    DEFAULT_CSS = """
    Popup {
        layer: popup; position: absolute; height: auto; width: 60;
        border: round ansi_cyan; background: ansi_default; color: ansi_default; padding: 0 1;
        border-title-color: ansi_cyan; border-title-style: bold;
    }
    Popup Input, Popup Input:focus { border: none; height: 1; padding: 0; background: ansi_default; color: ansi_default; }
    Popup Input > .input--cursor { text-style: reverse; }
    Popup TextArea, Popup TextArea:focus { border: none; height: 1fr; padding: 0; }
    """

    left = 2
    remembers = True

    def __init__(self, title: str, prompt_line: int, typed_into: LineInput | TextArea, *, slot: str = "") -> None:
        super().__init__()
        self.keep: Callable[[str], None] = _forget
        self.give_up: Callable[[str], None] = _forget
        self.used: Callable[[], None] = _do_nothing
        self.left_screen: Callable[[], None] = _do_nothing
        self.answer: Callable[[str | None], None] = _ignore
        self.slot = slot
        self.title = title
        self.is_disputed = False
        """Whether the user is asked about the text, because somebody else changed what it is about."""
        self.takes_tab = False
        """Whether Tab and Shift+Tab give the answer as Enter does, for a command that goes on to the next or previous field."""
        self.answer_key = ""
        """The key that gave the last answer."""
        self.last_key: events.Key | None = None
        self.closed = False
        self.border_title = visible(title).replace("[", "\\[")
        self._is_selected = False
        self.prompt_line = prompt_line
        self.typed_into = typed_into
        self.message_line = MessageLine()

    def place(self, room: Size, height: int, width: int) -> None:
        """Stand below the prompt line with this many lines and columns, as far as the terminal has them."""
        width = min(width, room.width - 2)
        height = min(height, room.height - 2)
        top = self.prompt_line + 1
        if top + height > room.height - 1:
            top = max(1, self.prompt_line - height) if self.prompt_line - height >= 1 else max(0, room.height - 1 - height)
        self.styles.height, self.styles.width = height, width
        self.styles.offset = (max(0, min(self.left, room.width - width - 1)), top)

    def on_mount(self) -> None:
        """Take the keys."""
        self.typed_into.focus()
        if self._is_selected and isinstance(self.typed_into, TextArea):
            self.typed_into.select_all()
        self.call_after_refresh(self.place_caret)

    def on_resize(self) -> None:
        """Place the caret once the popup has its place: several keys at once may open it before the screen is laid out."""
        self.call_after_refresh(self.place_caret)

    def place_caret(self) -> None:
        """Put the terminal's cursor at the caret, where input methods show; before the first layout it has no place."""
        if self.is_attached:
            self.app.cursor_position = self.typed_into.cursor_screen_offset
            self.typed_into.refresh()

    def fit_in(self, room: Size) -> None:
        """Work out size and place on a terminal of this size."""
        raise NotImplementedError

    @property
    def typed(self) -> str:
        """What stands in the popup's input."""
        return self.typed_into.value if isinstance(self.typed_into, LineInput) else self.typed_into.text

    @property
    def offered(self) -> str:
        """What stood in the popup's input when it opened, as it was shown."""
        return ""

    def resume(self, text: str) -> None:
        """Go on with what was typed in an earlier session."""
        if isinstance(self.typed_into, LineInput):
            self.typed_into.select_on_focus = False
        self.call_after_refresh(self._put_in, text)

    def offer(self, text: str) -> None:
        """Begin with a text that was typed here before and not used, before the popup opens. Typing replaces it."""
        self._put_in(text)
        self._is_selected = True

    def begin_with(self, text: str) -> None:
        """Begin with what a key typed that opened the popup, in place of what it would begin with."""
        if isinstance(self.typed_into, LineInput):
            self.typed_into.select_on_focus = False
        self._put_in(text)
        self._is_selected = False

    def submit(self, key: str) -> None:
        """Give the answer, because of a key."""
        self.answer_key = key
        self.give_answer()

    def give_answer(self) -> None:
        """Hand on what was typed or picked, if there is an answer."""
        self.answer(self.typed)

    def _put_in(self, text: str) -> None:
        if isinstance(self.typed_into, LineInput):
            self.typed_into.value = visible(text)
            self.typed_into.cursor_position = len(self.typed_into.value)
        else:
            self.typed_into.text = "\n".join(visible_lines(text))
            self.typed_into.move_cursor(self.typed_into.document.end)

    def refuse(self, reason: str) -> None:
        """Say why the answer cannot be used; the user may give another one."""
        self.message_line.show(reason, bad=True)

    def finish(self) -> None:
        """Close: what was typed was used."""
        self.used()
        self.close()

    def close(self) -> None:
        """Go away; the keys go to the panes again at once."""
        self.keep("")
        self.closed = True
        self.display = False  # removing takes some frames
        self.screen.set_focus(None)
        self.remove()
        self.left_screen()

    def on_key(self, event: events.Key) -> None:
        """Esc and Ctrl+c close. Tab has nowhere to go; other keys go on, to what Textual's inputs make of them."""
        self.last_key = event
        if event.key in ("escape", "ctrl+c", "tab", "shift+tab"):
            event.stop()
            event.prevent_default()
        if event.key in ("tab", "shift+tab") and self.takes_tab:
            self.submit(event.key)
        if event.key in ("escape", "ctrl+c"):
            self.cancel()

    def cancel(self) -> None:
        """Close without an answer; what was typed is kept."""
        typed = self.typed
        self.close()
        if self.remembers:
            self.give_up("" if typed == self.offered else typed)
        self.answer(None)

    @property
    def closes_on_click_beside(self) -> bool:
        """Whether a click beside the popup closes it; not if something could be typed into it by then."""
        return False

    def on_paste(self, event: events.Paste) -> None:
        """Let nobody else have what the input has taken."""
        event.stop()


def _forget(_text: str) -> None:
    """Do nothing with a text that is no draft of an edit."""


def _ignore(_answer: str | None) -> None:
    """Do nothing with an answer that nobody waits for."""


def _do_nothing() -> None:
    """Do nothing when a text that was not kept is used."""


class LineInput(Input):
    """A line to type into. Its cursor does not blink: nothing moves by itself."""

    def __init__(self, value: str = "", placeholder: str = "") -> None:
        super().__init__(value, placeholder, compact=True, select_on_focus=True)
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        """Insert a pasted text on one line: its lines are joined with blanks, none is left out."""
        event.stop()
        event.prevent_default()
        text = " ".join(filter(None, (line.strip() for line in event.text.splitlines())))
        if "\n" not in event.text and "\r" not in event.text:
            text = event.text
        self.replace(text, *self.selection)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the caret is on the terminal; Textual's own answer is one cell too far at the end of the text."""
        x, y, _width, _height = self.content_region
        return Offset(x + cell_width(self.value[: self.cursor_position]) - self.scroll_offset.x, y)


class MessageLine(Lines):
    """What is said below the input: a preview, or what is wrong; on one line, or on as many as a popup gives it."""

    DEFAULT_CSS = "MessageLine { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.text, self.bad = "", False
        self.max_lines = 1

    def show(self, text: str, *, bad: bool = False) -> None:
        """Show another text."""
        if (text, bad) != (self.text, self.bad):
            self.text, self.bad = text, bad
            self.repaint()

    def lines(self, width: int) -> list[str]:
        """Return the lines of the text that are shown in a width, at least one."""
        if self.max_lines == 1:
            return [self.text]
        parts = [part for line in visible_lines(self.text) for part in wrap(line, max(10, width))]
        return parts[: self.max_lines] or [""]

    def line(self, y: int) -> Strip:
        """Return a line of the text, red when it says what is wrong."""
        lines = self.lines(self.size.width)
        text = lines[y] if y < len(lines) else ""
        return strip([(fit(text, self.size.width), BAD if self.bad else DIM)], self.size.width)
