"""What stands before a numbered paragraph: 第一条, 一、, （一）, 1., 1.1, (a), ①, 一是, a bullet."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from jinpu_tui.exchange.documents.number_formats import (
    CHINESE_DIGITS,
    parse_circled,
    parse_letter,
    parse_number,
    parse_roman,
)

MAX_MARKER = 24
"""Characters that a marker may take."""

MAX_NUMBER = 999

BULLET = "•"
"""Style of list items without number."""


class Reading(NamedTuple):
    """One way to understand a marker."""

    style: str
    """What distinguishes its level from others: the signs around the number."""

    family: str
    """Styles that people mix up at one level: 1. and 1、 are of one family."""

    path: tuple[int, ...]
    """The number; several for 1.2.3, none for a bullet."""


class Marker(NamedTuple):
    """A marker and what follows it."""

    readings: tuple[Reading, ...]
    """All ways to understand it: (i) is a letter or a Roman number."""

    printed: str
    rest: str
    is_sure: bool
    """Whether it cannot be the beginning of a sentence. If it can, it counts only if its number is the expected one."""


_CHINESE = "一二三四五六七八九十百"
_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

Reader = Callable[[re.Match[str]], tuple[tuple[Reading, ...], bool]]


def read_marker(text: str) -> Marker | None:
    """Return the marker that a paragraph begins with, or None.

    >>> marker = read_marker("（三）优化结构。")
    >>> marker.readings[0].path, marker.rest
    ((3,), '优化结构。')
    >>> read_marker("2016年以来") is None
    True
    """
    head = text[: MAX_MARKER + 2]
    for pattern, read in _FORMS:
        match = pattern.match(head)
        if match is None or match.end() > MAX_MARKER:
            continue
        readings, is_sure = read(match)
        if readings and all(0 < number <= MAX_NUMBER for reading in readings for number in reading.path):
            return Marker(readings, match[0].strip(), text[match.end() :].strip(), is_sure)
    return None


def _article(match: re.Match[str]) -> tuple[tuple[Reading, ...], bool]:
    style = f"第{match['unit']}"
    return _numbered(style, style, match["number"]), bool(match["after"]) or match.end() == len(match.string)


def _plain(style: str, family: str = "", *, is_sure: bool = True) -> Reader:
    return lambda match: (_numbered(style, family or style, match["number"]), is_sure)


def _dotted(match: re.Match[str]) -> tuple[tuple[Reading, ...], bool]:
    path = tuple(int(part) for part in re.split("[.．]", match["number"]))
    style = "1" + ".1" * (len(path) - 1)
    return (Reading(style, style, path),), False


def _bare(match: re.Match[str]) -> tuple[tuple[Reading, ...], bool]:
    return _numbered("1 ", "1.", match["number"]), False


def _lettered(style: str, *, is_sure: bool) -> Reader:
    def read(match: re.Match[str]) -> tuple[tuple[Reading, ...], bool]:
        word = match["number"]
        case = "A" if word.isupper() else "a"
        found = []
        if (number := parse_roman(word)) is not None and (word.isupper() or word.islower()):
            sign = "I" if word.isupper() else "i"
            found.append(Reading(style.format(sign), style.format(sign), (number,)))
        if (number := parse_letter(word)) is not None:
            letter = Reading(style.format(case), style.format(case), (number,))
            found.insert(0 if word.lower() not in "ivx" else len(found), letter)
        return tuple(found), is_sure

    return read


def _circled(match: re.Match[str]) -> tuple[tuple[Reading, ...], bool]:
    number = parse_circled(match["number"])
    return ((Reading("①", "①", (number,)),) if number else ()), True


def _ordinal(match: re.Match[str]) -> tuple[tuple[Reading, ...], bool]:
    word = match["number"].lower()
    return ((Reading("first", "first", (_WORDS.index(word) + 1,)),) if word in _WORDS else ()), False


def _bullet(_match: re.Match[str]) -> tuple[tuple[Reading, ...], bool]:
    return (Reading(BULLET, BULLET, ()),), True


def _numbered(style: str, family: str, written: str) -> tuple[Reading, ...]:
    number = parse_number(written)
    return (Reading(style, family, (number,)),) if number is not None else ()


_FORMS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (
        re.compile(
            rf"第\s?(?P<number>[{CHINESE_DIGITS}\d]{{1,8}})\s?(?P<unit>编|篇|章|节|条|款|项|部分)"
            rf"(?:之[{_CHINESE}]{{1,3}})?(?!的?规定|所[称列述]|[至和、]?第|[款项中])(?P<after>[\s:：、.．]*)"
        ),
        _article,
    ),
    (re.compile(rf"(?P<number>[{_CHINESE}]{{1,5}})\s?[、．.](?![{_CHINESE}]+[季级线类月年、])\s*"), _plain("一、")),
    (re.compile(rf"[(（]\s?(?P<number>[{_CHINESE}]{{1,5}})\s?[)）][、．.]?\s*"), _plain("（一）")),
    (re.compile(rf"(?P<number>[{_CHINESE}]{{1,3}})(?:是|要)(?=\S)[,，:：]?\s*"), _plain("一是", is_sure=False)),
    (re.compile(r"(?P<number>\d{1,3}(?:[.．]\d{1,3}){1,5})[.．、]?(?!\d)\s*"), _dotted),
    (re.compile(r"(?P<number>\d{1,3})\s?[.．](?!\d)\s*"), _plain("1.", "1.")),
    (re.compile(r"(?P<number>\d{1,3})\s?、\s*"), _plain("1、", "1.")),
    (re.compile(r"[(（]\s?(?P<number>\d{1,3})\s?[)）][、．.]?\s*"), _plain("（1）", "（1）")),
    (re.compile(r"(?P<number>\d{1,3})\s?[)）][、．.]?\s*"), _plain("1）", "（1）")),
    (re.compile(r"(?P<number>\d{1,3})\s?\|\s*"), _plain("1|")),
    (re.compile(r"(?P<number>[①-⑳㉑-㉟㊱-㊿❶-❿⓫-⓴])[、．.]?\s*"), _circled),
    (re.compile(r"[(（](?P<number>[A-Za-z]{1,6})[)）]\s*"), _lettered("({})", is_sure=False)),
    (re.compile(r"(?P<number>[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})[.)]\s+"), _lettered("{}.", is_sure=False)),
    (
        re.compile(rf"(?:the )?(?P<number>{'|'.join(_WORDS)})(?:ly)?(?:,| is\b| are\b)(?: to\b)?\s*", re.IGNORECASE),
        _ordinal,
    ),
    (re.compile(r"[-*+•·●○■□◆◇▪–\uf06c\uf0b7]\s+|——?(?=[^\s—])"), _bullet),
    (re.compile(r"(?P<number>\d{1,2})\s+(?=[A-Z\u4e00-\u9fff])(?![个项家年月日号天时人次名户件条万亿千百])"), _bare),
)
