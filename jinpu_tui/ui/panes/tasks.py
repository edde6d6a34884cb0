"""The task checklist: one line for each task, opened ones with their steps below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.style import Style

from jinpu_tui.analysis.lights import SYMBOLS, is_late
from jinpu_tui.model.formatting import days_text
from jinpu_tui.model.records import Task
from jinpu_tui.query.sorting import sized
from jinpu_tui.query.states import progress
from jinpu_tui.text.i18n import _
from jinpu_tui.text.width import fit, width_of
from jinpu_tui.ui.columns import Own, Place, Table
from jinpu_tui.ui.panes.list_pane import ListPane
from jinpu_tui.ui.panes.titles import group_line, title_line
from jinpu_tui.ui.rows import GroupRow, StepRow, TasksRow, task_rows
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import BAD, DIM, LIGHT_STYLES, MARK, PLAIN, STATUS_STYLES

MAX_ID = 14
"""Cells of the longest id that is shown whole. The column is as wide as nine of ten ids need."""

MAX_DAYS = 999
"""More days to a deadline, or after it, are not counted."""

BAR = 5
"""Cells of a bar."""

MIN_TITLE = 30
"""Columns go while titles have fewer cells than that: first the status, which the light tells in part, then the lead."""


class _Wide(NamedTuple):
    """A column as it is drawn where there is room."""

    more: int
    """Cells that it takes beyond those of its value."""
    own: Own


class TasksPane(ListPane[TasksRow]):
    """Tasks with light, id and the columns chosen; by themselves narrow panes leave out the status, then the lead."""

    standard = ("title", "status", "lead", "due", "progress")

    def __init__(self, session: Session) -> None:
        super().__init__(id="tasks")
        self.session = session
        self.shown = 0
        self._id_width = 4
        self._has_bars = False
        self._table = Table("task", "title")
        self._wide = {
            "due": _Wide(7, Own(17, fit(_("due"), 17), self._draw_due)),
            "progress": _Wide(6, Own(9, fit("%", 9, right=True), self._draw_progress)),
        }

    def reload(self) -> None:
        """Show what the session's choices leave."""
        rows, self.shown = task_rows(self.session)
        self.show(rows)

    def show(self, rows: Sequence[TasksRow]) -> None:
        """Show rows, in columns as wide as their contents ask for."""
        tasks = [row for row in rows[:1000] if isinstance(row, Task)]
        widths = sorted(width_of(task.id) for task in tasks)
        self._id_width = min(MAX_ID, widths[len(widths) * 9 // 10]) if widths else 4
        self._table.measure(self.session.analysis, tasks, self.session.views["tasks"].columns or self.standard)
        self._has_bars = any(self._bar_of(task) is not None for task in tasks)
        super().show(rows)

    def shift(self, by: int) -> None:
        """Move over the columns behind the id."""
        self._table.back = max(0, self._table.back + by)
        self.repaint()

    def title(self, width: int) -> Line:
        """Name, scope, order, group, filter and count."""
        heads = self._table.heads(self._places(width), self._own(width)) + " "
        return title_line(self, self.session, "tasks", self.shown, len(self.session.dataset.tasks), heads, width)

    def empty_text(self) -> str:
        """Return what to do where there is nothing."""
        if self.session.filter_of("tasks"):
            return _("No match; Esc clears")
        return _("None in this scope; Esc shows all") if self.session.scope else _("None yet; a adds one")

    def draw(self, row: TasksRow, width: int) -> Line:
        """Return a task, a step or a heading."""
        if isinstance(row, GroupRow):
            return group_line(row, self.session, "tasks", width)
        if isinstance(row, StepRow):
            return self._step_line(row, width)
        return self._task_line(row, width)

    def _places(self, width: int) -> list[Place]:
        """Return the columns in sight."""
        return self._table.in_sight(self._room(width), self.names(width), self._own(width), MIN_TITLE)

    def _own(self, width: int) -> Mapping[str, Own]:
        """Return what is drawn where there is room for more than the values: days to the deadline, a bar of the progress."""
        own: dict[str, Own] = {}
        names, room = self.names(width), self._room(width)
        for name, drawn in self._wide.items():
            says_more = name not in self._table.empty and (name != "progress" or self._has_bars)
            if name in names and says_more and self._table.fits(room - drawn.more, names, MIN_TITLE):
                room -= drawn.more
                own[name] = drawn.own
        return own

    def names(self, width: int) -> list[str]:
        """Return the columns chosen, else as many as the width is enough for."""
        if chosen := self.session.views["tasks"].columns:
            return [sized(name)[0] for name in chosen]
        names = list(self.standard)
        for name in ("status", "lead"):
            if not self._table.fits(self._room(width), names, MIN_TITLE, narrowed=name == "lead"):
                names.remove(name)
        return names

    def _room(self, width: int) -> int:
        """Return the cells for columns; before them stand mark, light, id, fold and sign."""
        return width - self._id_width - 7

    def _task_line(self, task: Task, width: int) -> Line:
        session = self.session
        light = session.lights[task.id]
        fold = "▾" if task.id in session.opened else "▸" if task.steps else " "
        longer = min(width_of(task.id), MAX_ID) - self._id_width  # the few long ids take from their own title
        left: Line = [
            ("•" if task.id in session.marks else " ", MARK),
            (f"{SYMBOLS[light]} ", LIGHT_STYLES[light]),
            (fit(task.id, self._id_width + max(0, longer)), DIM),
            (f" {fold}", DIM),
            (session.sign(task.id), BAD),
        ]
        late = is_late(task, session.day)

        def style(name: str) -> Style:
            if name == "due":
                return BAD if late else DIM if light in ("done", "off") else PLAIN
            if name == "light":
                return LIGHT_STYLES[light]
            if name == "status":
                return STATUS_STYLES.get(task.status, PLAIN)
            return PLAIN if name in ("title", "lead") and light not in ("done", "off") else DIM

        places = [
            Place(name, cells - longer) if name == "title" and 0 < longer < cells else Place(name, cells)
            for name, cells in self._places(width)
        ]
        return [*left, *self._table.line(session.analysis, task, places, style, self._own(width))]

    def _draw_due(self, task: Task) -> Line:
        """Return the deadline, and for an open task the days that are left or over."""
        light = self.session.lights[task.id]
        is_over = light in ("done", "off")
        style = BAD if is_late(task, self.session.day) else DIM if is_over else PLAIN
        date = task.due.isoformat() if task.due else "–"
        days = (task.due - self.session.day).days if task.due and not is_over else None
        left = days_text(days) if days is not None and abs(days) <= MAX_DAYS else ""
        return [
            (f"{date:<10}", style),
            (f"{left:>7}", style if style is BAD else LIGHT_STYLES["blue"] if light == "blue" else DIM),
        ]

    def _draw_progress(self, task: Task) -> Line:
        """Return the progress as a bar and a number; of what is done the number alone."""
        share = self._bar_of(task)
        if share is None:
            done = progress(self.session.analysis, task)
            return [(f"{'–' if done is None else f'{done:.0f}':>9}", DIM)]
        style = LIGHT_STYLES[self.session.lights[task.id]]
        full, half = divmod(round(share * BAR * 2 / 100), 2)
        return [("━" * full + "╸" * half, style), ("─" * (BAR - full - half), DIM), (f"{share:>4.0f}", DIM)]

    def _bar_of(self, task: Task) -> float | None:
        """Return the percentage that a bar shows; None for a task without one: it is over, or its progress is not known."""
        return None if self.session.lights[task.id] in ("done", "off") else progress(self.session.analysis, task)

    def _step_line(self, row: StepRow, width: int) -> Line:
        indent = " " * (self._id_width + 6)
        if row.nth < 0:
            return [(indent + _("no steps yet; a adds one"), DIM)]
        step = row.record.steps[row.nth]
        due = step.due.isoformat() if step.due else ""
        late = step.due is not None and step.due < self.session.day and not step.done
        room = width - len(indent) - 4 - 17
        tick = "☑" if step.done else "☐"
        style = DIM if step.done else PLAIN
        return [(f"{indent}{tick} ", style), (fit(step.text, room), style), (f"  {due:<10}", BAD if late else DIM)]
