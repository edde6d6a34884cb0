"""What somebody who mistyped a word may have meant."""

from __future__ import annotations

from collections.abc import Iterable

MAX_LENGTH = 60
"""Nobody mistypes a longer word for a shorter one."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like another; empty if none is."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(known), 1)), "") if len(word) <= MAX_LENGTH else ""
