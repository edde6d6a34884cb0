"""Values of decoded JSON and YAML by their expected type: what has another type counts as absent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?")
_INSTANT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d):?(\d\d)Z")
_NUMBER = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d{1,2})?")


def text_at(table: Mapping[str, Any], name: str) -> str:
    """Return a text or number of a table as text without blanks around it; empty if it is absent or something else."""
    value = table.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


def table_at(table: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a table of a table; an empty one if it is absent or something else."""
    value = table.get(name)
    return value if isinstance(value, dict) else {}


def tables_at(table: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the tables of a list of a table."""
    value = table.get(name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def texts_at(table: Mapping[str, Any], name: str) -> list[str]:
    """Return the texts of a list of a table, or those of one text separated by commas."""
    value = table.get(name)
    items = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return [text for item in items if isinstance(item, str) and (text := item.strip())]


def written_day(text: str) -> date | None:
    """Return the day of a date or date-time as it is written, without time zone shift; None if it is none.

    >>> written_day("2023-06-23T17:00:00-04:00")
    datetime.date(2023, 6, 23)
    """
    match = _DAY.fullmatch(text.strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def local_day(text: str) -> date | None:
    """Return the local day of an instant in UTC, such as 20161231T000000Z; None if the text is none."""
    match = _INSTANT.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = map(int, match.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC).astimezone().date()
    except (ValueError, OverflowError, OSError):
        return None


def parse_number(text: str) -> int | float | None:
    """Return a number that a program wrote, such as -1.25e-3; None if the text is none or has too many digits."""
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return None
    return int(text) if text.lstrip("+-").isdigit() else float(text)
