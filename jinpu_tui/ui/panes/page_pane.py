"""A page: one record with all its fields and links, or an overview, as lines that the cursor walks over."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip

from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import width_of
from jinpu_tui.ui.pages.page import FilterLink, Page, PageLine
from jinpu_tui.ui.panes.list_pane import ListPane
from jinpu_tui.ui.panes.titles import count_text
from jinpu_tui.ui.strips import strip
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import ACCENT, DIM, PLAIN
from jinpu_tui.ui.title import Title

WEEK = 7


class PagePane(ListPane[PageLine]):
    """The page before the other panes."""

    def __init__(self) -> None:
        super().__init__(id="page")
        self.page: Page | None = None
        self.column = 0
        self.filter = ""
        self._hints: dict[str, FilterLink | None] = {}

    @property
    def row(self) -> PageLine | None:
        """The line under the cursor, or the part of it that the cursor is on."""
        line = super().row
        part = self._part(line)
        return line if part is None else part[2]

    def _part(self, line: PageLine | None) -> tuple[int, int, PageLine] | None:
        return line.parts[min(self.column, len(line.parts) - 1)] if line is not None and line.parts else None

    def hinted(self, key: str) -> FilterLink | None:
        """Return what a key opens that stands before a line."""
        return self._hints.get(key)

    def shift(self, by: int) -> bool:
        """Go to the next part of the line, or the one before; return whether there is one."""
        if self._order:
            return self._go_along(by)
        line = super().row
        last = len(line.parts) - 1 if line is not None else 0
        before = min(self.column, last)
        self.column = max(0, min(before + by, last))
        self.repaint()
        return self.column != before

    @property
    def _order(self) -> Sequence[tuple[int, int]]:
        """The days of a calendar by line and part; nothing on other pages, and under a filter, which moves the lines."""
        return self.page.order if self.page is not None and not self.filter else ()

    def _go_along(self, by: int) -> bool:
        """Go on or back by some days, as far as there are; return whether there was one to go to."""
        order = self._order
        here = self.cursor, self.column
        at = order.index(here) if here in order else 0
        wanted = max(0, min(at + by, len(order) - 1))
        line, self.column = order[wanted]
        super().move_to(line)
        return wanted != at

    def move(self, by: int) -> None:
        """Move by lines; on a calendar by weeks."""
        if self._order:
            self._go_along(WEEK * by)
        else:
            super().move(by)

    def move_to(self, index: int) -> None:
        """Put the cursor on a line; on a calendar on a day of it, or on the nearest one."""
        order = self._order
        if order:
            at = min(range(len(order)), key=lambda at: (abs(order[at][0] - index), abs(order[at][1] - self.column)))
            index, self.column = order[at] if 0 < index < len(self.rows) - 1 else order[0 if index <= 0 else -1]
        super().move_to(index)

    def choose_cell(self, x: int) -> None:
        """Put the cursor on the part of the line that is at a cell."""
        line = super().row
        parts = line.parts if line is not None else ()
        self.column = next((at for at, (start, end, _part) in enumerate(parts) if start <= x < end), self.column)
        self.repaint()

    def turn_to(self, page: Page) -> None:
        """Show a page, the cursor staying where it was if it is the same page made anew."""
        same = self.page is not None and self.page.ref == page.ref
        day = self.row if same and self._order else None
        self.page = page
        if not same:
            self.rows, self.cursor, self.top, self.column, self.filter = (), page.start, 0, page.column, ""
        found = [item for line in page.lines for item in (line, *(part for _start, _end, part in line.parts)) if item.hint]
        self._hints = {item.hint: item.hinted or item.door for item in found}
        self.show(self._lines(page))
        if day is not None and self._order:
            self._go_to_day(day)

    def _go_to_day(self, day: PageLine) -> None:
        """Put the cursor on a day of a calendar made anew, which may have its months beside one another or not."""
        assert self.page is not None
        for line, part in self._order:
            if self.page.lines[line].parts[part][2] == day:
                self.column = part
                super().move_to(line)
                return

    def narrow(self, text: str) -> None:
        """Show the lines that have all words of a text, all of them for an empty text."""
        self.filter = text.strip()
        if self.page is not None:
            self.show(self._lines(self.page))

    @property
    def count(self) -> str:
        """How many lines are shown, of how many."""
        return count_text(len(self.rows), len(self.page.lines) if self.page is not None else 0)

    def _lines(self, page: Page) -> list[PageLine]:
        if not self.filter:
            return page.lines
        from jinpu_tui.ui.pages.page_filter import matching_lines

        return matching_lines(page, self.filter)

    @property
    def position(self) -> str:
        """Which line the cursor is on, if not all lines of the page are in sight."""
        return super().position if len(self.rows) > self.room else ""

    def empty_text(self) -> str:
        """Return what to do if the filter leaves nothing."""
        return _("No match; Esc clears the filter")

    def title(self, width: int) -> Title:
        """Return the page's title."""
        title = self.page.title if self.page else ""
        if self.filter:
            title = _("/ {filter}  {count} · {title}").format(filter=visible(self.filter), count=self.count, title=title)
        return Title([(f" {title} ", ACCENT), ("─" * max(0, width - width_of(title) - 3), DIM)])

    def line(self, y: int) -> Strip:
        """Return a line of the page; of one in parts only one is under the cursor."""
        index = self.top + y - 1
        part = self._part(self.rows[index]) if y and index < len(self.rows) and index == self.cursor and self.active else None
        if part is None:
            return super().line(y)
        start, end, _what = part
        width = self.size.width
        whole = strip(self.rows[index].line, width)
        here = [(segment.text, segment.style or PLAIN) for segment in whole.crop(start, end)]
        return Strip.join([whole.crop(0, start), strip(here, min(end, width) - start, cursor=True), whole.crop(end, width)])

    def draw(self, row: PageLine, width: int) -> Line:
        """Return a line as the page has it."""
        return row.line
