"""A page: one record with all its fields and links, or an overview, as lines that the cursor walks over."""

from __future__ import annotations

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
        line = super().row
        last = len(line.parts) - 1 if line is not None else 0
        before = min(self.column, last)
        self.column = max(0, min(before + by, last))
        self.repaint()
        return self.column != before

    def turn_to(self, page: Page) -> None:
        """Show a page, the cursor staying where it was if it is the same page made anew."""
        same = self.page is not None and self.page.ref == page.ref
        self.page = page
        if not same:
            self.rows, self.cursor, self.top, self.column, self.filter = (), page.start, 0, 0, ""
        found = [item for line in page.lines for item in (line, *(part for _start, _end, part in line.parts)) if item.hint]
        self._hints = {item.hint: item.hinted or item.door for item in found}
        self.show(self._lines(page))

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
