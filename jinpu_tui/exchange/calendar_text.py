"""Tasks as to-dos of a calendar (iCalendar, RFC 5545): a VTODO for each task, and for each step that has a date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.progress import found_progress
from jinpu_tui.model.formatting import units_text
from jinpu_tui.model.records import Priority, Status, Step, Task

MAX_LINE_BYTES = 75
"""Octets of a line without its end (RFC 5545, section 3.1)."""

STATUSES: Mapping[Status, str] = {
    "todo": "NEEDS-ACTION",
    "doing": "IN-PROCESS",
    "blocked": "IN-PROCESS",
    "done": "COMPLETED",
    "closed": "COMPLETED",
    "dropped": "CANCELLED",
}
PRIORITIES: Mapping[Priority, int] = {"high": 1, "normal": 5, "low": 9}

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_ESCAPED = re.compile(r"[\\;,]")


def calendar_text(tasks: Iterable[Task], analysis: Analysis) -> str:
    """Return tasks as a calendar. The same tasks on the same day give the same text.

    The identity of a to-do is made of the dataset's title, the id of the task, and the text of the step, so that a calendar
    that gets a newer export changes its to-dos instead of adding others.

    Args:
        tasks: The tasks.
        analysis: Their dataset, on the day that the calendar is of.
    """
    title = analysis.dataset.info.title
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//jinpu-tui//jinpu-tui//EN", "CALSCALE:GREGORIAN"]
    lines = [*head, *([f"X-WR-CALNAME:{escaped(title)}"] if title else [])]
    for task in tasks:
        lines += _task_lines(task, title, analysis)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def escaped(text: str) -> str:
    """Return a text as the value of a property (RFC 5545, section 3.3.11).

    >>> escaped("a,b;c")
    'a\\\\,b\\\\;c'
    """
    text = _ESCAPED.sub(r"\\\g<0>", re.sub("\r\n?", "\n", text)).replace("\n", "\\n")
    return _CONTROLS.sub("\ufffd", text)


def folded(line: str) -> str:
    """Return a line folded after 75 octets, never inside a character."""
    data, pieces = line.encode(errors="replace"), []
    room = MAX_LINE_BYTES
    while len(data) > room:
        end = room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(data[:end])
        data, room = data[end:], MAX_LINE_BYTES - 1
    return b"\r\n ".join([*pieces, data]).decode()


def _task_lines(task: Task, title: str, analysis: Analysis) -> Iterator[str]:
    uid = _uid(title, task.id)
    yield from _begin(uid, task.name or task.id, task.due, analysis.day)
    if task.start and (task.due is None or task.start < task.due):  # a to-do is due after its start (section 3.8.2.3)
        yield f"DTSTART;VALUE=DATE:{_day(task.start)}"
    yield f"STATUS:{STATUSES[task.status]}"
    progress = 100 if task.status in ("done", "closed") else found_progress(task)
    if progress is not None:
        yield f"PERCENT-COMPLETE:{round(progress)}"
    if task.done_on and STATUSES[task.status] == "COMPLETED":
        yield f"COMPLETED:{_day(task.done_on)}T000000Z"
    yield f"PRIORITY:{PRIORITIES[task.priority]}"
    if task.tags:
        yield "CATEGORIES:" + ",".join(map(escaped, task.tags))
    units = [name for name in (units_text(task.lead), *task.support, task.owner) if name]
    description = "\n".join(filter(None, (task.id, ", ".join(units), task.problem, task.next, task.note)))
    yield f"DESCRIPTION:{escaped(description)}"
    yield "END:VTODO"
    counts: dict[str, int] = {}
    for step in task.steps:
        counts[step.text] = counts.get(step.text, 0) + 1
        if step.due is not None:
            yield from _step_lines(step, _uid(title, task.id, step.text, counts[step.text]), uid, analysis.day)


def _step_lines(step: Step, uid: str, task_uid: str, day: date) -> Iterator[str]:
    yield from _begin(uid, step.text, step.due, day)
    yield f"RELATED-TO;RELTYPE=PARENT:{task_uid}"
    yield f"STATUS:{'COMPLETED' if step.done else 'NEEDS-ACTION'}"
    yield f"PERCENT-COMPLETE:{100 if step.done else 0}"
    yield "END:VTODO"


def _begin(uid: str, summary: str, due: date | None, day: date) -> Iterator[str]:
    yield "BEGIN:VTODO"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{_day(day)}T000000Z"
    yield f"SUMMARY:{escaped(' '.join(summary.split()))}"
    if due is not None:
        yield f"DUE;VALUE=DATE:{_day(due)}"


def _uid(*parts: str | int) -> str:
    """Return a name-based UUID (RFC 7986, section 5.3, asks for UUIDs)."""
    return str(uuid5(NAMESPACE_URL, "jinpu-tui:" + "\0".join(map(str, parts))))


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"
