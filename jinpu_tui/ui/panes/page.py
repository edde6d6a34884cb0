"""A page: one record with all its fields and links, or an overview, as lines that the cursor walks over."""

from __future__ import annotations

from jinpu_tui.ui.cells import Line, width_of
from jinpu_tui.ui.look import ACCENT, DIM
from jinpu_tui.ui.pages import Page, PageLine
from jinpu_tui.ui.panes.list_pane import ListPane


class PagePane(ListPane[PageLine]):
    """The page in front of the other panes."""

    def __init__(self) -> None:
        super().__init__(id="page")
        self.page: Page | None = None

    def turn_to(self, page: Page) -> None:
        """Show a page, the cursor staying where it was if it is the same page made anew."""
        same = self.page is not None and self.page.key == page.key
        self.page = page
        if not same:
            self.rows, self.cursor, self.top = (), 0, 0
        self.show(page.lines)

    def title(self, width: int) -> Line:
        """The page's title."""
        title = self.page.title if self.page else ""
        return [(f" {title} ", ACCENT), ("─" * max(0, width - width_of(title) - 3), DIM)]

    def draw(self, row: PageLine, width: int) -> Line:
        """A line as the page has it."""
        return row.line
