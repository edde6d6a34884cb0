"""How the whole dataset stands, in counts. Every count carries the filter that gives the records it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jinpu_tui.insight.facts import Facts
from jinpu_tui.insight.filter import matching
from jinpu_tui.insight.lights import ORDER, Light
from jinpu_tui.insight.words import folded
from jinpu_tui.locale import _
from jinpu_tui.model.records import Kind


@dataclass(frozen=True)
class Count:
    """So many records of a kind, and the filter that keeps them. `lights` are those of the tasks among them."""

    name: str
    count: int
    kind: Kind
    filter: str
    lights: Mapping[Light, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """Counts under a heading."""

    heading: str
    counts: Sequence[Count]


def overview(facts: Facts) -> list[Section]:
    """The sections of the overview: lights, deadlines, units, and what is missing."""
    return [
        Section(_("Lights"), _by_light(facts)),
        Section(_("Deadlines"), _filtered(facts, _deadlines())),
        Section(_("Lead units"), _by_lead(facts)),
        Section(_("Look at"), _filtered(facts, _to_look_at())),
    ]


def light_name(light: Light) -> str:
    """What a light says, in words."""
    names: dict[Light, str] = {
        "red": _("late, blocked or far behind"),
        "yellow": _("behind"),
        "blue": _("due soon"),
        "green": _("on track"),
        "done": _("done"),
        "off": _("not begun, no date"),
    }
    return names[light]


def _deadlines() -> list[tuple[str, Kind, str]]:
    return [
        (_("late"), "task", "is:late"),
        (_("due within 7 days"), "task", "is:open due>=today due<=+7d"),
        (_("due within 14 days"), "task", "is:open due>=today due<=+14d"),
        (_("due within 30 days"), "task", "is:open due>=today due<=+30d"),
        (_("open, without a date"), "task", "is:open due:none"),
    ]


def _to_look_at() -> list[tuple[str, Kind, str]]:
    return [
        (_("tasks blocked, or behind one that is open"), "task", "is:blocked"),
        (_("tasks behind their time"), "task", "is:behind"),
        (_("tasks of which nothing was heard"), "task", "is:silent"),
        (_("tasks claimed further than verified"), "task", "is:unverified"),
        (_("tasks without a requirement"), "task", "is:orphan"),
        (_("requirements without a task"), "requirement", "is:orphan"),
        (_("indicators behind their path"), "indicator", "is:behind"),
        (_("indicators without an observation"), "indicator", "has:id -has:observations"),
    ]


def _filtered(facts: Facts, rows: Sequence[tuple[str, Kind, str]]) -> list[Count]:
    return [Count(name, len(matching(facts.dataset.of_kind(kind), text, facts)), kind, text) for name, kind, text in rows]


def _by_light(facts: Facts) -> list[Count]:
    return [Count(light_name(one), facts.light_counts[one], "task", f"light:{one}", {one: 1}) for one in ORDER]


def _by_lead(facts: Facts) -> list[Count]:
    """Units by how many of their tasks are red, then by how many they have. Two that differ by case alone are one."""
    names: dict[str, str] = {}
    lights: dict[str, Counter[Light]] = {}
    for task in facts.dataset.tasks:
        key = folded(task.lead or "")
        names.setdefault(key, task.lead or "")
        lights.setdefault(key, Counter())[facts.lights[task.id]] += 1
    order = sorted(lights, key=lambda key: (not key, -lights[key]["red"], -lights[key].total(), key))
    return [
        Count(names[key] or _("no lead"), lights[key].total(), "task", _lead_filter(names[key]), lights[key]) for key in order
    ]


def _lead_filter(lead: str) -> str:
    """The filter for a unit's tasks; a quotation mark in its name cannot be asked for, and stands for any part of it."""
    if not lead:
        return "lead:none"
    longest = max(lead.split('"'), key=len)
    return f'lead="{lead}"' if '"' not in lead else f'lead:"{longest}"'
