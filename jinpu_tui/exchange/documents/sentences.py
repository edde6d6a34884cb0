"""Sentences and clauses: where a sentence ends, and what of it is a title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from jinpu_tui.text.width import cell_width

MAX_TITLE_CELLS = 100
"""Width of a title; Chinese characters take two cells. Longer sentences are cut after a whole clause."""

MAX_QUOTE = 1000
"""Characters of a quote. A sentence is longer only if the document is damaged."""

_END = re.compile(r"[。！？!?]+[”’\"』」》]*|\.{1,2}[”\"’]?(?=\s+[“\"‘]?[A-Z0-9\u4e00-\u9fff]|\s*$)|…+$")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:No|Nos|Mr|Mrs|Ms|Dr|Prof|Art|Sec|St|Fig|vs|cf|e\.g|i\.e|U\.S|[A-Z])$")
_CLAUSE_END = re.compile(r"[，；：;—]|[,:](?=\s|[^\x00-\x7f])")
_COLON = re.compile(r"：|:(?=\s|[^\x00-\x7f])")
_EDGES = " \t　。.；;：:，,、|"


class Title(NamedTuple):
    """A text divided into what names it and what follows."""

    title: str
    rest: str
    """What the title does not say; the whole text if the title is not a whole sentence."""

    quote: str
    """The first sentence as written."""


def first_sentence(text: str) -> str:
    """Return the first sentence of a text with its end.

    >>> first_sentence("推进改革。三省要对标先进地区。")
    '推进改革。'
    >>> first_sentence("Act on Document No. 62 at once. Report back.")
    'Act on Document No. 62 at once.'
    """
    for match in _END.finditer(text):
        if not _ABBREVIATION.search(text[max(0, match.start() - 8) : match.start()]):
            return text[: match.end()]
    return text


def is_prose(text: str) -> bool:
    """Return whether a text ends as a sentence does, or has clauses."""
    return is_sentence(text) or ("://" not in text and bool(_CLAUSE_END.search(text)))


def is_sentence(text: str) -> bool:
    """Return whether a text ends as a sentence does."""
    return bool(re.search(r"[。！？!?；;.][”’\"』」》）)]*$", text[-8:]))


def split_title(text: str) -> Title:
    """Return the title of a text: its first sentence, or the first clauses of one that is too long."""
    text = text.strip()
    quote = first_sentence(text)
    if cell_width(quote[: MAX_TITLE_CELLS + 8].strip(_EDGES)) <= MAX_TITLE_CELLS and len(quote) <= MAX_TITLE_CELLS + 8:
        return Title(_named(quote), text[len(quote) :].strip(), quote)
    return Title(_named(_first_clauses(quote)), text, shortened(quote.strip(), MAX_QUOTE))


def joined(texts: Iterable[str]) -> str:
    """Return stretches of text as one, with a blank between those of a script that has blanks between words."""
    whole: list[str] = []
    for text in filter(None, texts):
        if whole and whole[-1][-1].isascii() and text[0].isascii():
            whole.append(" ")
        whole.append(text)
    return "".join(whole)


def shortened(text: str, length: int) -> str:
    """Return a text, cut off with a sign if it has too many characters."""
    return text if len(text) <= length else text[: length - 1] + "…"


def _named(sentence: str) -> str:
    """Return a sentence as a title: without its end, with a capital where the script has them."""
    title = " ".join(sentence.strip(_EDGES).split())
    return title[:1].upper() + title[1:] if title[:2].isascii() else title


def _first_clauses(sentence: str) -> str:
    """Return what a long sentence begins with: up to a colon, else as many whole clauses as fit."""
    head, width = [], 0
    for sign in sentence:
        width += cell_width(sign)
        if width > MAX_TITLE_CELLS:
            break
        head.append(sign)
    text = "".join(head)
    if (colon := _COLON.search(text)) and colon.start() >= 2:
        return text[: colon.start()]
    ends = [match.start() for match in _CLAUSE_END.finditer(text)]
    if ends and cell_width(text[: ends[-1]]) >= MAX_TITLE_CELLS // 10:
        return text[: ends[-1]]
    cut = text.rfind(" ") if text.isascii() and " " in text else len(text) - 1
    return text[:cut] + "…"
