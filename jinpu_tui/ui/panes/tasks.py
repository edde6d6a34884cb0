"""The task checklist: one line for each task, opened ones with their steps below."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style

from jinpu_tui.insight.lights import SYMBOLS
from jinpu_tui.insight.progress import found_progress
from jinpu_tui.locale import _
from jinpu_tui.model.records import Task
from jinpu_tui.ui.cells import Line, fit, width_of
from jinpu_tui.ui.look import BAD, BOLD, DIM, LIGHT_STYLES, MARK, PLAIN, STATUS_STYLES
from jinpu_tui.ui.panes.list_pane import ListPane
from jinpu_tui.ui.panes.titles import count_text, title_line
from jinpu_tui.ui.rows import GroupRow, StepRow, TasksRow, task_rows
from jinpu_tui.ui.session import Session

MAX_ID = 14
MAX_LEAD = 18
WITH_STATUS = 56
WITH_LEAD = 90


class TasksPane(ListPane[TasksRow]):
    """Tasks with light, id, title, status, lead, due and percent; narrow panes leave out lead, then status."""

    def __init__(self, session: Session) -> None:
        super().__init__(id="tasks")
        self.session = session
        self.shown = 0
        self._id_width = self._lead_width = 4

    def reload(self) -> None:
        """Show what the session's choices leave."""
        self.show(task_rows(self.session))

    def show(self, rows: Sequence[TasksRow]) -> None:
        """Show rows, in columns as wide as their contents ask for."""
        tasks = [row for row in rows if isinstance(row, Task)]
        self.shown = len(tasks)
        self._id_width = min(MAX_ID, max((width_of(task.id) for task in tasks[:1000]), default=4))
        self._lead_width = min(MAX_LEAD, max((width_of(task.lead or "") for task in tasks[:1000]), default=0))
        super().show(rows)

    def title(self, width: int) -> Line:
        """Name, scope, order, group, filter and count."""
        session = self.session
        notes = [
            count_text(self.shown, len(session.dataset.tasks)),
            _("in {scope}").format(scope=session.scope) if session.scope else "",
            _("by {order}").format(order=session.order) if session.order != "file" else "",
            _("grouped by {group}").format(group=session.group) if session.group != "none" else "",
        ]
        heads = "".join(text for text, _style in self._columns(width, _("status"), _("lead"), _("due"), "%"))
        return title_line(
            ("2", _("Tasks")), notes, session.filters["tasks"], heads, width, active=self.active, alone=self.alone
        )

    def empty_text(self) -> str:
        """What to do where there is nothing."""
        if self.session.filters["tasks"]:
            return _("No match; Esc clears")
        return _("None in this scope; Esc shows all") if self.session.scope else _("None yet; a adds one")

    def draw(self, row: TasksRow, width: int) -> Line:
        """A task, a step or a heading."""
        if isinstance(row, GroupRow):
            return [(f" ── {fit(row.name, width_of(row.name))} ", BOLD), (f"{row.size}", DIM)]
        if isinstance(row, StepRow):
            return self._step_line(row, width)
        return self._task_line(row, width)

    def _task_line(self, task: Task, width: int) -> Line:
        session = self.session
        light = session.lights[task.id]
        fold = "▾" if task.id in session.opened else "▸" if task.steps else " "
        quiet = DIM if light in ("done", "off") else PLAIN
        left: Line = [
            ("•" if task.id in session.marks else " ", MARK),
            (f"{SYMBOLS[light]} ", LIGHT_STYLES[light]),
            (fit(task.id, self._id_width), DIM),
            (f" {fold}", DIM),
            (session.sign(task.id), BAD),
        ]
        right = self._right(task, width, quiet)
        room = width - sum(width_of(text) for text, _style in [*left, *right])
        return [*left, (fit(task.title, room), PLAIN if light != "done" else DIM), *right]

    def _right(self, task: Task, width: int, quiet: Style) -> Line:
        progress = found_progress(task)
        late = self.session.lights[task.id] == "red" and task.due is not None and task.due < self.session.day
        due = task.due.isoformat() if task.due else "–"
        percent = "–" if progress is None else str(progress)
        styles = STATUS_STYLES.get(task.status, PLAIN), BAD if late else quiet
        return self._columns(width, task.status, task.lead or "–", due, percent, styles)

    def _columns(
        self, width: int, status: str, lead: str, due: str, percent: str, styles: tuple[Style, Style] = (DIM, DIM)
    ) -> Line:
        """The columns right of the title, as many as the width has room for."""
        columns: Line = [(f" {status:<7}", styles[0])] if width >= WITH_STATUS else []
        if width >= WITH_LEAD and self._lead_width:
            columns.append((" " + fit(lead, self._lead_width), DIM))
        return [*columns, (f" {due:<10}", styles[1]), (f" {percent:>3} ", DIM)]

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
