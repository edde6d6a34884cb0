"""How things look: in the sixteen colours of the user's own terminal."""

from __future__ import annotations

from rich.style import Style

from jinpu_tui.analysis.lights import Light
from jinpu_tui.model.records import Status

PLAIN = Style()
DIM = Style(dim=True)
BOLD = Style(bold=True)
ACCENT = Style(color="cyan", bold=True)
LINK = Style(color="cyan")
CURSOR = Style(reverse=True)
MARK = Style(color="magenta", bold=True)
GOOD = Style(color="green")
WARN = Style(color="yellow", bold=True)
BAD = Style(color="red", bold=True)
CHIP = Style(color="cyan")
"""What narrows a pane: the scope, the terms of its filter."""
FOUND = Style(bold=True, underline=True, dim=False)
"""What a filter or a search found; it is added to the style of the text around it."""

LIGHT_STYLES: dict[Light, Style] = {
    "red": BAD,
    "yellow": Style(color="yellow"),
    "blue": Style(color="blue", bold=True),
    "green": GOOD,
    "done": DIM,
    "off": DIM,
}
STATUS_STYLES: dict[Status, Style] = {"blocked": BAD, "doing": GOOD, "done": DIM, "closed": DIM, "dropped": DIM}
