"""The one screen: panes side by side or one at a time, a page in front of them, and the keys."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import AwaitMount

from jinpu_tui.insight.telling import changes_text
from jinpu_tui.locale import _
from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.dates import DateError
from jinpu_tui.model.parse import InputError
from jinpu_tui.model.periods import PeriodError
from jinpu_tui.model.records import Record, Task
from jinpu_tui.ui.bars import KeyLine, TabLine, TopLine
from jinpu_tui.ui.cells import strip
from jinpu_tui.ui.commands import COMMANDS, Command, applies, command_for, key_name
from jinpu_tui.ui.lines import Lines
from jinpu_tui.ui.look import DIM, sign
from jinpu_tui.ui.pages import Page, chart_page, overview_page, record_page
from jinpu_tui.ui.panes.detail import DetailPane
from jinpu_tui.ui.panes.indicators import IndicatorsPane
from jinpu_tui.ui.panes.list_pane import ListPane
from jinpu_tui.ui.panes.page import PagePane
from jinpu_tui.ui.panes.requirements import RequirementsPane
from jinpu_tui.ui.panes.tasks import TasksPane
from jinpu_tui.ui.panes.titles import count_text
from jinpu_tui.ui.rows import StepRow
from jinpu_tui.ui.session import KIND_OF, Pane, Session
from jinpu_tui.workspace import EditError, Outcome

if TYPE_CHECKING:
    from jinpu_tui.ui.popup import Popup

WIDE = (100, 28)
PANES: tuple[Pane, ...] = ("requirements", "tasks", "indicators")
REFUSALS = (InputError, DateError, PeriodError, EditError, OSError)

PageKind = Literal["record", "form", "chart", "overview"]
Make = Callable[[str], list[AnyChange]]


class Rule(Lines):
    """The thin rule between the tree and the tables."""

    def line(self, y: int) -> Strip:
        """A piece of it."""
        return strip([(sign("│"), DIM)], 1)


class Browse(Screen[None]):
    """Panes, page and keys. Textual's own focus is used by popups only."""

    def __init__(self, session: Session) -> None:
        super().__init__()
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
        self._popup: Popup | None = None
        self._mounting: AwaitMount | None = None

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

    def on_mount(self) -> None:
        """First paint, and a look at the files each second."""
        self.go("requirements")
        self.reload()
        if self.session.workspace.read_only:
            self.tell(_("Read-only: {reason}").format(reason=self.session.workspace.read_only))
        self.set_interval(1.0, self.refresh_data)

    def on_resize(self, event: events.Resize) -> None:
        """Side by side where there is room, else one at a time."""
        wide = event.size.width >= WIDE[0] and event.size.height >= WIDE[1]
        self.set_class(not wide, "-narrow")
        self.set_class(event.size.height < 16, "-low")
        for pane in (self.requirements, self.tasks, self.indicators):
            pane.titled = wide
        if self.page_key:
            self.call_after_refresh(self._turn_page)

    # --- where the keys go -------------------------------------------------------------------------------------------

    @property
    def front(self) -> ListPane[Any]:
        """The pane that the keys move in."""
        return self.page if self._pages else self._pane_named(self.pane)

    @property
    def context(self) -> str:
        """The name of the pane that has the keys, or `page`."""
        return "page" if self._pages else self.pane

    @property
    def record(self) -> Record | None:
        """The record that a command is about."""
        by_id = self.session.dataset.by_id
        if self._pages:
            line = self.page.row
            return by_id.get(self.page_record or (line.link if line else ""))
        return getattr(self.front.row, "record", None)

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
    def prompt_line(self) -> int:
        """The line of the terminal that prompts belong to."""
        return self.front.screen_row()

    async def on_key(self, event: events.Key) -> None:
        """Run what the key stands for here; while a popup is open its input has the keys."""
        if self.focused is not None and self._popup is not None:
            if self._popup.last_key is not event:
                self._hand_on(event)
            return
        event.stop()
        event.prevent_default()
        self.keys.quiet()
        kind = self.record.TYPE if self.record else None
        command = command_for(_key(event), self.context, kind)
        if command is not None:
            self.run_command(command)
        if self._mounting is not None:
            await self._mounting
            self._mounting = None

    def _hand_on(self, event: events.Key) -> None:
        """Give the popup a key that was typed before it had the focus, so that `d+2w` typed in one go is not torn."""
        event.stop()
        event.prevent_default()
        if self.focused is not None:
            key = events.Key(event.key, event.character)
            key.set_sender(self.app)
            self.focused._forward_event(key)

    def run_command(self, command: Command) -> None:
        """Run a command, or tell why not."""
        kind = self.record.TYPE if self.record else None
        if not applies(command, self.context, kind):
            self.tell(_("Not here: {what}").format(what=command.help), bad=True)
        elif command.edits and (reason := self.session.workspace.read_only):
            self.tell(_("Nothing was changed: {reason}").format(reason=reason), bad=True)
        else:
            try:
                command.run(self)
            except REFUSALS as error:
                self.tell(_reason(error), bad=True)

    def tell(self, message: str, *, bad: bool = False) -> None:
        """Tell something on the bottom line until the next key."""
        self.keys.tell(message, bad=bad)

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
        """Follow the cursor with the detail and the keys."""
        self.detail.show(self.record)
        kind = self.record.TYPE if self.record else None
        read_only = bool(self.session.workspace.read_only)
        offered = [one for one in COMMANDS if one.offered and applies(one, self.context, kind)]
        self.keys.offer([(key_name(one.keys[0]), one.verb) for one in offered if not (one.edits and read_only)])
        self.tabs.repaint()

    def go_to(self, id_: str) -> None:
        """Put the cursor on a record, lifting what hides it; a source opens as a page."""
        record = self.session.dataset.by_id[id_]
        pane = next((name for name, kind in KIND_OF.items() if kind == record.TYPE), None)
        if pane is None:
            self.open_page("record", id_)
            return
        self.go(pane)
        if not self._pane_named(pane).find((id_, -1)):
            self.session.filters[pane] = self.session.scope = ""
            self.session.folded.clear()
            self.reload()
            self._pane_named(pane).find((id_, -1))
        self.moved()

    def on_list_pane_chosen(self, message: ListPane.Chosen) -> None:
        """A click gives the keys to its pane."""
        for name in PANES:
            if message.pane is self._pane_named(name) and name != self.pane:
                self.go(name)
        self.moved()

    # --- pages -------------------------------------------------------------------------------------------------------

    @property
    def page_key(self) -> str:
        """The page in front, `record T1`; empty where the panes are."""
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
        """The page before, or the panes."""
        if len(self._pages) < 2:
            self.leave_pages()
            return
        self._pages.pop()
        self._turn_page()
        self.move_to(self._pages[-1][2])

    def leave_pages(self) -> None:
        """The panes again."""
        self._pages.clear()
        self.remove_class("-page")
        self.moved()

    def _turn_page(self) -> None:
        while self._pages and self._pages[-1][1] and self._pages[-1][1] not in self.session.dataset.by_id:
            self._pages.pop()
        if not self._pages:
            self.leave_pages()
            return
        self.page.turn_to(self._page(*self._pages[-1][:2]))
        self.moved()

    def _page(self, kind: PageKind, id_: str) -> Page:
        width = self.size.width
        if kind == "overview":
            return overview_page(self.session, width)
        if kind == "chart":
            return chart_page(self.session, id_, width)
        return record_page(self.session, id_, width, form=kind == "form")

    # --- edits -------------------------------------------------------------------------------------------------------

    def open(self, popup: Popup) -> None:
        """Put a popup in front; the keys go to it until it closes."""
        popup.left = self.front.region.x + 2
        self._popup = popup
        self._mounting = self.mount(popup)

    def prompt(
        self,
        title: str,
        make: Make,
        value: str = "",
        *,
        after: Callable[[], object] | None = None,
        tell: Callable[[Sequence[AnyChange]], str] = changes_text,
    ) -> None:
        """Ask for a text that `make` turns into changes; `tell` tells beforehand what they are."""
        from jinpu_tui.ui.popup import Prompt

        def preview(text: str) -> str:
            try:
                return tell(make(text))
            except REFUSALS as error:
                return str(error) if text.strip() else ""

        def submit(text: str) -> str:
            try:
                changes = make(text)
            except REFUSALS as error:
                return _reason(error)
            reason = self.apply(changes)
            if not reason and after is not None:
                after()
            return reason

        self.open(Prompt(title, self.prompt_line, submit, value=value, preview=preview))

    def apply(self, changes: Sequence[AnyChange]) -> str:
        """Have the changes written and show what there is then; why not, or an empty text."""
        try:
            outcome = self.session.workspace.apply(changes)
        except REFUSALS as error:
            self.reload()
            return _reason(error)
        self.reload()
        self.tell(changes_text(outcome.changes) if outcome.changes else _("Nothing to change"))
        return ""

    def apply_or_tell(self, changes: Sequence[AnyChange]) -> bool:
        """Apply changes; tell on the bottom line why not. Whether they were written."""
        reason = self.apply(changes)
        if reason:
            self.tell(reason, bad=True)
        return not reason

    def step_back(self, act: Callable[[], Outcome], done: str, nothing: str) -> None:
        """Undo or redo, and go to what changed."""
        outcome = act()
        self.reload()
        ids = [change.id for change in outcome.changes if change.id in self.session.dataset.by_id]
        if ids and not self._pages:
            self.go_to(ids[0])
        self.tell(f"{done}: {changes_text(outcome.changes)}" if outcome.changes else nothing)

    def refresh_data(self, *, told: bool = False) -> None:
        """Show what others have written to the files."""
        try:
            changed = self.session.workspace.refresh()
        except OSError as error:
            self.tell(_reason(error), bad=True)
            return
        if changed:
            self.reload()
            self.tell(_("The files were changed elsewhere; this is what they hold now") if not told else _("Read again"))

    def reload(self) -> None:
        """Repaint what differs from what the panes show."""
        self.session.settle()
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
        tasks = {row.record.id for row in self.tasks.rows if row.record is not None}
        self.tabs.counts = {
            "requirements": str(len(dataset.requirements)),
            "tasks": count_text(len(tasks), len(dataset.tasks)),
            "indicators": count_text(len(self.indicators.rows), len(dataset.indicators)),
        }

    def _pane_named(self, name: Pane) -> RequirementsPane | TasksPane | IndicatorsPane:
        if name == "requirements":
            return self.requirements
        return self.tasks if name == "tasks" else self.indicators


def _key(event: events.Key) -> str:
    """The key by the character it makes, full-width ones as their plain twins, else by its name."""
    if event.character and event.is_printable:
        plain = unicodedata.normalize("NFKC", event.character)
        return "space" if plain == " " else plain
    return event.key


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return _("Not written: {reason} ({file})").format(reason=error.strerror, file=error.filename or "")
    return str(error)
