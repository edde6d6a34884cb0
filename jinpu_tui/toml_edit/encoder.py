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
_OTHER_CONTROL = re.compile(r"[\x00-\x07\x0b\x0e-\x1f\x7f]")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_COMPACT = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
"""Escapes of two characters, in the order in which they can replace what they stand for: the backslash first."""


@lru_cache(maxsize=1024)
def key(name: str) -> str:
    """Return a key as TOML writes it, quoted if it must be."""
    return name if _BARE_KEY.fullmatch(name) else _basic(name)


def value(plain: Any, newline: str = "\n") -> str:
    """Return a value on as few lines as are readable.

    A text of several lines is written as a multi-line string, a list of tables with one table a line, all else on one line.

    Args:
        plain: A plain value.
        newline: The line end of the document.

    Raises:
        TypeError: TOML cannot hold the value.
    """
    if isinstance(plain, str):
        is_multiline = "\n" in plain and "\r" not in plain
        return _multiline_text(plain).replace("\n", newline) if is_multiline else _text(plain)
    if isinstance(plain, list | tuple) and any(isinstance(item, Mapping) for item in plain):
        rows = "".join(f"{INDENT}{inline(item)},{newline}" for item in plain)
        return f"[{newline}{rows}]"
    return inline(plain)


def inline(plain: Any) -> str:
    """Return a value on one line. Raises TypeError for what TOML cannot hold, such as a text that is not UTF-8."""
    if isinstance(plain, str):
        return _text(plain)
    if isinstance(plain, dict):
        entries = ", ".join([f"{key(str(name))} = {inline(item)}" for name, item in plain.items()])
        return f"{{ {entries} }}" if entries else "{}"
    if isinstance(plain, list | tuple):
        return f"[{', '.join([inline(item) for item in plain])}]"
    if isinstance(plain, Mapping):
        return inline(dict(plain))
    return inline(list(plain)) if isinstance(plain, Sequence) else _scalar(plain)


def _scalar(plain: Any) -> str:
    if type(plain) in (int, date):
        return str(plain)
    return _dumped(plain)


def _text(text: str) -> str:
    """Return a text as a string on one line."""
    if text.isprintable() and '"' not in text and "\\" not in text:  # most texts: nothing to escape
        return f'"{text}"'
    _refuse_surrogates(text)
    literal = _literal(text, multiline=False)
    return literal if literal is not None else _basic(text)


def _multiline_text(text: str) -> str:
    _refuse_surrogates(text)
    literal = _literal(text, multiline=True)
    return literal if literal is not None else _dumped(text, multiline=True)


def _refuse_surrogates(text: str) -> None:
    if _SURROGATE.search(text):
        raise TypeError(_("a text that is not UTF-8"))


def _dumped(plain: Any, *, multiline: bool = False) -> str:
    return tomli_w.dumps({"v": plain}, multiline_strings=multiline).removeprefix("v = ").removesuffix("\n")


def _basic(text: str) -> str:
    """Return a text as a basic string: what tomli-w gives, which takes seconds for the megabytes of a journal entry."""
    for sign, escape in _COMPACT.items():
        text = text.replace(sign, escape)
    return f'"{_OTHER_CONTROL.sub(_escaped, text)}"'


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _literal(text: str, *, multiline: bool) -> str | None:
    """Return a text as a literal string if it would need escapes otherwise and TOML allows that; else None."""
    if not _ESCAPED.search(text) or _CONTROL.search(text):
        return None
    if multiline:
        return None if "'''" in text or text.endswith("'") else f"'''\n{text}'''"
    return None if "'" in text or "\n" in text else f"'{text}'"
