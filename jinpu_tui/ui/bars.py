"""The top line, the tab line of a narrow terminal, and the bottom line with the keys that work now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from textual import events
from textual.message import Message
from textual.strip import Strip

from jinpu_tui.analysis.light_names import short_light_name
from jinpu_tui.analysis.lights import ORDER, SYMBOLS
from jinpu_tui.model.records import Pane
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import cell_width, fit
from jinpu_tui.ui.line_widget import Lines
from jinpu_tui.ui.session import PANES, Session
from jinpu_tui.ui.strips import strip
from jinpu_tui.ui.styled_line import Line, line_width
from jinpu_tui.ui.styles import ACCENT, BAD, BOLD, DIM, LIGHT_STYLES, MARK, PLAIN, WARN
from jinpu_tui.ui.title import TitlePart, pane_names, part_at

SHOWN = tuple(light for light in ORDER if light != "off")
"""The lights whose counts the top line shows."""

MIN_TITLE = 40
"""While the title has fewer cells, the top line leaves out the names of lights."""


class TopLine(Lines):
    """What is open, whether it can be changed, and how it stands."""

    DEFAULT_CSS = "TopLine { height: 1; }"

    def __init__(self, session: Session) -> None:
        super().__init__(id="top")
        self.session = session
        self.parts: tuple[TitlePart, ...] = ()
        """Where the counts of lights stand, as they were last drawn."""

    class Clicked(Message):
        """The count of a light was clicked."""

        def __init__(self, light: str) -> None:
            super().__init__()
            self.light = light

    def on_click(self, event: events.Click) -> None:
        """Say which light was clicked."""
        event.stop()
        part = part_at(self.parts, int(event.x))
        if part is not None:
            self.post_message(self.Clicked(part.value))

    def line(self, y: int) -> Strip:
        """Title on the left, day and light counts on the right; what does not fit goes: the names of lights, the day."""
        width = self.size.width
        session = self.session
        is_reading = session.workspace.reading
        lights = self._reading() if is_reading else self._lights(with_names=True)
        notes: Line = []
        if session.marks:
            marked = ngettext("{count} marked", "{count} marked", len(session.marks)).format(count=len(session.marks))
            notes.append((f"{marked}  ", MARK))
        if session.workspace.stale:
            name = visible(Path(session.workspace.stale[0].file).name)
            notes.append((_("~ {file} unreadable").format(file=name) + "  ", BAD))
        if session.waiting:
            message = ngettext("{count} edit waits", "{count} edits wait", session.waiting).format(count=session.waiting)
            notes.append((message + "  ", WARN))
        if session.workspace.read_only:
            notes.append((_("READ-ONLY") + "  ", WARN))
        if session.problems:
            count = len(session.problems)
            notes.append((ngettext("! {count} problem", "! {count} problems", count).format(count=count) + "  ", BAD))
        day: Line = [(_("as of {day}").format(day=session.day) + "  ", DIM)]
        if not is_reading and line_width([*notes, *day, *lights]) + MIN_TITLE > width:
            lights = self._lights(with_names=False)
        right = [*notes, *day, *lights]
        if line_width(right) + 12 > width:
            right = [*notes, *lights]
        self.parts = () if is_reading else tuple(self._parts(lights, width))
        title = visible(session.dataset.info.title or session.workspace.root.name)
        room = max(0, width - line_width(right) - 1)
        return strip([(fit(f" {title}", room), BOLD), (" ", PLAIN), *right], width)

    def _lights(self, *, with_names: bool) -> Line:
        counts = self.session.analysis.light_counts
        names = {item: f" {short_light_name(item)}" if with_names else "" for item in SHOWN}
        return [
            (f"{SYMBOLS[item]} {counts[item]}{names[item]}  ", LIGHT_STYLES[item] if counts[item] else DIM) for item in SHOWN
        ]

    def _parts(self, lights: Line, width: int) -> Iterator[TitlePart]:
        start = width - line_width(lights)
        for light, (text, _style) in zip(SHOWN, lights, strict=True):
            yield TitlePart(start, start + cell_width(text.rstrip()), "light", light)
            start += cell_width(text)

    def _reading(self) -> Line:
        return [(_("reading {share:.0%}").format(share=self.session.workspace.share_read) + "  ", WARN)]


class TabLine(Lines):
    """The three panes with their keys, where only one is shown."""

    DEFAULT_CSS = "TabLine { height: 1; display: none; }"

    def __init__(self, session: Session) -> None:
        super().__init__(id="tabs")
        self.session = session
        self.pane: Pane = "requirements"
        self.parts: tuple[TitlePart, ...] = ()
        """Where the names of panes stand, as they were last drawn."""
        self.counts: dict[Pane, str] = {}

    class Clicked(Message):
        """A tab was clicked."""

        def __init__(self, pane: Pane) -> None:
            super().__init__()
            self.pane = pane

    def on_click(self, event: events.Click) -> None:
        """Say which tab was clicked."""
        event.stop()
        part = part_at(self.parts, int(event.x))
        if part is not None:
            self.post_message(self.Clicked(next(pane for pane in PANES if pane == part.value)))

    def line(self, y: int) -> Strip:
        """Return the line: the pane in front is bright; the others say how many rows they have."""
        width = self.size.width
        short = width < 70
        line: Line = []
        parts = []
        for pane, name in pane_names().items():
            start, key = line_width(line), self.session.key_of(f"go.{pane}")
            if pane == self.pane:
                line += [(f"[{key} {name}]", ACCENT), (" ", DIM)]
            else:
                line += [(f" {key} ", DIM), (name[:3] if short else name, PLAIN), (f" {self.counts.get(pane, '')} ", DIM)]
            parts.append(TitlePart(start, line_width(line), "pane", pane))
        self.parts = tuple(parts)
        return strip(line, width)


class KeyLine(Lines):
    """The keys that work now; for one key's length, what the last one did."""

    DEFAULT_CSS = "KeyLine { height: 1; dock: bottom; }"

    def __init__(self) -> None:
        super().__init__(id="keys")
        self.keys: list[tuple[str, str]] = []
        self.message = self.news = self.position = ""
        self.bad = False
        self._places: list[tuple[int, int, int]] = []
        """Where each key that is shown begins and ends, and its number among those offered; empty while a message is shown."""

    class Clicked(Message):
        """A key on the line was clicked, `number` of those offered; None for a message."""

        def __init__(self, number: int | None) -> None:
            super().__init__()
            self.number = number

    def on_click(self, event: events.Click) -> None:
        """Say which key was clicked."""
        event.stop()
        number = next((number for start, end, number in self._places if start <= event.x < end), None)
        if event.button == 1 and (number is not None or not self._places):
            self.post_message(self.Clicked(number))

    def show_message(self, message: str, *, bad: bool = False) -> None:
        """Show a message until the next key."""
        self.message, self.news, self.bad = message, "", bad
        self.repaint()

    def add_news(self, news: str, *, bad: bool = False) -> None:
        """Show what others did, after what the last key did."""
        self.news, self.bad = news, bad
        self.repaint()

    def offer(self, keys: list[tuple[str, str]]) -> None:
        """Show these keys with their verbs."""
        if keys != self.keys:
            self.keys = keys
            self.repaint()

    def show_position(self, position: str) -> None:
        """Show at the right end which row the cursor is on, of how many."""
        if position != self.position:
            self.position = position
            self.repaint()

    def quiet(self) -> None:
        """Take the message away."""
        if self.message or self.news:
            self.show_message("")

    def line(self, y: int) -> Strip:
        """As many keys as fit, the last two (help and leave) always; then the position, or what was done."""
        width = self.size.width
        if self.message or self.news:
            self._places = []
            message = " · ".join(filter(None, (self.message, self.news)))
            return strip([(fit(f" {message}", width), BAD if self.bad else BOLD)], width)
        *first, help_, leave = self.keys or [("", ""), ("", "")]
        last = _keys([help_, leave])
        position: Line = [(f" {self.position} ", DIM)] if self.position else []
        if line_width(last) + line_width(position) > width:
            position = []
        tail = line_width(last) + line_width(position)
        line: Line = []
        shown = 0
        for pair in first:
            piece = _keys([pair])
            if line_width(line) + line_width(piece) + tail > width:
                break
            line += piece
            shown += 1
        self._places = _places([*line, *last], [*range(shown), len(first), len(first) + 1])
        gap = " " * (width - line_width(line) - tail)
        return strip([*line, *last, (gap, PLAIN), *position], width)


