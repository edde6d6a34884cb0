"""The requirement tree."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style

from jinpu_tui.analysis.lights import SYMBOLS
from jinpu_tui.model.records import Requirement
from jinpu_tui.query.sorting import sized
from jinpu_tui.text.width import fit, width_of
from jinpu_tui.ui.columns import MIN_WIDTH, Own, Place, Table
from jinpu_tui.ui.highlight import wanted_in
from jinpu_tui.ui.panes.empty_texts import empty_text
from jinpu_tui.ui.panes.list_pane import ListPane
from jinpu_tui.ui.panes.titles import title_line
from jinpu_tui.ui.rows import RequirementRow, requirement_rows
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import BAD, BOLD, DIM, LIGHT_STYLES, MARK, PLAIN
from jinpu_tui.ui.title import Title

INDENT = 12
"""Cells before most titles: mark, indentation, fold sign and id."""

GOOD_TITLE = 30
"""While titles have fewer cells, or are cut, the number of tasks is left out."""

COUNTED = ("red", "yellow", "blue")
"""The lights whose tasks are counted beside them."""


class RequirementsPane(ListPane[RequirementRow]):
    """Requirements with the number, worst light and progress of their tasks, or the columns chosen."""

    standard = ("title", "tasks", "light", "progress")

    def __init__(self, session: Session) -> None:
        super().__init__(id="requirements")
        self.session = session
        self._table = Table("requirement", "title")
        self._own: dict[str, Own] = {}
        self._arranged: tuple[int, Sequence[str], Sequence[Place]] = 0, (), ()
        """A width, the names of columns for it, and their places in a row with `INDENT` cells before its title."""
        self._measured: tuple[object, ...] = ()

    def reload(self) -> None:
        """Show what the session's choices leave, in columns as wide as the contents of all ask for."""
        session = self.session
        rows = requirement_rows(session)
        key = session.analysis, self._chosen, session.workspace.reading
        self._table.wanted = wanted_in(session.filter_of("requirements"))
        if key != self._measured:
            self._measured = key
            records = () if session.workspace.reading else session.dataset.requirements
            self._table.measure(session.analysis, records, self._chosen)
            most = 0
            if records:
                statuses = session.requirement_statuses.values()
                most = max((status.worst for status in statuses if status.light in COUNTED), default=0)
            own = {
                "light": Own(1 + (len(str(most)) if most else 0), "", self._draw_light),
                "progress": Own(3, fit("%", 3, right=True), self._draw_progress),
            }
            self._own = {name: item for name, item in own.items() if name in self._chosen}  # not those of a width of their own
            self._arranged = 0, (), ()
        self.show(rows)

    def names(self, width: int) -> Sequence[str]:
        """Return the columns chosen, or those it has by itself: the number of tasks only if titles have room."""
        return self._arrange(width)[1]

    def _arrange(self, width: int) -> tuple[int, Sequence[str], Sequence[Place]]:
        if self._arranged[0] != width:
            names = self._names(width)
            self._arranged = width, names, self._table.in_sight(width - INDENT - 1, names, self._own)
        return self._arranged

    def _names(self, width: int) -> Sequence[str]:
        names = [sized(name)[0] for name in self._chosen]
        room = width - INDENT - 1
        are_all_in_sight = self._table.fits(room, names, self._own, {"title": GOOD_TITLE}) and len(
            self._table.in_sight(room, names, self._own)
        ) == len(names)
        if self._chosen == self.standard and not are_all_in_sight:
            names.remove("tasks")
        return names

    @property
    def _chosen(self) -> tuple[str, ...]:
        return self.session.views["requirements"].columns or self.standard

    def shift(self, by: int) -> bool:
        """Move over the columns after the id; return whether there are any there."""
        has_moved = self._table.shift(by)
        self._arranged = 0, (), ()
        self.repaint()
        return has_moved

    def title(self, width: int) -> Title:
        """Name, filter and count."""
        total = len(self.session.dataset.requirements)
        heads = self._table.heads(self._arrange(width)[2], self._own, INDENT)
        return title_line(self, self.session, "requirements", len(self.rows), total, heads, width)

    def empty_text(self) -> str:
        """Return what to do where there is nothing."""
        return empty_text(self.session, "requirements")

    def draw(self, row: RequirementRow, width: int) -> Line:
        """Fold sign, id, and the columns."""
        session, record = self.session, row.record
        fold = " " if row.folded is None else ("▸" if row.folded else "▾")
        lead = " " * min(2 * row.depth, width // 3)  # however deep it lies, its title has room
        scope = record.id == session.scope
        left: Line = [
            ("•" if record.id in session.marks else " ", MARK),
            (f"{lead}{fold} ", DIM),
            (fit(record.id, width_of(record.id)), MARK if scope else DIM),
            (f" {sign} " if (sign := session.sign(record.id)) != " " else " ", BAD),
        ]
        longer = sum(width_of(text) for text, _style in left) - INDENT
        places = [
            Place(name, max(min(cells, MIN_WIDTH), cells - longer)) if name == "title" else Place(name, cells)
            for name, cells in self._arrange(width)[2]
        ]
        if session.workspace.reading:
            return [*left, *((fit(record.title, place.width), PLAIN) for place in places if place.name == "title")]
        return [*left, *self._table.line(session.analysis, record, places, lambda name: _style(name, row), self._own)]

    def _draw_light(self, record: Requirement) -> Line:
        """Return the worst light of the tasks and how many have it."""
        status = self.session.requirement_status(record.id)
        width = self._own["light"].width
        if status.light is None:
            return [(" " * width, DIM)]
        count = str(status.worst) if status.light in COUNTED else ""
        return [(f"{SYMBOLS[status.light]}{count}".ljust(width), LIGHT_STYLES[status.light])]

    def _draw_progress(self, record: Requirement) -> Line:
        share = self.session.requirement_status(record.id).progress
        return [(f"{'–' if share is None else f'{share:.0f}':>3}", DIM)]


def _style(name: str, row: RequirementRow) -> Style:
    return DIM if name != "title" else BOLD if row.depth == 0 else PLAIN
