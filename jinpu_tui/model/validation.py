"""What a sound dataset keeps to beyond the form of single values: references that lead somewhere, no rings, real periods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain
from math import isfinite
from operator import attrgetter

from jinpu_tui.model.dataset import NESTED_REFERENCES, Dataset, outgoing
from jinpu_tui.model.fields import FIELDS, references, title_field
from jinpu_tui.model.measures import direction_of, is_target_on_wrong_side
from jinpu_tui.model.periods import is_period
from jinpu_tui.model.problems import Finding
from jinpu_tui.model.records import Indicator, Kind, Record
from jinpu_tui.text.i18n import _

_REFERENCES = {
    kind: tuple((field.name, field.refers_to, field.form == "list") for field in fields if field.refers_to)
    for kind, fields in FIELDS.items()
}

ID = re.compile(r"[\w.-]+")
"""What an id may look like: letters of any script, digits, dots, underscores and hyphens."""

_IDS = re.compile(r"(?:[\w.-]+(?:\n(?!\Z)|\Z))*")


def findings(dataset: Dataset, hidden: Set[str] = frozenset()) -> Iterator[Finding]:
    """Everything wrong inside the records of a dataset and between them.

    `hidden` are ids of records that are there but cannot be shown now: nothing is wrong with references to them. Records of a
    kind are looked at all at once, and one by one only where something is wrong among them.
    """
    for kind in FIELDS:
        records = dataset.of_kind(kind)
        if not _are_named_well(records):
            yield from (finding for record in records for finding in _bad_names(record))
        if not _refer_well(dataset, kind):
            yield from (finding for record in records for finding in _dangling(dataset, record, hidden))
    if not _have_good_figures(dataset.indicators):
        for indicator in dataset.indicators:
            yield from _bad_periods(indicator)
            yield from _bad_numbers(indicator)
    yield from (finding for indicator in dataset.indicators for finding in _bad_target(indicator))
    yield from _rings(dataset)
    yield from _open_conflicts(dataset)
    yield from _about_nothing(dataset, hidden)


def _are_named_well(records: Sequence[Record]) -> bool:
    ids = "\n".join(record.id for record in records)
    return _IDS.fullmatch(ids) is not None and all(record.name.strip() for record in records)


def _bad_names(record: Record) -> Iterator[Finding]:
    if not ID.fullmatch(record.id):
        message = _("the id {id} holds a character that ids may not have").format(id=record.id)
        yield Finding(record.id, ("id",), "error", "bad-id", message, _("use letters, digits and . _ -"))
    if not record.name.strip():
        field = title_field(record.TYPE)
        message = _("{id} has no {field}").format(id=record.id, field=field)
        yield Finding(record.id, (), "error", "no-title", message, _('add {field} = "…"').format(field=field))


def _refer_well(dataset: Dataset, kind: Kind) -> bool:
    records = dataset.of_kind(kind)
    for name, target, several in _REFERENCES[kind]:
        values = map(attrgetter(name), records)
        if not dataset.ids[target].issuperset(chain.from_iterable(values) if several else filter(None, values)):
            return False
    for name, key, target in NESTED_REFERENCES[kind]:
        stated = (getattr(table, key) for record in records for table in getattr(record, name))
        if not dataset.ids[target].issuperset(filter(None, stated)):
            return False
    return True


def _dangling(dataset: Dataset, record: Record, hidden: Set[str]) -> Iterator[Finding]:
    kinds: dict[tuple[str | int, ...], Kind | None] = {(field.name,): field.refers_to for field in references(record.TYPE)}
    kinds |= {(name, key): target for name, key, target in NESTED_REFERENCES[record.TYPE]}
    for path, target in outgoing(record):
        wanted = kinds.get((path[0],)) or kinds[path[0], path[-1]]
        found = dataset.by_id.get(target)
        if found is None and target in hidden:
            continue
        if found is None:
            message = _("{field} names {target}, which no record has as its id").format(field=path[0], target=target)
            yield Finding(record.id, path, "error", "dangling", message, _("correct the id or add the record"))
        elif wanted != found.TYPE:
            message = _("{field} names {target}, which is a {kind}, not a {wanted}").format(
                field=path[0], target=target, kind=found.TYPE, wanted=wanted
            )
            yield Finding(record.id, path, "error", "wrong-kind", message)


def _have_good_figures(indicators: Sequence[Indicator]) -> bool:
    points = [item for indicator in indicators for item in (indicator.baseline, indicator.target) if item is not None]
    observations = [observation for indicator in indicators for observation in indicator.observations]
    goals = [indicator.target.growth for indicator in indicators if indicator.target is not None]
    numbers = (
        goals
        + [point.value for point in points]
        + [number for observation in observations for number in (observation.value, observation.growth)]
    )
    periods = {point.period for point in points} | {observation.period for observation in observations}
    distinct = sum(
        len({(observation.period, observation.cumulative) for observation in indicator.observations})
        for indicator in indicators
    )
    return isfinite(sum(filter(None, numbers))) and distinct == len(observations) and all(map(is_period, periods))


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
    for name in ("baseline", "target"):
        point = getattr(indicator, name)
        if point is not None:
            yield from _bad_number(indicator.id, (name, "value"), point.value)
            yield from _bad_number(indicator.id, (name, "growth"), getattr(point, "growth", None))
    for index, item in enumerate(indicator.observations):
        yield from _bad_number(indicator.id, ("observations", index, "value"), item.value)
        yield from _bad_number(indicator.id, ("observations", index, "growth"), item.growth)


def _bad_target(indicator: Indicator) -> Iterator[Finding]:
    """Find a target that does not fit its baseline and direction, or that says two things."""
    target, baseline = indicator.target, indicator.baseline
    if target is None:
        return
    if target.value is not None and target.growth is not None:
        message = _("the target states both a value and a growth; the value counts")
        yield Finding(indicator.id, ("target", "growth"), "warning", "two-targets", message, _("keep one of the two"))
    if baseline is not None and is_target_on_wrong_side(indicator):
        text = {
            "up": _("the target {target} lies below the baseline {baseline}, although the direction is up"),
            "down": _("the target {target} lies above the baseline {baseline}, although the direction is down"),
        }
        message = text[direction_of(indicator)].format(target=target.value, baseline=baseline.value)
        hint = _("correct the direction, the target or the baseline; without a direction it is inferred from them")
        yield Finding(indicator.id, ("target", "value"), "warning", "wrong-side", message, hint)


def _bad_number(id_: str, path: tuple[str | int, ...], number: float | None) -> Iterable[Finding]:
    if not isinstance(number, float) or isfinite(number):
        return ()
    message = _("{name} is {number}, which no indicator can have").format(name=path[-1], number=number)
    return (Finding(id_, path, "error", "not-finite", message, _("write a number or leave it out")),)


def _bad_period(id_: str, path: tuple[str | int, ...], period: str) -> Iterator[Finding]:
    if not is_period(period):
        message = _("{period} is not a period").format(period=period)
        hint = _("write 2016, 2016-S1, 2016-Q3, 2016-11, 2016-W47 or 2016-11-22")
        yield Finding(id_, path, "error", "bad-period", message, hint)


def _open_conflicts(dataset: Dataset) -> Iterator[Finding]:
    """Return what a merge could not decide."""
    for conflict in dataset.conflicts:
        mine, theirs = _side(conflict.mine, conflict.mine_by), _side(conflict.theirs, conflict.theirs_by)
        sentence = _("{name} was changed to different values on two sides: {mine} and {theirs}")
        if conflict.base is not None:
            sentence = _("{name} was changed to different values on two sides: {mine} and {theirs}; both began from {base}")
        message = sentence.format(name=conflict.name, mine=mine, theirs=theirs, base=_on_one_line(conflict.base or ""))
        yield Finding(conflict.id, (), "error", "open-conflict", message, _("K in the app chooses one of them"))


def _side(text: str, by: str | None) -> str:
    """Return what one side of a conflict wrote, with its author or branch if that is known."""
    return _on_one_line(text) + (f" ({by})" if by else "")


def _on_one_line(text: str) -> str:
    return " ".join(text.split()) or _("nothing")


def _about_nothing(dataset: Dataset, hidden: Set[str]) -> Iterator[Finding]:
    """Comments and sign-offs of records that are gone."""
    about = [(comment.id, comment.on) for comment in dataset.comments] + [
        (signoff.id, signoff.on) for signoff in dataset.signoffs
    ]
    for id_, on in about:
        if on not in dataset.by_id and on not in hidden:
            named = _("{id} refers to no record: its field `on` is {on}")
            empty = _("{id} refers to no record: its field `on` is empty")
            message = (named if on else empty).format(id=id_, on=on)
            yield Finding(id_, ("on",), "warning", "about-nothing", message, _("remove it, or bring the record back"))


def _rings(dataset: Dataset) -> Iterator[Finding]:
    """Return requirements and tasks that stand above or behind themselves."""
    for id_ in sorted(dataset.in_parent_ring):
        message = _("the parents of {id} lead back to it").format(id=id_)
        yield Finding(id_, ("parent",), "error", "circular", message, _("remove one parent of the circle"))
    for id_ in sorted(dataset.in_depends_ring):
        message = _("what {id} depends on leads back to it").format(id=id_)
        yield Finding(id_, ("depends",), "error", "circular", message, _("remove one dependency of the circle"))
