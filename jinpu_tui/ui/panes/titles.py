"""The title lines of panes: number, name, scope and filter, a thin rule, and the count."""

from __future__ import annotations

from rich.cells import cell_len

from jinpu_tui.locale import _
from jinpu_tui.safe_text import visible
from jinpu_tui.ui.cells import Line
from jinpu_tui.ui.look import ACCENT, BOLD, DIM, WARN


def title_line(
    name: tuple[str, str], notes: list[str], text: str, heads: str, width: int, *, active: bool, alone: bool
) -> Line:
    """`2 Tasks  3 of 19  in R1  /words ───── due    %`, the name bright where the keys go, heads over their columns.

    Where the pane is alone on the screen the tab line says its name.
    """
    style = ACCENT if active else BOLD
    line: Line = [] if alone else [(f" {name[0]} ", style if active else DIM), (f"{name[1]} ", style)]
    line += [(f" {visible(note)} ", DIM) for note in notes if note]
    if text:
        line.append((f" /{visible(text)} ", WARN))
    used = sum(cell_len(piece) for piece, _style in line) + cell_len(heads)
    rule = "─" * max(1, width - used)
    return [*line, (rule, DIM), (heads, DIM)]


def count_text(shown: int, total: int) -> str:
    """`19`, or `3 of 19` where some are not shown."""
    return str(total) if shown == total else _("{shown} of {total}").format(shown=shown, total=total)
