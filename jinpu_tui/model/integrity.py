"""What a sound dataset keeps to beyond the form of single values: references that lead somewhere, no rings, real periods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite
from typing import Any

from jinpu_tui.locale import _
from jinpu_tui.model.dataset import Dataset, outgoing, rings
from jinpu_tui.model.fields import FIELDS, references, title_field
from jinpu_tui.model.periods import PeriodError, span
from jinpu_tui.model.problems import Finding
from jinpu_tui.model.records import Indicator, Kind, Record

_REFERENCES = {
    kind: tuple((field.name, field.refers_to, field.form == "list") for field in fields if field.refers_to)
    for kind, fields in FIELDS.items()
}

ID = re.compile(r"[\w.-]+")
"""What an id may look like: letters of any script, digits, dots, underscores and hyphens."""


def findings(dataset: Dataset) -> Iterator[Finding]:
    """Everything wrong inside the records of a dataset and between them."""
    for record in dataset:
        if not ID.fullmatch(record.id):
            message = _("the id {id!r} holds a character that ids may not have").format(id=record.id)
            yield Finding(record.id, ("id",), "error", "bad-id", message, _("use letters, digits and . _ -"))
        if not record.name.strip():
            field = title_field(record.TYPE)
            message = _("{id} has no {field}").format(id=record.id, field=field)
            yield Finding(record.id, (), "error", "no-title", message, _('add {field} = "…"').format(field=field))
        if not _refers_well(dataset, record):
            yield from _dangling(dataset, record)
        if isinstance(record, Indicator):
            yield from _bad_periods(record)
            yield from _bad_numbers(record)
    yield from _rings(dataset)


def _refers_well(dataset: Dataset, record: Record) -> bool:
    """The quick look that most records pass."""
    ids = dataset.ids
    for name, kind, several in _REFERENCES[record.TYPE]:
        value = getattr(record, name)
        if value and not (ids[kind].issuperset(value) if several else value in ids[kind]):
            return False
    if isinstance(record, Indicator):
        return all(one.source is None or one.source in ids["source"] for one in record.observations)
    return True


def _dangling(dataset: Dataset, record: Record) -> Iterator[Finding]:
    kinds: dict[str, Kind | None] = {field.name: field.refers_to for field in references(record.TYPE)}
    for path, target in outgoing(record):
        wanted = kinds.get(str(path[0]), "source")
        found = dataset.by_id.get(target)
        if found is None:
            message = _("{field} names {target!r}, which no record has as its id").format(field=path[0], target=target)
            yield Finding(record.id, path, "error", "dangling", message, _("correct the id or add the record"))
        elif wanted != found.TYPE:
            message = _("{field} names {target!r}, which is a {kind}, not a {wanted}").format(
                field=path[0], target=target, kind=found.TYPE, wanted=wanted
            )
            yield Finding(record.id, path, "error", "wrong-kind", message)


def _bad_periods(indicator: Indicator) -> Iterator[Finding]:
    seen: set[tuple[str, bool]] = set()
    points = [(("baseline",), indicator.baseline), (("target",), indicator.target)]
    for path, point in points:
        if point is not None:
            yield from _bad_period(indicator.id, (*path, "period"), point.period)
    for index, observation in enumerate(indicator.observations):
        place = ("observations", index, "period")
        yield from _bad_period(indicator.id, place, observation.period)
        key = (observation.period, observation.cumulative)
        if key in seen:
            message = _("a second observation for {period}").format(period=observation.period)
            yield Finding(indicator.id, place, "warning", "duplicate-period", message, _("keep one of the two"))
        seen.add(key)


def _bad_numbers(indicator: Indicator) -> Iterator[Finding]:
    places: list[tuple[tuple[str | int, ...], Any]] = [(("baseline",), indicator.baseline), (("target",), indicator.target)]
    places += [(("observations", index), one) for index, one in enumerate(indicator.observations)]
    for path, one in places:
        for name in ("value", "growth"):
            number = getattr(one, name, None)
            if isinstance(number, float) and not isfinite(number):
                message = _("{name} is {number}, which no indicator can have").format(name=name, number=number)
                yield Finding(indicator.id, (*path, name), "error", "not-finite", message, _("write a number or leave it out"))


def _bad_period(id_: str, path: tuple[str | int, ...], period: str) -> Iterator[Finding]:
    try:
        span(period)
    except PeriodError:
        message = _("{period!r} is not a period").format(period=period)
        hint = _("write 2016, 2016-S1, 2016-Q3, 2016-11, 2016-W47 or 2016-11-22")
        yield Finding(id_, path, "error", "bad-period", message, hint)


def _rings(dataset: Dataset) -> Iterator[Finding]:
    """Requirements and tasks that stand above or behind themselves."""
    for id_ in sorted(dataset.in_parent_ring):
        message = _("the parents of {id} lead back to it").format(id=id_)
        yield Finding(id_, ("parent",), "error", "circular", message, _("take one parent of the ring away"))
    for id_ in sorted(rings({task.id: task.depends for task in dataset.tasks if task.depends})):
        message = _("what {id} depends on leads back to it").format(id=id_)
        yield Finding(id_, ("depends",), "error", "circular", message, _("take one dependency of the ring away"))
