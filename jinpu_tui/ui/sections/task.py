"""A task: how it stands, its steps, and its log as a timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.style import Style

from jinpu_tui.analysis.critical_path import holds_up, waits_for
from jinpu_tui.analysis.lights import SYMBOLS, is_late, is_open
from jinpu_tui.analysis.progress import claimed_progress
from jinpu_tui.model.formatting import day_text, units_text
from jinpu_tui.model.records import Task
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible, visible_lines
from jinpu_tui.text.width import fit
from jinpu_tui.ui.pages.page import BLANK_LINE, PageLine
from jinpu_tui.ui.sections.days import day_cell, distance_text, short_distance, width_of_days
from jinpu_tui.ui.sections.facts import MAX_CHARACTERS, fact, named, styled_fact, text_lines
from jinpu_tui.ui.sections.section import Item, Section
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.small_bars import percent_bar
from jinpu_tui.ui.styled_line import Line, line_width, wrap_line
from jinpu_tui.ui.styles import BAD, BOLD, DIM, LIGHT_STYLES, PLAIN, STATUS_STYLES, WARN

BAR = 10
"""Cells of the bar of progress."""

MAX_NAMED = 5
"""The maximum number of tasks named that it waits for, or that wait for it."""

MAX_MEASURED = 100
"""The maximum number of entries that the width of the column of days is measured by."""


def task_head(session: Session, task: Task, width: int) -> Iterator[PageLine]:
    """Yield what a task is about and how it stands."""
    yield from text_lines(task.title, width, BOLD)
    yield from _standing(session, task)
    yield BLANK_LINE
    yield from _progress(session, task, width)
    yield from _people(task, width)
    for id_ in task.requirements:
        requirement = session.dataset.by_id.get(id_)
        text = named(id_, requirement.name) if requirement else _("{id}, no such requirement").format(id=visible(id_))
        label = _("serves") if id_ == task.requirements[0] else ""
        yield from fact(label, text, width, PLAIN if requirement else WARN, most=2)
    yield from _relations(session, task, width)
    yield from _texts(task, width)


def _standing(session: Session, task: Task) -> Iterator[PageLine]:
    """Yield light, status and deadline, with the days left or over."""
    light = session.lights[task.id]
    line: Line = [
        (f" {SYMBOLS[light]} ", LIGHT_STYLES[light]),
        (task.status, STATUS_STYLES.get(task.status, PLAIN)),
        ("   ", PLAIN),
    ]
    if task.due is None:
        line.append((_("no deadline"), DIM))
    elif not is_open(task):
        line.append((_("was due {day}").format(day=day_text(task.due, session.day).strip()), DIM))
    else:
        text = _("due {day}, {distance}").format(
            day=day_text(task.due, session.day).strip(), distance=distance_text((task.due - session.day).days)
        )
        line.append((text, BAD if is_late(task, session.day) else LIGHT_STYLES["blue"] if light == "blue" else PLAIN))
    yield PageLine(line)


def _progress(session: Session, task: Task, width: int) -> Iterator[PageLine]:
    """Yield the progress as a bar; what is claimed and what was verified of it are two of them."""
    claimed = claimed_progress(task)
    style = LIGHT_STYLES[session.lights[task.id]]
    if task.verified is not None:
        yield from styled_fact(_("claimed"), progress_bar(claimed or 0, DIM), width)
        yield from styled_fact(_("verified"), progress_bar(task.verified, style), width)
    elif claimed is not None:
        yield from styled_fact(_("progress"), progress_bar(claimed, style), width)


def progress_bar(share: float, style: Style) -> Line:
    """Return a percentage as a bar with its number."""
    return [*percent_bar(share, BAR, style), (f" {share:.0f} %", PLAIN)]


def _people(task: Task, width: int) -> Iterator[PageLine]:
    """Yield who answers for a task, and who helps."""
    yield from fact(_("lead"), units_text(task.lead) or "–", width, PLAIN if task.lead else DIM, most=3)
    for label, text in (
        (_("support"), ", ".join(task.support)),
        (_("leader"), task.leader),
        (_("owner"), task.owner),
        (_("supervisor"), task.supervisor),
    ):
        if text:
            yield from fact(label, text, width, most=3)


def _relations(session: Session, task: Task, width: int) -> Iterator[PageLine]:
    """Yield what an open task waits for, and what waits for it."""
    if is_open(task):
        yield from _task_names(session, _("waits for"), waits_for(session.analysis, task), width)
        yield from _task_names(session, _("needed by"), holds_up(session.analysis, task), width)


def _task_names(session: Session, label: str, tasks: list[Task], width: int) -> Iterator[PageLine]:
    """Yield tasks by light, id, title and lead; of many only the first."""
    for number, item in enumerate(tasks[:MAX_NAMED]):
        text = named(item.id, item.title) + f" ({visible(units_text(item.lead)) or _('no lead')})"
        light = session.lights[item.id]
        value: Line = [(f"{SYMBOLS[light]} ", LIGHT_STYLES[light]), (text, PLAIN)]
        yield from styled_fact(label if not number else "", value, width)
    if len(tasks) > MAX_NAMED:
        yield from fact("", _("… {count} more").format(count=len(tasks) - MAX_NAMED), width, DIM)


def _texts(task: Task, width: int) -> Iterator[PageLine]:
    """Yield the texts that say what is to be done about it."""
    for label, text, style in (
        (_("problem"), task.problem, LIGHT_STYLES["yellow"]),
        (_("next"), task.next, PLAIN),
        (_("result"), task.deliverable, PLAIN),
        (_("note"), task.note, PLAIN),
        (_("quote"), task.quote, DIM),
    ):
        if text:
            yield from fact(label, text, width, style, most=6)


def steps_section(session: Session, task: Task, width: int, *, is_brief: bool) -> Section:
    """Return the steps with their days, late ones marked."""
    title = _("Steps")
    if not task.steps:
        return Section(title, _("none yet; {key} adds one").format(key=session.key_of("task.add-step")))
    done = sum(step.done for step in task.steps)
    about = _("{done} of {count}").format(done=done, count=len(task.steps))
    wide = width_of_days((step.due for step in task.steps[:MAX_MEASURED]), session.day, is_brief=is_brief)
    items = (_step_item(session, task, index, wide, width, is_brief=is_brief) for index in range(len(task.steps)))
    begun = next((index for index, step in enumerate(task.steps) if not step.done), 0)
    return Section(title, about, items, len(task.steps), begun)


def _step_item(session: Session, task: Task, index: int, wide: int, width: int, *, is_brief: bool) -> Item:
    step = task.steps[index]
    is_over = step.done or not is_open(task)
    style = DIM if is_over else PLAIN
    is_step_late = step.due is not None and step.due < session.day and not is_over
    begin: Line = [(f" {'☑' if step.done else '☐'} ", style)]
    if wide:
        day = day_cell(step.due, session.day, is_brief=is_brief)
        begin.append((fit(day, wide, right=True) + "  ", BAD if is_step_late else DIM if is_over or not step.due else PLAIN))
    tail = "" if is_over else short_distance(step.due, session.day)
    end: Line = [(tail, BAD if is_step_late else DIM)] if tail else []
    lines = _hanging(begin, [], _text(step.text, is_brief=is_brief), style, end, width)
    return [line._replace(field="steps", entry=index) for line in lines]


def log_section(session: Session, task: Task, width: int, *, is_brief: bool) -> Section:
    """Return the notes, the newest first."""
    title = _("Log")
    if not task.log:
        return Section(title, _("no report yet; {key} adds one").format(key=session.key_of("task.note")))
    order = sorted(range(len(task.log)), key=lambda index: (task.log[index].date or date.min, index), reverse=True)
    wide = width_of_days((task.log[index].date for index in order[:MAX_MEASURED]), session.day, is_brief=is_brief) or 1
    items = (_log_item(session, task, index, wide, width, is_brief=is_brief) for index in order)
    return Section(title, str(len(task.log)), items, len(task.log))


def _log_item(session: Session, task: Task, index: int, wide: int, width: int, *, is_brief: bool) -> Item:
    entry = task.log[index]
    day = day_cell(entry.date, session.day, is_brief=is_brief)
    author: Line = [(f"{visible(entry.by[:MAX_CHARACTERS])}  ", DIM)] if entry.by else []
    begin: Line = [(f" {fit(day, wide, right=True)}  ", PLAIN)]
    lines = _hanging(begin, author, _text(entry.text, is_brief=is_brief), PLAIN, [], width)
    return [line._replace(field="log", entry=index) for line in lines]


def _text(text: str, *, is_brief: bool) -> list[str]:
    """Return the lines of a text made visible; a brief one is a single line of no more than can be shown."""
    return [visible(text[:MAX_CHARACTERS])] if is_brief else visible_lines(text)


def _hanging(begin: Line, first: Line, texts: list[str], style: Style, end: Line, width: int) -> Iterator[PageLine]:
    """Yield texts wrapped beside `begin`, `first` before their first word and `end` at the right end of the first line."""
    indent = line_width(begin)
    tail = line_width(end)
    room = max(10, width - indent - 1 - (tail + 2 if tail else 0))
    bodies: list[Line] = [[*(first if not number else []), (text, style)] for number, text in enumerate(texts)]
    for number, part in enumerate(part for body in bodies for part in wrap_line(body, room)):
        if number:
            yield PageLine([(" " * indent, PLAIN), *part])
        else:
            gap = max(1, width - indent - line_width(part) - tail - 1)
            yield PageLine([*begin, *part, *([(" " * gap, PLAIN), *end] if end else [])])
