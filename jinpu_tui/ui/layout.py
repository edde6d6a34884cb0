"""The panes side by side or one at a time, and how much room each of them has."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical

from jinpu_tui.model.records import Pane
from jinpu_tui.ui.bars import Divider, KeyLine, Rule, TabLine, TopLine
from jinpu_tui.ui.compositor import WholeLines
from jinpu_tui.ui.panes.detail import DetailPane
from jinpu_tui.ui.panes.indicators import IndicatorsPane
from jinpu_tui.ui.panes.page_pane import PagePane
from jinpu_tui.ui.panes.requirements import RequirementsPane
from jinpu_tui.ui.panes.tasks import TasksPane
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.textual_private import HeldScreen, use_compositor

WIDE = (100, 28)
"""From this size on the panes stand side by side."""

WITH_SIDE = (160, 28)
"""From this size on the detail stands at their right, in full height."""

MIN_LEFT, MIN_RIGHT, MIN_LINES = 24, 40, 4
"""What dragging a divider leaves at least: cells of the requirements, cells of the tables, lines of each table."""


class Layout(HeldScreen):
    """The panes, the bars, and the widget of the pages. Textual's own focus is used by popups only."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        use_compositor(self, WholeLines())
        self.session = session
        self.top = TopLine(session)
        self.tabs = TabLine(session)
        self.requirements = RequirementsPane(session)
        self.tasks = TasksPane(session)
        self.indicators = IndicatorsPane(session)
        self.panes: Mapping[Pane, RequirementsPane | TasksPane | IndicatorsPane] = {
            "requirements": self.requirements,
            "tasks": self.tasks,
            "indicators": self.indicators,
        }
        self.detail = DetailPane(session)
        self.page = PagePane()
        self.keys = KeyLine()
        self._has_side = False
        self._fitted: tuple[int, int, int | None] = 0, 0, None

    def compose(self) -> ComposeResult:
        """All there is; the style sheet says what shows when."""
        yield self.top
        yield self.tabs
        with Container(id="panes"):
            with Horizontal(id="body"):
                yield self.requirements
                yield Divider(id="rule")
                with Vertical(id="right"):
                    yield self.tasks
                    yield self.indicators
            yield Rule(id="side-rule")
            yield self.detail
        yield self.page
        yield self.keys

    def on_resize(self, event: events.Resize) -> None:
        """Side by side where there is room, else one at a time."""
        wide = event.size.width >= WIDE[0] and event.size.height >= WIDE[1]
        self._has_side = event.size.width >= WITH_SIDE[0] and event.size.height >= WITH_SIDE[1]
        self.set_class(not wide, "-narrow")
        self.set_class(event.size.height < 16, "-low")
        for pane in self.panes.values():
            pane.alone = not wide
        self._place_detail()
        self.fit_panes()
        self.call_after_refresh(self.show_cursor)

    def _place_detail(self) -> None:
        """Put the detail beside the panes if there is room; a pane that is shown alone gets that room."""
        self.detail.is_whole = self._has_side and not self.is_zoomed
        self.set_class(self.detail.is_whole, "-side")

    def fit_panes(self) -> None:
        """Give panes beside one another the room that the user has chosen, and the indicators no more lines than they need.

        More indicators may come while the dataset is read.
        """
        wanted = max(MIN_LINES, len(self.session.dataset.indicators) + 2)
        is_alone = self.indicators.alone or self.is_zoomed
        left, upper = (0, 0) if is_alone else self.session.sizes
        self.indicators.divides = not is_alone
        fitted = left, upper, None if self.indicators.alone else wanted
        if fitted == self._fitted:
            return  # Textual lays out anew whatever is set to nothing, even if it was nothing before
        self._fitted = fitted
        self.indicators.styles.max_height = fitted[2]
        styles = self.requirements.styles
        styles.width, styles.min_width, styles.max_width = (f"{left}%", MIN_LEFT, "100%") if left else (None, None, None)
        self.tasks.styles.height = f"{upper}fr" if upper else None
        self.indicators.styles.height = f"{100 - upper}fr" if upper else None

    def size_left(self, column: int) -> None:
        """Let the requirements end before a column of the terminal; both sides keep some room."""
        region = self.query_one("#body").region
        cells = max(MIN_LEFT, min(column - region.x, region.width - MIN_RIGHT))
        self.session.sizes = self.session.sizes._replace(left=round(100 * cells / region.width))
        self.fit_panes()

    def size_upper(self, line: int) -> None:
        """Let the indicators begin on a line of the terminal; both panes keep some lines."""
        region = self.query_one("#right").region
        lines = max(MIN_LINES, min(line - region.y, region.height - MIN_LINES))
        self.session.sizes = self.session.sizes._replace(upper=round(100 * lines / region.height))
        self.fit_panes()

    @property
    def is_zoomed(self) -> bool:
        """Whether the pane is shown alone."""
        return self.has_class("-zoom")

    @is_zoomed.setter
    def is_zoomed(self, is_zoomed: bool) -> None:
        self.set_class(is_zoomed, "-zoom")
        self._place_detail()
        self.fit_panes()
        self.call_after_refresh(self.show_cursor)

    def show_message(self, message: str, *, bad: bool = False) -> None:
        """Show a message on the bottom line until the next key."""
        self.keys.show_message(message, bad=bad)

    def add_news(self, news: str, *, bad: bool = False) -> None:
        """Show what others did after the message of the last key."""
        self.keys.add_news(news, bad=bad)

    def show_cursor(self) -> None:
        """Bring the cursor into view in the size that the panes have now; see `CursorLayer`."""
