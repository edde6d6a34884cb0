"""The columns of a pane: which are in sight at a width, how wide each is, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rich.style import Style

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.model.fields import field_of
from jinpu_tui.model.records import Kind
from jinpu_tui.query.columns import Column, columns
from jinpu_tui.query.sorting import sized
from jinpu_tui.text.i18n import _
from jinpu_tui.text.width import fit, width_of
from jinpu_tui.ui.styled_line import Line

MIN_WIDTH = 16
"""That many cells the column that takes what is left has at least."""

MAX_WIDTH = 18
"""So wide a column gets by itself."""

MEASURED = 500
"""Number of records that the width of a column is measured by."""


_NOTHING = {"", "–"}


class Own(NamedTuple):
    """A column that a pane draws itself."""

    width: int
    head: str
    draw: Callable[[Any], Line]


class Place(NamedTuple):
    """A column and its width."""

    name: str
    width: int


class Table:
    """The columns of a pane of one kind; `flexible` takes what the others leave."""

    def __init__(self, kind: Kind, flexible: str) -> None:
        self._columns: Mapping[str, Column] = columns(kind)
        self._kind, self._flexible = kind, flexible
        self._widths: dict[str, int] = {}
        self._chosen: Sequence[str] = ()
        self.empty: set[str] = set()
        self.back = 0

    def measure(self, analysis: Analysis, records: Sequence[Any], chosen: Sequence[str]) -> None:
        """Make columns as wide as their contents ask for; `chosen` are those that may be in sight, with their widths."""
        self._chosen = [name for name, _width in map(sized, chosen) if name in self._columns or name == "periods"]
        self.empty.clear()
        fixed = {name: width for name, width in map(sized, chosen) if width is not None}
        self._widths = {
            name: fixed.get(name) or self._asked(self._columns[name], analysis, records)
            for name in self._chosen
            if name in self._columns and (name != self._flexible or name in fixed)
        }

    def _asked(self, column: Column, analysis: Analysis, records: Sequence[Any]) -> int:
        known = _known_width(self._kind, column.name)
        if known:
            return known
        texts = {column.text(analysis, record) for record in records[:MEASURED]}
        if texts <= _NOTHING:
            self.empty.add(column.name)
        widest = max(map(width_of, texts), default=0)
        return min(MAX_WIDTH, max(widest, width_of(_(column.name))))

    def width_of_all(self, names: Sequence[str]) -> int:
        """How much columns take, each with the blank before it; the flexible one counts for nothing."""
        return sum(self._widths[name] + 1 for name in names if name in self._widths)

    def in_sight(self, width: int, names: Sequence[str], own: Mapping[str, Own]) -> list[Place]:
        """Return the columns that have room, from the one that the columns were moved to on; the flexible one always has."""
        wide = {**self._widths, **{name: item.width for name, item in own.items()}}
        names = [name for name in names if name in wide or (name == self._flexible and name in self._chosen)]
        rest = [name for name in names if name != self._flexible or name in self._widths]
        self.back = min(self.back, max(0, len(rest) - 1))
        room = width - (MIN_WIDTH if self._flexible in names and self._flexible not in self._widths else 0)
        shown = []
        for name in rest[self.back :]:
            room -= wide[name] + 1
            if room < 0:
                break
            shown.append(name)
        left = width - sum(wide[name] + 1 for name in shown)
        return [
            Place(name, wide[name] if name in shown else left)
            for name in names
            if name in shown or (name == self._flexible and name not in self._widths)
        ]

    def heads(self, places: Sequence[Place], own: Mapping[str, Own]) -> str:
        """Return what stands over the columns right of the flexible one."""
        at = next((index for index, place in enumerate(places) if place.name == self._flexible), -1)
        return "".join(
            " " + (own[name].head if name in own else fit(_head(name), width, right=self._columns[name].right))
            for name, width in places[at + 1 :]
        )

    def line(
        self,
        analysis: Analysis,
        record: Any,
        places: Sequence[Place],
        style: Callable[[str], Style],
        own: Mapping[str, Own],
    ) -> Line:
        """Return the cells of a record. The flexible column has no blank before it, for what comes before ends in one."""
        return list(self._cells(analysis, record, places, style, own))

    def _cells(
        self, analysis: Analysis, record: Any, places: Sequence[Place], style: Callable[[str], Style], own: Mapping[str, Own]
    ) -> Iterator[tuple[str, Style]]:
        for name, width in places:
            gap = "" if name == self._flexible and name not in self._widths else " "
            if name in own:
                yield gap, style(name)
                yield from own[name].draw(record)
            else:
                column = self._columns[name]
                yield gap + fit(column.text(analysis, record), width, right=column.right), style(name)


def _head(name: str) -> str:
    return {"progress": "%", "light": " ", "attainment": _("way")}.get(name) or _(name)


def _known_width(kind: Kind, name: str) -> int:
    """Return the width of a column of dates, of fixed words or of percentages; 0 if its contents decide."""
    field = field_of(kind, name)
    if name == "light":
        return 1
    if name == "log" or (field is not None and field.form == "date"):
        return 10
    if name == "progress" or (field is not None and field.form == "percent"):
        return 4 if kind == "requirement" else 3
    return max(map(len, field.choices)) if field is not None and field.choices else 0
