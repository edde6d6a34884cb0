"""Pages in front of the panes: the way back through those that were opened, and where the cursor of a page is."""

from __future__ import annotations

from typing import Any, NamedTuple

from textual import events

from jinpu_tui.model.fields import KIND_OF
from jinpu_tui.model.records import Indicator, Pane, Record, Task
from jinpu_tui.ui.cursor_layer import CursorLayer
from jinpu_tui.ui.pages.factory import page_of
from jinpu_tui.ui.pages.page import FilterLink, PageLine, PageRef
from jinpu_tui.ui.panes.list_pane import ListPane
from jinpu_tui.ui.session import Session


class _Opened(NamedTuple):
    """A page that was opened, and where its cursor was when another one was opened from it."""

    ref: PageRef
    cursor: int = 0
    column: int = 0


class PageLayer(CursorLayer):
    """Panes with a page over them, which then has the keys."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._pages: list[_Opened] = []

    def on_resize(self, event: events.Resize) -> None:
        """Make the page anew for the size of the terminal. Textual calls the handler of the base class, too."""
        if self._pages:
            self.call_after_refresh(self._turn_page)

    # Where the cursor is

    @property
    def front(self) -> ListPane[Any]:
        """The pane or page that the keys move in."""
        return self.page if self._pages else super().front

    @property
    def place(self) -> str:
        """The pane that has the keys; `page`, `kept` or `summary` if a page covers it."""
        ref = self.page_ref
        if ref is None:
            return super().place
        if ref.kind == "kept":
            return "kept"
        return "page" if ref.record else "summary"

    @property
    def record(self) -> Record | None:
        """The record that a command is about."""
        by_id = self.session.dataset.by_id
        if self._pages:
            line = self.page.row
            shown = by_id.get(line.comment) if line is not None and line.comment else None
            return shown or by_id.get(self._pages[-1].ref.record or (line.link if line is not None else ""))
        return super().record

    @property
    def step(self) -> tuple[Task, int] | None:
        """The step under the cursor, index -1 for the place of a first one."""
        if not self._pages:
            return super().step
        line, record = self.page.row, self.record
        if line is not None and line.field == "steps" and line.entry >= 0 and isinstance(record, Task):
            return record, line.entry
        return None

    @property
    def observation(self) -> tuple[Indicator, int] | None:
        """The observation under the cursor of a page."""
        line, record = self.page.row if self._pages else None, self.record
        if line is not None and line.field == "observations" and line.entry >= 0 and isinstance(record, Indicator):
            return record, line.entry
        return None

    @property
    def page_line(self) -> PageLine | None:
        """The line of the page under the cursor; None while no page is open."""
        return self.page.row if self._pages else None

    def find_line(self, field: str, entry: int | None = None) -> bool:
        """Put the cursor of the page on the first line of a field, or of one of its entries; return whether there is one."""
        is_there = bool(self._pages) and self.page.find_line(field, entry)
        self.moved()
        return is_there

    @property
    def page_ref(self) -> PageRef | None:
        """The page in front; None while the panes are."""
        return self._pages[-1].ref if self._pages else None

    @property
    def page_filter(self) -> str:
        """The filter of the page."""
        return self.page.filter

    @property
    def page_count(self) -> str:
        """How many lines of the page are shown, of how many."""
        return self.page.count

    def shift(self, by: int) -> bool:
        """Move over columns, periods, or parts of a line; return whether there are any there."""
        if not self._pages:
            return super().shift(by)
        has_moved = self.page.shift(by)
        self.moved()
        return has_moved

    # Going to pages and back

    def give_keys_to(self, pane: ListPane[Any]) -> None:
        """Give the keys to a pane that the mouse points to; a page in front has them already."""
        if not self._pages:
            super().give_keys_to(pane)

    def go(self, pane: Pane) -> None:
        """Give the keys to a pane."""
        self._pages.clear()
        self.remove_class("-page")
        super().go(pane)

    def go_to(self, id_: str, *, lift: bool = True) -> None:
        """Put the cursor on a record, lifting what hides it if `lift` says so; a source opens as a page."""
        record = self.session.dataset.by_id[id_]
        pane = next((name for name, kind in KIND_OF.items() if kind == record.TYPE), None)
        if pane is None:
            self.open_page(PageRef("record", id_))
            return
        self.go(pane)
        if not self.panes[pane].find((id_, -1)) and lift:
            self.session.update_view(pane, filter="")
            self.session.scope = ""
            self.session.folded.clear()
            self.session.closed.clear()
            self.reload()
            self.panes[pane].find((id_, -1))
        self.moved()

    def open_page(self, ref: PageRef) -> None:
        """Open a page."""
        if self._pages:
            self._pages[-1] = _Opened(self._pages[-1].ref, self.page.cursor, self.page.column)
        if self.page_ref != ref:
            self._pages.append(_Opened(ref))
        self.add_class("-page")
        self.page.active = True
        self._turn_page()

    def close_page(self) -> None:
        """Go back to the page before, or to the panes."""
        if len(self._pages) < 2:
            self.leave_pages()
            return
        self._pages.pop()
        self._turn_page()
        if self._pages:
            self.page.column = self._pages[-1].column
            self.move_to(self._pages[-1].cursor)

    def leave_pages(self) -> None:
        """Show the panes again."""
        self._pages.clear()
        self.remove_class("-page")
        self.moved()

    def open_filter_link(self, link: FilterLink) -> None:
        """Show the records that a number of the overview counts."""
        self.session.scope = ""
        self.session.update_view(link.pane, filter=link.filter, **({"group": link.group} if link.group else {}))
        self.go(link.pane)
        self.reload()

    def narrow_page(self, text: str) -> None:
        """Show the lines of the page that have all words of a text."""
        self.page.narrow(text)
        self.moved()

    def reload(self) -> None:
        """Repaint what differs from what panes and page show."""
        super().reload()
        if self._pages:
            self._turn_page()

    def _turn_page(self) -> None:
        while self._pages and (id_ := self._pages[-1].ref.record) and id_ not in self.session.dataset.by_id:
            self._pages.pop()
        if not self._pages:
            self.leave_pages()
            return
        self.page.turn_to(page_of(self.session, self._pages[-1].ref, self.size))
        self.moved()
