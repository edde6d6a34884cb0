"""A widget made of lines that sends only those to the terminal that have changed."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Lines(Widget):
    """Subclasses give each line; `repaint` draws again those that differ from what the terminal shows."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._painted: dict[int, Strip] = {}

    def line(self, y: int) -> Strip:
        """Return the line `y` from the top."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Return the strip of a line; Textual calls this for each line that it paints."""
        painted = self._painted[y] = self.line(y)
        return painted

    def repaint(self) -> None:
        """Paint what has changed."""
        width, height = self.size
        if not height or not self._painted:
            self.refresh()  # out of sight: what Textual has kept of it must not come back; never seen: all is new
            return
        changed = [y for y in range(height) if self.line(y) != self._painted.get(y)]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))
