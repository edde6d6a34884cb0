"""What a document says of itself: its title, number and date; and which of its lines are no requirements."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct, field

from jinpu_tui.exchange.documents.markers import read_marker
from jinpu_tui.exchange.documents.paragraphs import TITLE_LEVEL, Paragraph
from jinpu_tui.exchange.documents.sentences import is_prose, is_sentence
from jinpu_tui.exchange.layout import year_in
from jinpu_tui.model.date_spans import date_span_or_none
from jinpu_tui.text.i18n import _
from jinpu_tui.text.width import cell_width

MAX_PREAMBLE = 60
"""Paragraphs before the first number that the title is looked for in."""

MAX_HEADLINE_CELLS = 160

_WORDS_OF_TITLES = re.compile(
    r"(?:通知|意见|方案|规划|纲要|计划|办法|规定|细则|条例|决定|措施|分工|报告|要点|清单|任务|批复|函|公报|若干措施)"
    r"(?:[（(《〈].{1,30}[）)》〉])?$|\b(?:Plan|Opinions?|Notice|Measures|Programme|Program|Guidelines|Decision|Outline)\b"
)
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}\s?[〔\[［(（](?P<year>\d{4})[〕\]］)）]\s?第?\d{1,5}号")
_NUMERAL = r"[\d一二三四五六七八九十]{1,3}"
_DATE_LINE = re.compile(rf"[（(]?\s*(?P<day>[\d〇零○一二三四五六七八九]{{4}}年{_NUMERAL}月{_NUMERAL}日)\s*[）)]?")
_CONTENTS = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|(?:\. ){4,})\s*\d{1,4}$")
_ANNEX_LIST = re.compile(r"附\s?件\s?[:：]")
_ANNEX = re.compile(r"附\s?[件录表]\s?[\d一二三四五六七八九十]{0,3}\s?[:：]?|(?:annex|appendix)\s?[\dA-Z]{0,2}", re.IGNORECASE)
_LISTED = re.compile(r"\d{1,2}\s?[.．、]")
_DISTRIBUTION = re.compile(r"[（(](?:此件|此文)[^）)]{1,40}[）)]|(?:抄送|主送|抄报|印发|签发人|联系电话)\s?[:：].*")
_PRINTED = re.compile(r".{2,40}(?:办公室|办公厅|秘书处|委员会)\s?\d{4}年\d{1,2}月\d{1,2}日印发")
_HAS_WORDS = re.compile(r"[^\W_]")
_MAX_SIGNATURE = 40


class FrontMatter(Struct):
    """What a document says of itself."""

    title: str = ""
    title_lines: frozenset[int] = frozenset()
    number: str = ""
    """Its number at the office that issued it, such as 国发〔2016〕62号."""

    published: date | None = None
    year: int | None = None
    """Year of dates that state none."""

    is_numbered: bool = True
    """Whether any paragraph has a number, is a heading or enumerates."""

    reasons: dict[int, str] = field(default_factory=dict)
    """Lines that are no requirements, each with the reason."""

    annexes: frozenset[int] = frozenset()
    """Lines at which an annex begins."""


def read_front_matter(
    paragraphs: Sequence[Paragraph], begins: Callable[[Paragraph], bool], today: date, name: str = ""
) -> FrontMatter:
    """Return what a document says of itself.

    Args:
        paragraphs: All paragraphs.
        begins: Returns whether a paragraph may be the first requirement.
        today: Day that dates are read by.
        name: Name of the file, which may state the year.
    """
    front = FrontMatter()
    _mark_lines(front, paragraphs, today)
    kept = [each for each in paragraphs if each.line not in front.reasons]
    first = next((index for index, each in enumerate(kept) if begins(each)), None)
    front.is_numbered = first is not None
    if first is None:
        first = next((index for index, each in enumerate(kept) if is_prose(each.text)), len(kept))
    preamble = kept[: min(first, MAX_PREAMBLE)]
    lines = _title_lines(kept, preamble)
    front.title = ("" if any(not each.text.isascii() for each in lines) else " ").join(each.text for each in lines)
    front.title_lines = frozenset(each.line for each in lines)
    head = [each for each in paragraphs[:MAX_PREAMBLE] if not preamble or each.line <= preamble[-1].line]
    numbered = next((match for each in head if (match := _DOCUMENT_NUMBER.search(each.text[:400]))), None)
    years = [year_in(front.title), front.published.year if front.published else None]
    if numbered:
        front.number = "".join(numbered[0].split())
        years.append(int(numbered["year"]))
    years += [year_in(each.text[:400]) for each in head]
    front.year = next((year for year in [*years, year_in(name)] if year), None)
    return front


def _mark_lines(front: FrontMatter, paragraphs: Sequence[Paragraph], today: date) -> None:
    """Note the lines that are no requirements wherever they stand."""
    annexes: set[int] = set()
    is_list = False
    for index, each in enumerate(paragraphs):
        text = each.text
        is_list = bool(_ANNEX_LIST.match(text)) or (is_list and bool(_LISTED.match(text)) and not is_sentence(text))
        if not _HAS_WORDS.search(text):
            front.reasons[each.line] = _("no words")
        elif _CONTENTS.search(text[-40:]):
            front.reasons[each.line] = _("table of contents")
        elif _ANNEX.fullmatch(text[:20]) and len(text) <= 20:
            front.reasons[each.line] = _("heading of an annex")
            annexes.add(each.line)
        elif is_list:
            front.reasons[each.line] = _("list of annexes")
        elif _DISTRIBUTION.fullmatch(text[:200]) or _PRINTED.fullmatch(text[:80]):
            front.reasons[each.line] = _("note on distribution")
        elif (match := _DATE_LINE.fullmatch(text[:40])) and (day := _day(match["day"], today)):
            front.reasons[each.line] = _("date of the document")
            front.published = front.published or day
            before = paragraphs[index - 1] if index else None
            if before is not None and before.line not in front.reasons and _is_signature(before):
                front.reasons[before.line] = _("signature")
    front.annexes = frozenset(annexes)


def _day(text: str, today: date) -> date | None:
    span = date_span_or_none(text, today)
    return span.last if span else None


def _is_signature(paragraph: Paragraph) -> bool:
    text = paragraph.text
    ends = ("局", "委", "办", "部", "会", "院", "府", "厅", "室", "司", "组", "处")
    is_short = len(text) <= _MAX_SIGNATURE and text.endswith(ends)
    return is_short and paragraph.heading is None and read_marker(text) is None


def _title_lines(paragraphs: Sequence[Paragraph], preamble: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs that make the title: what the document calls so, else the likeliest line."""
    stated = [each for each in paragraphs[:MAX_PREAMBLE] if each.heading == TITLE_LEVEL]
    if stated:
        return stated[:3]
    highest = [each for each in paragraphs if each.heading == 1][:2]
    if len(highest) == 1 and highest[0] in paragraphs[:MAX_PREAMBLE] and read_marker(highest[0].text) is None:
        return highest
    candidates = [each for each in preamble if _may_be_title(each.text)]
    for index, each in enumerate(candidates):
        if _WORDS_OF_TITLES.search(each.text):
            before = candidates[index - 1] if index else None
            is_in_two_lines = before is not None and "关于" in before.text and "关于" not in each.text
            return [before, each] if is_in_two_lines and before is not None else [each]
    return [max(candidates, key=lambda each: len(each.text))] if candidates else []


def _may_be_title(text: str) -> bool:
    has_no_end = not is_sentence(text) and text[-1] not in "：:，,…" and not re.search("[。；]|….", text)
    return has_no_end and cell_width(text) <= MAX_HEADLINE_CELLS and "://" not in text and not _DOCUMENT_NUMBER.fullmatch(text)
