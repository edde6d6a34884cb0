"""Texts to plain tables, with the reasons a text is refused."""

from __future__ import annotations

import re
from typing import Any

import toml_rs

from jinpu_tui.locale import _

MAX_DEPTH = 100
"""Arrays and inline tables nested deeper than this are refused unread: toml-rs overflows the C stack at some thousands."""

_STRINGS_AND_COMMENTS = re.compile(
    r'"""(?:[^"\\]++|\\[\s\S]|"{1,2}(?!"))*+"{3,5}'
    r"|'''(?:[^']++|'{1,2}(?!'))*+'{3,5}"
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'[^'\n]*+'"
    r"|#[^\n]*+"
)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class ParseError(ValueError):
    """A text that is not TOML. `line` and `column` count from 1."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(reason)
        self.reason, self.line, self.column = reason, line, column


def parse(text: str) -> dict[str, Any]:
    """The tables of a TOML text. Raises ParseError."""
    if _too_deep(text):
        raise ParseError(_("values are nested more than {count} deep").format(count=MAX_DEPTH), 1, 1)
    try:
        return toml_rs.loads(text)
    except toml_rs.TOMLDecodeError as error:
        raise ParseError(_reason(error), error.lineno, error.colno) from None
    except (ValueError, OverflowError) as error:
        raise ParseError(str(error), 1, 1) from None


def _too_deep(text: str) -> bool:
    """Brackets inside texts and comments may be unbalanced; they are only taken out when the quick look raises doubt."""
    return _looks_deep(text) and _looks_deep(_STRINGS_AND_COMMENTS.sub("", text))


def _looks_deep(text: str) -> bool:
    brackets = text.encode("utf-8", "replace").translate(None, delete=_NOT_BRACKETS)
    for _round in range(MAX_DEPTH):
        shorter = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if len(shorter) == len(brackets):
            break
        brackets = shorter
    return len(brackets) > MAX_DEPTH


def _reason(error: toml_rs.TOMLDecodeError) -> str:
    """The parser's last line says what is wrong; the lines before it draw the place, which we tell ourselves."""
    return error.msg.rsplit("\n", 1)[-1]
