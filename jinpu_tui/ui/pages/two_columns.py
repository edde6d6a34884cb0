"""Pages of two columns: their lines side by side, and how far each column goes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from jinpu_tui.ui.pages.page import PageLine
from jinpu_tui.ui.styled_line import padded
from jinpu_tui.ui.styles import DIM, PLAIN

RULE = " │ "


def side_by_side(left: Sequence[PageLine], right: Sequence[PageLine], split: int, width: int) -> list[PageLine]:
    """Return lines of two columns, the right one beginning at cell `split`; each line has a part for either column."""
    empty = PageLine([("", PLAIN)])
    lines = []
    for one, other in zip_longest(left, right, fillvalue=empty):
        line = [*padded(one.line, split - len(RULE)), (RULE, DIM), *other.line]
        lines.append(PageLine(line, parts=((0, split - len(RULE), one), (split, width, other))))
    return lines
