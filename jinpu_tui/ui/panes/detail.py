"""What is under the cursor: the whole record where there is room at the side, else a few lines below the panes."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip

from jinpu_tui.model.records import Record
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import cell_width, fit
from jinpu_tui.ui.line_widget import Lines
from jinpu_tui.ui.sections.brief import brief_lines
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.strips import strip
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import BOLD, DIM


class DetailPane(Lines):
    """The record under the cursor of the pane that has the keys."""

    DEFAULT_CSS = "DetailPane { width: 1fr; }"

    def __init__(self, session: Session) -> None:
        super().__init__(id="detail")
        self.session = session
        self.record: Record | None = None
        self.is_whole = False
        """Whether the record is shown with all that is known of it."""
        self._made: tuple[object, Sequence[Line]] = None, ()

    def show(self, record: Record | None) -> None:
        """Show another record, or the same as it is now."""
        self.record = record
        self._made = None, ()
        self.repaint()

    def line(self, y: int) -> Strip:
        """One line: a rule, then the record."""
        width, height = self.size
        if y == 0:
            return strip(self._title(width), width)
        key = width, height, self.is_whole
        if self._made[0] != key:
            self._made = key, self._lines(width, height - 1)
        lines = self._made[1]
        return strip(lines[y - 1], width) if y <= len(lines) else Strip.blank(width)

    def _title(self, width: int) -> Line:
        """Return the rule over the detail; at the side it has the record's id, as the titles of panes have their names."""
        if not self.is_whole or self.record is None:
            return [("─" * width, DIM)]
        name = fit(self.record.id, min(cell_width(visible(self.record.id)), width - 4))
        return [(f" {name} ", BOLD), ("─" * max(0, width - cell_width(name) - 2), DIM)]

    def _lines(self, width: int, height: int) -> Sequence[Line]:
        if self.record is None:
            return []
        if not self.is_whole:
            return brief_lines(self.session, self.record, width)
        from jinpu_tui.ui.sections.record import whole_lines

        return [line.line for line in whole_lines(self.session, self.record, width, height)]
