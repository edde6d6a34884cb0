"""A list to pick from, and asking before something goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.geometry import Offset, Size
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from jinpu_tui.query.search_index import EVERYWHERE, folded
from jinpu_tui.text.i18n import _
from jinpu_tui.text.width import fit, width_of
from jinpu_tui.ui.dialogs.dialog import LineInput, Popup
from jinpu_tui.ui.highlight import Wanted, highlighted
from jinpu_tui.ui.line_widget import Lines
from jinpu_tui.ui.option import Option
from jinpu_tui.ui.strips import strip
from jinpu_tui.ui.styles import BOLD, DIM, LINK, PLAIN

MIN_RIGHT = 24
"""Cells that the text at the right of an option may always take: the name of an author of twelve wide characters."""


WHEEL_ROWS = 3


class Options(Lines):
    """The options that match, drawn as far as there is room."""

    DEFAULT_CSS = "Options { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.options: Sequence[Option] = ()
        self.cursor = 0
        self.wanted: Wanted = ()
        """The words that the options were narrowed by."""
        self._rows: Sequence[int | str] = ()
        """What stands on each line: the number of an option, or a heading."""

    class Clicked(Message):
        """An option was clicked; the cursor is on it."""

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the option that was clicked."""
        event.stop()
        number = self._top + int(event.y)
        index = self._rows[number] if number < len(self._rows) else ""
        if event.button == 1 and isinstance(index, int):
            self.move(index - self.cursor)
            self.post_message(self.Clicked())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move down the list."""
        event.stop()
        self.move(WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move up the list."""
        event.stop()
        self.move(-WHEEL_ROWS)

    def show(self, options: Sequence[Option], *, with_headings: bool) -> None:
        """Show these options, the cursor on the first."""
        self.options, self.cursor = options, 0
        rows: list[int | str] = []
        for number, option in enumerate(options):
            if with_headings and option.heading and (not number or options[number - 1].heading != option.heading):
                rows.append(option.heading)
            rows.append(number)
        self._rows = rows
        self.repaint()

    def move(self, by: int) -> None:
        """Move the cursor."""
        self.cursor = max(0, min(self.cursor + by, len(self.options) - 1))
        self.repaint()

    @property
    def place_of_cursor(self) -> Offset:
        """Where on the terminal the option under the cursor is."""
        return Offset(self.region.x, self.region.y + self._row_of_cursor - self._top)

    @property
    def _row_of_cursor(self) -> int:
        return self._rows.index(self.cursor) if self.options else 0

    @property
    def _top(self) -> int:
        """The number of the row on the first line."""
        return max(0, self._row_of_cursor - max(1, self.size.height) + 1)

    def line(self, y: int) -> Strip:
        """One option."""
        width = self.size.width
        number = self._top + y
        if number >= len(self._rows):
            return strip([(_("No match") if not self.options and y == 0 else "", DIM)], width)
        index = self._rows[number]
        if isinstance(index, str):
            return strip([(fit(index, width), BOLD)], width)
        one = self.options[index]
        room = min(width_of(one.right), max(width // 3, MIN_RIGHT))
        right = fit(one.right, room)
        label = fit(one.label, width - room - 1)
        line = [*highlighted(label, PLAIN, "", self.wanted), *highlighted(f" {right}", LINK, "", self.wanted)]
        return strip(line, width, cursor=index == self.cursor)


class Chooser(Popup):
    """A list to pick from; typing narrows it. With `free` what was typed can be picked as it is.

    An option whose value was typed comes first, and so does what was typed if it is `exact`: a value that needs no list.
    """

    def __init__(
        self,
        title: str,
        prompt_line: int,
        options: Sequence[Option],
        *,
        start: str = "",
        free: bool = False,
        size: tuple[int, int] = (60, 12),
        slot: str = "",
        exact: Callable[[str], bool] = lambda _text: False,
    ) -> None:
        super().__init__(title, prompt_line, LineInput("", _("type to narrow")), slot=slot)
        self.remembers = free or bool(slot)
        self._exact = exact
        self._listed = Options()
        self._is_in_list = False
        self._start, self._free, self._most = start, free, size
        self._take(options)

    def _take(self, options: Sequence[Option]) -> None:
        self._all = options
        self._folded = [folded(f"{option.label} {option.right} {option.words} {option.names}") for option in options]

    def relist(self, options: Sequence[Option], value: str) -> None:
        """Offer these options from now on, the cursor on one of this value."""
        self._take(options)
        self._narrow(self.typed_into.value if isinstance(self.typed_into, LineInput) else "")
        self._listed.move(next((index for index, item in enumerate(self._listed.options) if item.value == value), 0))

    @property
    def value(self) -> str | None:
        """The value under the cursor; None if nothing matches."""
        options = self._listed.options
        return options[self._listed.cursor].value if options else None

    def compose(self) -> ComposeResult:
        """Return what is typed, the matches, and what is shown."""
        yield self.typed_into
        yield self._listed
        yield self.message_line

    def fit_in(self, room: Size) -> None:
        """As high as the options need."""
        self.place(room, min(self._most[1], self._line_count + self._free) + 4, self._most[0])

    @property
    def _line_count(self) -> int:
        return len(self._all) + len({option.heading for option in self._all} - {""})

    def on_mount(self) -> None:
        """Begin on the present value."""
        super().on_mount()
        self._narrow("")
        at = next((index for index, item in enumerate(self._all) if item.value == self._start), 0)
        self._listed.move(at)

    def place_caret(self) -> None:
        """Put the terminal's cursor on the option that the keys have moved to, until something is typed."""
        if self._is_in_list and self.is_attached:
            self.app.cursor_position = self._listed.place_of_cursor
        else:
            super().place_caret()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._is_in_list = False
        if self.remembers and event.value:
            self.keep(event.value)
        self._narrow(event.value)

    @property
    def closes_on_click_beside(self) -> bool:
        """A list closes as long as nothing was typed."""
        return not self.typed

    def on_options_clicked(self, event: Options.Clicked) -> None:
        """Pick what was clicked."""
        event.stop()
        self.pick_clicked()

    def pick_clicked(self) -> None:
        """Pick what the cursor is on, after a click."""
        self.submit("enter")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pick what the cursor is on."""
        event.stop()
        self.submit("enter")

    def give_answer(self) -> None:
        """Hand on the value under the cursor, if anything matches."""
        value = self.value
        if value is not None:
            self.answer(value)

    def on_key(self, event: events.Key) -> None:
        """Move over the list."""
        steps = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, "ctrl+p": -1, "ctrl+n": 1, "ctrl+k": -1, "ctrl+j": 1}
        if event.key in steps:
            self._listed.move(steps[event.key])
            self._is_in_list = True
            self.place_caret()
            event.stop()
            event.prevent_default()
        super().on_key(event)

    def _narrow(self, text: str) -> None:
        words = folded(text).split()
        pairs = zip(self._all, self._folded, strict=True)
        found = [item for item, words_of in pairs if all(word in words_of for word in words)]
        if words and not self._free:
            found.sort(key=lambda item: _rank(item, words))
        typed = text.strip()
        found.sort(key=lambda item: not typed or item.value != typed)
        if self._free and typed and all(item.value != typed for item in found):
            is_exact = self._exact(typed)
            label = _("as typed: {text}") if is_exact else _("new: {text}")
            found.insert(0 if is_exact else len(found), Option(label.format(text=typed), typed))
        self._listed.wanted = [(EVERYWHERE, word) for word in words]
        self._listed.show(found, with_headings=not words)


def _rank(option: Option, words: list[str]) -> int:
    """Return how well an option fits typed words, the best first.

    By its key or the first word of its label, by its first name, by another name, by the beginning of its label, or else.
    """
    label = folded(option.label)
    if words[0] in folded(option.right).split() or label.split(maxsplit=1)[:1] == words[:1]:
        return 0
    names = folded(option.names).split() if option.names else []
    if names[: len(words)] == words:
        return 1
    return 2 if names and set(words).issubset(names) else 3 if label.startswith(words[0]) else 4


class Confirm(Chooser):
    """Asks before something goes; Cancel comes first and Enter alone changes nothing."""

    def __init__(self, title: str, prompt_line: int, question: str, verb: str) -> None:
        options = [Option(_("Cancel"), ""), Option(f"{verb}  {question}", "yes")]
        super().__init__(title, prompt_line, options, size=(76, 4))
