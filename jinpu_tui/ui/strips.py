"""Lines of styled pieces as Textual paints them."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from jinpu_tui.text.sanitize import visible
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import CURSOR


def strip(line: Line, width: int, *, cursor: bool = False) -> Strip:
    """Return a line as Textual draws it, in exactly `width` cells. Under the cursor it is reversed.

    All that panes, pages, bars and lists show passes here, and here at the latest it is made visible.
    """
    if cursor:
        segments = [Segment(visible(text), CURSOR + Style(bold=style.bold, underline=style.underline)) for text, style in line]
        return Strip(segments).extend_cell_length(width, CURSOR).crop(0, width)
    return Strip([Segment(visible(text), style) for text, style in line]).extend_cell_length(width).crop(0, width)
