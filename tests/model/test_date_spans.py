"""Dates as offices write them: each form with its first and last day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinpu_tui.model.date_spans import parse_date_span, reason_for_no_day
from jinpu_tui.model.dates import parse_date, parse_days
from jinpu_tui.model.errors import BeyondCalendarError, DateError

TODAY = date(2016, 12, 20)  # a Tuesday

FORMS = {
    "2016年12月31日": ("2016-12-31", "2016-12-31"),
    "2016.12.31": ("2016-12-31", "2016-12-31"),
    "2016/1/5": ("2016-01-05", "2016-01-05"),
    "20161231": ("2016-12-31", "2016-12-31"),
    "２０１６年１２月３１日": ("2016-12-31", "2016-12-31"),
    "二〇一六年十二月三十一日": ("2016-12-31", "2016-12-31"),
    "2016-12-31 00:00:00": ("2016-12-31", "2016-12-31"),
    "12月31日": ("2016-12-31", "2016-12-31"),
    "12月31日之前": ("2016-12-31", "2016-12-31"),
    "11 月 5 日": ("2016-11-05", "2016-11-05"),
    "12月底": ("2016-12-31", "2016-12-31"),
    "2月底前": ("2016-02-29", "2016-02-29"),
    "2016年底前": ("2016-12-31", "2016-12-31"),
    "2021年12月底": ("2021-12-31", "2021-12-31"),
    "明年6月底前": ("2017-06-30", "2017-06-30"),
    "今年年底": ("2016-12-31", "2016-12-31"),
    "年底": ("2016-12-31", "2016-12-31"),
    "月底": ("2016-12-31", "2016-12-31"),
    "下月底": ("2017-01-31", "2017-01-31"),
    "本月15日": ("2016-12-15", "2016-12-15"),
    "2016-12": ("2016-12-01", "2016-12-31"),
    "2016年12月": ("2016-12-01", "2016-12-31"),
    "2016年": ("2016-01-01", "2016-12-31"),
    "全年": ("2016-01-01", "2016-12-31"),
    "2016-Q4": ("2016-10-01", "2016-12-31"),
    "四季度": ("2016-10-01", "2016-12-31"),
    "2017年第一季度": ("2017-01-01", "2017-03-31"),
    "三季度末": ("2016-09-30", "2016-09-30"),
    "上半年": ("2016-01-01", "2016-06-30"),
    "2017年下半年": ("2017-07-01", "2017-12-31"),
    "7月上旬": ("2016-07-01", "2016-07-10"),
    "7月中旬": ("2016-07-11", "2016-07-20"),
    "7月下旬": ("2016-07-21", "2016-07-31"),
    "周二": ("2016-12-20", "2016-12-20"),
    "周五": ("2016-12-23", "2016-12-23"),
    "周一": ("2016-12-26", "2016-12-26"),
    "本周一": ("2016-12-19", "2016-12-19"),
    "下周五": ("2016-12-30", "2016-12-30"),
    "星期天": ("2016-12-25", "2016-12-25"),
    "今天": ("2016-12-20", "2016-12-20"),
    "明天": ("2016-12-21", "2016-12-21"),
    "+2周": ("2017-01-03", "2017-01-03"),
    "+3天": ("2016-12-23", "2016-12-23"),
    "+1个月": ("2017-01-20", "2017-01-20"),
    "fri": ("2016-12-23", "2016-12-23"),
    "eom": ("2016-12-31", "2016-12-31"),
}


@pytest.mark.parametrize(("text", "days"), FORMS.items(), ids=list(FORMS))
def test_forms(text: str, days: tuple[str, str]) -> None:
    first, last = map(date.fromisoformat, days)
    assert parse_days(text, TODAY) == (first, last)
    assert parse_date(text, TODAY) == last


def test_a_weekday_on_that_day() -> None:
    friday = date(2016, 12, 23)
    assert parse_date("周五", friday) == friday
    assert parse_date("下周五", friday) == friday + timedelta(days=7)


@pytest.mark.parametrize("text", ["2023-11-31", "2月30日", "13月", "2016年13月", "0000-01-01", "20161340"])
def test_days_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(DateError):
        parse_date(text, TODAY)


@pytest.mark.parametrize("text", ["长期坚持", "每月28日", "持续推进", "每季度末", "适时"])
def test_what_is_no_day_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(DateError, match=text):
        parse_date(text, TODAY)


@pytest.mark.parametrize(
    ("text", "has_year"),
    [("12月31日", False), ("四季度", False), ("2016年四季度", True), ("月底", True), ("全年", False), ("周五", True)],
)
def test_it_says_whether_the_year_is_stated(text: str, has_year: bool) -> None:
    span = parse_date_span(text, TODAY, year=2021)
    assert span is not None
    assert span.has_year is has_year
    assert has_year or span.last.year == 2021


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_day_in_every_full_form(day: date) -> None:
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
        day.isoformat(),
    ):
        assert parse_days(text, TODAY) == (day, day)


@given(st.text(alphabet="0123456789年月日季度周星期上中下旬底末前半本今明后一二三四五六七八九十〇-./+ Qq天", max_size=12))
def test_no_text_is_an_internal_error(text: str) -> None:
    reason_for_no_day(text)
    try:
        days = parse_days(text, TODAY)
    except (DateError, BeyondCalendarError):
        return
    assert days is None or days[0] <= days[1]
