"""How text that we did not write may be shown: as characters that take their place and do nothing else.

A dataset may come from anyone. Escape sequences, other control characters, and the invisible characters that reorder or hide
text become signs that can be seen.
"""

from __future__ import annotations

import re
import unicodedata

_MULTILINE = re.compile(r"\r\n|\r|\n|\u2028|\u2029|\x85")
_NOT_IN_FILE_NAMES = re.compile(r"[^\w.-]+")
_SPACES = dict.fromkeys(map(ord, "\t\n\r\x0b\x0c\x85\u2028\u2029"), " ")
_JOINERS = "\u200c\u200d"
_REPLACEMENT = "\ufffd"


def visible(text: str) -> str:
    """Return the text on one line: line ends and tabs become blanks, what a terminal would obey becomes a sign."""
    if text.isprintable():
        return text
    return "".join(map(_shown, text.translate(_SPACES)))


def visible_lines(text: str) -> list[str]:
    """Return the lines of a longer text, each made visible."""
    return [visible(line) for line in _MULTILINE.split(text)]


def in_file_name(text: str, otherwise: str) -> str:
    """Return a text as a part of a file name: letters of any script, digits, `_`, `.` and `-`; `otherwise` if none is left."""
    return _NOT_IN_FILE_NAMES.sub("-", text).strip("-.") or otherwise


def _shown(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return character if unicodedata.category(character) == "Zs" else _REPLACEMENT
