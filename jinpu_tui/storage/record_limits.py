"""Limits for a single record. What is larger was not written by an office, and would slow down every screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinpu_tui.model.problems import Finding
from jinpu_tui.model.records import Indicator
from jinpu_tui.text.i18n import _

MAX_TEXT = 1 << 20
"""The maximum number of characters of a text."""

MAX_ENTRIES = 10_000
"""The maximum number of entries of a list."""

MAX_KEYS = 1_000
"""The maximum number of keys of a table."""

MAX_NUMBER_BITS = 400_000
"""The maximum number of bits of a whole number, about 120,000 digits: writing it as text takes quadratic time."""

MAX_FIGURE = 10**300
"""The largest number that indicators are calculated with; a larger one is a typing mistake."""

SMALL_BYTES = 128 * 1024
"""In a text up to this size no record can be too large; it is not checked."""


def oversize(table: Mapping[str, Any]) -> Finding | None:
    """Return why a record is too large to be shown; None if it is not."""
    for path, value in _values(table):
        reason = _reason(path, value)
        if reason:
            hint = _("split it, or keep it in a file of its own and name that file in a note")
            return Finding("", path[:1], "error", "too-large", reason, hint)
    return None


def huge_numbers(table: Mapping[str, Any]) -> list[tuple[str | int, ...]]:
    """Return the paths of the whole numbers in a table that are too large to be calculated with."""
    return [path for path, value in _values(table) if path and isinstance(path[-1], str) and _is_huge(value)]


def has_huge_number(indicators: Sequence[Indicator]) -> bool:
    """Return whether a figure of some indicators is too large to be calculated with."""
    points = [point.value for item in indicators for point in (item.baseline, item.target) if point is not None]
    observed = [number for item in indicators for at in item.observations for number in (at.value, at.growth)]
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
    """Yield every value with its path, outer ones first."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), table)]
    while waiting:
        path, value = waiting.pop()
        yield path, value
        if isinstance(value, Mapping):
            waiting += [((*path, name), item) for name, item in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, index), item) for index, item in enumerate(value)]
