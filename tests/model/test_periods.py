"""SDMX periods."""

from __future__ import annotations

from datetime import date

import pytest

from jinpu_tui.model.errors import PeriodError
from jinpu_tui.model.periods import span, year_before


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("2016-S2", date(2016, 7, 1), date(2016, 12, 31)),
        ("2016-Q1", date(2016, 1, 1), date(2016, 3, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2016-W47", date(2016, 11, 21), date(2016, 11, 27)),
        ("2016-11-22", date(2016, 11, 22), date(2016, 11, 22)),
    ],
)
def test_spans(period: str, first: date, last: date) -> None:
    assert span(period) == (first, last)


@pytest.mark.parametrize("period", ["", "16", "2016-13", "2016-Q5", "2016-S3", "2016-W54", "2016-02-30", "0000", "2016 "])
def test_what_is_no_period(period: str) -> None:
    with pytest.raises(PeriodError):
        span(period)


def test_a_year_before() -> None:
    assert [year_before("2017-S1"), year_before("2016-11")] == ["2016-S1", "2015-11"]
