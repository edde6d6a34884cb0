"""A requirement: how it stands, and its requirements below, tasks and indicators as lines that lead to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest

from jinpu_tui.analysis.indicators import decimals, latest, shown
from jinpu_tui.analysis.lights import ORDER, SYMBOLS, Light, is_late, is_open
from jinpu_tui.analysis.pace import attainment, is_on_pace
from jinpu_tui.analysis.progress import found_progress
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.formatting import units_text
from jinpu_tui.model.records import Indicator, Requirement, Task
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import fit, width_of
from jinpu_tui.ui.pages.page import BLANK_LINE, PageLine
from jinpu_tui.ui.sections.days import day_cell, short_distance, width_of_days
from jinpu_tui.ui.sections.facts import fact, named, pace_sign, text_lines
from jinpu_tui.ui.sections.section import Item, Section
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styled_line import Line, line_width
from jinpu_tui.ui.styles import BAD, BOLD, DIM, LIGHT_STYLES, PLAIN

MAX_SHOWN = 500
"""The maximum number of tasks or indicators of a requirement that are listed."""

MAX_RANKED = 5000
"""Of a requirement with more tasks below it only its own tasks are listed: to rank all of them takes longer than a key may."""

MAX_MEASURED = 100
"""The maximum number of names that the width of a column of names is measured by."""

ID = 10
"""Cells of the widest id in a list."""

LEAD = 16
"""Cells of the lead unit."""

WIDE = 84
"""From this width on a task has its deadline, lead and progress in its line; in less only the days that are left."""

_RANK = {light: rank for rank, light in enumerate(ORDER)}


def requirement_head(session: Session, requirement: Requirement, width: int) -> Iterator[PageLine]:
    """Yield what a requirement demands and how it stands."""
    yield from text_lines(requirement.title, width, BOLD)
    status = session.requirement_status(requirement.id)
    if status.light is None:
        yield PageLine([(" " + (_("no tasks") if not session.workspace.reading else _("being read")), DIM)])
    else:
        share = "" if status.progress is None else f"{status.progress:.0f} %"
        line: Line = [(f" {SYMBOLS[status.light]} ", LIGHT_STYLES[status.light]), (share, PLAIN)]
        yield PageLine([*line, ("   ", PLAIN), (_("{count} tasks").format(count=status.tasks), PLAIN)])
    yield BLANK_LINE
    if requirement.parent:
        above = session.dataset.by_id.get(requirement.parent)
        yield from fact(_("part of"), named(requirement.parent, above.name if above else ""), width, most=2)
    if requirement.source:
        source = session.dataset.by_id.get(requirement.source)
        yield from fact(_("source"), named(requirement.source, source.name if source else ""), width, most=2)
    for label, text, style in (
        (_("text"), requirement.text, PLAIN),
        (_("quote"), requirement.quote, DIM),
        (_("note"), requirement.note, PLAIN),
    ):
        if text:
            yield from fact(label, text, width, style)


def requirement_sections(session: Session, requirement: Requirement, width: int, *, is_brief: bool) -> list[Section]:
    """Return the requirements below one, its tasks and its indicators; nothing before all is read."""
    if session.workspace.reading:
        return []
    below = [_below_section(session, requirement, width)] if requirement.id in session.dataset.children else []
    return [
        *below,
        _tasks_section(session, requirement, width, is_brief=is_brief),
        _indicators_section(session, requirement, width),
    ]


def _below_section(session: Session, requirement: Requirement, width: int) -> Section:
    """Return the requirements directly below one, each with its light and progress."""
    ids = session.dataset.children.get(requirement.id, ())
    wide = _id_width(ids)
    room = min(width - wide - 12, _widest(session.dataset.by_id[id_].name for id_ in ids[:MAX_MEASURED]))
    return Section(_("Below it"), str(len(ids)), (_below_item(session, id_, wide, room) for id_ in ids), len(ids))


def _below_item(session: Session, id_: str, wide: int, room: int) -> Item:
    status = session.requirement_status(id_)
    share = "–" if status.progress is None else f"{status.progress:.0f} %"
    sign = (SYMBOLS[status.light], LIGHT_STYLES[status.light]) if status.light else ("·", DIM)
    name = session.dataset.by_id[id_].name
    line: Line = [(" ", PLAIN), sign, (f" {fit(id_, wide)} ", DIM), (fit(name, room), PLAIN), (f"{share:>6}", PLAIN)]
    return [PageLine(line, id_)]


def _tasks_section(session: Session, requirement: Requirement, width: int, *, is_brief: bool) -> Section:
    """Return the tasks of a requirement and of all below it, the worst lights first, then by deadline."""
    tasks = _tasks_of(session, requirement)
    lights = session.lights
    counts = Counter(lights[task.id] for task in tasks)
    first = nsmallest(MAX_SHOWN, tasks, key=lambda task: (_RANK[lights[task.id]], task.due is None, task.due or session.day))
    wide = _id_width([task.id for task in first])
    days = width_of_days((task.due for task in first), session.day, is_brief=is_brief)
    title = _widest(task.title for task in first[:MAX_MEASURED])
    items = (_task_item(session, task, (wide, days, title), width, is_brief=is_brief) for task in first)
    about = [(f"  {SYMBOLS[light]} {counts[light]}", LIGHT_STYLES[light]) for light in ORDER if counts[light]]
    if not tasks:
        return Section(_("Tasks"), _("none"))
    return Section(_("Tasks {count}").format(count=len(tasks)), about, items, len(tasks))


def _tasks_of(session: Session, requirement: Requirement) -> Sequence[Task]:
    dataset = session.dataset
    is_large = session.requirement_status(requirement.id).tasks > MAX_RANKED
    wanted = [requirement.id] if is_large else _with_all_below(dataset, requirement)
    ids = dict.fromkeys(id_ for name in wanted for id_ in dataset.tasks_of.get(name, ()))
    return [task for id_ in ids if isinstance(task := dataset.by_id[id_], Task)]


def _with_all_below(dataset: Dataset, requirement: Requirement) -> Sequence[str]:
    """Return the ids of a requirement and of all below it, in the order of the dataset."""
    below = dataset.below(requirement.id)
    return [item.id for item in dataset.requirements if item.id in below]


def _task_item(session: Session, task: Task, widths: tuple[int, int, int], width: int, *, is_brief: bool) -> Item:
    wide, days, title = widths
    light: Light = session.lights[task.id]
    is_over = not is_open(task)
    style = DIM if is_over else PLAIN
    is_due_late = is_late(task, session.day)
    line: Line = [(f" {SYMBOLS[light]} ", LIGHT_STYLES[light])]
    distance = "" if is_over else short_distance(task.due, session.day)
    if days and width >= WIDE:
        day = day_cell(task.due, session.day, is_brief=is_brief)
        line.append((fit(day, days, right=True), BAD if is_due_late else style))
    if days:
        line.append((f"{fit(distance, 7, right=True)}  ", BAD if is_due_late else DIM))
    line.append((fit(task.id, wide) + " ", DIM))
    end: Line = []
    if width >= WIDE:
        share = found_progress(task)
        end = [(f" {fit(units_text(task.lead) or '–', LEAD)}", DIM), (f"{'–' if share is None else f'{share} %':>6}", style)]
    room = max(4, min(title, width - line_width(line) - line_width(end) - 1))
    return [PageLine([*line, (fit(task.title, room), style), *end], task.id)]


def _indicators_section(session: Session, requirement: Requirement, width: int) -> Section:
    """Return the indicators of a requirement and of all below it, each with its latest value and its pace."""
    dataset = session.dataset
    ids = dict.fromkeys(id_ for name in _with_all_below(dataset, requirement) for id_ in dataset.indicators_of.get(name, ()))
    found = [record for id_ in ids if isinstance(record := dataset.by_id[id_], Indicator)]
    if not found:
        return Section(_("Indicators"), _("none"))
    wide = _id_width([indicator.id for indicator in found[:MAX_SHOWN]])
    items = (_indicator_item(indicator, wide, width) for indicator in found[:MAX_SHOWN])
    return Section(_("Indicators {count}").format(count=len(found)), "", items, len(found))


def _indicator_item(indicator: Indicator, wide: int, width: int) -> Item:
    sign = pace_sign(indicator) or ("·", DIM)
    last = latest(indicator)
    value, period = ("–", "") if last is None else (shown(last.value, decimals(indicator)), last.period)
    unit = fit(indicator.unit or "", min(14, width_of(indicator.unit or "")))
    share = attainment(indicator)
    way = "" if share is None else f"{share:.0f} %"
    end: Line = [
        (f" {value} {unit}", PLAIN),
        (f"  {visible(period)}", DIM),
        (f"{way:>6}", LIGHT_STYLES["yellow"] if is_on_pace(indicator) is False else PLAIN),
    ]
    begin: Line = [(" ", PLAIN), sign, (f" {fit(indicator.id, wide)} ", DIM)]
    room = max(8, width - line_width(begin) - line_width(end) - 1)
    return [PageLine([*begin, (fit(indicator.name, room), PLAIN), *end], indicator.id)]


def _widest(names: Iterable[str]) -> int:
    return max(map(width_of, names), default=0)


def _id_width(ids: Sequence[str]) -> int:
    return min(ID, max((width_of(id_) for id_ in ids), default=1))
