"""Values as TOML text. tomli-w writes keys and scalars; this module lays out arrays and tables, and spares texts escapes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import tomli_w

from jinpu_tui.text.i18n import _

INDENT = "    "

_ESCAPED = re.compile(r'["\\]')
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def key(name: str) -> str:
    """A key as TOML writes it, quoted where it must be."""
    return tomli_w.dumps({name: 0}).removesuffix(" = 0\n")


def value(plain: Any, newline: str = "\n") -> str:
    """A value on as few lines as it reads well on: long texts as `\"\"\"`, lists of tables one to a line, else one line."""
    if isinstance(plain, str) and "\n" in plain and "\r" not in plain:
        return _scalar(plain, multiline=True).replace("\n", newline)
    if isinstance(plain, Sequence) and not isinstance(plain, str) and any(isinstance(item, Mapping) for item in plain):
        rows = "".join(f"{INDENT}{inline(item)},{newline}" for item in plain)
        return f"[{newline}{rows}]"
    return inline(plain)


def inline(plain: Any) -> str:
    """A value on one line. Raises TypeError for what TOML cannot hold, as text that came in as bytes that are not UTF-8."""
    if isinstance(plain, Mapping):
        entries = ", ".join(f"{key(str(name))} = {inline(item)}" for name, item in plain.items())
        return f"{{ {entries} }}" if entries else "{}"
    if isinstance(plain, Sequence) and not isinstance(plain, str):
        return f"[{', '.join(inline(item) for item in plain)}]"
    return _scalar(plain)


def _scalar(plain: Any, *, multiline: bool = False) -> str:
    if isinstance(plain, str):
        if any("\ud800" <= item <= "\udfff" for item in plain):
            raise TypeError(_("a text that is not UTF-8"))
        if (literal := _literal(plain, multiline=multiline)) is not None:
            return literal
    return tomli_w.dumps({"v": plain}, multiline_strings=multiline).removeprefix("v = ").removesuffix("\n")


def _literal(text: str, *, multiline: bool) -> str | None:
    """The text without escapes, where it would have some and TOML lets it be."""
    if not _ESCAPED.search(text) or _CONTROL.search(text):
        return None
    if multiline:
        return None if "'''" in text or text.endswith("'") else f"'''\n{text}'''"
    return None if "'" in text or "\n" in text else f"'{text}'"
