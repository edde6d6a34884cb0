"""What an SGR sequence (`ESC [ … m`) does to the cells after it, as far as it matters for sending less."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

_SEEN_ON_BLANKS = {4, 7, 9, 21, 53, *range(40, 50), *range(100, 108)}
"""Underlined, reversed, struck through, overlined, with a background: what shows if there is no letter."""

_COLOURS = {*range(30, 50), 58, 59, *range(90, 98), *range(100, 108)}
_LONG = {38, 48, 58}
"""These take further numbers: `38;5;n` or `38;2;r;g;b`."""


@lru_cache(maxsize=512)
def joined(style: str, more: str) -> str:
    """Return the style that further parameters make of one; a reset leaves what comes after it."""
    codes: list[tuple[int, ...]] = []
    for code in _codes(f"{style};{more}" if style and more else style or more) if more else ():
        if code[0] == 0:
            codes.clear()
        else:
            codes.append(code)
    return _written(codes)


@lru_cache(maxsize=512)
def shows_on_blanks(style: str) -> bool:
    """Whether a blank in this style looks other than a plain one."""
    return any(code[0] in _SEEN_ON_BLANKS for code in _codes(style))


@lru_cache(maxsize=512)
def without_colour(style: str) -> str:
    """Return the style in the terminal's one colour; what had a background of its own is left plain."""
    return _written([code for code in _codes(style) if code[0] not in _COLOURS])


def _codes(style: str) -> Iterator[tuple[int, ...]]:
    numbers = [int(number or 0) for number in style.split(";")] if style else []
    while numbers:
        length = {5: 3, 2: 5}.get(numbers[1] if len(numbers) > 1 else 0, 1) if numbers[0] in _LONG else 1
        yield tuple(numbers[:length])
        numbers = numbers[length:]


def _written(codes: list[tuple[int, ...]]) -> str:
    return ";".join(str(number) for code in codes for number in code)
