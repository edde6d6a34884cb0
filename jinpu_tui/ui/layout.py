"""The screen without its keys: panes side by side or one at a time, pages before them, and where the cursor is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Offset, Region
from textual.screen import Screen

from jinpu_tui.model.changes import Plain
from jinpu_tui.model.fields import KIND_OF
from jinpu_tui.model.records import Indicator, Pane, Record, Task
from jinpu_tui.ui.bars import KeyLine, Rule, TabLine, TopLine
from jinpu_tui.ui.compositor import WholeLines
from jinpu_tui.ui.pages.factory import PageKind, page_of
from jinpu_tui.ui.pages.page import Door
from jinpu_tui.ui.panes.detail import DetailPane
from jinpu_tui.ui.panes.indicators import IndicatorsPane
from jinpu_tui.ui.panes.list_pane import ListPane
from jinpu_tui.ui.panes.page_pane import PagePane
from jinpu_tui.ui.panes.requirements import RequirementsPane
from jinpu_tui.ui.panes.tasks import TasksPane
from jinpu_tui.ui.panes.titles import count_text
from jinpu_tui.ui.rows import StepRow, record_of
from jinpu_tui.ui.session import PANES, Session

WIDE = (100, 28)


class Shell(Screen[None]):
    """Panes and pages. Textual's own focus is used by popups only."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._compositor = WholeLines()
        self.session = session
        self.pane: Pane = "requirements"
        self.top = TopLine(session)
        self.tabs = TabLine(session)
        self.requirements = RequirementsPane(session)
        self.tasks = TasksPane(session)
        self.indicators = IndicatorsPane(session)
        self.detail = DetailPane(session)
        self.page = PagePane()
        self.keys = KeyLine()
        self._pages: list[tuple[PageKind, str, int]] = []

    def compose(self) -> ComposeResult:
        """All there is; the style sheet says what shows when."""
        yield self.top
        yield self.tabs
        with Horizontal(id="body"):
            yield self.requirements
            yield Rule(id="rule")
            with Vertical(id="right"):
                yield self.tasks
                yield self.indicators
        yield self.detail
        yield self.page
        yield self.keys

    def on_resize(self, event: events.Resize) -> None:
        """Side by side where there is room, else one at a time."""
        wide = event.size.width >= WIDE[0] and event.size.height >= WIDE[1]
        self.set_class(not wide, "-narrow")
        self.set_class(event.size.height < 16, "-low")
        for pane in (self.requirements, self.tasks, self.indicators):
            pane.alone = not wide
        self._fit_indicators()
        if self.page_key:
            self.call_after_refresh(self._turn_page)
        self.call_after_refresh(self.show_cursor)

    def show_cursor(self) -> None:
        """Scroll the cursor's row into view in the size that the panes have now."""
        self.front.move(0)
        self.moved()

    def _fit_indicators(self) -> None:
        """Give the indicators no more lines than they need beside other panes; more may come while the dataset is read."""
        wanted = max(4, len(self.session.dataset.indicators) + 2)
        self.indicators.styles.max_height = None if self.indicators.alone else wanted

    @property
    def front(self) -> ListPane[Any]:
        """The pane that the keys move in."""
        return self.page if self._pages else self._pane_named(self.pane)

    @property
    def observation(self) -> tuple[Indicator, int] | None:
        """The observation under the cursor of a page."""
        line, record = self.page.row if self._pages else None, self.record
        if line is not None and line.field == "observations" and line.entry >= 0 and isinstance(record, Indicator):
            return record, line.entry
        return None

    @property
    def pane_in_front(self) -> RequirementsPane | TasksPane | IndicatorsPane:
        """The pane that has the keys where no page is before it."""
        return self._pane_named(self.pane)

    @property
    def context(self) -> str:
        """The pane that has the keys, `page` if the page of a record is in front, `kept` or `summary` for one of all."""
        if not self._pages:
            return self.pane
        if self._pages[-1][0] == "kept":
            return "kept"
        return "page" if self.page_record else "summary"

    @property
    def record(self) -> Record | None:
        """The record that a command is about."""
        by_id = self.session.dataset.by_id
        if self._pages:
            line = self.page.row
            shown = by_id.get(line.comment) if line is not None and line.comment else None
            return shown or by_id.get(self.page_record or (line.link if line is not None else ""))
        return record_of(self.front.row)

    def plain(self, id_: str) -> Plain:
        """Return a record as its file states it now. Raises EditError if there is none any more."""
        return self.session.workspace.plain(id_)

    @property
    def step(self) -> tuple[Task, int] | None:
        """The step under the cursor, index -1 for the place of a first one."""
        row = self.tasks.row
        if not self._pages and self.pane == "tasks" and isinstance(row, StepRow):
            return row.record, row.nth
        line = self.page.row if self._pages else None
        record = self.record
        if line is not None and line.field == "steps" and line.entry >= 0 and isinstance(record, Task):
            return record, line.entry
        return None

    @property
    def standard_columns(self) -> Sequence[str]:
        """The columns that the pane shows as long as none are chosen."""
        return self.pane_in_front.names(self.pane_in_front.size.width)

    @property
    def prompt_line(self) -> int:
        """The line of the terminal that prompts belong to."""
        return self.front.screen_row()

    def show_message(self, message: str, *, bad: bool = False) -> None:
        """Tell something on the bottom line until the next key."""
        self.keys.show_message(message, bad=bad)

    def go(self, pane: Pane) -> None:
        """Give the keys to a pane."""
        self._pages.clear()
        self.remove_class("-page")
        self.pane = self.tabs.pane = pane
        for name in PANES:
            one = self._pane_named(name)
            one.active = name == pane
            one.set_class(one.active, "-active")
            one.repaint()
        self.query_one("#right").set_class(pane != "requirements", "-active")
        self.moved()

    def turn(self, by: int) -> None:
        """Give the keys to the next or previous pane."""
        self.go(PANES[(PANES.index(self.pane) + by) % len(PANES)])

    def move(self, by: int) -> None:
        """Move the cursor of the pane in front."""
        self.move_to(self.front.cursor + by)

    def move_to(self, index: int) -> None:
        """Put the cursor of the pane in front on a row."""
        self.front.move_to(index)
        self.moved()

    def moved(self) -> None:
        """Follow the cursor with the detail, and with the terminal's own cursor."""
        self.detail.show(self.record)
        self.tabs.repaint()
        self.place_cursor()

    def place_cursor(self) -> None:
        """Put the terminal's cursor on the row under ours, where screen readers and magnifiers look."""
        if self.front.region.height:  # else the pane says when it has come into sight
            self.app.cursor_position = Offset(self.front.region.x, self.front.screen_row())

    def go_to(self, id_: str, *, lift: bool = True) -> None:
        """Put the cursor on a record, lifting what hides it if `lift` says so; a source opens as a page."""
        record = self.session.dataset.by_id[id_]
        pane = next((name for name, kind in KIND_OF.items() if kind == record.TYPE), None)
        if pane is None:
            self.open_page("record", id_)
            return
        self.go(pane)
        if not self._pane_named(pane).find((id_, -1)) and lift:
            self.session.see(pane, filter="")
            self.session.scope = ""
            self.session.folded.clear()
            self.session.closed.clear()
            self.reload()
            self._pane_named(pane).find((id_, -1))
        self.moved()

    def on_list_pane_chosen(self, message: ListPane.Chosen) -> None:
        """Focus the pane that was clicked."""
        chosen = next((name for name in PANES if message.pane is self._pane_named(name)), self.pane)
        if chosen != self.pane:
            self.go(chosen)
        self.moved()

    def on_list_pane_placed(self, _message: ListPane.Placed) -> None:
        """Put the terminal's cursor where a pane has come into sight; it is sent with what is painted."""
        self.place_cursor()
        self.front.refresh(Region(0, 0, 1, 1))

    @property
    def page_key(self) -> str:
        """The page in front, `record T1`; empty if the panes are."""
        return f"{self._pages[-1][0]} {self._pages[-1][1]}" if self._pages else ""

    @property
    def page_record(self) -> str:
        """The id of the record that the page in front is about."""
        return self._pages[-1][1] if self._pages else ""

    def open_page(self, kind: PageKind, id_: str) -> None:
        """Put a page in front."""
        if self._pages:
            self._pages[-1] = (*self._pages[-1][:2], self.page.cursor)
        if self.page_key != f"{kind} {id_}":
            self._pages.append((kind, id_, 0))
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
            self.move_to(self._pages[-1][2])

    def pass_through(self, door: Door) -> None:
        """Show the records that a number of the overview counts."""
        self.session.scope = ""
        self.session.see(door.pane, filter=door.filter, **({"group": door.group} if door.group else {}))
        self.go(door.pane)
        self.reload()

    def leave_pages(self) -> None:
        """Show the panes again."""
        self._pages.clear()
        self.remove_class("-page")
        self.moved()

    def _turn_page(self) -> None:
        while self._pages and self._pages[-1][1] and self._pages[-1][1] not in self.session.dataset.by_id:
            self._pages.pop()
        if not self._pages:
            self.leave_pages()
            return
        self.page.turn_to(page_of(self.session, *self._pages[-1][:2], self.size))
        self.moved()

    def reload(self) -> None:
        """Repaint what differs from what the panes show."""
        self.session.settle()
        self._fit_indicators()
        for name in PANES:
            self._pane_named(name).reload()
        self._count()
        self.top.repaint()
        if self._pages:
            self._turn_page()
        self.moved()

    def reload_pane(self, pane: Pane) -> None:
        """Repaint one pane."""
        self._pane_named(pane).reload()
        self._count()
        self.moved()

    def _count(self) -> None:
        dataset = self.session.dataset
        self.tabs.counts = {
            "requirements": str(len(dataset.requirements)),
            "tasks": count_text(self.tasks.shown, len(dataset.tasks)),
            "indicators": count_text(self.indicators.shown, len(dataset.indicators)),
        }

    def _pane_named(self, name: Pane) -> RequirementsPane | TasksPane | IndicatorsPane:
        return self.requirements if name == "requirements" else self.tasks if name == "tasks" else self.indicators
