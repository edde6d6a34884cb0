"""How the whole dataset stands, in counts. Every count carries the filter that gives the records it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct, field

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.light_names import light_name
from jinpu_tui.analysis.lights import ORDER, Light, is_late
from jinpu_tui.analysis.rollup import branches
from jinpu_tui.model.dates import days_after
from jinpu_tui.model.records import Kind, Requirement
from jinpu_tui.query.filter import matching, term_for
from jinpu_tui.query.units import UnitNames, leads_of, unit_key
from jinpu_tui.text.i18n import _

DAYS_AHEAD = 30
"""That many days the calendar looks ahead, the day itself among them."""


class Count(Struct, frozen=True):
    """That many records of a kind, and the filter that keeps them.

    `lights` are those of the tasks among them, `late` how many of these are late, `progress` their mean progress in percent,
    `days` how many fall on each day of a week from Monday on, None if a day is not asked about.
    """

    name: str
    count: int
    kind: Kind
    filter: str
    lights: Mapping[Light, int] = field(default_factory=dict)
    late: int | None = None
    progress: float | None = None
    days: Sequence[int | None] = ()


class Section(Struct, frozen=True):
    """Counts under a heading; `name` is what programs know it by."""

    name: str
    heading: str
    counts: Sequence[Count]


def overview(analysis: Analysis) -> Iterator[Section]:
    """Return the sections of the overview one after the other, what wants an eye first."""
    yield Section("deadlines", _("Deadlines"), _filtered(analysis, _deadlines()))
    yield Section("look-at", _("Look at"), _filtered(analysis, _to_look_at(analysis.dataset.info.lights.silent_days)))
    yield Section("leads", _("Lead units"), _by_lead(analysis))
    yield Section("lights", _("Lights"), _by_light(analysis))
    yield Section("calendar", _("Due in {count} days").format(count=DAYS_AHEAD), list(_by_week(analysis)))
    yield Section("requirements", _("Requirements"), _by_requirement(analysis))
    yield Section("indicators", _("Indicators"), _filtered(analysis, _about_indicators()))
    yield Section("problems", _("Problems"), _filtered(analysis, _with_problems()))


def _deadlines() -> list[tuple[str, Kind, str]]:
    return [
        (_("late"), "task", "is:late"),
        (_("due within 7 days"), "task", "is:open due>=today due<=+7d"),
        (_("due within 14 days"), "task", "is:open due>=today due<=+14d"),
        (_("due within 30 days"), "task", "is:open due>=today due<=+30d"),
        (_("open, without a date"), "task", "is:open due:none"),
    ]


def _to_look_at(silent_days: int) -> list[tuple[str, Kind, str]]:
    return [
        (_("changed on the day: done, or another light"), "task", "is:changed"),
        (_("blocked, or waiting for an open task"), "task", "is:blocked"),
        (_("behind pace"), "task", "is:behind"),
        (_("no report for {days} days").format(days=silent_days), "task", "is:silent"),
        (_("more claimed than verified"), "task", "is:unverified"),
        (_("without a requirement"), "task", "is:orphan"),
        (_("requirements without a task"), "requirement", "is:orphan"),
        (_("indicators behind pace"), "indicator", "is:behind"),
        (_("indicators without an observation"), "indicator", "has:id -has:observations"),
        (_("without a start, so pace is not judged"), "task", "is:unjudged"),
    ]


def _about_indicators() -> list[tuple[str, Kind, str]]:
    return [
        (_("on pace, or ahead"), "indicator", "is:ahead"),
        (_("behind pace"), "indicator", "is:behind"),
        (_("not judged (no target or no figure)"), "indicator", "is:unjudged"),
        (_("stated and computed growth disagree"), "indicator", "is:contradictory"),
    ]


def _with_problems() -> list[tuple[str, Kind, str]]:
    return [
        (_("requirements with problems"), "requirement", "is:faulty"),
        (_("tasks with problems"), "task", "is:faulty"),
        (_("indicators with problems"), "indicator", "is:faulty"),
    ]


def _filtered(analysis: Analysis, rows: Sequence[tuple[str, Kind, str]]) -> list[Count]:
    return [Count(name, len(matching(analysis.dataset.of_kind(kind), text, analysis)), kind, text) for name, kind, text in rows]


def _by_light(analysis: Analysis) -> list[Count]:
    return [Count(light_name(item), analysis.light_counts[item], "task", f"light:{item}", {item: 1}) for item in ORDER]


def _by_lead(analysis: Analysis) -> list[Count]:
    """Count the tasks of each unit; units by how many of theirs are red, then by how many they have."""
    names = UnitNames()
    lights: dict[str, Counter[Light]] = {}
    late: Counter[str] = Counter()
    for task in analysis.dataset.tasks:
        for unit in map(names.of, leads_of(task.lead)):
            lights.setdefault(unit, Counter())[analysis.lights[task.id]] += 1
            late[unit] += is_late(task, analysis.day)
    order = sorted(lights, key=lambda unit: (not unit, -lights[unit]["red"], -lights[unit].total(), unit_key(unit)))
    return [
        Count(unit or _("no lead"), lights[unit].total(), "task", term_for("lead", unit), lights[unit], late[unit])
        for unit in order
    ]


def _by_week(analysis: Analysis) -> Iterator[Count]:
    """Return the open tasks due from the day on, week by week as a calendar has them."""
    last = days_after(analysis.day, DAYS_AHEAD - 1)
    due = Counter(
        task.due
        for task in analysis.dataset.tasks
        if task.due and analysis.day <= task.due <= last and task.id in analysis.open_tasks
    )
    to_come = (last - analysis.day).days
    for monday in range(-analysis.day.weekday(), to_come + 1, 7):  # days are counted from the day: the calendar may end here
        days = [days_after(analysis.day, number) if 0 <= number <= to_come else None for number in range(monday, monday + 7)]
        asked = [day for day in days if day is not None]
        counts = [None if day is None else due[day] for day in days]
        text = f"is:open due>={asked[0]} due<={asked[-1]}"
        yield Count(_week_name(asked), sum(due[day] for day in asked), "task", text, days=counts)


def _week_name(days: Sequence[date]) -> str:
    return str(days[0]) if len(days) == 1 else f"{days[0]} – {days[-1]:%m-%d}"


def _by_requirement(analysis: Analysis) -> list[Count]:
    """Return the requirements at the top with all that serves them or what lies below them."""
    tops = [analysis.dataset.by_id[id_] for id_ in analysis.dataset.children.get("", ())]
    lights = _lights_of_tops(analysis)
    return [
        Count(
            f"{top.id}  {top.name}",
            analysis.requirement_statuses[top.id].tasks,
            "task",
            f"under:{top.id}",
            lights.get(top.id, {}),
            progress=analysis.requirement_statuses[top.id].progress,
        )
        for top in tops
        if isinstance(top, Requirement)
    ]


def _lights_of_tops(analysis: Analysis) -> Mapping[str, Mapping[Light, int]]:
    """For each requirement at the top the lights of the tasks that serve it or what lies below it."""
    top = branches(analysis.dataset, analysis.dataset.children.get("", ()))
    lights: dict[str, Counter[Light]] = {}
    for task in analysis.dataset.tasks:
        for id_ in {top[id_] for id_ in task.requirements if id_ in top}:
            lights.setdefault(id_, Counter())[analysis.lights[task.id]] += 1
    return lights
