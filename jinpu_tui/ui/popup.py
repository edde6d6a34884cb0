"""Small boxes over the panes: a line to type into, a list to pick from, a text to write. All close on Esc.

They stand where the record is. What was typed stays when it is refused, with the reason under it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Offset
from textual.strip import Strip
from textual.widgets import Input, TextArea

from jinpu_tui.insight.words import folded
from jinpu_tui.locale import _
from jinpu_tui.safe_text import visible
from jinpu_tui.ui.cells import fit, strip
from jinpu_tui.ui.lines import Lines
from jinpu_tui.ui.look import BAD, DIM, LINK, PLAIN

Submit = Callable[[str], str]
"""Takes what was typed and does it; gives back why not, or an empty text."""


class Popup(Vertical):
    """A box with a title. `prompt_line` is the line of the terminal that it belongs to, `left` the column it begins in."""

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

    def __init__(self, title: str, prompt_line: int) -> None:
        super().__init__()
        self.last_key: events.Key | None = None
        self.border_title = visible(title).replace("[", "\\[")
        self.prompt_line = prompt_line

    def place(self, height: int, width: int) -> None:
        """Stand below the prompt_line with this many lines and columns, as far as the terminal has them."""
        room = self.app.size
        width = min(width, room.width - 2)
        height = min(height, room.height - 2)
        top = self.prompt_line + 1
        if top + height > room.height - 1:
            top = max(1, self.prompt_line - height) if self.prompt_line - height >= 1 else max(0, room.height - 1 - height)
        self.styles.height, self.styles.width = height, width
        self.styles.offset = (max(0, min(self.left, room.width - width - 1)), top)

    def on_mount(self) -> None:
        """Take the keys."""
        self.fit_in()
        self.query_one("Input, TextArea").focus()
        self.call_after_refresh(self._place_caret)

    def _place_caret(self) -> None:
        """Put the terminal's cursor at the caret, where input methods show; before the first layout it has no place."""
        typed_into = self.query_one("Input, TextArea")
        if isinstance(typed_into, Input | TextArea):
            self.app.cursor_position = typed_into.cursor_screen_offset
            typed_into.refresh()

    def on_resize(self) -> None:
        """Keep the place."""
        self.fit_in()

    def fit_in(self) -> None:
        """Work out the size."""
        raise NotImplementedError

    def close(self) -> None:
        """Go away."""
        self.remove()

    def on_key(self, event: events.Key) -> None:
        """Esc closes. Tab has nowhere to go; other keys go on, to what Textual's inputs make of them."""
        self.last_key = event
        if event.key == "escape":
            self.cancelled()
            self.close()
        if event.key in ("escape", "tab", "shift+tab"):
            event.stop()
            event.prevent_default()

    def cancelled(self) -> None:
        """Undo what typing has done already."""


class LineInput(Input):
    """A line to type into. Its cursor does not blink: nothing moves by itself."""

    def __init__(self, value: str = "", placeholder: str = "") -> None:
        super().__init__(value, placeholder, compact=True, select_on_focus=True)
        self.cursor_blink = False

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the caret is on the terminal; Textual's own answer is one cell too far at the end of the text."""
        x, y, _width, _height = self.content_region
        return Offset(x + cell_len(self.value[: self.cursor_position]) - self.scroll_offset.x, y)


