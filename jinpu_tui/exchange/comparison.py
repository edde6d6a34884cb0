"""When two values are the same for an import: what a spreadsheet cannot hold makes no difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jinpu_tui.model.changes import Plain
from jinpu_tui.toml_edit.equality import same


def is_empty(value: Any) -> bool:
    """Return whether a value is absent or says nothing."""
    return value is None or value == "" or value == []


def is_equal(one: Any, other: Any) -> bool:
    """Return whether two values say the same, as far as a spreadsheet can tell.

    Absent and empty are one, 3 and 3.0 too. Blanks count only as far as they part words, and lines. Ticks of steps are not
    compared, as most registers do not have them; see `newly_ticked`.
    """
    if isinstance(one, str) and isinstance(other, str):
        return one == other or _words(one) == _words(other)
    if is_empty(one) and is_empty(other):
        return True
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return all(is_equal(one.get(name), other.get(name)) for name in {*one, *other} - {"done"})
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(is_equal, one, other))
    if isinstance(one, str) and isinstance(other, list | tuple):  # one unit is written as a text or as a list of one
        return len(other) == 1 and is_equal(one, other[0])
    if isinstance(other, str) and isinstance(one, list | tuple):
        return is_equal(other, one)
    return same(one, other)


def _words(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


def with_ticks(steps: Sequence[Plain], present: Sequence[Plain]) -> list[Plain]:
    """Return steps with their ticks and those of the same text in the ledger: most registers do not know of them."""
    ticked = {step.get("text") for step in present if step.get("done")}
    return [{**step, "done": bool(step.get("done")) or step.get("text") in ticked} for step in steps]


def newly_ticked(in_file: Sequence[Plain], present: Sequence[Plain], base: Sequence[Plain]) -> list[Plain]:
    """Return the steps of the ledger with the ticks that the file got since; nothing if that changes none of them."""
    before = {step.get("text") for step in base if step.get("done")}
    new = {step.get("text") for step in in_file if step.get("done")} - before
    if not any(step.get("text") in new and not step.get("done") for step in present):
        return []
    return [{**step, "done": True} if step.get("text") in new else step for step in present]
