"""Bars of a few cells: counts in the colours of lights, and percentages.

Each light has a block of its own width as well, for those who see no colour.
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style

from jinpu_tui.analysis.lights import ORDER, Light
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import DIM, LIGHT_STYLES

BLOCKS: Mapping[Light, str] = {"red": "▉", "yellow": "▊", "blue": "▋", "green": "▌", "done": "▍", "off": "·"}
"""Thinner from the worst light to the best."""


def stacked_bar(lights: Mapping[Light, int], length: int) -> Line:
    """Return a bar of `length` cells that is parted as the counts are."""
    total, drawn, passed = sum(lights.values()), 0, 0
    line: Line = []
    for light in ORDER:
        passed += lights.get(light, 0)
        upto = round(length * passed / total) if total else 0
        if upto > drawn:
            line.append((BLOCKS[light] * (upto - drawn), LIGHT_STYLES[light]))
            drawn = upto
    return line


def light_bar(light: Light, count: int, total: int, length: int) -> Line:
    """Return a bar that is as long beside `length` as the count is beside the total; of any count at least one cell."""
    filled = max(1, round(length * count / total)) if count and total else 0
    return [(BLOCKS[light] * min(filled, length), LIGHT_STYLES[light])]


def percent_bar(share: float, length: int, style: Style) -> Line:
    """Return a percentage as a bar of `length` cells, full at 100; exact to half a cell."""
    full, half = divmod(round(max(0.0, min(100.0, share)) * length * 2 / 100), 2)
    return [("━" * full + "╸" * half, style), ("─" * (length - full - half), DIM)]