class Told(Lines):
    """One line that tells: a preview, or what is wrong."""

    DEFAULT_CSS = "Told { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.text, self.bad = "", False

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Show another text."""
        if (text, bad) != (self.text, self.bad):
            self.text, self.bad = text, bad
            self.repaint()

    def line(self, y: int) -> Strip:
        """The text, red when it tells what is wrong."""
        return strip([(fit(self.text, self.size.width), BAD if self.bad else DIM)], self.size.width)


class Prompt(Popup):
    """One line to type into. `preview` tells what it would do while it is typed."""

    def __init__(
        self,
        title: str,
        prompt_line: int,
        submit: Submit,
        *,
        value: str = "",
        preview: Callable[[str], str] | None = None,
        live: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(title, prompt_line)
        self._submit, self._preview, self._live, self._value = submit, preview, live, value

    def compose(self) -> ComposeResult:
        """The line and what is told about it."""
        yield LineInput(self._value)
        if not self._live:
            yield Told()

    def fit_in(self) -> None:
        """Two lines in a box."""
        self.place(3 if self._live else 4, 64)

    def cancelled(self) -> None:
        """A live prompt takes back what it did."""
        if self._live:
            self._live("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what it would do."""
        event.stop()
        if self._live:
            self._live(event.value)
        else:
            self.query_one(Told).tell(self._preview(event.value) if self._preview else "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do it, or tell why not."""
        event.stop()
        reason = self._submit(event.value)
        if reason:
            self.query_one(Told).tell(reason, bad=True)
        else:
            self.close()


class Option(NamedTuple):
    """Something to pick: what to show, what to show at the right, what picking gives, and more words to be found by."""

    label: str
    value: str
    right: str = ""
    words: str = ""


class Options(Lines):
    """The options that match, drawn as far as there is room."""

    DEFAULT_CSS = "Options { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.options: Sequence[Option] = ()
        self.cursor = 0

    def move(self, by: int) -> None:
        """Move the cursor."""
        self.cursor = max(0, min(self.cursor + by, len(self.options) - 1))
        self.repaint()

    def line(self, y: int) -> Strip:
        """One option."""
        width, height = self.size.width, max(1, self.size.height)
        index = max(0, self.cursor - height + 1) + y
        if index >= len(self.options):
            return strip([(_("No match") if not self.options and y == 0 else "", DIM)], width)
        one = self.options[index]
        right = fit(one.right, min(len(one.right), width // 3)) if one.right else ""
        line = [(fit(one.label, width - len(right) - 1), PLAIN), (f" {right}", LINK)]
        return strip(line, width, cursor=index == self.cursor)


class Chooser(Popup):
    """A list to pick from; typing narrows it. With `free` what was typed can be picked as it is."""

    def __init__(
        self,
        title: str,
        prompt_line: int,
        options: Sequence[Option],
        pick: Submit,
        *,
        start: str = "",
        free: bool = False,
        size: tuple[int, int] = (60, 12),
    ) -> None:
        super().__init__(title, prompt_line)
        self._all, self._pick, self._start, self._free, self._most = options, pick, start, free, size
        self._folded = [folded(f"{one.label} {one.right} {one.words}") for one in options]

    def compose(self) -> ComposeResult:
        """What is typed, the matches, and what is told."""
        yield LineInput("", _("type to narrow"))
        yield Options()
        yield Told()

    def fit_in(self) -> None:
        """As high as the options need."""
        self.place(min(self._most[1], len(self._all) + self._free) + 4, self._most[0])

    def on_mount(self) -> None:
        """Begin on the present value."""
        super().on_mount()
        self._narrow("")
        at = next((index for index, one in enumerate(self._all) if one.value == self._start), 0)
        self.query_one(Options).move(at)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._narrow(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pick what the cursor is on."""
        event.stop()
        listed = self.query_one(Options)
        if not listed.options:
            return
        reason = self._pick(listed.options[listed.cursor].value)
        if reason:
            self.query_one(Told).tell(reason, bad=True)
        else:
            self.close()

    def on_key(self, event: events.Key) -> None:
        """Move over the list."""
        steps = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, "ctrl+p": -1, "ctrl+n": 1, "ctrl+k": -1, "ctrl+j": 1}
        if event.key in steps:
            self.query_one(Options).move(steps[event.key])
            event.stop()
            event.prevent_default()
        super().on_key(event)

    def _narrow(self, text: str) -> None:
        words = folded(text).split()
        listed = self.query_one(Options)
        found = [one for one, words_of in zip(self._all, self._folded, strict=True) if all(word in words_of for word in words)]
        if words and not self._free:
            found.sort(key=lambda one: not folded(one.label).startswith(words[0]) and folded(one.right) != words[0])
        if self._free and text.strip() and all(one.value != text.strip() for one in found):
            found.append(Option(_("new: {text}").format(text=text.strip()), text.strip()))
        listed.options, listed.cursor = found, 0
        listed.repaint()


class TextPrompt(Popup):
    """A text of several lines; Ctrl+S keeps it."""

    def __init__(self, title: str, prompt_line: int, submit: Submit, value: str) -> None:
        super().__init__(title, prompt_line)
        self._submit, self._value = submit, value

    def compose(self) -> ComposeResult:
        """The text and what is told about it."""
        area = TextArea(self._value, soft_wrap=True, compact=True, theme="css")
        area.cursor_blink = False
        yield area
        yield Told()

    def fit_in(self) -> None:
        """Most of the terminal."""
        self.place(min(20, self.app.size.height - 4), 100)

    def on_mount(self) -> None:
        """Say how to leave."""
        super().on_mount()
        self.query_one(Told).tell(_("Ctrl+S keeps, Esc leaves it as it was"))

    def on_key(self, event: events.Key) -> None:
        """Ctrl+S keeps the text."""
        if event.key == "ctrl+s":
            event.stop()
            event.prevent_default()
            reason = self._submit(self.query_one(TextArea).text)
            if reason:
                self.query_one(Told).tell(reason, bad=True)
            else:
                self.close()
        super().on_key(event)


class Confirm(Chooser):
    """Asks before something goes; Cancel comes first and Enter alone changes nothing."""

    def __init__(self, title: str, prompt_line: int, question: str, verb: str, agree: Callable[[], str]) -> None:
        options = [Option(_("Cancel"), ""), Option(f"{verb}  {question}", "yes")]
        super().__init__(title, prompt_line, options, lambda value: agree() if value else "", size=(76, 4))


__all__ = ["Chooser", "Confirm", "Option", "Popup", "Prompt", "Submit", "TextPrompt"]
