"""Split a command line that is being typed into words, and quote what is inserted into it. Nothing in it is expanded or run."""

from __future__ import annotations

import re
from typing import NamedTuple

BREAKS = " \t\n\"'@><=;|&(:"
"""COMP_WORDBREAKS of bash unless somebody changed it: bash replaces only what follows the last of these."""

_UNQUOTED_UNSAFE = re.compile(r"[^\w./:=,@%+-]", re.ASCII)
_DOUBLE_UNSAFE = re.compile(r'["$`\\]')


class Line(NamedTuple):
    """A command line up to the cursor."""

    words: tuple[str, ...]
    """The finished words, without their quotes. The first one is the program."""
    current: str
    """The word at the cursor without its quotes, empty if a new one begins."""
    raw: str
    """The word at the cursor as it was typed."""
    quote: str
    """The quote that is open at the cursor, or nothing."""
    quote_start: int
    """The position in `raw` after that quote."""


def split_line(text: str) -> Line:
    """Split a line at blanks that are neither quoted nor escaped."""
    words: list[str] = []
    value, raw, quote, start = "", "", "", 0
    position = 0
    while position < len(text):
        character = text[position]
        step = 1
        if quote:
            if character == quote:
                quote = ""
            elif character == "\\" and quote == '"' and text[position + 1 : position + 2] in ('"', "\\", "$", "`"):
                value, step = value + text[position + 1 : position + 2], 2
            else:
                value += character
        elif character in " \t\n":
            if raw:
                words.append(value)
            value = raw = ""
            position += 1
            continue
        elif character in "\"'":
            quote, start = character, len(raw) + 1
        elif character == "\\":
            value, step = value + text[position + 1 : position + 2], 2
        else:
            value += character
        raw += text[position : position + step]
        position += step
    return Line(tuple(words), value, raw, quote, start)


def bash_insertion(line: Line, word: str, breaks: str) -> str | None:
    """Return what bash must put in the place of the part of a word that it completes; None if that cannot be written.

    Args:
        line: The line that is completed.
        word: The whole word that is meant, without quotes.
        breaks: COMP_WORDBREAKS of the shell.
    """
    kept = line.quote_start - 1 if line.quote else _after_break(line.raw, breaks)
    before = split_line(line.raw[:kept]).current
    if not word.startswith(before):
        return None
    rest = word[len(before) :]
    if not line.quote:
        escaped = _UNQUOTED_UNSAFE.sub(lambda match: match[0] if ord(match[0]) > 127 else f"\\{match[0]}", rest)
        return f"\\{escaped}" if escaped.startswith("~") else escaped
    if line.quote == '"':
        return None if "!" in rest else _DOUBLE_UNSAFE.sub(r"\\\g<0>", rest)
    return None if "'" in rest else rest


def _after_break(raw: str, breaks: str) -> int:
    """Return where the part of an unquoted word begins that bash completes."""
    start = position = 0
    while position < len(raw):
        if raw[position] == "\\":
            position += 2
            continue
        position += 1
        if raw[position - 1] in breaks:
            start = position
    return start
