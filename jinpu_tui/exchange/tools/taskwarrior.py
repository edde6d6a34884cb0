"""Taskwarrior's export (`task export`): tasks, their projects as a tree of requirements, annotations as notes of the log.

The properties are described in Taskwarrior's "Task JSON format". Days are those of the local time zone, as in its own reports.
"""

from __future__ import annotations

from typing import Any

from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.exchange.tools.importer import Surroundings, ToolImport, set_title
from jinpu_tui.exchange.tools.json_text import HEAD_BYTES, parse_json
from jinpu_tui.exchange.tools.plain_values import local_day, tables_at, text_at, texts_at
from jinpu_tui.text.i18n import _, ngettext

name = "taskwarrior"

_FIELDS: dict[str, str | None] = {
    "uuid": "origin",
    "description": "title",
    "project": "requirements",
    "status": "status",
    "start": "status",
    "scheduled": "start",
    "due": "due",
    "end": "done_on",
    "priority": "priority",
    "tags": "tags",
    "depends": "depends",
    "annotations": "log",
}
_DERIVED = ("id", "entry", "modified", "urgency")
"""What only Taskwarrior itself has a use for."""

_RECURRENCE = ("recur", "parent", "mask", "imask", "rtype", "template", "last")
_PRIORITIES = {"H": "high", "L": "low"}

MAX_LEVELS = 20
"""Levels of projects. What a deeper project is called stays in one title."""


def recognizes(data: bytes, ending: str) -> bool:
    """Return whether a file is a JSON array of tasks."""
    head = data[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"[") and all(word in head for word in (b'"uuid"', b'"description"', b'"entry"'))


def read(data: bytes, ending: str, around: Surroundings) -> ToolImport:
    """Return the tasks of an export. Raises ExchangeError."""
    tasks = parse_json(data)
    if not isinstance(tasks, list):
        raise ExchangeError(_("The file is no list of tasks; export it by: task export"))
    imported = ToolImport(register=name)
    tables = [task for task in tasks if isinstance(task, dict)]
    for task in tables:
        _add_task(imported, task)
    _add_projects(imported, tables)
    seen = dict.fromkeys(key for task in tables for key in task if isinstance(key, str) and key not in _DERIVED)
    imported.columns = {key: _FIELDS.get(key) for key in seen}
    count = sum(any(key in task for key in _RECURRENCE) for task in tables)
    if count:
        message = ngettext(
            "{count} task recurs; its rule of recurrence is left out",
            "{count} tasks recur; their rules of recurrence are left out",
            count,
        )
        imported.left_out.append(message.format(count=count))
    if count := len(tasks) - len(tables):
        message = ngettext("{count} item is no task and is left out", "{count} items are no tasks and are left out", count)
        imported.left_out.append(message.format(count=count))
    return imported


def _add_task(imported: ToolImport, task: dict[str, Any]) -> None:
    status = text_at(task, "status")
    skipped = {
        "deleted": _("deleted in {tool}").format(tool=name),
        "recurring": _("the template of a task that recurs"),
    }.get(status, "")
    project = text_at(task, "project")
    values = {
        "status": "done" if status == "completed" else "doing" if text_at(task, "start") else None,
        "priority": _PRIORITIES.get(text_at(task, "priority")),
        "tags": texts_at(task, "tags"),
    }
    links = {"requirements": [project] if project else [], "depends": texts_at(task, "depends")}
    row = imported.add("task", text_at(task, "uuid"), values, links, skipped=skipped)
    set_title(row, "title", text_at(task, "description"), "note")
    for key, field in (("scheduled", "start"), ("due", "due"), ("end", "done_on")):
        text = text_at(task, key)
        if field == "done_on" and status != "completed":
            continue
        if day := local_day(text):
            row.values[field] = day
        elif text:
            row.notes.append(f"{key}: {text[:100]}")
            row.problems.append(_("row {row}: {name} is no date: {text}").format(row=row.row, name=key, text=text[:40]))
    for annotation in tables_at(task, "annotations"):
        if text := text_at(annotation, "description"):
            day = local_day(text_at(annotation, "entry"))
            row.log.append({"date": day, "text": text} if day else {"text": text})


def _add_projects(imported: ToolImport, tasks: list[dict[str, Any]]) -> None:
    """Add a requirement for each project and each project above it: A.B stands below A."""
    known: set[str] = set()
    for project in dict.fromkeys(text_at(task, "project") for task in tasks):
        dots = [place for place, sign in enumerate(project) if sign == "."]
        above = ""
        for end in [*dots[:MAX_LEVELS], len(project)]:
            path = project[:end]
            if path and path not in known:
                known.add(path)
                row = imported.add("requirement", path, {}, {"parent": [above] if above else []})
                set_title(row, "title", path[len(above) :].removeprefix("."), "text")
            above = path
