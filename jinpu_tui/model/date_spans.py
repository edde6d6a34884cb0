"""Days and spans of days as offices write them: 2016年12月底前, 四季度, 7月上旬, 下周五, 2016-Q4.

One table of forms serves prompts, filters and imports. A deadline is the last of the days that a form means.
Forms that move with the day they replace (`+2w`) are in `dates`.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from jinpu_tui.text.i18n import _


class DateSpan(NamedTuple):
    """The days that a text means."""

    first: date
    last: date
    has_year: bool = True
    """Whether the text fixes the year, by stating it or by counting from today. If not, the year of `today` was taken."""


def parse_date_span(text: str, today: date, year: int | None = None) -> DateSpan | None:
    """Return the days that `text` means, or None if it has none of the known forms.

    Args:
        text: What was written. Full-width characters, blanks inside and words such as 前 and 截至 around the day do not matter.
        today: The day that 今天, 下周五 and 月底 count from.
        year: The year of a text that states none; by default that of `today`.

    Raises:
        ValueError: The form is known, but there is no such day (2023-11-31).

    >>> parse_date_span("2016年12月底前", date(2016, 1, 1))
    DateSpan(first=datetime.date(2016, 12, 31), last=datetime.date(2016, 12, 31), has_year=True)
    >>> parse_date_span("7月上旬", date(2016, 1, 1)).last
    datetime.date(2016, 7, 10)
    """
    word = _normalized(text)
    for pattern, days_of in _forms():
        if match := pattern.fullmatch(word):
            return days_of(match, _Context(today, year or today.year))
    return None


def date_span_or_none(text: str, today: date, year: int | None = None) -> DateSpan | None:
    """Return what `parse_date_span` returns; None also for a day that does not exist."""
    try:
        return parse_date_span(text, today, year)
    except (ValueError, OverflowError):
        return None


@cache
def _forms() -> list[tuple[re.Pattern[str], Callable[[re.Match[str], _Context], DateSpan]]]:
    """Return the forms, compiled when the first date is read: a program that reads none starts sooner."""
    return [(re.compile(pattern), days_of) for pattern, days_of in _FORMS]


def reason_for_no_day(text: str) -> str:
    """Return why a text that speaks of time names no day (长期坚持, 每月28日), or "" if it does not speak of time."""
    word = _normalized(text)
    if re.search(_REPEATED, word):
        return _("“{text}” comes again and again and is no single day").format(text=text.strip())
    if re.search(_OPEN_ENDED, word):
        return _("“{text}” has no last day").format(text=text.strip())
    return ""


class _Context(NamedTuple):
    today: date
    year: int


_REPEATED = "每(年|季|月|旬|周|天|日|半年)|逐月|按(月|季|周)"
_OPEN_ENDED = "长期|持续|常年|常态|经常|不断|适时|另行|待定|按(要求|需|进度|时间节点)|视情"

_DIGITS = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "两": "2"}
_NUMERAL = "([〇零○一二两三四五六七八九十]+)(?=[年月日号季周天旬]|个月|季度)"
_BEFORE = "^(截至|截止到?|至|到|于|在|力争|确保)+"
_AFTER = "(之前|以前|前|为止|止|内|完成|(?<=[年月底末日号])度)+$"
_TIME_OF_DAY = r"[ t]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$"


def _normalized(text: str) -> str:
    word = unicodedata.normalize("NFKC", text).strip().lower().rstrip("。.;,，；")
    word = re.sub(_TIME_OF_DAY, "", word)
    word = re.sub(r"\s+", "", word)
    word = re.sub("星期|礼拜", "周", word)
    if not re.search("周[一二三四五六日天末]$", word):
        word = re.sub(_NUMERAL, lambda match: _arabic(match[1]), word)
    word = re.sub(_BEFORE, "", word)
    return re.sub(_AFTER, "", word) or word


def _arabic(numeral: str) -> str:
    """Return a Chinese numeral below 100, or one written digit by digit (二〇一六), in Arabic digits."""
    if "十" not in numeral:
        return "".join(_DIGITS[sign] for sign in numeral)
    tens, _ten, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return numeral
    return str(10 * int(_DIGITS[tens] if tens else "1") + int(_DIGITS[ones] if ones else "0"))


def _year_of(match: re.Match[str], context: _Context) -> tuple[int, bool]:
    """Return the year of a form, and whether the text fixes it."""
    stated = match["year"]
    if not stated:
        return context.year, False
    relative = {"今年": 0, "本年": 0, "当年": 0, "明年": 1, "次年": 1, "后年": 2, "去年": -1, "上年": -1}
    if stated in relative:
        return context.today.year + relative[stated], True
    digits = stated.removesuffix("年")
    return int(digits) + (2000 if len(digits) == 2 else 0), True


def _months(year: int, first: int, last: int, *, has_year: bool) -> DateSpan:
    return DateSpan(date(year, first, 1), date(year, last, monthrange(year, last)[1]), has_year)


def _day(match: re.Match[str], context: _Context) -> DateSpan:
    year, has_year = _year_of(match, context)
    day = date(year, int(match["month"]), int(match["day"]))
    return DateSpan(day, day, has_year)


def _month(match: re.Match[str], context: _Context) -> DateSpan:
    year, has_year = _year_of(match, context)
    return _part_of_month(year, int(match["month"]), match["part"], has_year=has_year)


def _part_of_month(year: int, month: int, part: str | None, *, has_year: bool) -> DateSpan:
    whole = _months(year, month, month, has_year=has_year)
    match part:
        case "上旬" | "初":
            return whole._replace(last=date(year, month, 10))
        case "中旬" | "中":
            return whole._replace(first=date(year, month, 11), last=date(year, month, 20))
        case "下旬":
            return whole._replace(first=date(year, month, 21))
        case "底" | "末":
            return whole._replace(first=whole.last)
    return whole


def _month_from_now(match: re.Match[str], context: _Context) -> DateSpan:
    steps = {"上": -1, "下": 1}.get((match["which"] or "本")[0], 0)
    number = context.today.year * 12 + context.today.month - 1 + steps
    year, month = number // 12, number % 12 + 1
    if match["day"]:
        day = date(year, month, int(match["day"]))
        return DateSpan(day, day)
    return _part_of_month(year, month, match["part"], has_year=True)


def _quarter(match: re.Match[str], context: _Context) -> DateSpan:
    year, has_year = _year_of(match, context)
    return _end_or_whole(
        _months(year, 3 * int(match["quarter"]) - 2, 3 * int(match["quarter"]), has_year=has_year), match["end"]
    )


def _quarter_from_now(match: re.Match[str], context: _Context) -> DateSpan:
    number = context.today.year * 4 + (context.today.month - 1) // 3 + (1 if (match["which"] or "").startswith("下") else 0)
    year, quarter = number // 4, number % 4 + 1
    return _end_or_whole(_months(year, 3 * quarter - 2, 3 * quarter, has_year=True), match["end"])


def _half(match: re.Match[str], context: _Context) -> DateSpan:
    year, has_year = _year_of(match, context)
    is_first = match["half"] in ("上半年", "s1", "h1")
    return _end_or_whole(_months(year, 1 if is_first else 7, 6 if is_first else 12, has_year=has_year), match["end"])


def _year(match: re.Match[str], context: _Context) -> DateSpan:
    year, has_year = _year_of(match, context)
    return _end_or_whole(_months(year, 1, 12, has_year=has_year), match["end"])


def _end_or_whole(whole: DateSpan, end: str | None) -> DateSpan:
    return whole._replace(first=whole.last) if end else whole


def _iso_week(match: re.Match[str], _context: _Context) -> DateSpan:
    first = date.fromisocalendar(int(match["number"]), int(match["week"]), 1)
    return DateSpan(first, first + timedelta(days=6))


def _weekday(match: re.Match[str], context: _Context) -> DateSpan:
    """周五 is the next Friday, today included; 本周五 that of this week, 下周五 that of the next. Weeks begin on Monday."""
    monday = context.today - timedelta(days=context.today.weekday())
    weeks = {"上": -1, "下": 1}.get((match["which"] or "本")[0], 0)
    name = match["name"]
    if not name:
        first = monday + timedelta(weeks=weeks)
        return DateSpan(first, first + timedelta(days=6))
    number = 5 if name == "末" else "一二三四五六日".index("日" if name == "天" else name)
    day = monday + timedelta(days=number, weeks=weeks)
    if not match["which"] and day + timedelta(days=name == "末") < context.today:
        day += timedelta(weeks=1)
    return DateSpan(day, day + timedelta(days=1 if name == "末" else 0))


def _named_day(match: re.Match[str], context: _Context) -> DateSpan:
    days = {"今": 0, "当": 0, "明": 1, "后": 2, "大后": 3, "昨": -1, "前": -2}
    day = context.today + timedelta(days=days[match["name"]])
    return DateSpan(day, day)


_YEAR = r"(?P<year>\d{4}年?|\d{2}年|今年|本年|当年|明年|次年|后年|去年|上年)"
_END = "(?P<end>底|末)?"

_FORMS: tuple[tuple[str, Callable[[re.Match[str], _Context], DateSpan]], ...] = (
    (r"(?P<year>\d{4})[-./年](?P<month>\d{1,2})[-./月](?P<day>\d{1,2})[日号]?", _day),
    (r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", _day),
    (rf"{_YEAR}?(?P<month>\d{{1,2}})月(份)?(?P<day>\d{{1,2}})[日号]", _day),
    (r"(?P<year>\d{4})[-./](?P<month>\d{1,2})(?P<part>(?!))?", _month),
    (rf"{_YEAR}?(?P<month>\d{{1,2}})月(份)?(?P<part>上旬|中旬|下旬|初|中|底|末)?", _month),
    (r"(?P<which>本|这个?|当|下个?|上个?)?月(?P<part>底|末|中)(?P<day>(?!))?", _month_from_now),
    (
        r"(?P<which>本|这个|当|下个?|上个?)月(份)?((?P<part>上旬|中旬|下旬|初|中)|(?P<day>\d{1,2})[日号])?",
        _month_from_now,
    ),
    (r"(?P<year>\d{4})-?q(?P<quarter>[1-4])(?P<end>(?!))?", _quarter),
    (rf"{_YEAR}?第?(?P<quarter>[1-4])季(度)?{_END}", _quarter),
    (rf"(?P<which>本|这个?|下个?)?季(度)?{_END}", _quarter_from_now),
    (r"(?P<year>\d{4})-?(?P<half>[sh][12])(?P<end>(?!))?", _half),
    (rf"{_YEAR}?(?P<half>上半年|下半年){_END}", _half),
    (r"(?P<number>\d{4})-w(?P<week>\d{2})", _iso_week),
    (rf"{_YEAR}(全年|年|度)?{_END}", _year),
    (rf"(?P<year>(?!))?(全年|年){_END}", _year),
    ("(?P<which>本|这个?|下个?|上个?)?周(?P<name>[一二三四五六日天末])", _weekday),
    ("(?P<which>本|这个?|下个?|上个?)周(?P<name>(?!))?", _weekday),
    ("(?P<name>大后|今|当|明|后|昨|前)[天日]", _named_day),
)