class Rule(Lines):
    """The thin rule between the tree and the tables."""

    def line(self, y: int) -> Strip:
        """Return a piece of it."""
        return strip([("│", DIM)], 1)


class Divider(Rule):
    """A rule that can be dragged. The screen captures the mouse for it."""

    class Dragged(Message):
        """The rule is dragged to a column of the terminal; `is_over`: it is let go there."""

        def __init__(self, column: int, *, is_over: bool) -> None:
            super().__init__()
            self.column, self.is_over = column, is_over

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._is_held = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to drag."""
        self._is_held = event.button == 1

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag."""
        if self._is_held:
            self.post_message(self.Dragged(int(event.screen_x), is_over=False))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        if self._is_held:
            self._is_held = False
            self.post_message(self.Dragged(int(event.screen_x), is_over=True))


def _keys(pairs: list[tuple[str, str]]) -> Line:
    return [piece for key, verb in pairs for piece in ((f" {key}", ACCENT), (f" {verb} ", DIM))]


def _places(pieces: Line, numbers: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return the cells that each key takes with its verb, which are two pieces, and the number that it has."""
    places, at = [], 0
    for key, verb, number in zip(pieces[::2], pieces[1::2], numbers, strict=True):
        size = line_width([key, verb])
        places.append((at, at + size, number))
        at += size
    return places
