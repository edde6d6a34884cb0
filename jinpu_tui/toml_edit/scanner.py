"""Find the position of every header, key and value of a TOML text.

The scanner takes a text that a TOML parser has accepted. All positions are character offsets; ends are exclusive.
Grammar: https://toml.io/en/v1.0.0 and the additions of 1.1 (newlines and a last comma in inline tables).
"""

from __future__ import annotations

import re

import toml_rs
from msgspec import Struct, field

_BLANK = re.compile(r"[ \t]*")
_BETWEEN = re.compile(r"(?:[ \t\r\n\ufeff]|#[^\n]*)*")
_SIMPLE_KEY = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[A-Za-z0-9_-]+')
# Loops are unrolled by hand, without possessive quantifiers: Python 3.11.2, which Debian 12 has, matches those wrongly.
_SCALAR = re.compile(
    r'"""[^"\\]*(?:(?:\\[\s\S]|"{1,2}(?!"))[^"\\]*)*"{3,5}'
    r"|'''[^']*(?:'{1,2}(?!')[^']*)*'{3,5}"
    r'|"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
    r"|'[^'\n]*'"
    r"|\d{4}-\d\d-\d\d[ Tt]\d\d:[^\s,\]}#]+"
    r"|[^\s,\]}#]+"
)


class ScanError(ValueError):
    """The text at `position` is not valid TOML."""

    def __init__(self, text: str, position: int) -> None:
        line = text.count("\n", 0, position) + 1
        super().__init__(f"not TOML at line {line}: {text[position : position + 20]!r}")
        self.position = position


class Value(Struct):
    """A value as written: a scalar, an array or an inline table."""

    start: int
    end: int
    items: list[Value] | None = None
    """The items of an array; None for other values."""
    entries: list[Entry] | None = None
    """The entries of an inline table; None for other values."""


class Entry(Struct):
    """One `key = value`."""

    keys: tuple[str, ...]
    """The decoded parts of the dotted key."""
    starts: tuple[int, ...]
    """Where each part begins."""
    value: Value


class Section(Struct):
    """A `[header]` or `[[header]]` with the entries below it."""

    path: tuple[str, ...]
    """The parts of the header's key; empty for the entries above the first header."""
    is_array: bool
    start: int
    header_end: int
    entries: list[Entry] = field(default_factory=list)


def scan(text: str) -> list[Section]:
    """Return all sections of a valid TOML text in order. Raises ScanError if it is not TOML."""
    sections = [Section((), False, 0, 0)]
    position = _skip(_BETWEEN, text, 0)
    while position < len(text):
        if text[position] == "[":
            section, position = _header(text, position)
            sections.append(section)
        else:
            entry, position = _entry(text, position)
            sections[-1].entries.append(entry)
        position = _skip(_BETWEEN, text, position)
    return sections


def _skip(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _header(text: str, position: int) -> tuple[Section, int]:
    start = position
    is_array = text.startswith("[[", position)
    keys, _, position = _key(text, _skip(_BLANK, text, position + 1 + is_array))
    position = _expect(text, position, "]]" if is_array else "]")
    return Section(keys, is_array, start, position), position


def _entry(text: str, position: int) -> tuple[Entry, int]:
    keys, starts, position = _key(text, position)
    position = _expect(text, position, "=")
    value, position = _value(text, _skip(_BLANK, text, position))
    return Entry(keys, starts, value), position


def _key(text: str, position: int) -> tuple[tuple[str, ...], tuple[int, ...], int]:
    """Scan a dotted key: return its parts, where each begins, and the position after the last part and its blanks."""
    keys, starts = [], []
    while True:
        match = _SIMPLE_KEY.match(text, position)
        if match is None:
            raise ScanError(text, position)
        keys.append(_decoded_key(match.group()))
        starts.append(position)
        position = _skip(_BLANK, text, match.end())
        if not text.startswith(".", position):
            return tuple(keys), tuple(starts), position
        position = _skip(_BLANK, text, position + 1)


def _decoded_key(written: str) -> str:
    if written[0] == "'":
        return written[1:-1]
    if written[0] == '"':
        return str(toml_rs.loads(f"k = {written}")["k"]) if "\\" in written else written[1:-1]
    return written


def _expect(text: str, position: int, token: str) -> int:
    if not text.startswith(token, position):
        raise ScanError(text, position)
    return position + len(token)


def _value(text: str, position: int) -> tuple[Value, int]:
    if text.startswith("[", position):
        return _array(text, position)
    if text.startswith("{", position):
        return _inline_table(text, position)
    match = _SCALAR.match(text, position)
    if match is None:
        raise ScanError(text, position)
    return Value(position, match.end()), match.end()


def _array(text: str, start: int) -> tuple[Value, int]:
    items: list[Value] = []
    position = _skip(_BETWEEN, text, start + 1)
    while not text.startswith("]", position):
        item, position = _value(text, position)
        items.append(item)
        position = _after_comma(text, position, "]")
    return Value(start, position + 1, items=items), position + 1


def _inline_table(text: str, start: int) -> tuple[Value, int]:
    entries: list[Entry] = []
    position = _skip(_BETWEEN, text, start + 1)
    while not text.startswith("}", position):
        entry, position = _entry(text, position)
        entries.append(entry)
        position = _after_comma(text, position, "}")
    return Value(start, position + 1, entries=entries), position + 1


def _after_comma(text: str, position: int, close: str) -> int:
    position = _skip(_BETWEEN, text, position)
    if text.startswith(",", position):
        return _skip(_BETWEEN, text, position + 1)
    if not text.startswith(close, position):
        raise ScanError(text, position)
    return position
