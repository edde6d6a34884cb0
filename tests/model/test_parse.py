"""Values as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from jinpu_tui.model.entry_parsing import parse_observation, parse_step
from jinpu_tui.model.errors import InputError, PeriodError
from jinpu_tui.model.fields import field_of
from jinpu_tui.model.input_parsing import parse_field, parse_number, parse_percent

DAY = date(2016, 12, 1)


def test_percent() -> None:
    assert [parse_percent("40"), parse_percent("40%"), parse_percent("+10", 95), parse_percent("-5", 3)] == [40, 40, 100, 0]
    for text in ("140", "4.5", "x", ""):
        with pytest.raises(InputError):
            parse_percent(text)


def test_numbers_with_thousands() -> None:
    assert [parse_number("20,500"), parse_number("1 000.5"), parse_number("-3"), parse_number(".5")] == [20500, 1000.5, -3, 0.5]
    for text in ("1,5", "1e5", "nan", "0x1F"):
        with pytest.raises(InputError):
            parse_number(text)


def test_lists_are_replaced_or_added_to() -> None:
    field = field_of("task", "tags")
    assert parse_field(field, "a, b，c", DAY) == ["a", "b", "c"]
    assert parse_field(field, "+c,-a", DAY, ["a", "b"]) == ["b", "c"]
    assert parse_field(field, "", DAY, ["a"]) is None


def test_a_baseline_is_a_period_and_a_value() -> None:
    assert parse_field(field_of("indicator", "baseline"), "2015 210.3", DAY) == {"period": "2015", "value": 210.3}
    with pytest.raises(InputError):
        parse_field(field_of("indicator", "target"), "300", DAY)


def test_a_choice_is_one_of_its_list() -> None:
    with pytest.raises(InputError, match="todo, doing"):
        parse_field(field_of("task", "status"), "dome", DAY)


def test_observations_on_one_line() -> None:
    assert parse_observation("2016 >700 +7% forecast") == (
        "2016",
        {"value": 700, "qualifier": "over", "growth": 7, "status": "forecast"},
    )
    assert parse_observation("2017-S1 94.51 -6.4% cumulative") == (
        "2017-S1",
        {"value": 94.51, "growth": -6.4, "cumulative": True},
    )
    for text in ("2016", "2016-13 5", "2016 over", "2016 5 6", "2016 5 maybe"):
        with pytest.raises((InputError, PeriodError)):
            parse_observation(text)


def test_steps_on_one_line() -> None:
    assert parse_step("send it due:+2w", DAY) == {"text": "send it", "due": date(2016, 12, 15)}
    assert parse_step("send it due:", DAY, DAY) == {"text": "send it", "due": None}
    with pytest.raises(InputError):
        parse_step("due:today", DAY)
