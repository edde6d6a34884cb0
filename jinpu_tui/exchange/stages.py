"""Several stages in one cell: 第一阶段 完成招标采购 完成时间：6月 / 第二阶段 … become the steps of a task."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from jinpu_tui.model.date_spans import date_span_or_none

_STAGE = re.compile(
    r"^\s*(?:第[一二三四五六七八九十\d]+(?:阶段|步|季度|节点)|[(（]?[一二三四五六七八九十\d]{1,2}[)）.、．]|[①-⑳]|[-•·])\s*[:：、.]?\s*"
)
_DAY_LABEL = re.compile(
    r"[\s，,；;。（(]*(?:计划)?(?:完成时间|完成时限|时限|时间|截止时间|截至|due)\s*[:：]\s*(?P<day>[^，,；;。）)]+)[）)。；;\s]*$"
)
_DAY_FIRST = re.compile(
    r"^(?P<day>[\d〇一二三四五六七八九十年]*\d*[年月季旬半上中下底末前日号\d]+(?:底|末)?(?:前|之前)?)\s*[，,:：]\s*(?P<text>.+)$"
)


class Stage(NamedTuple):
    """One stage."""

    text: str
    due: date | None
    unread: str = ""
    """What stood for its day and could not be understood."""


def split_stages(text: str, today: date, year: int | None = None) -> list[Stage]:
    """Return the stages of a cell, or an empty list if it has not two lines or more that begin like stages.

    Args:
        text: The cell.
        today: Day that relative dates count from.
        year: Year of days that state none.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or sum(bool(_STAGE.match(line)) for line in lines) < 2:
        return []
    joined: list[str] = []
    for line in lines:
        if joined and not _STAGE.match(line):
            joined[-1] += " " + line
        else:
            joined.append(line)
    return [_stage(_STAGE.sub("", line), today, year) for line in joined]


def _stage(text: str, today: date, year: int | None) -> Stage:
    labelled = _DAY_LABEL.search(text)
    if labelled:
        words, written = text[: labelled.start()].strip(" ，,；;。"), labelled["day"].strip()
        day = _last_day(written, today, year)
        return Stage(words or text, day, "" if day else written)
    first = _DAY_FIRST.match(text)
    if first and (day := _last_day(first["day"], today, year)):
        return Stage(first["text"].strip(), day)
    return Stage(text.strip(" ；;。"), None)


def _last_day(text: str, today: date, year: int | None) -> date | None:
    span = date_span_or_none(text, today, year)
    return span.last if span else None
