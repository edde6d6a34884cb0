"""Enumerations inside a paragraph: the first is … the second is …; 一是…二是…; ①…②…; （1）…（2）…."""

from __future__ import annotations

import re
from typing import NamedTuple

from jinpu_tui.exchange.documents.number_formats import parse_circled, parse_number

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_LAST = ("last", "final")
_BEGINS = r"(?:^|(?<=[.;:,。；：，！？])|(?<=[.;:,] ))"

_FORMS = (
    re.compile(
        rf"{_BEGINS}(?:and )?(?:the )?(?P<word>{'|'.join((*_ORDINALS, *_LAST))})(?:l?ly)?"
        r"(?: (?:is|are)\b(?: to\b)?|,) ?(?=\S)",
        re.IGNORECASE,
    ),
    re.compile(rf"{_BEGINS}\s?(?P<chinese>[一二三四五六七八九十]{{1,3}})(?:是|要)(?:要)?[,，:：]?(?=\S)"),
    re.compile(r"(?P<circled>[①-⑳])\s?(?=\S)"),
    re.compile(rf"{_BEGINS}\s?[（(](?P<digits>\d{{1,2}})[)）]\s?(?=\S)"),
)


class Enumeration(NamedTuple):
    """A paragraph divided at the members of an enumeration."""

    lead: str
    """What stands before the first member."""

    members: tuple[str, ...]


def split_enumeration(text: str) -> Enumeration | None:
    """Return the members of the first enumeration of a text, or None if there are not two that follow each other.

    >>> split_enumeration("要做到：一是建平台；二是引企业。").members
    ('建平台；', '引企业。')
    """
    found = [places for form in _FORMS if len(places := _members(form, text)) > 1]
    if not found:
        return None
    places = min(found)
    ends = [start for start, _after in places[1:]] + [len(text)]
    members = (text[after:end].strip() for (_start, after), end in zip(places, ends, strict=True))
    return Enumeration(text[: places[0][0]].strip(), tuple(members))


def _members(form: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Return where the members begin whose numbers are 1, 2, 3 …, and where their text begins."""
    places: list[tuple[int, int]] = []
    for match in form.finditer(text):
        number = _number(match)
        if number == len(places) + 1 or (number is None and len(places) > 1):
            places.append((match.start(), match.end()))
    return places


def _number(match: re.Match[str]) -> int | None:
    """Return the number of a member; None for the last one of an enumeration in words."""
    word = str(match[match.lastgroup or 0])
    match match.lastgroup:
        case "chinese" | "digits":
            return parse_number(word)
        case "circled":
            return parse_circled(word)
    return _ORDINALS.index(word.lower()) + 1 if word.lower() in _ORDINALS else None
