"""Text in terminal cells: a wide character takes two, and none is ever cut in half."""

from __future__ import annotations

from rich.cells import cell_len, get_character_cell_size, set_cell_size

from jinpu_tui.text.sanitize import visible


def cell_width(text: str) -> int:
    """Return how many cells a visible text takes."""
    if text.isascii():
        return len(text)
    if "\u200d" in text or "\ufe0f" in text:  # characters that make one of several
        return cell_len(text)
    return sum(map(get_character_cell_size, text))  # faster than cell_len for texts that come once


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return a text we did not write in exactly `width` cells: made visible, cut with an ellipsis, or padded."""
    if width <= 0:
        return ""
    shown = visible(text[: 8 * width])
    length = cell_width(shown)
    if length > width:
        ending = "…"
        return set_cell_size(shown, width - 1) + ending[:1]
    gap = " " * (width - length)
    return gap + shown if right else shown + gap


def width_of(text: str) -> int:
    """How many cells a text takes when it is shown."""
    return cell_width(visible(text[:400]))


def wrap(text: str, width: int) -> list[str]:
    """Return a visible text in lines of at most `width` cells, broken at blanks if possible, else between characters."""
    lines, line, length = [], "", 0
    for word in _words(text):
        if length + cell_width(word.rstrip()) > width and line:
            lines.append(line.rstrip())
            line, length = "", 0
        rest = word
        while cell_width(rest.rstrip()) > width:
            head = _head(rest, width)
            lines.append(head)
            rest = rest[len(head) :]
        line += rest
        length += cell_width(rest)
    return [*lines, line.rstrip()] if line or not lines else lines


_OPENING = frozenset("（《〈“‘「『【〔［｛")
"""No line ends in one of these."""

_CLOSING = frozenset("，。、；：！？）》〉”’」』】〕］｝％…")
"""No line begins with one of these."""


def _words(text: str) -> list[str]:
    """Return what a line may be broken between: words with the blanks after them, wide characters with their punctuation."""
    words: list[str] = []
    word = ""
    for character in text:
        is_wide = cell_width(character) == 2
        if character in _CLOSING and words and not word and not words[-1].endswith(" "):
            words[-1] += character
        elif character in _CLOSING and is_wide:
            words.append(word + character)
            word = ""
        elif is_wide and word[-1:] not in _OPENING:
            words += [word] if word else []
            word = character if character in _OPENING else ""
            words += [] if word else [character]
        elif character == " ":
            words.append(word + character)
            word = ""
        else:
            word += character
    return [*words, word] if word else words


def _head(word: str, width: int) -> str:
    length = 0
    for index, character in enumerate(word):
        length += cell_width(character)
        if length > width and index:
            return word[:index]
    return word
