"""The first line of a pane, with what its parts stand for."""

from __future__ import annotations

from typing import Literal, NamedTuple

from jinpu_tui.ui.styled_line import Line

PartName = Literal["scope", "filter", "arranged", "head", "light", "pane"]
"""A chip of the scope, a chip of one term of the filter, how the pane is arranged, the head of a column, the count of a light,
the name of a pane."""


class TitlePart(NamedTuple):
    """A part of a title: the cells from `start` to `end`.

    `value` is the column of a head, a light, a pane; for a chip of the filter it is the filter that is left without that term.
    """

    start: int
    end: int
    what: PartName
    value: str = ""


class Title(NamedTuple):
    """A title line and its parts."""

    line: Line
    parts: tuple[TitlePart, ...] = ()
