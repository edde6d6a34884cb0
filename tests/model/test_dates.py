"""Dates as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from jinpu_tui.model.dates import parse_date
from jinpu_tui.model.errors import DateError

THURSDAY = date(2016, 12, 1)


@pytest.mark.parametrize(
    ("text", "present", "meant"),
    [
        ("2016-12-31", None, date(2016, 12, 31)),
        ("2016/2/9", None, date(2016, 2, 9)),
        ("+2w", None, date(2016, 12, 15)),
        ("+2w", date(2016, 12, 31), date(2017, 1, 14)),
        ("-3d", date(2017, 1, 2), date(2016, 12, 30)),
        ("+1m", date(2017, 1, 31), date(2017, 2, 28)),
        ("-1y", date(2016, 2, 29), date(2015, 2, 28)),
        ("fri", None, date(2016, 12, 2)),
        ("Thursday", None, date(2016, 12, 8)),
        ("eow", None, date(2016, 12, 4)),
        ("EOM", None, date(2016, 12, 31)),
        ("eoq", None, date(2016, 12, 31)),
        ("eoy", None, date(2016, 12, 31)),
        ("today", None, THURSDAY),
        (" tomorrow ", None, date(2016, 12, 2)),
        ("", date(2016, 12, 31), None),
    ],
)
def test_dates(text: str, present: date | None, meant: date | None) -> None:
    assert parse_date(text, THURSDAY, present) == meant


@pytest.mark.parametrize("text", ["soon", "2016-13-01", "2016-02-30", "+9999y", "+2", "31.12.2016", "mondayish"])
def test_what_is_no_date_says_what_is(text: str) -> None:
    with pytest.raises(DateError, match=text.replace("+", r"\+")):
        parse_date(text, THURSDAY)
