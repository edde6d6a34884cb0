"""A heading with items below it, and how several of them share the lines that there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from jinpu_tui.text.i18n import _
from jinpu_tui.text.width import fit
from jinpu_tui.ui.pages.page import BLANK_LINE, PageLine
from jinpu_tui.ui.styled_line import Line, line_width
from jinpu_tui.ui.styles import BOLD, DIM

Item = Sequence[PageLine]
"""The lines of one step, note, comment or link."""

_HEAD = 2
"""Lines before the first item: a blank and the heading."""


class Section(NamedTuple):
    """A heading and the items below it; `total` is how many there are, which is known without making them."""

    title: str
    about: str | Line
    """What stands at the right end of the heading: a count, or what to press if there is nothing."""
    items: Iterable[Item] = ()
    total: int = 0
    past: int = 0
    """How many of the first items are left out before any other if there is not enough room."""


def heading(section: Section, width: int) -> PageLine:
    """Return the heading of a section: its title, and at the right end what there is to say about it."""
    about: Line = [(section.about, DIM)] if isinstance(section.about, str) else section.about
    room = max(4, width - 2 - line_width(about))
    return PageLine([(f" {fit(section.title, room)}", BOLD), *about])


def section_lines(section: Section, width: int) -> list[PageLine]:
    """Return a section with all its items."""
    items = list(section.items)
    lines = [heading(section, width), *(line for item in items for line in item)]
    return (
        lines
        if len(items) >= section.total
        else [*lines, _note(_("… {count} more").format(count=section.total - len(items)), width)]
    )


def fitted(sections: Sequence[Section], height: int, width: int) -> list[PageLine]:
    """Return sections in at most `height` lines: short ones whole, long ones share what is left."""
    made = [(section, list(islice(section.items, section.past + height))) for section in sections]
    lengths = [_HEAD + sum(map(len, items)) for _section, items in made]
    lines: list[PageLine] = []
    for (section, items), room in zip(made, _shares(lengths, height), strict=True):
        if room > _HEAD or (room == _HEAD and not section.total):
            lines += [BLANK_LINE, heading(section, width), *_cut(section, items, room - _HEAD, width)]
    return lines


def _shares(lengths: Sequence[int], room: int) -> list[int]:
    """Return how many lines each may have: what it needs, or an equal part of what those that need less leave."""
    shares = [0] * len(lengths)
    for done, at in enumerate(sorted(range(len(lengths)), key=lengths.__getitem__)):
        shares[at] = min(lengths[at], room // (len(lengths) - done))
        room -= shares[at]
    return shares


def _cut(section: Section, items: Sequence[Item], room: int, width: int) -> list[PageLine]:
    """Return the items that fit into `room` lines, with a line that says how many more there are."""
    needed = sum(map(len, items))
    if len(items) == section.total and needed <= room:
        return [line for item in items for line in item]
    first = 0
    while first < section.past and needed + 1 > room:
        needed -= len(items[first])
        first += 1
    lines: list[PageLine] = []
    shown = 0
    for item in items[first:]:
        if len(lines) + len(item) + 1 > room:
            break
        lines += item
        shown += 1
    if not shown and room > 1:  # not even one fits
        lines, shown = list(items[first][: room - 1]), 1
    more = section.total - shown
    return [*lines, _note(_("… {count} more").format(count=more) if more else "…", width)]


def _note(text: str, width: int) -> PageLine:
    return PageLine([(" " + fit(text, width - 2), DIM)])
