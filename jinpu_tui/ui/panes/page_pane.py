"""A page: one record with all its fields and links, or an overview, as lines that the cursor walks over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
        self._ends = (0, 0)
        """How many lines each of two columns has."""
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

    @property
    def _has_columns(self) -> bool:
        """Whether two columns are shown, in each of which the cursor moves by itself."""
        return all(self._ends)

    def shift(self, by: int) -> bool:
        """Go to the next part of the line, or of two columns to the next one, or back; return whether there is one."""
        if self._order:
            return self._go_along(by)
        if self._has_columns:
            before, self.column = self.column, max(0, min(self.column + by, 1))
            self.move_to(self.cursor)
            return self.column != before
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
        """Put the cursor on a line; on a calendar on a day of it, or on the nearest one.

        In a page of two columns it stays in its column, which may end before the other.
        """
        order = self._order
        if self._has_columns:
            index = min(index, self._ends[self.column] - 1)
        elif order:
            at = min(range(len(order)), key=lambda at: (abs(order[at][0] - index), abs(order[at][1] - self.column)))
            index, self.column = order[at] if 0 < index < len(self.rows) - 1 else order[0 if index <= 0 else -1]
        super().move_to(index)

    def point_at(self, index: int, x: int) -> None:
        """Put the cursor on the part of a line that is at a cell."""
        if not self._has_columns:
            self.move_to(index)
        line = self.rows[index if self._has_columns else self.cursor]
        self.column = next((at for at, (start, end, _part) in enumerate(line.parts) if start <= x < end), self.column)
        if self._has_columns:
            self.move_to(index)
        self.repaint()

    def turn_to(self, page: Page) -> None:
        """Show a page, the cursor staying on its line if it is the same page made anew, also in another number of columns."""
        same = self.page is not None and self.page.ref == page.ref
        day = self.row if same and self._order else None
        before, was_in_columns = self.row if same else None, self._has_columns
        self.page = page
        if not same:
            self.rows, self.cursor, self.top, self.column, self.filter = (), page.start, 0, page.column, ""
        found = [item for line in page.lines for item in (line, *(part for _start, _end, part in line.parts)) if item.hint]
        self._hints = {item.hint: item.hinted or item.door for item in found}
        self.show(self._lines(page))
        if was_in_columns or self._has_columns:
            self._stay_on(before)
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

    def _stay_on(self, line: PageLine | None) -> None:
        """Put the cursor on the line that shows what `line` showed before, if there is one and the cursor is not on it."""
        if line is None or (self.row is not None and _shows_same(self.row, line)):
            return
        self._find(lambda item: _shows_same(item, line))

    def find_line(self, field: str, entry: int | None = None) -> bool:
        """Put the cursor on the first line of a field, or of one of its entries; return whether there is one."""
        return self._find(lambda item: item.field == field and (entry is None or item.entry == entry))

    def _find(self, is_wanted: Callable[[PageLine], bool]) -> bool:
        """Put the cursor on the first line of a page, in either of two columns, that is wanted."""
        columns = [[row.parts[at][2] for row in self.rows] for at in (0, 1)] if self._has_columns else [self.rows]
        for column, lines in enumerate(columns):
            at = next((at for at, item in enumerate(lines) if is_wanted(item)), None)
            if at is not None:
                self.column = column
                self.move_to(at)
                return True
        return False

    def narrow(self, text: str) -> None:
        """Show the lines that have all words of a text, all of them for an empty text."""
        self.filter = text.strip()
        if self.page is not None:
            before = self.row
            self.show(self._lines(self.page))
            self._stay_on(before)

    @property
    def count(self) -> str:
        """How many lines are shown, of how many."""
        total = len(self.page.lines) + len(self.page.beside) if self.page is not None else 0
        return count_text(sum(self._ends) if self._has_columns else len(self.rows), total)

    def _lines(self, page: Page) -> Sequence[PageLine]:
        """Return the lines that the filter leaves; those of two columns side by side, unless all are in one of them."""
        columns: list[Sequence[PageLine]] = [page.lines, page.beside]
        if self.filter:
            from jinpu_tui.ui.pages.page_filter import matching_lines

            columns = [matching_lines(page, self.filter)]
            if page.beside:
                columns.append(matching_lines(page._replace(lines=list(page.beside), start=0, headings=0), self.filter))
        left, right = (*columns, ())[:2]
        self._ends = len(left), len(right)
        if not self._has_columns:
            self.column = 0 if page.beside else self.column
            return left or right
        from jinpu_tui.ui.pages.two_columns import side_by_side

        self.column = min(self.column, 1)
        return side_by_side(left, right, page.split, self.size.width or self.app.size.width)

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


def _shows_same(line: PageLine, other: PageLine) -> bool:
    """Whether two lines stand for the same field or entry of it, link or comment; lines that stand for none do not."""
    key = line.field, line.entry, line.link, line.comment
    return key == (other.field, other.entry, other.link, other.comment) and key != ("", -1, "", "")
