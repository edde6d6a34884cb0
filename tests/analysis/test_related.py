"""What a record touches, requirements beside units, and figures as points in time."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec import structs

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.related import Node, trace
from jinpu_tui.analysis.series import indexed, scale_of, series, ticks
from jinpu_tui.analysis.sparkline import sparkline
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Baseline, Indicator, Observation, Point, Requirement, Source, Task
from jinpu_tui.query.filter import matching
from jinpu_tui.query.matrix import cell_filter, matrix, worst

DATA = Dataset(
    sources=(Source("S1", "Document"),),
    requirements=(Requirement("R1", "Top"), Requirement("R1.1", "Part", parent="R1", source="S1"), Requirement("R2", "Other")),
    tasks=(
        Task("T1", "First", requirements=("R1.1",), lead="Finance", status="blocked"),
        Task("T2", "Second", requirements=("R1.1", "R2"), lead="finance", depends=("T1",), status="doing"),
        Task("T3", "Third", requirements=("R2",), depends=("T2",)),
    ),
    indicators=(Indicator("I1", "GDP", requirements=("R1.1",), observations=(Observation("2016", 5, source="S1"),)),),
)
FACTS = Analysis(DATA, date(2016, 12, 31))


def told(id_: str) -> dict[str, list[Node]]:
    return {item.name: list(item.nodes) for item in trace(DATA, id_)}


def test_a_record_and_all_it_touches() -> None:
    assert told("T2") == {
        "serves": [Node("R1.1", [Node("R1", [])]), Node("R2", [])],
        "waits for": [Node("T1", [])],
        "holds up": [Node("T3", [])],
        "measured by": [Node("I1")],
    }
    assert told("R1.1")["tasks"] == [Node("T1"), Node("T2")]
    assert told("R1")["parts"] == [Node("R1.1", [Node("T1"), Node("T2")])]
    assert told("I1") == {
        "measures": [Node("R1.1", [Node("R1", [])])],
        "moved by": [Node("T1"), Node("T2")],
        "from": [Node("S1")],
    }
    assert told("S1") == {"demands in it": [Node("R1.1")], "figures in it": [Node("I1")]}


def test_chains_are_followed_and_rings_end() -> None:
    ring = Dataset(tasks=(Task("A", depends=("B",)), Task("B", depends=("C",)), Task("C", depends=("A", "B"))))
    found = {item.name: item.nodes for item in trace(ring, "A")}
    assert found["waits for"] == [Node("B", [Node("C", [])])]


def test_the_matrix_counts_each_task_in_each_row_it_serves() -> None:
    found = matrix(FACTS, ("R1", "R2"))
    assert found.units == ["Finance", ""]
    assert {key: dict(lights) for key, lights in found.cells.items()} == {
        ("R1", "Finance"): {"red": 1, "green": 1},
        ("R2", "Finance"): {"green": 1},
        ("R2", ""): {"off": 1},
    }
    assert worst(found.lights("R1", found.units)) == "red"
    assert worst({}) is None


@pytest.mark.parametrize("row", ["R1", "R2"])
def test_the_filter_of_a_cell_gives_what_it_counts(row: str) -> None:
    found = matrix(FACTS, ("R1", "R2"))
    for units in (["Finance"], [""], ["Finance", ""]):
        kept = matching(DATA.tasks, cell_filter(row, units), FACTS)
        assert len(kept) == found.lights(row, units).total()
    others = matching(DATA.tasks, cell_filter(row, ["Finance"], others=True), FACTS)
    assert len(others) == found.lights(row, [""]).total()


def test_figures_as_points_and_the_way_to_the_target() -> None:
    one = Indicator(
        "I",
        unit="tons",
        baseline=Point("2015", 10),
        target=Point("2020", 20),
        observations=(
            Observation("2016-S1", 3, cumulative=True),
            Observation("2016", 12, status="forecast"),
            Observation("odd", 1),
        ),
    )
    found = series(one)
    assert [(dot.value, dot.mark) for dot in found.dots] == [(3.0, "year to date"), (12.0, "projected")]
    assert [(dot.at, dot.value) for dot in found.target_path] == [(2016.0, 10.0), (2021.0, 20.0)]
    assert [dot.value for dot in found.line] == [12.0]


def test_several_are_indexed_where_units_differ() -> None:
    gdp = Indicator(
        "A", unit="yuan", observations=(Observation("2014", 50), Observation("2015", 100), Observation("2016", 110))
    )
    jobs = Indicator("B", unit="jobs", observations=(Observation("2015", 4), Observation("2016", 5)))
    empty = Indicator("C", unit="none")
    assert [[dot.value for dot in item.dots] for item in indexed([gdp, jobs])] == [[50.0, 100.0, 110.0], [100.0, 125.0]]
    assert [item.indicator.id for item in indexed([gdp, jobs, empty])] == ["A", "B"]
    assert {item.base.period for item in indexed([gdp, jobs, empty])} == {"2015"}
    assert (scale_of([gdp, jobs]), scale_of([gdp]), scale_of([gdp, jobs], "absolute")) == ("index", "absolute", "absolute")
    same = Indicator("D", unit="yuan", observations=(Observation("2016", 7),))
    assert scale_of([gdp, same]) == "absolute"


def test_a_gap_is_measured_by_what_is_judged_and_scaled_with_the_index() -> None:
    one = Indicator(
        "A",
        baseline=Baseline("2015", 50),
        target=Point("2020", 100),
        observations=(Observation("2016", 55), Observation("2017", 60, status="forecast")),
    )
    gap = series(one).gap
    assert gap is not None
    assert (gap.period, gap.value, gap.expected, gap.is_kept) == ("2016", 55, 60, False)
    scaled = indexed([one])[0].gap
    assert scaled is not None
    assert (scaled.value, scaled.expected) == (110, 120)
    growing = Indicator("B", target=Point("2016", growth=7), observations=(Observation("2016", 5, 6),))
    assert series(growing).gap is None


def test_the_baseline_of_a_flow_of_years_is_no_base_of_months() -> None:
    months = tuple(Observation(f"2016-0{number}", 10 + number) for number in range(1, 5))
    flow = Indicator("A", measure="flow", baseline=Baseline("2015", 1200), observations=months)
    assert indexed([flow])[0].base.period == "2016-01"
    assert sparkline(flow) == ("", "▁▃▆█")
    assert sparkline(structs.replace(flow, measure="stock")).text == "█│▁▁▁▁"
    assert sparkline(Indicator("B", baseline=Baseline("2015", 5), observations=(Observation("2015", 5),))).text == ""


@pytest.mark.parametrize(("low", "high"), [(0, 1), (168.4, 302), (-5, 5), (1e9, 3e9), (0.001, 0.0013)])
def test_ticks_are_round_within_and_few(low: float, high: float) -> None:
    found = ticks(low, high, 6)
    assert 2 <= len(found) <= 6
    assert all(low <= item <= high for item in found)
    assert found == sorted(set(found))


def test_ticks_of_nothing_to_speak_of() -> None:
    assert ticks(3, 3, 5) == [3]
    assert ticks(0, float("inf"), 5) == [0]
