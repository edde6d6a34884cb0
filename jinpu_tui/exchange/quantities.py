"""Numbers as offices write them: 1,234.5, 约50, 超过700, 2250亿元, 91.7%."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from jinpu_tui.model.records import Qualifier


class Quantity(NamedTuple):
    """A number in a text."""

    value: int | float
    qualifier: Qualifier | None = None
    unit: str = ""
    """What follows the number, such as 亿元 or %."""


_WORDS: tuple[tuple[str, Qualifier], ...] = (
    (r"超过|超|大于|高于|突破|不低于|不少于|至少|以上|>=?|≥|over|more than|at least", "over"),
    (r"低于|少于|小于|不超过|不高于|以内|以下|<=?|≤|under|less than|at most", "under"),
    (r"约|大约|近|左右|上下|~|≈|about|approx\.?", "about"),
)
_QUALIFIERS = tuple((re.compile(rf"^(?:{words})\s*|\s*(?:{words})$"), name) for words, name in _WORDS)
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:[,_ ]\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+")
_MAX_DIGITS = 18
_MAX_LENGTH = 100
"""Characters of a text that may be a number with its unit; longer ones are not looked at."""


def parse_quantity(text: str) -> Quantity | None:
    """Return the number that a text consists of, with what qualifies it and its unit; None if there is none or more than one.

    >>> parse_quantity("超过35,000万元")
    Quantity(value=35000, qualifier='over', unit='万元')
    >>> parse_quantity("8.5%左右")
    Quantity(value=8.5, qualifier='about', unit='%')
    """
    return _parse_short(text) if len(text) <= _MAX_LENGTH else None


@lru_cache(maxsize=4096)
def _parse_short(text: str) -> Quantity | None:
    """Parse a text that is short enough to be kept: a register of thousands of rows has few figures."""
    rest = unicodedata.normalize("NFKC", text).strip().lower().replace("−", "-")
    qualifier: Qualifier | None = None
    for pattern, name in _QUALIFIERS:
        stripped = pattern.sub("", rest)
        if stripped != rest:
            rest, qualifier = stripped, name
            break
    match = _NUMBER.match(rest)
    if match is None or sum(sign.isdigit() for sign in match[0]) > _MAX_DIGITS:
        return None
    unit = rest[match.end() :].strip()
    if _NUMBER.search(unit) or len(unit) > 12:
        return None
    digits = re.sub("[,_ ]", "", match[0])
    return Quantity(float(digits) if "." in digits else int(digits), qualifier, unit)
