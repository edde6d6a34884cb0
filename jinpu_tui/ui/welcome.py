"""What a new user reads first: four lines over the panes, until the first key, which does its usual work."""

from __future__ import annotations

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from jinpu_tui.text.i18n import _
from jinpu_tui.text.width import fit, width_of
from jinpu_tui.ui.line_widget import Lines
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.strips import strip
from jinpu_tui.ui.styles import BOLD, PLAIN

MIN_HEIGHT = 14
"""Lines of a terminal in which the welcome leaves enough of the panes to be seen."""

FRAME = 2
"""Lines that the border takes; it takes as many cells at the sides, and as many blanks stand beside it."""


def welcome_lines(session: Session) -> list[str]:
    """Return the four lines, with the keys that matter most."""
    keys = {
        "undo": session.key_of("edit.undo"),
        "open": session.key_of("go.open"),
        "filter": session.key_of("view.filter"),
        "palette": session.key_of("program.palette"),
        "help": session.key_of("program.help"),
    }
    first = _("Welcome. Every edit is on disk as soon as it is made; {undo} takes it back.")
    if session.workspace.read_only:
        first = _("Welcome. Nothing can be changed here: this dataset is read-only.")
    if session.proposes:
        first = _("Welcome. You may not write here: what you edit is kept as a proposal.")
    lines = [
        first,
        _("{open} opens what is under the cursor, Esc leaves it."),
        _("{filter} filters as you type, {palette} finds every command by its name."),
        _("{help} says what you can do where you are. These lines go with your first key."),
    ]
    return [line.format(**keys) for line in lines]


class Welcome(Lines):
    """The lines in a box above the bottom line. It takes no key and no focus: what is typed goes where it always goes."""

    DEFAULT_CSS = """
    Welcome { layer: popup; position: absolute; border: round ansi_cyan; padding: 0 1; display: none; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(id="welcome")
        self._session = session
        self._texts = welcome_lines(session)

    def fit_in(self, room: Size) -> None:
        """Show the lines if a terminal of this size has room for them."""
        width = max(map(width_of, self._texts)) + 2 * FRAME
        height = len(self._texts) + FRAME
        self.styles.width, self.styles.height = width, height
        self.styles.offset = (max(0, (room.width - width) // 2), room.height - height - 1)
        self.display = room.height >= MIN_HEIGHT and room.width >= width

    def leave(self) -> bool:
        """Take the lines away, for good if they were to be seen; return whether they were."""
        was_seen = bool(self.display)
        if was_seen:
            self._session.user_state.note_welcome()
        self.display = False
        self.remove()
        return was_seen

    def on_click(self, event: events.Click) -> None:
        """Take the lines away if they are clicked on."""
        event.stop()
        self.leave()

    def line(self, y: int) -> Strip:
        """Return one of the lines."""
        width = self.size.width
        return strip([(fit(self._texts[y], width), PLAIN if y else BOLD)], width)
