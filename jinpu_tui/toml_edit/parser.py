"""Parse TOML with toml-rs, within limits that keep it from crashing."""

from __future__ import annotations

import re
from typing import Any

import toml_rs

from jinpu_tui.text.i18n import _

MAX_DEPTH = 100
"""The maximum depth of nested arrays and inline tables: toml-rs overflows the C stack at some thousands."""

# Loops are unrolled by hand as in `scanner`, for the same reason.
STRINGS_AND_COMMENTS = re.compile(
    r'"""[^"\\]*(?:(?:\\[\s\S]|"{1,2}(?!"))[^"\\]*)*"{3,5}'
    r"|'''[^']*(?:'{1,2}(?!')[^']*)*'{3,5}"
    r'|"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_NOT_DOTS = bytes(set(range(256)) - set(b".\n"))
_MANY_DOTS = b"." * 10


class ParseError(ValueError):
    """A text that is not TOML. `line` and `column` count from 1."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(reason)
        self.reason, self.line, self.column = reason, line, column


def parse(text: str, data: bytes | None = None) -> dict[str, Any]:
    """Parse a TOML document.

    Args:
        text: The document.
        data: The same as UTF-8, if the caller has it.

    Raises:
        ParseError: It is not TOML, or nested too deep.
    """
    encoded = text.encode("utf-8", "replace") if data is None else data
    if _too_deep(text, encoded):
        raise _depth_error()
    try:
        tables: dict[str, Any] = toml_rs.loads(text)
    except toml_rs.TOMLDecodeError as error:
        raise ParseError(_reason(error), error.lineno, error.colno) from None
    except (ValueError, OverflowError) as error:
        raise ParseError(str(error), 1, 1) from None
    if _has_many_dots(encoded) and _depth(tables) > MAX_DEPTH:
        raise _depth_error()
    return tables


def is_toml(data: bytes) -> bool:
    """Return whether bytes are a TOML document."""
    try:
        parse(data.decode(), data)
    except (ParseError, UnicodeDecodeError):
        return False
    return True


def _depth_error() -> ParseError:
    return ParseError(_("values are nested more than {count} deep").format(count=MAX_DEPTH), 1, 1)


def _too_deep(text: str, encoded: bytes) -> bool:
    """Return whether brackets are nested too deep. Strings and comments are removed only if a count of all brackets exceeds."""
    return _looks_deep(encoded) and _looks_deep(STRINGS_AND_COMMENTS.sub("", text).encode("utf-8", "replace"))


def _depth(tables: dict[str, Any]) -> int:
    """Return how deep tables and lists are nested, counted up to the maximum; dotted keys nest tables without a bracket."""
    level: list[Any] = [tables]
    depth = 0
    while level and depth <= MAX_DEPTH:
        depth += 1
        level = [
            item
            for node in level
            for item in (node.values() if isinstance(node, dict) else node)
            if isinstance(item, dict | list) and item
        ]
    return depth


def _has_many_dots(encoded: bytes) -> bool:
    """Return whether a line has enough dots for keys that nest tables too deep without brackets."""
    enough = len(_MANY_DOTS)
    return encoded.count(b".") >= enough and _MANY_DOTS in encoded.translate(None, delete=_NOT_DOTS)


def _looks_deep(encoded: bytes) -> bool:
    """Return whether brackets are nested too deep, including those in strings and comments."""
    brackets = encoded.translate(None, delete=_NOT_BRACKETS)
    if len(brackets) <= MAX_DEPTH:
        return False
    for _round in range(MAX_DEPTH):
        shorter = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if len(shorter) == len(brackets):
            break
        brackets = shorter
    return len(brackets) > MAX_DEPTH


def _reason(error: toml_rs.TOMLDecodeError) -> str:
    """Return the last line of the parser's message. The lines before it show the place, which `ParseError` has as numbers."""
    return error.msg.rsplit("\n", 1)[-1]
