"""Values of records as cells of an exported table."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any

from jinpu_tui.exchange.sheet_headings import CHOICES, FLAGS, Language
from jinpu_tui.exchange.sheet_model import OutCell, Style
from jinpu_tui.exchange.step_lines import steps_text
from jinpu_tui.exchange.unit_names import unit_names
from jinpu_tui.model.fields import Field, default_values
from jinpu_tui.model.formatting import units_text
from jinpu_tui.model.records import Extension, Indicator, Kind, Observation, Point, Task

Reader = Callable[[Any], OutCell]
"""Returns the cell of a record."""

_STYLES: dict[str, Style] = {
    "id": "id",
    "date": "date",
    "percent": "percent",
    "whole": "number",
    "number": "number",
    "flag": "choice",
    "choice": "choice",
    "text": "text",
    "tables": "text",
}


def style_of(field: Field) -> Style:
    """Return what the cells of a field look like."""
    return _STYLES.get(field.form, "line")


def reader_of(field: Field, language: Language, *, is_exact: bool) -> Reader:
    """Return what makes cells of a field.

    Args:
        field: The field.
        language: Language of choices and lists.
        is_exact: Whether choices stay as the file has them.
    """
    read = attrgetter(field.name)
    match field.form:
        case "date" | "percent" | "whole" | "number":
            return read
        case "flag":
            words = FLAGS[True]
            return lambda record: ("true" if is_exact else words.of(language)) if read(record) else None
        case "choice":
            names = CHOICES.get(field.name, {}) if language == "zh" and not is_exact else {}
            return lambda record: names.get(read(record), read(record))
        case "list":
            return lambda record: _joined(read(record), language)
        case "units":
            return lambda record: " ".join(units_text(read(record)).split()) or None
        case "tables" if field.name == "steps":
            return lambda record: steps_text(record.steps) or None
        case "tables" if field.name == "log":
            return _last_report
        case "tables" if field.name == "extensions":
            return lambda record: "\n".join(map(_extension_text, record.extensions)) or None
        case "text":
            return lambda record: read(record) or None
    return lambda record: " ".join((read(record) or "").split()) or None


def says_something(kind: Kind, field: Field) -> Callable[[Any], bool]:
    """Return whether a record states more for a field than what records have by default."""
    read, default = attrgetter(field.name), default_values(kind).get(field.name)
    return lambda record: bool(read(record)) and read(record) != default


def title_reader(name: str) -> Reader:
    """Return what makes cells of titles. A record without one is called by its id, as no row may be without a title."""
    read = attrgetter(name)
    return lambda record: " ".join(read(record).split()) or record.id


def point_reader(name: str, period: str, language: Language) -> Reader:
    """Return what makes cells of the baselines or targets of a period."""
    read = attrgetter(name)

    def cell(indicator: Indicator) -> OutCell:
        point: Point | None = read(indicator)
        if point is None or point.period != period:
            return None
        growth = getattr(point, "growth", None)
        if point.value is None and growth is not None:
            return f"增长{growth}%" if language == "zh" else f"growth {growth}%"
        return point.value

    return cell


def observation_cell(observation: Observation, language: Language) -> OutCell:
    """Return an observation as a cell: its number, with words if something qualifies it."""
    if observation.value is None or not observation.qualifier:
        return observation.value
    words = {"over": "超过", "under": "低于", "about": "约"} if language == "zh" else {}
    return f"{words.get(observation.qualifier, observation.qualifier + ' ')}{observation.value}"


def _last_report(task: Task) -> OutCell:
    return task.log[-1].text.strip() or None if task.log else None


def _extension_text(extension: Extension) -> str:
    days = " → ".join(day.isoformat() for day in (extension.before, extension.after) if day)
    return " ".join(filter(None, (days, extension.reason)))


@lru_cache(maxsize=4096)
def _joined(names: tuple[str, ...], language: Language) -> str | None:
    """Return names on one line, or on lines of their own if they would be parted at other places when they are read again."""
    text = ("、" if language == "zh" else ", ").join(names)
    return (text if unit_names(text) == list(names) else "\n".join(names)) or None
