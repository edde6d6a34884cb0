"""Three-way merge of texts: by lines, and inside the lines that both sides changed by TOML tokens.

The merge looks at characters only. Whoever uses it parses the result and compares it with what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_TOKEN = re.compile(
    r'"""[^"\\]*(?:(?:\\[\s\S]|"{1,2}(?!"))[^"\\]*)*"{3,5}'
    r"|'''[^']*(?:'{1,2}(?!')[^']*)*'{3,5}"
    r'|"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
    r"|'[^'\n]*'"
    r"|#[^\r\n]*|\r?\n|[ \t]+|[\[\]{}=,.]|[^\s\[\]{}=,.#]+"
    r"|[\s\S]"
)

MAX_TOKENS = 4000
"""A longer stretch that both sides changed is not compared token by token: that takes time by the square of its length."""


class Hunk(Struct, frozen=True):
    """A stretch of three sequences; `is_clash` if both sides changed it, each to something else."""

    base: Sequence[str]
    ours: Sequence[str]
    theirs: Sequence[str]

    @property
    def is_clash(self) -> bool:
        """Whether neither side can be taken as it is."""
        return self.ours != self.theirs and self.base not in (self.ours, self.theirs)


Resolver = Callable[[Hunk], str]
"""Returns the text for a stretch of tokens that both sides changed."""


def keep_ours(hunk: Hunk) -> str:
    """Return the stretch as ours has it."""
    return "".join(hunk.ours)


def keep_both(hunk: Hunk) -> str:
    """Return what both sides inserted, ours first; ours if something was there before."""
    return "".join(hunk.ours) + ("" if hunk.base else "".join(hunk.theirs))


def keep_both_theirs_first(hunk: Hunk) -> str:
    """Return what both sides inserted, theirs first; ours if something was there before."""
    return ("" if hunk.base else "".join(hunk.theirs)) + "".join(hunk.ours)


def merge_texts(base: str, ours: str, theirs: str, resolve: Resolver) -> str:
    """Return the text with the changes of both sides; `resolve` decides the stretches that both changed."""
    merged = []
    for lines in hunks(*(_LINE.findall(text) for text in (base, ours, theirs))):
        if not lines.is_clash:
            merged.append(_taken(lines))
            continue
        tokens = [tokens_of("".join(side)) for side in (lines.base, lines.ours, lines.theirs)]
        if max(map(len, tokens)) > MAX_TOKENS:
            merged.append(resolve(lines))
        else:
            merged += (resolve(hunk) if hunk.is_clash else _taken(hunk) for hunk in hunks(*tokens))
    return "".join(merged)


def tokens_of(text: str) -> list[str]:
    """Cut a TOML text into strings, comments, line ends, blanks, punctuation and words; joined they give the text."""
    return _TOKEN.findall(text)


def hunks(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Hunk]:
    """Cut three sequences into stretches: those that all three share, and what lies between these."""
    at_base = at_ours = at_theirs = 0
    for start, start_ours, start_theirs, length in _shared(base, ours, theirs):
        if at_base < start or at_ours < start_ours or at_theirs < start_theirs:
            yield Hunk(base[at_base:start], ours[at_ours:start_ours], theirs[at_theirs:start_theirs])
        at_base, at_ours, at_theirs = start + length, start_ours + length, start_theirs + length
        if length:
            shared = base[start:at_base]
            yield Hunk(shared, shared, shared)


def _taken(hunk: Hunk) -> str:
    return "".join(hunk.theirs if hunk.ours == hunk.base else hunk.ours)


def _shared(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Return the stretches that both sides share with the base: where each begins, and its length; an empty one at the end."""
    by_ours = SequenceMatcher(None, base, ours, autojunk=False).get_matching_blocks()
    by_theirs = SequenceMatcher(None, base, theirs, autojunk=False).get_matching_blocks()
    number = other = 0
    while number < len(by_ours) and other < len(by_theirs):
        (a, b, size), (c, d, length) = by_ours[number], by_theirs[other]
        start, end = max(a, c), min(a + size, c + length)
        if start < end:
            yield start, b + start - a, d + start - c, end - start
        if a + size < c + length:
            number += 1
        else:
            other += 1
    yield len(base), len(ours), len(theirs), 0
