"""Deadlines inside a sentence: 2016年底前, 12月底前, 到2020年, by the end of 2016."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from jinpu_tui.model.date_spans import DateSpan, date_span_or_none
from jinpu_tui.text.i18n import _

_TIME = r"[\d今明本当次全年月日号底末初上中下半旬季度第一二三四五六七八九十〇零份]"
_BEFORE = re.compile(rf"({_TIME}{{2,16}})(?:之前|以前|前)")
_UNTIL = re.compile(r"(?:到|至|力争|确保)((?:\d{4}|[一二][〇零一二三四五六七八九]{3})年(?:\d{1,2}月)?(?:底|末)?)(?![\d至到—-])")
_AT_END = re.compile(rf"({_TIME}{{1,12}}[底末])(?!前|之前|以前)")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ENGLISH = re.compile(
    r"\b(?:by|before|until|no later than)\s+(?:the\s+)?(?P<end>end\s+of\s+)?"
    rf"(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|(?:(?P<day>\d{{1,2}})\s+)?(?P<month>{'|'.join(_MONTHS)})(?:\s+(?P<day2>\d{{1,2}}),)?"
    r"(?:\s+(?P<year>\d{4}))?|(?P<only>\d{4})\b|(?P<this>(?:this|the)\s+year))",
    re.IGNORECASE,
)
_NO_DEADLINE = re.compile(r"每[年月季]?$|截至?止?$|[比较自从]$")
"""What stands before days that come again and again, or that lie in the past."""

_START = re.compile(r"\d|今|明|本|当|次|全|第|上|下|年|[一二三四五六七八九十]")

_NUMERAL = re.compile(r"[\d〇零一二三四五六七八九十]")


class Deadline(NamedTuple):
    """The deadline that a text states."""

    day: date
    problems: tuple[str, ...] = ()
    """What was assumed."""


def find_deadline(text: str, today: date, year: int | None) -> Deadline | None:
    """Return the last of the deadlines in a text, or None if it states none.

    Args:
        text: Sentences of a document.
        today: Day that relative dates count from.
        year: Year of dates that state none; None if the document does not tell.

    >>> find_deadline("2016年底前出台方案。", date(2016, 1, 1), None).day
    datetime.date(2016, 12, 31)
    """
    spans = [span for written in _written_days(text) if (span := _span_of(written, today, year))]
    if not spans:
        return None
    last = max(spans, key=lambda span: span.last)
    problems = []
    if not last.has_year and year is None:
        problems.append(_("the year is not stated; {year} was taken").format(year=today.year))
    if len({span.last for span in spans}) > 1:
        days = ", ".join(sorted({span.last.isoformat() for span in spans}))
        problems.append(_("several deadlines are stated ({days}); the last was taken").format(days=days))
    return Deadline(last.last, tuple(problems))


def _written_days(text: str) -> list[str]:
    matches = [match for pattern in (_BEFORE, _UNTIL, _AT_END) for match in pattern.finditer(text)]
    words = [match[1] for match in matches if not _NO_DEADLINE.search(text[max(0, match.start(1) - 5) : match.start(1)])]
    for match in _ENGLISH.finditer(text):
        if match["iso"]:
            words.append(match["iso"])
        elif match["only"]:
            words.append(f"{match['only']}年底")
        elif match["this"]:
            words.append("年底" if match["end"] else "")
        else:
            month = _MONTHS.index(match["month"].capitalize()) + 1
            day = match["day"] or match["day2"]
            words.append(f"{match['year'] + '年' if match['year'] else ''}{month}月{day + '日' if day else '底'}")
    return [word for word in words if word]


def _span_of(written: str, today: date, year: int | None) -> DateSpan | None:
    """Return the days of a text that ends with a date: what stands before the date may look like a part of it."""
    for start in (match.start() for match in _START.finditer(written)):
        if start and _NUMERAL.match(written[start - 1]):
            continue
        if span := date_span_or_none(written[start:], today, year):
            return span
    return None
