"""Figures in tables: units of money that keep them short, decimals by size; what is no money keeps its unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinpu_tui.analysis.figures import reading_of
from jinpu_tui.model.records import Indicator, Observation


def indicator(unit: str | None, *values: float, decimals: int | None = None) -> Indicator:
    observations = tuple(Observation(str(2010 + n), value) for n, value in enumerate(values))
    return Indicator("I", unit=unit, decimals=decimals, observations=observations)


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        ("万元", 1865416.67, "186.5 亿元"),
        ("元", 35016.67, "35,017 元"),
        ("元", 23_000_000_000, "230 亿元"),
        ("亿元", 2062.5, "2,062.5 亿元"),
        ("亿元", 1_310_000, "131 万亿元"),
        ("万美元", 250_000, "25 亿美元"),
        ("万人", 250_000, "250,000 万人"),
        ("户", 1865416.67, "1,865,417 户"),
        ("million yuan", 18123, "18.12 billion yuan"),
        ("million yuan", 812.3, "812.3 million yuan"),
        ("yuan", 250_000, "250,000 yuan"),
        ("yuan", 2_500_000, "2.5 million yuan"),
        ("US dollars", 3_000_000, "3 million US dollars"),
        ("billion yuan", 225, "225 billion yuan"),
        ("million tonnes", 20_000, "20,000 million tonnes"),
        ("billion", 20_000, "20,000 billion"),
        ("元/人", 2_500_000, "2,500,000 元/人"),
        ("%", 2.946, "2.95 %"),
        ("", 0.12346, "0.1235 "),
    ],
)
def test_money_is_scaled_and_nothing_else(unit: str, value: float, shown: str) -> None:
    reading = reading_of(indicator(unit, value))
    assert f"{reading.text(value)} {reading.unit}" == shown


def test_one_unit_for_all_figures_of_an_indicator_and_rounding_is_seen() -> None:
    made = indicator("万元", 9_300, 1_865_416.67)
    assert [reading_of(made).text(item.value) for item in made.observations] == ["0.9", "186.5"]
    assert reading_of(indicator("亿元", 93.96, 517.5)).text(93.96) == "94.0"


def test_decimals_that_are_stated_are_kept() -> None:
    assert reading_of(indicator("亿元", 2062.5, decimals=2)).text(2062.5) == "2,062.50"
    assert reading_of(indicator("万元", 1_865_416.67, decimals=2)).text(1_865_416.67) == "186.5"


def test_there_need_be_no_figure() -> None:
    assert reading_of(indicator(None)).text(None) == "–"
    assert reading_of(indicator("元", float("nan"), float("inf"))).text(float("inf")) == "inf"


@given(st.sampled_from(["元", "万元", "亿元", "million yuan"]), st.floats(0.01, 1e15))
def test_what_is_shown_is_the_figure(unit: str, value: float) -> None:
    sizes = {"元": 1, "万元": 1e4, "亿元": 1e8, "万亿元": 1e12, "yuan": 1}
    sizes |= {f"{name} yuan": 1e3**n for n, name in enumerate(("thousand", "million", "billion", "trillion"), 1)}
    reading = reading_of(indicator(unit, value))
    assert float(reading.text(value).replace(",", "")) * sizes[reading.unit] == pytest.approx(value * sizes[unit], rel=0.01)
