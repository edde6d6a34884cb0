"""The requirement tree."""

from __future__ import annotations

from rich.style import Style

from jinpu_tui.query.sorting import sized
from jinpu_tui.text.i18n import _
from jinpu_tui.text.width import fit, width_of
from jinpu_tui.ui.columns import Table
from jinpu_tui.ui.panes.list_pane import ListPane
from jinpu_tui.ui.panes.titles import title_line
from jinpu_tui.ui.rows import RequirementRow, requirement_rows
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import BAD, BOLD, DIM, LIGHT_STYLES, MARK, PLAIN


class RequirementsPane(ListPane[RequirementRow]):
    """Requirements with the light and progress of their tasks, or the columns chosen."""

    standard = ("title", "light", "progress")

    def __init__(self, session: Session) -> None:
        super().__init__(id="requirements")
        self.session = session
        self._table = Table("requirement", "title")

    def reload(self) -> None:
        """Show what the session's choices leave."""
        rows = requirement_rows(self.session)
        records = () if self.session.workspace.reading else [row.record for row in rows[:1000]]
        self._table.measure(self.session.analysis, records, self._chosen)
        self.show(rows)

    def names(self, _width: int) -> list[str]:
        """Return the columns chosen, or those it has by itself."""
        return [sized(name)[0] for name in self._chosen]

    @property
    def _chosen(self) -> tuple[str, ...]:
        return self.session.views["requirements"].columns or self.standard

    def shift(self, by: int) -> None:
        """Move over the columns behind the id."""
        self._table.back = max(0, self._table.back + by)
        self.repaint()

    def title(self, width: int) -> Line:
        """Name, filter and count."""
        total = len(self.session.dataset.requirements)
        heads = self._table.heads(self._table.in_sight(width - 10, self.names(width), {}), {}) + " "
        return title_line(self, self.session, "requirements", len(self.rows), total, heads, width)

    def empty_text(self) -> str:
        """Return what to do where there is nothing."""
        return _("No match; Esc clears") if self.session.filter_of("requirements") else _("None yet; a adds one")

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
        room = width - sum(width_of(text) for text, _style in left) - 1
        places = self._table.in_sight(room, self.names(width), {})
        if session.workspace.reading:
            return [*left, *((fit(record.title, place.width), PLAIN) for place in places if place.name == "title")]
        light = session.requirement_status(record.id).light

        def style(name: str) -> Style:
            if name == "light":
                return LIGHT_STYLES[light] if light else DIM
            return DIM if name != "title" else BOLD if row.depth == 0 else PLAIN

        return [*left, *self._table.line(session.analysis, record, places, style, {})]
