"""The first line of a pane, with what its parts stand for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from jinpu_tui.model.records import Pane
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.styled_line import Line

PartName = Literal["scope", "filter", "arranged", "head", "covered", "light", "pane"]
"""A chip of the scope, a chip of one term of the filter, how the pane is arranged, the head of a column, the cells above a
column whose head stands elsewhere because name and count of the pane cover it, the count of a light, the name of a pane."""


class TitlePart(NamedTuple):
    """A part of a title: the cells from `start` to `end`.

    `value` is the column of a head, a light, a pane; for a chip of the filter it is the filter that is left without that term.
    """

    start: int
    end: int
    what: PartName
    value: str = ""


def pane_names() -> dict[Pane, str]:
    """Return the names of the panes, in their order."""
    return {"requirements": _("Requirements"), "tasks": _("Tasks"), "indicators": _("Indicators")}


def part_at(parts: Iterable[TitlePart], x: int) -> TitlePart | None:
    """Return the part that a cell of the line belongs to; None if it belongs to none."""
    return next((part for part in parts if part.start <= x < part.end), None)


class Title(NamedTuple):
    """A title line and its parts."""

    line: Line
    parts: tuple[TitlePart, ...] = ()
