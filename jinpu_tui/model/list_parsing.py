"""Lists of lines as people type them, and as they are shown to be typed over.

Entries are separated by commas: `,` `，` `、`. An entry that holds a comma, or that would be read as something else, stands in
double quotes, and a quote inside them is doubled: `"Finance, Audit Bureau", Trade`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from jinpu_tui.model.errors import ListError
from jinpu_tui.text.i18n import _

_COMMAS = ",，、"
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_REST = re.compile(rf"[^{_COMMAS}]*")


class _Word(NamedTuple):
    """An entry as typed: its sign, which adds it to the list or takes it from it, and its text."""

    sign: str
    entry: str


def list_text(entries: Iterable[str]) -> str:
    """Return a list as text that `parse_list` gives back.

    >>> list_text(["Finance, Audit Bureau", "Trade"])
    '"Finance, Audit Bureau", Trade'
    """
    return ", ".join(_shown(str(entry)) for entry in entries)


def parse_list(text: str, present: Sequence[str] = ()) -> list[str] | None:
    """Return the list that a text means, None for an empty one.

    If each entry begins with + or -, it is added to or taken from `present`; after a sign, the text of an entry of `present`
    needs no quotes. Raises ListError.
    """
    words = list(_words(text, [str(entry) for entry in present]))
    if words and all(word.sign for word in words):
        gone = {word.entry for word in words if word.sign == "-"}
        come = [word.entry for word in words if word.sign == "+"]
        return list(dict.fromkeys([*(entry for entry in present if entry not in gone), *come])) or None
    return list(dict.fromkeys(word.sign + word.entry for word in words)) or None


def _shown(entry: str) -> str:
    is_plain = entry and entry == entry.strip() and entry[0] not in '+-"' and not any(comma in entry for comma in _COMMAS)
    return entry if is_plain else '"' + entry.replace('"', '""') + '"'


def _words(text: str, present: Sequence[str]) -> Iterator[_Word]:
    position = 0
    while position < len(text):
        start = position + len(text[position:]) - len(text[position:].lstrip())
        sign = text[start : start + 1] if text[start : start + 1] in ("+", "-") else ""
        entry, position = _entry(text, start + len(sign), present if sign else ())
        if entry is not None:
            yield _Word(sign, entry)
        elif sign:
            yield _Word("", sign)


def _entry(text: str, start: int, present: Sequence[str]) -> tuple[str | None, int]:
    """Return the entry that begins at a place, None if nothing is there, and the place after its comma."""
    if quoted := _QUOTED.match(text, start):
        entry, end = quoted.group()[1:-1].replace('""', '"'), quoted.end()
        if not _ends(text, end):
            raise ListError(
                _("Put a comma after the quoted entry, or double the quotes inside it: {text}").format(text=text[start:])
            )
        return entry, _after(text, end)
    known = [entry for entry in present if text.startswith(entry, start) and _ends(text, start + len(entry))]
    if known:
        entry = max(known, key=len)
        return entry, _after(text, start + len(entry))
    rest = _REST.match(text, start)
    end = rest.end() if rest else start
    return text[start:end].strip() or None, _after(text, end)


def _ends(text: str, position: int) -> bool:
    """Whether nothing but blanks stands before the next comma."""
    rest = text[position:].lstrip()
    return not rest or rest[0] in _COMMAS


def _after(text: str, position: int) -> int:
    """Return the place after the next comma."""
    return position + len(text[position:]) - len(text[position:].lstrip()) + 1
