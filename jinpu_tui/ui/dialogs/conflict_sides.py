"""Two people changed the same thing: both texts side by side, and which one counts."""

from __future__ import annotations

from itertools import zip_longest

from textual.app import ComposeResult
from textual.geometry import Size
from textual.strip import Strip

from jinpu_tui.model.formatting import author_text, side_text
from jinpu_tui.model.merge import Conflict, Side
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible, visible_lines
from jinpu_tui.text.width import fit, wrap
from jinpu_tui.ui.dialogs.chooser import Chooser
from jinpu_tui.ui.dialogs.dialog import LineInput
from jinpu_tui.ui.line_widget import Lines
from jinpu_tui.ui.option import Option
from jinpu_tui.ui.strips import strip
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import BOLD, DIM, PLAIN

MAX_LINES = 10
WIDTH = 76


class Sides(Lines):
    """Theirs on the left, mine on the right."""

    def __init__(self, conflict: Conflict) -> None:
        super().__init__()
        self._heads = author_text(conflict), _("yours")
        self._texts = side_text(conflict, "theirs"), side_text(conflict, "mine")

    def lines(self, width: int) -> list[Line]:
        """Both texts wrapped to half the width, under their heads."""
        room = max(8, width // 2 - 2)
        columns = [[part for line in visible_lines(text) for part in wrap(line, room)] for text in self._texts]
        rows = list(zip_longest(*columns, fillvalue=""))
        if len(rows) > MAX_LINES:
            rows = [*rows[: MAX_LINES - 1], ("…", "…")]
        heads: Line = [(fit(self._heads[0], room), BOLD), (" │ ", DIM), (fit(self._heads[1], room), BOLD)]
        return [heads, *([(fit(left, room), PLAIN), (" │ ", DIM), (fit(right, room), PLAIN)] for left, right in rows)]

    def line(self, y: int) -> Strip:
        """One line of both."""
        lines = self.lines(self.size.width)
        return strip(lines[y], self.size.width) if y < len(lines) else Strip.blank(self.size.width)


class ChooseSide(Chooser):
    """Asks which side of a conflict counts. Theirs comes first: Enter alone, and Esc, leave the file as it is."""

    def __init__(self, conflict: Conflict, prompt_line: int) -> None:
        labels: dict[Side, str] = {
            "theirs": _("Theirs: leave it as it is now") if not conflict.gone else _("Leave it removed"),
            "mine": _("Mine: write it over theirs"),
            "both": _("Both: keep the two entries"),
        }
        title = _("{id} {what} was changed elsewhere meanwhile").format(id=conflict.change.id, what=_what(conflict))
        options = [Option(labels[side], side) for side in conflict.sides]
        super().__init__(title, prompt_line, options)
        self._sides = Sides(conflict)
        if isinstance(self.typed_into, LineInput):
            self.typed_into.placeholder = _("Enter picks, Esc leaves it as it is")

    def compose(self) -> ComposeResult:
        """Both texts, then the choice."""
        yield self._sides
        yield from super().compose()

    def fit_in(self, room: Size) -> None:
        """As high as the longer text needs, as far as there is room."""
        width = min(WIDTH, room.width - 2)
        wanted = len(self._sides.lines(width - 4))
        height = max(2, min(wanted, room.height - 9))
        self._sides.styles.height = height
        self.place(room, height + len(self._all) + 4, width)


def _what(conflict: Conflict) -> str:
    return visible(str(getattr(conflict.change, "field", "")))
