"""How columns of texts share the room of a row: cell by cell, each to the column in which most texts lack one.

The column that names the record, its title, comes first until it has half of the room; the rest goes by weights. A column that
weighs less than 1 takes what the others leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from jinpu_tui.ui.column_needs import Need

LEGIBLE = 24
"""A cell that the title lacks counts as much as one of the most important other column until it has this width."""

MAX_STRETCH = 1.25
"""The maximum width of titles for a few long ones, by the width that they ask for."""


class Claim(NamedTuple):
    """What a column of texts asks for."""

    need: Need
    asked: int
    """Cells that it asks for while other columns lack some."""
    weight: float = 1.0
    """How much more it counts that one of its texts is cut than that a title is."""
    is_title: bool = False

    @property
    def takes_rest(self) -> bool:
        """Whether the column takes only what the others leave."""
        return self.weight < 1


def share(room: int, widths: Mapping[str, int], claims: Mapping[str, Claim]) -> dict[str, int]:
    """Return the widths of columns of texts after `room` more cells were shared out, as far as somebody needs them.

    What is left at last goes to texts that are still cut, however few; to titles only `MAX_STRETCH`, for what stands after
    them would stand far from most titles.

    Args:
        room: Number of cells to be shared out.
        widths: Cells that columns have already.
        claims: What these columns ask for.
    """
    wide = dict(widths)
    shared = room + sum(cells for name, cells in wide.items() if not claims[name].takes_rest)
    for name, claim in claims.items():
        if claim.is_title:
            more = min(room, max(0, min(claim.asked, shared // 2) - wide[name]))
            wide[name], room = wide[name] + more, room - more
    room = _share_by_weights(room, wide, claims)
    for name in sorted(claims, key=lambda name: -claims[name].weight):
        claim = claims[name]
        most = min(claim.need.most, int(MAX_STRETCH * claim.asked)) if claim.is_title else claim.need.most
        more = min(room, max(0, most - wide[name]))
        wide[name], room = wide[name] + more, room - more
    return wide


def _share_by_weights(room: int, wide: dict[str, int], claims: Mapping[str, Claim]) -> int:
    """Give `room` cells to columns, each where most texts lack one; return how many nobody asks for."""
    top = max((claim.weight for claim in claims.values()), default=1.0)

    def gain(name: str) -> float:
        claim, cells = claims[name], wide[name]
        weight = top if claim.is_title and cells < LEGIBLE else claim.weight
        return weight * claim.need.wider[cells]

    while room > 0:
        lacking = [name for name, claim in claims.items() if wide[name] < claim.asked]
        if not lacking:
            break
        best, name = max((gain(name), name) for name in lacking)
        more = 1 if best else min(room, claims[name].asked - wide[name])  # else only a heading lacks cells
        wide[name], room = wide[name] + more, room - more
    return room
