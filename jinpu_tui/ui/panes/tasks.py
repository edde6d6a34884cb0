"""The task checklist: one line for each task, opened ones with their steps below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.style import Style

from jinpu_tui.analysis.lights import SYMBOLS, is_late
from jinpu_tui.model.fields import field_of
from jinpu_tui.model.formatting import day_text
from jinpu_tui.model.records import Task
from jinpu_tui.query.sorting import sized
from jinpu_tui.query.states import progress
from jinpu_tui.text.i18n import _
from jinpu_tui.text.width import cell_width, fit, width_of
from jinpu_tui.ui.cells import Cell
from jinpu_tui.ui.column_needs import MAX_NEED, MAX_TEXT, sample_of
from jinpu_tui.ui.columns import Head, Own, Place, Table
from jinpu_tui.ui.highlight import highlighted, wanted_in
from jinpu_tui.ui.panes.cell_pane import CellPane
from jinpu_tui.ui.panes.deadline_texts import deadline_texts
from jinpu_tui.ui.panes.empty_texts import empty_text
from jinpu_tui.ui.panes.titles import group_line, title_line
from jinpu_tui.ui.rows import GroupRow, StepRow, TasksRow, task_rows
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.small_bars import percent_bar
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import BAD, DIM, LIGHT_STYLES, MARK, PLAIN, STATUS_STYLES
from jinpu_tui.ui.title import Title

MAX_ID = 14
"""Cells of the longest id that is shown whole."""

LONG_IDS = 3
"""One in this many ids may be longer than the column of ids; such an id takes cells from the title of its own row."""

SLIGHTLY = 2
"""The maximum number of cells by which the column of ids is widened so that more ids fit."""

DUE_START = 3
"""The cell that a deadline before the id begins at, after mark and light."""

BAR = 5
"""Cells of a bar."""

MIN_LEAD = 10
"""Cells that leads have at least."""

MIN_NOTE = 20
"""Cells that the last note has at least."""

GOOD_TITLE = 32
"""Cells that titles should have before more than the lead is shown."""

PRIORITIES: Sequence[tuple[str, Mapping[str, int]]] = (
    ("lead", {"title": 20, "lead": MIN_LEAD}),
    ("progress", {"title": GOOD_TITLE}),
    ("last_note", {"title": GOOD_TITLE, "lead": MAX_NEED, "last_note": MIN_NOTE}),
    ("status", {"title": MAX_TEXT, "lead": MAX_TEXT, "last_note": MAX_TEXT}),
)
"""What is added to deadline, title and percentage, the most important first, and the cells that columns of texts should have
beside it if their texts take as many. `progress` is its bar. The status takes no cell of a text: the light says most of it."""


class _Arranged(NamedTuple):
    """What rows are drawn with at a width."""

    width: int
    names: Sequence[str]
    places: Sequence[Place]
    own: Mapping[str, Own]
    start: int
    """The cell that the first column after the id begins at."""
    due: Place | None
    """The deadline, if it stands before the id."""


class TasksPane(CellPane[TasksRow]):
    """Tasks with light, deadline, id and the columns chosen; by themselves narrow panes leave out what matters least."""

    always_in_sight = "title"
    standard = ("due", "title", "lead", "status", "progress", "last_note")

    def __init__(self, session: Session) -> None:
        super().__init__(id="tasks")
        self.session = session
        self.shown = 0
        self._id_width = 4
        self._due_width = 3
        self._has_bars = self._has_folds = False
        self._table = Table(
            "task", "title", weights={"lead": 8, "last_note": 0.02}, floors={"lead": MIN_LEAD, "last_note": MIN_NOTE}
        )
        self._arranged: _Arranged | None = None
        self._measured: tuple[object, ...] = ()

    def reload(self) -> None:
        """Show what the session's choices leave."""
        rows, self.shown = task_rows(self.session)
        self.show(rows)

    def show(self, rows: Sequence[TasksRow]) -> None:
        """Show rows, in columns as wide as the contents of all tasks ask for: they stay while a filter is typed."""
        session = self.session
        self._table.wanted = wanted_in(session.filter_of("tasks"))
        chosen = session.views["tasks"].columns or self.standard
        key = session.analysis, chosen, session.scope
        if key != self._measured:
            self._measured = key
            tasks = session.tasks_in_scope
            self._measure(sample_of(tasks))
            self._table.measure(session.analysis, tasks, chosen)
        self._arranged = None
        super().show(rows)

    def _measure(self, tasks: Sequence[Task]) -> None:
        widths = sorted(width_of(task.id) for task in tasks)
        usual = widths[len(widths) * (LONG_IDS - 1) // LONG_IDS] if widths else 4
        self._id_width = min(MAX_ID, max((width for width in widths if width <= usual + SLIGHTLY), default=4))
        self._has_bars = any(self._bar_of(task) is not None for task in tasks)
        self._has_folds = any(task.steps for task in tasks)
        self._due_width = max((cell_width("".join(self._due_texts(task))) for task in tasks), default=3)

    def shift(self, by: int) -> bool:
        """Move over the columns; return whether there are any there."""
        has_moved = self._table.shift(by)
        self._arranged = None
        self.repaint()
        return has_moved

    def all_cells(self, width: int) -> Sequence[str]:
        """Return the names of the columns, those out of sight, too."""
        return [name for name in self.names(width) if self._table.has(name)]

    def cells_in_sight(self, width: int) -> Sequence[Cell]:
        """Return the cells of the cursor's row that are in sight; a long id takes from the title."""
        task = self.row
        longer = self._excess_of(task) if isinstance(task, Task) else 0
        spans = self.column_spans(width)
        return [Cell(name, start + longer if name == "title" else start, end) for name, start, end in spans]

    def title(self, width: int) -> Title:
        """Name, scope, order, group, filter and count."""
        arranged = self._arrange(width)
        heads = self._table.heads(arranged.places, arranged.own, arranged.start)
        if arranged.due is not None:
            heads = [Head("due", DUE_START, f"{_('due'):<{arranged.due.width}}"), *heads]
        return title_line(self, self.session, "tasks", self.shown, len(self.session.dataset.tasks), heads, width)

    def empty_text(self) -> str:
        """Return what to do where there is nothing."""
        return empty_text(self.session, "tasks")

    def draw(self, row: TasksRow, width: int) -> Line:
        """Return a task, a step or a heading."""
        if isinstance(row, GroupRow):
            return group_line(row, self.session, "tasks", width)
        if isinstance(row, StepRow):
            return self._step_line(row, width)
        return self._task_line(row, self._arrange(width))

    def names(self, width: int) -> Sequence[str]:
        """Return the columns chosen, else as many as the width is enough for."""
        return self._arrange(width).names

    def column_spans(self, width: int) -> Sequence[tuple[str, int, int]]:
        """Return the columns in sight, each with the cells that it begins and ends at in every row with a short id."""
        arranged = self._arrange(width)
        first = [("due", DUE_START, DUE_START + arranged.due.width)] if arranged.due is not None else []
        return [*first, *self._table.spans(arranged.places, arranged.start)]

    def _arrange(self, width: int) -> _Arranged:
        """Return the columns in sight and what is drawn in them, worked out once for a width."""
        if self._arranged is None or self._arranged.width != width:
            self._arranged = self._arrangement(width)
        return self._arranged

    def _arrangement(self, width: int) -> _Arranged:
        """Choose columns and what they show.

        A deadline that is the first column stands beside the light, before the id.
        """
        room = width - self._start(0) - 1
        session, table = self.session, self._table
        chosen = session.views["tasks"].columns
        free = chosen or self.standard  # those with a width of their own are drawn in it
        due = Own(self._due_width, fit(_("due"), self._due_width), self._draw_due)
        own = {"due": due} if "due" in free else {}
        names: Sequence[str] = [sized(name)[0] for name in chosen or ("due", "title", "progress")]
        is_due_first = names[0] == "due"
        room -= is_due_first  # it has two blanks after it
        bar = Own(BAR + 4, fit("%", BAR + 4, right=True), self._draw_progress)
        bars = {"progress": bar} if "progress" in free and self._has_bars else {}
        for name, least in PRIORITIES:
            with_it = names if chosen else [each for each in self.standard if each in names or each == name]
            with_bar = {**own, **bars} if name == "progress" else own
            if name in with_it and not self._is_always_empty(name) and table.fits(room, with_it, with_bar, least):
                names, own = with_it, with_bar
        places = table.in_sight(room, names, own)
        if is_due_first and places and places[0].name == "due":
            first, *places = places
            return _Arranged(width, names, places, own, self._start(first.width + 2), first)
        return _Arranged(width, names, places, own, self._start(0), None)

    def _is_always_empty(self, name: str) -> bool:
        """Return whether nothing stands in a column, and nothing can be typed into it."""
        return name in self._table.empty and field_of("task", name) is None

    def _start(self, due: int) -> int:
        """Return the cell that the columns begin at: before them stand mark, light, deadline, id, fold and sign."""
        return DUE_START + due + self._id_width + (2 if self._has_folds else 0) + 1

    def _task_line(self, task: Task, arranged: _Arranged) -> Line:
        session = self.session
        light = session.lights[task.id]
        is_over = light in ("done", "off")
        longer = self._excess_of(task)
        left: Line = [("•" if task.id in session.marks else " ", MARK), (f"{SYMBOLS[light]} ", LIGHT_STYLES[light])]
        if arranged.due is not None:
            left += self._table.line(session.analysis, task, [arranged.due], lambda _name: DIM, arranged.own)
            left.append(("  ", PLAIN))
        left += self._id_cells(task.id, self._id_width + longer)
        if self._has_folds:
            left.append((" ▾" if task.id in session.opened else " ▸" if task.steps else "  ", DIM))
        left.append((session.sign(task.id), BAD))

        def style(name: str) -> Style:
            if name == "light":
                return LIGHT_STYLES[light]
            if name == "status":
                return STATUS_STYLES.get(task.status, PLAIN)
            return PLAIN if name in ("title", "lead") and not is_over else DIM

        places = arranged.places
        if longer:
            places = [
                Place(name, cells - longer) if name == "title" and longer < cells else Place(name, cells)
                for name, cells in places
            ]
        return [*left, *self._table.line(session.analysis, task, places, style, arranged.own)]

    def _excess_of(self, task: Task) -> int:
        """Return the cells that a long id takes from the title of its own row."""
        return max(0, min(width_of(task.id), MAX_ID) - self._id_width)

    def _id_cells(self, id_: str, width: int) -> Line:
        text = fit(id_, width)
        return highlighted(text, DIM, "id", self._table.wanted) if self._table.wanted else [(text, DIM)]

    def _draw_due(self, task: Task) -> Line:
        """Return the deadline, and of an open task the days that are left or over."""
        day, days = self._due_texts(task)
        light = self.session.lights[task.id]
        style = BAD if is_late(task, self.session.day) else DIM if light in ("done", "off") else PLAIN
        days_style = style if style is BAD else LIGHT_STYLES["blue"] if light == "blue" else DIM
        return [(day, style), (fit(days, self._due_width - cell_width(day), right=True), days_style)]

    def _due_texts(self, task: Task) -> tuple[str, str]:
        return deadline_texts(task.due, self.session.day, is_over=self.session.lights[task.id] in ("done", "off"))

    def _draw_progress(self, task: Task) -> Line:
        """Return the progress as a bar and a number; of what is done the number alone."""
        share = self._bar_of(task)
        if share is None:
            done = progress(self.session.analysis, task)
            return [(f"{'–' if done is None else f'{done:.0f}':>{BAR + 4}}", DIM)]
        style = LIGHT_STYLES[self.session.lights[task.id]]
        return [*percent_bar(share, BAR, style), (f"{share:>4.0f}", DIM)]

    def _bar_of(self, task: Task) -> float | None:
        """Return the percentage that a bar shows; None for a task without one: it is over, or its progress is not known."""
        return None if self.session.lights[task.id] in ("done", "off") else progress(self.session.analysis, task)

    def _step_line(self, row: StepRow, width: int) -> Line:
        indent = " " * (self._arrange(width).start - 1)
        if row.nth < 0:
            return [(indent + _("no steps yet; {key} adds one").format(key=self.session.key_of("record.add")), DIM)]
        step = row.record.steps[row.nth]
        due = day_text(step.due, self.session.day) if step.due else ""
        late = step.due is not None and step.due < self.session.day and not step.done
        room = width - len(indent) - 4 - 15
        tick = "☑" if step.done else "☐"
        style = DIM if step.done else PLAIN
        return [(f"{indent}{tick} ", style), (fit(step.text, room), style), (f"  {due:<11}", BAD if late else DIM)]
