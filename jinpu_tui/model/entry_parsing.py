"""Entries of a record's lists as people type them on one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from jinpu_tui.model.dates import parse_date
from jinpu_tui.model.errors import InputError
from jinpu_tui.model.input_parsing import parse_number
from jinpu_tui.model.measures import QUALIFIER_SIGNS
from jinpu_tui.model.periods import span
from jinpu_tui.model.records import ObservationStatus, Qualifier
from jinpu_tui.text.i18n import _

_SIGNS: Mapping[str, Qualifier] = {">": "over", "<": "under", "~": "about", "≈": "about"}


def parse_step(text: str, today: date, present: date | None = None) -> dict[str, Any]:
    """Return a step: its text, and a word `due:2016-12-10` (or `due:+2w`, `due:` for none). Raises InputError, DateError."""
    values: dict[str, Any] = {}
    words = []
    for word in text.split():
        if word.startswith("due:"):
            values["due"] = parse_date(word.removeprefix("due:"), today, present)
        else:
            words.append(word)
    if not words:
        raise InputError(_("A step needs a text"))
    return {"text": " ".join(words), **values}


def parse_observation(text: str) -> tuple[str, dict[str, Any]]:
    """Return an observation: period, value, and any of a growth with %, a status, a qualifier, `cumulative`.

    Raises InputError, PeriodError.

    >>> parse_observation("2016 >700 +7% forecast")
    ('2016', {'value': 700, 'qualifier': 'over', 'growth': 7, 'status': 'forecast'})
    """
    words = text.split()
    if len(words) < 2:
        raise InputError(_("Type a period and a value, such as: 2016 225 +7% forecast"))
    period, *rest = words
    span(period)
    values: dict[str, Any] = {}
    for word in rest:
        values |= _observed(word, values)
    if "value" not in values:
        raise InputError(_("The value is missing"))
    return period, values


OBSERVED = ("value", "growth", "status", "qualifier", "cumulative")
"""What a line can say of an observation besides its period."""


def observation_line(observation: Mapping[str, Any]) -> str:
    """Return a plain observation as people type it; what a line cannot say is left out.

    >>> observation_line({"period": "2016", "value": 700, "qualifier": "over", "growth": 7, "status": "forecast", "note": "…"})
    '2016 >700 +7% forecast'
    """
    sign = QUALIFIER_SIGNS.get(observation.get("qualifier"), "")
    value, growth = observation.get("value"), observation.get("growth")
    words = [
        str(observation.get("period", "")),
        "" if value is None else f"{sign}{value}",
        "" if growth is None else f"{growth:+}%",
        observation.get("status", ""),
        "cumulative" if observation.get("cumulative") else "",
    ]
    return " ".join(word for word in words if word)


def _observed(word: str, values: dict[str, Any]) -> dict[str, Any]:
    lowered = word.lower()
    if lowered in get_args(ObservationStatus):
        return {"status": lowered}
    if lowered in get_args(Qualifier):
        return {"qualifier": lowered}
    if lowered == "cumulative":
        return {"cumulative": True}
    if re.fullmatch(r"[+-]?[\d.,]+[%％]", word):
        return {"growth": parse_number(word[:-1].removeprefix("+"))}
    if word[0] in _SIGNS:
        return {"value": parse_number(word[1:]), "qualifier": _SIGNS[word[0]]}
    if "value" in values:
        raise InputError(_("Not understood: {word}. Known: growth as +7%, forecast, over, cumulative").format(word=word))
    return {"value": parse_number(word)}
