"""Pages of two columns: their lines side by side, and how far each column goes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from jinpu_tui.ui.pages.page import BLANK_LINE, PageLine
from jinpu_tui.ui.styled_line import padded
from jinpu_tui.ui.styles import DIM

RULE = " │ "


def side_by_side(
    left: Sequence[PageLine], right: Sequence[PageLine], split: int, width: int, *, rule: str = RULE
) -> list[PageLine]:
    """Return lines of two columns, the right one beginning at cell `split`; each line has a part for either column.

    A line that has parts keeps them.
    """
    end = split - len(rule)
    lines = []
    for begin, after in zip_longest(left, right, fillvalue=BLANK_LINE):
        moved = [(start + split, stop + split, part) for start, stop, part in after.parts]
        parts = (*(begin.parts or ((0, end, begin),)), *(moved or ((split, width, after),)))
        lines.append(PageLine([*padded(begin.line, end), (rule, DIM), *after.line], parts=parts))
    return lines
