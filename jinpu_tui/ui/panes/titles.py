"""The title lines of panes: number, name, scope and filter, a thin rule, and the count."""

from __future__ import annotations

from rich.cells import cell_len

from jinpu_tui.locale import _
from jinpu_tui.safe_text import visible
from jinpu_tui.ui.cells import Line
from jinpu_tui.ui.look import ACCENT, BOLD, DIM, WARN, sign


def title_line(number: str, name: str, notes: list[str], text: str, heads: str, width: int, *, active: bool) -> Line:
    """`2 Tasks  3 of 19  in R1  /words ───── due    %`, the name bright where the keys go, heads over their columns."""
    style = ACCENT if active else BOLD
    line: Line = [(f" {number} ", style if active else DIM), (name, style)]
    line += [(f"  {visible(note)}", DIM) for note in notes if note]
    if text:
        line.append((f"  /{visible(text)}", WARN))
    used = sum(cell_len(piece) for piece, _style in line) + cell_len(heads) + 1
    rule = sign("─") * max(1, width - used)
    return [*line, (f" {rule}", DIM), (heads, DIM)]


def count_text(shown: int, total: int) -> str:
    """`19`, or `3 of 19` where some are not shown."""
    return str(total) if shown == total else _("{shown} of {total}").format(shown=shown, total=total)
