"""How large a single record may be. What is larger was not written by an office, and would keep every screen waiting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinpu_tui.model.problems import Finding
from jinpu_tui.model.records import Indicator
from jinpu_tui.text.i18n import _

MAX_TEXT = 1 << 20
"""Characters of one text."""

MAX_ENTRIES = 10_000
"""Entries of one list."""

MAX_KEYS = 1_000
"""Keys of one table."""

MAX_NUMBER_BITS = 400_000
"""Bits of one whole number, some 120,000 digits: writing a number as text takes a time that is quadratic in its digits."""

MAX_FIGURE = 10**300
"""Size of the largest figure that can be calculated with; what is larger is a slip of the keyboard."""

SMALL_BYTES = 128 * 1024
"""In a text no longer than this nothing can be too large; it is not looked at."""


def oversize(table: Mapping[str, Any]) -> Finding | None:
    """Why a record is too large to be shown, or None."""
    for path, value in _values(table):
        reason = _reason(path, value)
        if reason:
            hint = _("take it apart, or keep it in a file of its own and name that file in a note")
            return Finding("", path[:1], "error", "too-large", reason, hint)
    return None


def huge_numbers(table: Mapping[str, Any]) -> list[tuple[str | int, ...]]:
    """Return the paths of the whole numbers in a table that are too large to be calculated with."""
    return [path for path, value in _values(table) if path and isinstance(path[-1], str) and _is_huge(value)]


def has_huge_number(indicators: Sequence[Indicator]) -> bool:
    """Return whether a figure of some indicators is too large to be calculated with."""
    points = [point.value for one in indicators for point in (one.baseline, one.target) if point is not None]
    observed = [number for one in indicators for at in one.observations for number in (at.value, at.growth)]
    whole = [number for number in (*points, *observed) if type(number) is int]
    return bool(whole) and max(*whole, -min(whole)) > MAX_FIGURE


def _is_huge(value: object) -> bool:
    return isinstance(value, int) and abs(value) > MAX_FIGURE


def _reason(path: tuple[str | int, ...], value: Any) -> str:
    name = next((str(step)[:40] for step in reversed(path) if isinstance(step, str)), "")
    if isinstance(value, str) and len(value) > MAX_TEXT:
        return _("{name} is a text of more than {count} characters; the record is not shown").format(name=name, count=MAX_TEXT)
    if isinstance(value, int) and value.bit_length() > MAX_NUMBER_BITS:
        return _("{name} is a number of too many digits; the record is not shown").format(name=name)
    if isinstance(value, list) and len(value) > MAX_ENTRIES:
        return _("{name} has more than {count} entries; the record is not shown").format(name=name, count=MAX_ENTRIES)
    if isinstance(value, Mapping) and len(value) > MAX_KEYS:
        return _("a table with more than {count} keys; the record is not shown").format(count=MAX_KEYS)
    return ""


def _values(table: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value with its path, outer ones first."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), table)]
    while waiting:
        path, value = waiting.pop()
        yield path, value
        if isinstance(value, Mapping):
            waiting += [((*path, name), item) for name, item in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, index), item) for index, item in enumerate(value)]
