"""Values as text with nothing rounded or left out, for programs and spreadsheets."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec import Struct


def exact_text(value: Any) -> str:
    """Return a value of `Column.exact` as text: nothing for none, lists by commas, entries of a list of tables by lines.

    >>> exact_text(None), exact_text(2062.5), exact_text(True), exact_text(("a", "b"))
    ('', '2062.5', 'true', 'a, b')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        separator = ", " if all(isinstance(each, str) for each in value) else "\n"
        return separator.join(map(exact_text, value))
    if isinstance(value, Struct):
        stated = {name: getattr(value, name) for name in value.__struct_fields__}
        return " ".join(filter(None, (_item_text(name, item) for name, item in stated.items())))
    return "" if value is None else str(value)


def _item_text(name: str, item: Any) -> str:
    if isinstance(item, bool):
        return name if item else ""
    return f"{item:+}%" if name == "growth" and item is not None else exact_text(item)
