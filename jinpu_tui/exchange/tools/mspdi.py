"""Microsoft Project's XML (MSPDI): tasks, summary tasks as a tree of requirements, predecessors, resources.

Elements as in "Introduction to Project XML Data". Dates are those of the project's own calendar, without a time zone.
"""

from __future__ import annotations

from collections import Counter

from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.exchange.tools.importer import Surroundings, ToolImport, set_title
from jinpu_tui.exchange.tools.json_text import HEAD_BYTES
from jinpu_tui.exchange.tools.plain_values import parse_number, written_day
from jinpu_tui.exchange.tools.xml_elements import Element, read_elements
from jinpu_tui.text.i18n import _, ngettext

name = "mspdi"

MAX_TASKS = 50_000

_FIELDS: dict[str, str | None] = {
    "UID": "origin",
    "Name": "title",
    "OutlineLevel": "requirements",
    "Start": "start",
    "ActualStart": "status",
    "Finish": "due",
    "ActualFinish": "done_on",
    "PercentComplete": "progress",
    "Priority": "priority",
    "Milestone": "tags",
    "Notes": "note",
    "PredecessorLink": "depends",
}
_DERIVED = ("ID", "WBS", "OutlineNumber", "Summary", "IsNull", "Active", "GUID", "CreateDate", "Manual")
_KEPT = {*_FIELDS, "Summary", "IsNull", "PredecessorUID", "Type", "LinkLag", "TaskUID", "ResourceUID"}
_FINISH_TO_START = "1"


def recognizes(data: bytes, ending: str) -> bool:
    """Return whether a file is a project in XML."""
    return b"http://schemas.microsoft.com/project" in data[:HEAD_BYTES] and b"<" in data[:8]


def read(data: bytes, ending: str, around: Surroundings) -> ToolImport:
    """Return the tasks of a project. Raises ExchangeError."""
    tasks, resources, owners = list[Element](), dict[str, str](), dict[str, list[str]]()

    def take(element: Element) -> None:
        if element.name == "Resource":
            resources[element.text_of("UID")] = " ".join(element.text_of("Name").split())
        elif element.name == "Assignment":
            owners.setdefault(element.text_of("TaskUID"), []).append(element.text_of("ResourceUID"))
        elif element.text_of("IsNull") != "1":
            tasks.append(element)
            if len(tasks) > MAX_TASKS:
                raise ExchangeError(_("The project has more than {count} tasks").format(count=MAX_TASKS))

    left_out = read_elements(data, ("Task", "Resource", "Assignment"), _KEPT, take)
    imported = ToolImport()
    above: list[tuple[int, str]] = []
    for index, task in enumerate(tasks):
        level, key = _level(task), task.text_of("UID")
        while above and above[-1][0] >= level:
            above.pop()
        parents = [above[-1][1]] if above else []
        is_summary = task.text_of("Summary") == "1" or (index + 1 < len(tasks) and _level(tasks[index + 1]) > level)
        if level == 0 and is_summary:
            imported.add("requirement", key, {}, skipped=_("the project itself: {text}").format(text=task.text_of("Name")))
        elif is_summary:
            above.append((level, key))
            row = imported.add("requirement", key, {"note": task.text_of("Notes")}, {"parent": parents})
            set_title(row, "title", task.text_of("Name"), "text")
        else:
            names = [resources.get(uid, "") for uid in owners.get(key, ())]
            _add_task(imported, task, parents, ", ".join(dict.fromkeys(filter(None, names))))
    tags = dict.fromkeys(part.name for task in tasks for part in task.parts)
    imported.columns = {tag: _FIELDS.get(tag) for tag in (*tags, *left_out) if tag not in _DERIVED}
    if any(resources.values()):
        imported.columns["Resource"] = "owner"
    _name_summary_links(imported, tasks)
    return imported


def _level(task: Element) -> int:
    """Return how deep a task stands in the outline; tasks without a level stand at the top, which is 1."""
    text = task.text_of("OutlineLevel")
    return int(text) if text.isdecimal() and len(text) < 4 else 1


def _add_task(imported: ToolImport, task: Element, parents: list[str], owner: str) -> None:
    percent = parse_number(task.text_of("PercentComplete"))
    progress = round(percent) if percent is not None and 0 <= percent <= 100 else None
    priority = parse_number(task.text_of("Priority"))
    values = {
        "status": "done" if progress == 100 else "doing" if progress or task.text_of("ActualStart") else None,
        "owner": owner,
        "progress": progress or None,
        "priority": None if priority in (None, 500) else "high" if priority > 500 else "low",
        "tags": ["milestone"] if task.text_of("Milestone") == "1" else None,
        "note": task.text_of("Notes"),
    }
    links = task.all_of("PredecessorLink")
    depends = [link.text_of("PredecessorUID") for link in links if link.text_of("Type") in ("", _FINISH_TO_START)]
    row = imported.add("task", task.text_of("UID"), values, {"requirements": parents, "depends": depends})
    set_title(row, "title", task.text_of("Name"), "note")
    if len(depends) < len(links):
        others = ", ".join(link.text_of("PredecessorUID")[:20] for link in links if link.text_of("Type") not in ("", "1"))
        message = _("row {row}: only links from finish to start can be held; left out: {keys}")
        row.problems.append(message.format(row=row.row, keys=others[:200]))
    if any(link.text_of("LinkLag") not in ("", "0") for link in links):
        row.problems.append(_("row {row}: the lag of a link is left out").format(row=row.row))
    for tag, field in (("Start", "start"), ("Finish", "due"), ("ActualFinish", "done_on")):
        text = task.text_of(tag)
        if day := written_day(text):
            row.values[field] = day
        elif text:
            row.notes.append(f"{tag}: {text[:100]}")
            row.problems.append(_("row {row}: {name} is no date: {text}").format(row=row.row, name=tag, text=text[:40]))


def _name_summary_links(imported: ToolImport, tasks: list[Element]) -> None:
    """Say how many summary tasks have dates, progress or predecessors: a requirement has none."""
    summaries = {row.key for row in imported.rows if row.kind == "requirement" and not row.row.skipped}
    kinds = Counter(bool(task.all_of("PredecessorLink")) for task in tasks if task.text_of("UID") in summaries)
    if count := kinds.total():
        message = ngettext(
            "{count} summary task becomes a requirement; its dates and progress are left out",
            "{count} summary tasks become requirements; their dates and progress are left out",
            count,
        )
        imported.left_out.append(message.format(count=count))
    if count := kinds[True]:
        message = ngettext(
            "The predecessors of {count} summary task are left out",
            "The predecessors of {count} summary tasks are left out",
            count,
        )
        imported.left_out.append(message.format(count=count))
