"""The columns of a pane: which are in sight at a width, how wide each is, and what stands in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from rich.style import Style

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.model.records import Kind
from jinpu_tui.query.columns import Column, columns
from jinpu_tui.query.sorting import sized
from jinpu_tui.text.width import cell_width, fit
from jinpu_tui.ui.column_needs import MAX_NEED, Need, head_text, known_width, need_of, sample_of, widths_of
from jinpu_tui.ui.column_shares import Claim, share
from jinpu_tui.ui.highlight import Wanted, highlighted
from jinpu_tui.ui.styled_line import Line

MIN_WIDTH = 16
"""Cells that the flexible column has at least."""

MIN_TEXT = 8
"""Cells that another column of texts has at least."""

COMFORT = 22
"""Cells that a column of texts other than the flexible one should have before something else is shown."""

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


class _Measured(NamedTuple):
    """What a column asks for, and by which texts that was found out."""

    day: date
    records: Sequence[Any]
    texts: Sequence[str]
    width: int = 0
    """Cells, if it neither gives way nor grows; else 0."""
    need: Need | None = None


class Head(NamedTuple):
    """What stands over a column, and the cell of the row that it begins at."""

    name: str
    start: int
    text: str


class Table:
    """The columns of a pane of one kind; `flexible` is the one that names the record and takes what the others leave.

    `column_needs` says how many cells a column asks for, `column_shares` what it gets. `weights` says how much more a text of a
    column counts than one of the flexible column; columns have at least the cells of `floors`. Without weights the flexible
    column takes also what nothing else needs.
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
        self._measured: dict[str, _Measured] = {}
        """What was measured last, so that after an edit only what changed is looked at."""
        self._widths: dict[str, int] = {}
        """Cells of the columns that neither give way nor grow."""
        self._needs: dict[str, Need] = {}
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
            if name not in self._columns:
                continue
            column, known = self._columns[name], width or known_width(self._kind, name)
            if known:
                self._widths[name] = known
                is_empty = all(column.text(analysis, one) in _NOTHING for one in sample)
            else:
                measured = self._measured[name] = self._measure(column, analysis, sample)
                is_empty = _NOTHING.issuperset(measured.texts)
                if measured.need is not None:
                    self._needs[name] = measured.need
                else:
                    self._widths[name] = measured.width
            if is_empty:
                self.empty.add(name)

    def _measure(self, column: Column, analysis: Analysis, sample: Sequence[Any]) -> _Measured:
        """Return what a column asks for; texts of records that are the same as before are not made again."""
        before = self._measured.get(column.name)
        if before is None or before.day != analysis.day or len(before.records) != len(sample) or not column.is_of_record:
            texts = [column.text(analysis, one) for one in sample]
        else:
            known = zip(sample, before.records, before.texts, strict=True)
            texts = [text if one is old else column.text(analysis, one) for one, old, text in known]
        if before is not None and before.texts == texts:
            return before._replace(day=analysis.day, records=sample)
        head, counted = cell_width(head_text(column.name)), Counter(texts)
        if column.right:
            return _Measured(analysis.day, sample, texts, width=max(*widths_of(counted, MAX_NEED), head))
        return _Measured(analysis.day, sample, texts, need=need_of(counted, 0 if column.name == self._flexible else head))

    def need(self, name: str) -> int:
        """Return the cells that a column asks for; of a text that is much longer than the others not all."""
        if name in self._widths or name not in self._needs:
            return self._widths.get(name, 0)
        need = self._needs[name]
        if name == self._flexible:
            return need.most if self._fills else need.usual
        return need.most if self._takes_rest(name) else max(need.usual, min(MAX_NEED, need.most))

    def _takes_rest(self, name: str) -> bool:
        return self._weights.get(name, 1) < 1

    def fits(self, width: int, names: Sequence[str], own: Mapping[str, Own], least: Mapping[str, int]) -> bool:
        """Return whether all of these have room.

        Args:
            width: Cells of a row.
            names: The columns.
            own: The columns that the pane draws itself.
            least: Cells that columns of texts should have, or what their texts take; `COMFORT` for those that are not named.
        """
        asked = max(0, len(names) - 1)
        for name in names:
            cells = own[name].width if name in own else self._widths.get(name)
            if cells is None:
                cells = min(least.get(name, COMFORT), self.need(name))
                cells = max(MIN_WIDTH, cells) if name == self._flexible else cells
            asked += cells
        return asked <= width

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
        texts = {name: cells for name, cells in wide.items() if name in self._needs and name not in own}
        wide |= share(_left(width, wide), texts, {name: self._claim(name) for name in texts})
        if is_flexible and self._fills:
            wide[self._flexible] += max(0, _left(width, wide))
        return [Place(name, wide[name]) for name in known if name in wide]

    def _floor(self, name: str) -> int:
        return min(self._floors.get(name, MIN_TEXT), self._needs[name].most)

    def _claim(self, name: str) -> Claim:
        return Claim(self._needs[name], self.need(name), self._weights.get(name, 1.0), is_title=name == self._flexible)

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
                text = own[name].head if name in own else fit(head_text(name), width, right=self._columns[name].right)
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


def _left(width: int, wide: Mapping[str, int]) -> int:
    """Return the cells of a row that columns with a blank between any two leave."""
    return width - sum(wide.values()) - max(0, len(wide) - 1)
