"""Requirements beside lead units: how many tasks each unit has for each, and the worst of their lights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.lights import ORDER, Light
from jinpu_tui.analysis.rollup import branches
from jinpu_tui.query.filter import term_for
from jinpu_tui.query.units import UnitNames, leads_of


class Matrix(Struct, frozen=True):
    """`rows` are ids of requirements, `units` names of lead units from the one with most tasks on, "" for tasks without one."""

    rows: Sequence[str]
    units: Sequence[str]
    cells: Mapping[tuple[str, str], Counter[Light]]

    def lights(self, row: str, units: Sequence[str]) -> Counter[Light]:
        """Return the lights of the tasks of some units for a requirement and all below it."""
        total: Counter[Light] = Counter()
        for unit in units:
            total += self.cells.get((row, unit), Counter())
        return total


def matrix(analysis: Analysis, rows: Sequence[str]) -> Matrix:
    """Return the matrix of some requirements and what lies below them. A task that serves several is in several rows."""
    names = UnitNames()
    cells: dict[tuple[str, str], Counter[Light]] = {}
    sizes: Counter[str] = Counter()
    root = branches(analysis.dataset, rows)
    for task in analysis.dataset.tasks:
        served = {root[id_] for id_ in task.requirements if id_ in root}
        for unit in map(names.of, leads_of(task.lead)) if served else ():
            for row in served:
                cells.setdefault((row, unit), Counter())[analysis.lights[task.id]] += 1
                sizes[unit] += 1
    units = sorted(sizes, key=lambda unit: (not unit, -sizes[unit], unit))
    return Matrix(tuple(rows), units, cells)


def worst(lights: Mapping[Light, int]) -> Light | None:
    """Return the worst light there is; None without any."""
    return next((light for light in ORDER if lights.get(light)), None)


def cell_filter(row: str, units: Sequence[str], *, others: bool = False) -> str:
    """Return the filter that gives the tasks of a cell; with `others` those of all units but these."""
    leads = " or ".join(term_for("lead", unit) for unit in units)
    if not units:
        return f"under:{row}"
    return f"under:{row} -({leads})" if others else f"under:{row} ({leads})" if len(units) > 1 else f"under:{row} {leads}"
