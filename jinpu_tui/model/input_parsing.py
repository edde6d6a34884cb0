"""Field values as people type them, on a command line or in a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.dates import parse_date
from jinpu_tui.model.errors import InputError, ListError
from jinpu_tui.model.fields import Field
from jinpu_tui.model.formatting import units_text
from jinpu_tui.model.list_parsing import list_text, parse_list
from jinpu_tui.model.periods import span
from jinpu_tui.text.i18n import _

_BETWEEN_UNITS = re.compile("[、;；]")

_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_POINT = ("period", "value", "growth")


def parse_field(field: Field, text: str, today: date, present: Any = None) -> Any:
    """Return the plain value that `text` means for a field, None for an empty one (remove it).

    `present` is the value it replaces: `+2w` moves a date, `+10` a percentage, `+a,-b` adds to and takes from a list
    (see model.lists). A baseline or target is a period and a value; a target may state a growth instead: `2016 +7%`. Other keys
    of it stay. Raises InputError, DateError for a date, PeriodError.
    """
    stripped = text.strip()
    if not stripped:
        return None
    _check_encoding(field, text)
    match field.form:
        case "date":
            return parse_date(stripped, today, present if type(present) is date else None)
        case "percent":
            return parse_percent(stripped, present if isinstance(present, int) else 0)
        case "whole" | "number":
            return parse_number(stripped, whole=field.form == "whole")
        case "flag":
            if stripped.lower() not in _FLAGS:
                raise InputError(_("Not yes or no: {text}").format(text=stripped))
            return _FLAGS[stripped.lower()]
        case "choice":
            if stripped not in field.choices:
                raise InputError(_("{name} is one of {choices}").format(name=field.name, choices=", ".join(field.choices)))
            return stripped
        case "list" | "units":
            return _read_list(stripped, present) if field.form == "list" else parse_units(stripped)
        case "table":
            return _read_point(stripped, present, may_grow=field.name == "target")
        case "tables":
            raise InputError(_("{name} is a list of entries: change them in the app or with an editor").format(name=field.name))
    return text.strip("\n") if field.form == "text" else stripped


def parse_units(text: str) -> str | list[str]:
    """Return the unit that a text names, or a list of several that answer for a task together: `财政局、商务局`."""
    names = list(dict.fromkeys(name for part in _BETWEEN_UNITS.split(text) if (name := part.strip())))
    return names if len(names) > 1 else names[0] if names else text


def _check_encoding(field: Field, text: str) -> None:
    """Raise InputError for what came in as bytes that are not UTF-8."""
    if any("\ud800" <= item <= "\udfff" for item in text):
        raise InputError(_("{name} is not UTF-8 text").format(name=field.name))


def check_references(dataset: Dataset, field: Field, value: Any) -> None:
    """Raise InputError where a value names a record that there is none of."""
    if field.refers_to is None or not value:
        return
    for id_ in [value] if isinstance(value, str) else value:
        found = dataset.by_id.get(id_)
        if found is None or field.refers_to != found.TYPE:
            raise InputError(_("{name}: there is no {kind} {id}").format(name=field.name, kind=field.refers_to, id=id_))


def parse_percent(text: str, present: int = 0) -> int:
    """Return a whole percentage from 0 to 100; `+10` and `-5` move the present one. Raises InputError."""
    match = re.fullmatch(r"([+-]?)(\d{1,3}) ?[%％]?", text.strip())
    value = int(match[2]) if match else -1
    if match and match[1]:
        value = max(0, min(100, present + int(match[1] + match[2])))
    if not 0 <= value <= 100:
        raise InputError(_("Not a whole percentage from 0 to 100: {text}").format(text=text.strip()))
    return value


def parse_number(text: str, *, whole: bool = False) -> int | float:
    """Return a number, thousands set apart by commas, underscores or blanks or not at all. Raises InputError."""
    bare = re.sub(r"(?<=\d)[,_ ](?=\d{3}(?!\d))", "", text.strip())
    if re.fullmatch(r"[+-]?\d{1,18}", bare):
        return int(bare)
    if not whole and re.fullmatch(r"[+-]?(\d{1,18}\.\d{1,18}|\.\d{1,18})", bare):
        return float(bare)
    raise InputError((_("Not a whole number: {text}") if whole else _("Not a number: {text}")).format(text=text.strip()))


def field_text(field: Field, value: Any) -> str:
    """Return the value of a field as a person would type it, so that `parse_field` gives it back; empty for None."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list() | tuple() if field.form == "list":
            return list_text(value)
        case list() | tuple() if field.form == "units":
            return units_text(value)
        case Mapping() if field.form == "table":
            words = [str(value[name]) for name in ("period", "value") if name in value]
            return " ".join(words if "growth" not in value else [*words, f"{value['growth']:+}%"])
    return str(value)


def _read_point(text: str, present: Any, *, may_grow: bool) -> dict[str, Any]:
    """Return a baseline or target from a period and a value; what else `present` holds stays.

    With `may_grow` a growth in percent, which has a sign and a %, may stand for the value.
    """
    words = text.split()
    if len(words) != 2:
        raise InputError(_("Type a period and a value, such as: 2020 300"))
    span(words[0])
    kept = {name: value for name, value in present.items() if name not in _POINT} if isinstance(present, Mapping) else {}
    if may_grow and words[1][0] in "+-" and words[1][-1] in "%％":
        return {"period": words[0], "growth": parse_number(words[1][:-1].removeprefix("+")), **kept}
    return {"period": words[0], "value": parse_number(words[1]), **kept}


def _read_list(text: str, present: Any) -> list[str] | None:
    try:
        return parse_list(text, present if isinstance(present, list | tuple) else ())
    except ListError as error:
        raise InputError(str(error)) from None
