"""Write values as TOML. tomli-w writes keys and scalars; this module lays out arrays and tables, and avoids escapes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import tomli_w

from jinpu_tui.text.i18n import _

INDENT = "    "

_ESCAPED = re.compile(r'["\\]')
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ILLEGAL = re.compile(r'[\x00-\x08\x0a-\x1f"\\\x7f]')
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_COMPACT = {"\b": "\\b", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def key(name: str) -> str:
    """Return a key as TOML writes it, quoted if it must be."""
    return name if _BARE_KEY.fullmatch(name) else tomli_w.dumps({name: 0}).removesuffix(" = 0\n")


def value(plain: Any, newline: str = "\n") -> str:
    """Return a value on as few lines as are readable.

    A text of several lines is written as a multi-line string, a list of tables with one table a line, all else on one line.

    Args:
        plain: A plain value.
        newline: The line end of the document.

    Raises:
        TypeError: TOML cannot hold the value.
    """
    if isinstance(plain, str) and "\n" in plain and "\r" not in plain:
        return _scalar(plain, multiline=True).replace("\n", newline)
    if isinstance(plain, list | tuple) and any(isinstance(item, Mapping) for item in plain):
        rows = "".join(f"{INDENT}{inline(item)},{newline}" for item in plain)
        return f"[{newline}{rows}]"
    return inline(plain)


def inline(plain: Any) -> str:
    """Return a value on one line. Raises TypeError for what TOML cannot hold, such as a text that is not UTF-8."""
    if isinstance(plain, str):
        return _scalar(plain)
    if isinstance(plain, Mapping):
        entries = ", ".join(f"{key(str(name))} = {inline(item)}" for name, item in plain.items())
        return f"{{ {entries} }}" if entries else "{}"
    if isinstance(plain, Sequence):
        return f"[{', '.join(inline(item) for item in plain)}]"
    return _scalar(plain)


def _scalar(plain: Any, *, multiline: bool = False) -> str:
    if isinstance(plain, str):
        if _SURROGATE.search(plain):
            raise TypeError(_("a text that is not UTF-8"))
        if (literal := _literal(plain, multiline=multiline)) is not None:
            return literal
        if not multiline:
            return _basic(plain)
    if isinstance(plain, date):
        return _dumped_once(plain)
    return _dumped(plain, multiline=multiline)


def _dumped(plain: Any, *, multiline: bool = False) -> str:
    return tomli_w.dumps({"v": plain}, multiline_strings=multiline).removeprefix("v = ").removesuffix("\n")


@lru_cache(typed=True)
def _dumped_once(plain: Any) -> str:
    return _dumped(plain)


def _basic(text: str) -> str:
    """Return a text as a basic string: what tomli-w gives, which takes seconds for the megabytes of a journal entry."""
    return f'"{_ILLEGAL.sub(_escaped, text)}"'


def _escaped(match: re.Match[str]) -> str:
    return _COMPACT.get(match[0]) or f"\\u{ord(match[0]):04x}"


def _literal(text: str, *, multiline: bool) -> str | None:
    """Return a text as a literal string if it would need escapes otherwise and TOML allows that; else None."""
    if not _ESCAPED.search(text) or _CONTROL.search(text):
        return None
    if multiline:
        return None if "'''" in text or text.endswith("'") else f"'''\n{text}'''"
    return None if "'" in text or "\n" in text else f"'{text}'"
