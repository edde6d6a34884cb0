"""The task checklist: one line for each task, opened ones with their steps below."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style

from jinpu_tui.analysis.lights import SYMBOLS, is_late
from jinpu_tui.model.records import Task
from jinpu_tui.query.sorting import sized
from jinpu_tui.text.i18n import _
from jinpu_tui.text.width import fit, width_of
from jinpu_tui.ui.columns import Place, Table
from jinpu_tui.ui.panes.list_pane import ListPane
from jinpu_tui.ui.panes.titles import group_line, title_line
from jinpu_tui.ui.rows import GroupRow, StepRow, TasksRow, task_rows
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import BAD, DIM, LIGHT_STYLES, MARK, PLAIN, STATUS_STYLES

MAX_ID = 14
WITH_STATUS = 56
WITH_LEAD = 90


class TasksPane(ListPane[TasksRow]):
    """Tasks with light, id and the columns chosen; by themselves narrow panes leave out lead, then status."""

    standard = ("title", "status", "lead", "due", "progress")

    def __init__(self, session: Session) -> None:
        super().__init__(id="tasks")
        self.session = session
        self.shown = 0
        self._id_width = 4
        self._table = Table("task", "title")

    def reload(self) -> None:
        """Show what the session's choices leave."""
        rows, self.shown = task_rows(self.session)
        self.show(rows)

    def show(self, rows: Sequence[TasksRow]) -> None:
        """Show rows, in columns as wide as their contents ask for."""
        tasks = [row for row in rows[:1000] if isinstance(row, Task)]
        self._id_width = min(MAX_ID, max((width_of(task.id) for task in tasks), default=4))
        self._table.measure(self.session.analysis, tasks, self.session.views["tasks"].columns or self.standard)
        super().show(rows)

    def shift(self, by: int) -> None:
        """Move over the columns behind the id."""
        self._table.back = max(0, self._table.back + by)
        self.repaint()

    def title(self, width: int) -> Line:
        """Name, scope, order, group, filter and count."""
        heads = self._table.heads(self._places(width), {}) + " "
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
        """Return the columns in sight, left of them what is always: mark, light, id, fold and sign."""
        return self._table.in_sight(width - self._id_width - 7, self.names(width), {})

    def names(self, width: int) -> list[str]:
        """Return the columns chosen, else as many as the width is enough for."""
        chosen = self.session.views["tasks"].columns
        leave_out = () if chosen or width >= WITH_LEAD else ("lead",) if width >= WITH_STATUS else ("lead", "status")
        return [sized(name)[0] for name in chosen or self.standard if name not in leave_out]

    def _task_line(self, task: Task, width: int) -> Line:
        session = self.session
        light = session.lights[task.id]
        fold = "▾" if task.id in session.opened else "▸" if task.steps else " "
        left: Line = [
            ("•" if task.id in session.marks else " ", MARK),
            (f"{SYMBOLS[light]} ", LIGHT_STYLES[light]),
            (fit(task.id, self._id_width), DIM),
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
            return PLAIN if name == "title" and light != "done" else DIM

        return [*left, *self._table.line(session.analysis, task, self._places(width), style, {})]

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
