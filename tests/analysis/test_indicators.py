"""Growth, attainment, and figures as shown."""

from __future__ import annotations

from jinpu_tui.analysis.indicators import attainment, decimals, disagrees, growth, latest, shown
from jinpu_tui.model.records import Indicator, Observation, Point


def test_growth_needs_the_same_basis_and_cumulation() -> None:
    first = Observation("2015-S1", 200, cumulative=True)
    second = Observation("2016-S1", 210, cumulative=True)
    other = Observation("2016-S1", 210)
    assert growth(Indicator("I", observations=(first, second)), second) == 5
    assert growth(Indicator("I", observations=(first, other)), other) is None


def test_disagreement_only_where_bases_say_that_they_should_agree() -> None:
    before = Observation("2015", 100, basis="constant")
    stated = Observation("2016", 110, growth=7, basis="constant", growth_basis="constant")
    apart = Observation("2016", 110, growth=7, basis="constant", growth_basis="current")
    assert disagrees(Indicator("I", observations=(before, stated)), stated)
    assert not disagrees(Indicator("I", observations=(before, apart)), apart)


def test_attainment_and_latest() -> None:
    one = Indicator(
        "I",
        baseline=Point("2015", 200),
        target=Point("2020", 300),
        observations=(Observation("2016", 225), Observation("2014", 1)),
    )
    assert latest(one).period == "2016"
    assert attainment(one) == 25


def test_shown() -> None:
    one = Indicator("I", observations=(Observation("2014", 12.528), Observation("2016", 225)))
    assert decimals(one) == 3
    assert [shown(20500, 0), shown(12.528, 1), shown(None, 1)] == ["20,500", "12.5", "–"]
