"""The requirement tree."""

from __future__ import annotations

from jinpu_tui.insight.lights import SYMBOLS
from jinpu_tui.locale import _
from jinpu_tui.ui.cells import Line, fit, width_of
from jinpu_tui.ui.look import BAD, BOLD, DIM, LIGHT_STYLES, MARK, PLAIN
from jinpu_tui.ui.panes.list_pane import ListPane
from jinpu_tui.ui.panes.titles import count_text, title_line
from jinpu_tui.ui.rows import RequirementRow, requirement_rows
from jinpu_tui.ui.session import Session


class RequirementsPane(ListPane[RequirementRow]):
    """Requirements with the light and progress of their tasks."""

    def __init__(self, session: Session) -> None:
        super().__init__(id="requirements")
        self.session = session

    def reload(self) -> None:
        """Show what the session's choices leave."""
        self.show(requirement_rows(self.session))

    def title(self, width: int) -> Line:
        """Name, filter and count."""
        text = self.session.filters["requirements"]
        count = count_text(len(self.rows), len(self.session.dataset.requirements))
        return title_line(("1", _("Requirements")), [count], text, "    % ", width, active=self.active, alone=self.alone)

    def empty_text(self) -> str:
        """What to do where there is nothing."""
        return _("No match; Esc clears") if self.session.filters["requirements"] else _("None yet; a adds one")

    def draw(self, row: RequirementRow, width: int) -> Line:
        """Fold sign, id, title, light and percent."""
        session, record = self.session, row.record
        standing = session.standing(record.id)
        fold = " " if row.folded is None else ("▸" if row.folded else "▾")
        lead = " " * (2 * row.depth)
        scope = record.id == session.scope
        left: Line = [
            ("•" if record.id in session.marks else " ", MARK),
            (f"{lead}{fold} ", DIM),
            (fit(record.id, width_of(record.id)), MARK if scope else DIM),
        ]
        if (sign := session.sign(record.id)) != " ":
            left.append((f" {sign}", BAD))
        used = sum(width_of(text) for text, _style in left) + 8
        percent = "–" if standing.progress is None else f"{standing.progress:.0f}%"
        mark = SYMBOLS[standing.light] if standing.light else " "
        style = LIGHT_STYLES[standing.light] if standing.light else DIM
        title = fit(" " + record.title, max(0, width - used))
        return [*left, (title, BOLD if row.depth == 0 else PLAIN), (f" {mark} ", style), (f"{percent:>4} ", DIM)]
