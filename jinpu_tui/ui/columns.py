"""The columns of a pane: which are in sight at a width, how wide each is, and what stands in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from rich.style import Style

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.model.fields import field_of
from jinpu_tui.model.records import Kind
from jinpu_tui.query.columns import Column, columns
from jinpu_tui.query.sorting import sized
from jinpu_tui.text.i18n import _
from jinpu_tui.text.width import cell_width, fit, width_of
from jinpu_tui.ui.highlight import Wanted, highlighted
from jinpu_tui.ui.styled_line import Line

R = TypeVar("R")

MIN_WIDTH = 16
"""Cells that the flexible column has at least."""

MIN_TEXT = 8
"""Cells that another column of texts has at least."""

LEGIBLE = 24
"""A cell that the flexible column lacks counts as much as one of the most important other column until it has this width."""

COMFORT = 22
"""Cells that a column of texts other than the flexible one should have before something else is shown."""

MAX_NEED = 40
"""More cells no column but the flexible one asks for."""

MAX_FLEXIBLE = 160
"""More cells the flexible column does not ask for."""

CUT_SHARE = 20
"""The flexible column gets no more room once at most one in this many of its texts is cut; what stands after it stays near."""

MEASURED = 500
"""Number of records, spread over all, that the width of a column is measured by."""


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


class Head(NamedTuple):
    """What stands over a column, and the cell of the row that it begins at."""

    name: str
    start: int
    text: str


class _Need(NamedTuple):
    """How many of the measured texts of a column take more cells than 0, 1, 2 and so on."""

    wider: Sequence[int]

    @property
    def most(self) -> int:
        """Cells of the widest text."""
        return len(self.wider)

    def all_but(self, count: float) -> int:
        """Return the cells that all texts but `count` fit in."""
        return next((width for width, wider in enumerate(self.wider) if wider <= count), self.most)


class Table:
    """The columns of a pane of one kind; `flexible` is the one that names the record and takes what the others leave.

    Room for texts is shared out cell by cell, each to the column in which most texts lack one. `weights` says how much more a
    text of a column counts than one of the flexible column; columns have at least the cells of `floors`. Without weights the
    flexible column takes also what nothing else needs.
    """

    def __init__(
        self,
        kind: Kind,
        flexible: str,
        *,
        weights: Mapping[str, float] | None = None,
        floors: Mapping[str, int] | None = None,
    ) -> None:
        self._columns: Mapping[str, Column] = columns(kind)
        self._kind, self._flexible = kind, flexible
        self._weights, self._floors = weights or {}, floors or {}
        self._fills = weights is None
        self._widths: dict[str, int] = {}
        """Cells of the columns that neither give way nor grow."""
        self._needs: dict[str, _Need] = {}
        self._chosen: Sequence[str] = ()
        self.empty: set[str] = set()
        self.back = 0
        self.wanted: Wanted = ()
        """What a filter looks for, to be made visible in the cells."""

    def measure(self, analysis: Analysis, records: Sequence[Any], chosen: Sequence[str]) -> None:
        """Learn from records spread over all what columns ask for; `chosen` may be in sight, some with widths of their own."""
        self._chosen = [name for name, _width in map(sized, chosen) if name in self._columns or name == "periods"]
        self.empty.clear()
        self._widths, self._needs = {}, {}
        sample = sample_of(records)
        for name, width in map(sized, chosen):
            if name in self._columns:
                self._measure(self._columns[name], width, Counter(self._columns[name].text(analysis, one) for one in sample))

    def _measure(self, column: Column, fixed: int | None, texts: Counter[str]) -> None:
        name = column.name
        if texts.keys() <= _NOTHING:
            self.empty.add(name)
        known = fixed or _known_width(self._kind, name)
        takes_rest = name == self._flexible or self._weights.get(name, 1) < 1
        most = MAX_FLEXIBLE if takes_rest else MAX_NEED
        widths = Counter({0: 0}) if known else _widths_of(texts, most)
        if known or column.right:
            self._widths[name] = known or max(*widths, cell_width(_head(name)))
            return
        wider, left = [], widths.total()
        for width in range(max(widths)):
            left -= widths[width]
            wider.append(left)
        head = 0 if name == self._flexible else cell_width(_head(name))
        self._needs[name] = _Need([*wider, *[0] * (head - len(wider))])

    def need(self, name: str) -> int:
        """Return the cells of the widest text of a column, as far as it may have them."""
        return self._widths[name] if name in self._widths else self._needs[name].most if name in self._needs else 0

    def fits(self, width: int, names: Sequence[str], own: Mapping[str, Own], least: int, least_text: int = COMFORT) -> bool:
        """Return whether all of these have room.

        The flexible column should have `least` cells, and others of texts `least_text`, or what their texts take.
        """
        return self._asked(names, own, least, least_text) <= width

    def _asked(self, names: Sequence[str], own: Mapping[str, Own], least: int, comfort: int) -> int:
        asked = max(0, len(names) - 1)
        for name in names:
            if name in own:
                asked += own[name].width
            elif name == self._flexible and name in self._needs:
                asked += min(least, self._most_of(name))
            else:
                asked += self._widths.get(name) or min(comfort, self.need(name))
        return asked

    def _most_of(self, name: str) -> int:
        """Return the cells that a column of texts has use for."""
        need = self._needs[name]
        rows = need.wider[0] if need.wider else 0
        return need.all_but(rows / CUT_SHARE) if name == self._flexible and not self._fills else need.most

    def width_of_all(self, names: Sequence[str]) -> int:
        """How much columns take, each with the blank before it; the flexible one counts for nothing."""
        return sum(self.need(name) + 1 for name in names if name != self._flexible and name in self._columns)

    def in_sight(self, width: int, names: Sequence[str], own: Mapping[str, Own]) -> list[Place]:
        """Return the columns that have room, from the one that the columns were moved to on; the flexible one always has."""
        is_flexible = self._flexible in names and self._flexible in self._needs
        known = [name for name in names if name in own or name in self._widths or name in self._needs]
        rest = [name for name in known if not is_flexible or name != self._flexible]
        self.back = min(self.back, max(0, len(rest) - 1))
        room = width - (MIN_WIDTH if is_flexible else 0)
        wide: dict[str, int] = {self._flexible: max(0, min(MIN_WIDTH, width))} if is_flexible else {}
        for name in rest[self.back :]:
            cells = own[name].width if name in own else self._widths.get(name) or self._floor(name)
            room -= cells + (1 if wide else 0)
            if room < 0:
                break
            wide[name] = cells
        left = width - sum(wide.values()) - max(0, len(wide) - 1)
        left = self._share(left, wide, {name for name in wide if name in self._needs and name not in own})
        if is_flexible and self._fills:
            wide[self._flexible] += max(0, left)
        return [Place(name, wide[name]) for name in known if name in wide]

    def _floor(self, name: str) -> int:
        return min(self._floors.get(name, MIN_TEXT), self._needs[name].most)

    def _weight(self, name: str, cells: int) -> float:
        """Return how much it counts that a text of a column lacks the next cell."""
        if name == self._flexible and cells < LEGIBLE:
            return max(self._weights.values(), default=1.0)
        return self._weights.get(name, 1.0)

    def _share(self, room: int, wide: dict[str, int], texts: set[str]) -> int:
        """Give `room` cells to columns of texts, each where most texts lack one; return how many nobody needs."""
        most = {name: self._most_of(name) for name in texts}
        while room > 0:
            gains = [
                (self._weight(name, wide[name]) * self._needs[name].wider[wide[name]], name)
                for name in texts
                if wide[name] < most[name]
            ]
            gain, name = max(gains, default=(0.0, ""))
            if not gains:
                break
            if not gain:  # only a heading lacks cells
                wide[name], room = most[name], room - (most[name] - wide[name])
                continue
            wide[name], room = wide[name] + 1, room - 1
        return room

    def shift(self, by: int) -> bool:
        """Begin with a later (1) or an earlier (-1) column; return whether there is one."""
        before, self.back = self.back, max(0, self.back + by)
        return self.back != before

    def has(self, name: str) -> bool:
        """Return whether there is a column of that name."""
        return name in self._columns

    def spans(self, places: Sequence[Place], start: int) -> Iterator[tuple[str, int, int]]:
        """Return the name of each column with the cells that it begins and ends at, the first at cell `start` of the row."""
        for name, width in places:
            yield name, start, start + width
            start += width + 1

    def heads(self, places: Sequence[Place], own: Mapping[str, Own], start: int) -> list[Head]:
        """Return what stands over the columns, the first of which begins at cell `start` of the row; the flexible has none."""
        found = []
        for name, width in places:
            if name != self._flexible:
                text = own[name].head if name in own else fit(_head(name), width, right=self._columns[name].right)
                found.append(Head(name, start, text))
            start += width + 1
        return found

    def line(
        self,
        analysis: Analysis,
        record: Any,
        places: Sequence[Place],
        style: Callable[[str], Style],
        own: Mapping[str, Own],
    ) -> Line:
        """Return the cells of a record, a blank between any two."""
        return list(self._cells(analysis, record, places, style, own))

    def _cells(
        self, analysis: Analysis, record: Any, places: Sequence[Place], style: Callable[[str], Style], own: Mapping[str, Own]
    ) -> Iterator[tuple[str, Style]]:
        gap = ""
        for name, width in places:
            if name in own:
                yield gap, style(name)
                yield from own[name].draw(record)
            else:
                column = self._columns[name]
                text = gap + fit(column.text(analysis, record), width, right=column.right)
                if self.wanted and not column.right:
                    yield from highlighted(text, style(name), name, self.wanted)
                else:
                    yield text, style(name)
            gap = " "


def sample_of(records: Sequence[R]) -> Sequence[R]:
    """Return the records that columns are measured by, spread over all."""
    return records[:: -(-len(records) // MEASURED)] if records else records


def _widths_of(texts: Counter[str], most: int) -> Counter[int]:
    """Return the number of texts by the cells that they take; those that take more than `most` count as if they took `most`."""
    widths: Counter[int] = Counter({0: 0})
    for text, count in texts.items():
        widths[min(most, width_of(text))] += count
    return widths


def _head(name: str) -> str:
    return {"progress": "%", "light": " ", "attainment": _("way"), "last_note": _("last note")}.get(name) or _(name)


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
