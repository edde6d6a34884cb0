"""A compositor that does not cut a line of a popup where the widgets below it begin and end.

Textual cuts every line of the terminal at the edges of all widgets, hidden ones too, and a wide character on such an edge is
lost. Here a line of a widget is cut only where another widget covers it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual.geometry import Region
from textual.strip import Strip

from jinpu_tui.ui.textual_private import ChopsUpdate, OpenCompositor


class WholeLines(OpenCompositor):
    """Composes the lines of widgets from as few pieces as can be."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Render the lines that changed, in their full width: a popup over an edge of what changed is not cut there."""
        width = self.size.width
        rows = {Region(0, y, width, 1) for region in self.changed_regions for y in region.line_range}
        self.changed_regions = rows
        return super().render_partial_update()

    def lines_of(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        """Return the pieces of each line by the column that they begin in, those of widgets in front first to choose."""
        lines: list[dict[int, Strip]] = [{} for _row in range(self.size.height)]
        free = [[(0, self.size.width)] for _row in range(self.size.height)]
        for region, clip, strips in self.rendered(crop):
            shown = region.intersection(clip)
            for y, strip in zip(shown.line_range, strips, strict=False):
                if not is_rendered_line(y):
                    continue
                left: list[tuple[int, int]] = []
                for start, end in free[y]:
                    begin, stop = max(start, shown.x), min(end, shown.right)
                    if begin >= stop:
                        left.append((start, end))
                        continue
                    lines[y][begin] = strip.crop(begin - shown.x, stop - shown.x)
                    left += [gap for gap in ((start, begin), (stop, end)) if gap[0] < gap[1]]
                free[y] = left
        return [dict(sorted(line.items())) for line in lines]
