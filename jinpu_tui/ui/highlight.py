"""Make visible in a cell what a filter or a search found in it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.style import Style

from jinpu_tui.query.search_index import EVERYWHERE, folded
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import FOUND

Wanted = Sequence[tuple[str, str]]
"""Columns and the words, folded, that are looked for in them."""


def wanted_in(filter_text: str) -> Wanted:
    """Return what a filter looks for."""
    if not filter_text.strip():
        return ()
    from jinpu_tui.query.wanted_words import wanted_words

    return wanted_words(filter_text)


def highlighted(text: str, style: Style, column: str, wanted: Wanted) -> Line:
    """Return a visible text in pieces, those that are looked for in its column in another style."""
    shown = folded(text)
    if len(shown) != len(text):  # folding made several characters of one: their places are no longer known
        shown = text.lower()
        if len(shown) != len(text):
            return [(text, style)]
    hits = bytearray(len(text))
    for name, word in wanted:
        if word and name in (EVERYWHERE, column):
            at = shown.find(word)
            while at >= 0:
                hits[at : at + len(word)] = b"\1" * len(word)
                at = shown.find(word, at + 1)
    if not any(hits):
        return [(text, style)]
    pieces = [(is_hit, sum(1 for _hit in run)) for is_hit, run in groupby(hits)]
    line: Line = []
    start = 0
    for is_hit, length in pieces:
        line.append((text[start : start + length], style + FOUND if is_hit else style))
        start += length
    return line
