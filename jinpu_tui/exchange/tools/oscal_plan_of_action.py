"""An OSCAL plan of action and milestones: items and risks as requirements, tasks of remediations as tasks."""

from __future__ import annotations

from collections import Counter
from typing import Any

from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.exchange.tools.importer import ToolImport, set_title
from jinpu_tui.exchange.tools.plain_values import table_at, tables_at, text_at, written_day
from jinpu_tui.text.i18n import _, ngettext

MAX_RECORDS = 50_000
MAX_DEPTH = 30

_FIELDS: dict[str, str | None] = {
    "uuid": "origin",
    "title": "title",
    "description": "text",
    "statement": "text",
    "status": "status",
    "deadline": "due",
    "remediations": "note",
    "related-risks": "parent",
    "associated-risks": "parent",
    "lifecycle": "status",
    "tasks": "title",
    "timing": "due",
    "dependencies": "depends",
}
_STRUCTURE = ("poam-items", "risks")


def read_plan_of_action(imported: ToolImport, plan: dict[str, Any]) -> None:
    """Add the items, risks and tasks of a plan. Raises ExchangeError."""
    items, risks = tables_at(plan, "poam-items"), tables_at(plan, "risks")
    items_of: dict[str, list[str]] = {}
    for item in items:
        key = text_at(item, "uuid")
        row = imported.add("requirement", key, {"text": text_at(item, "description")})
        set_title(row, "title", text_at(item, "title"), "text")
        for link in (*tables_at(item, "related-risks"), *tables_at(item, "associated-risks")):
            items_of.setdefault(text_at(link, "risk-uuid"), []).append(key)
    counts: Counter[str] = Counter()
    for risk in risks:
        _add_risk(imported, risk, items_of.get(text_at(risk, "uuid"), []), counts)
    tables = [*items, *risks, *(each for risk in risks for each in tables_at(risk, "remediations"))]
    names = dict.fromkeys(name for table in tables for name in table)
    imported.columns = {name: _FIELDS.get(name) for name in names}
    imported.columns |= {name: None for name in plan if name not in ("uuid", "metadata", *_STRUCTURE)}
    if count := counts["timing"]:
        message = ngettext(
            "{count} task is repeated at a frequency, which is left out",
            "{count} tasks are repeated at a frequency, which is left out",
            count,
        )
        imported.left_out.append(message.format(count=count))


def _add_risk(imported: ToolImport, risk: dict[str, Any], items: list[str], counts: Counter[str]) -> None:
    """Add a risk, and the tasks of its remediations; a risk without any becomes a task too, so that its deadline is watched."""
    key, deadline = text_at(risk, "uuid"), written_day(text_at(risk, "deadline"))
    text = "\n".join(filter(None, [text_at(risk, "description"), text_at(risk, "statement")]))
    row = imported.add("requirement", key, {"text": text}, {"parent": items})
    set_title(row, "title", text_at(risk, "title"), "text")
    is_closed = text_at(risk, "status") == "closed"
    before = len(imported.rows)
    for remediation in tables_at(risk, "remediations"):
        row.notes += filter(
            None, [": ".join(filter(None, [text_at(remediation, "title"), text_at(remediation, "description")]))]
        )
        done = is_closed or text_at(remediation, "lifecycle") == "completed"
        stack = [(task, 0) for task in reversed(tables_at(remediation, "tasks"))]
        while stack:
            task, depth = stack.pop()
            if depth > MAX_DEPTH or len(imported.rows) >= MAX_RECORDS:
                raise ExchangeError(_("The plan has too many tasks or levels and is refused"))
            _add_task(imported, task, key, counts, is_done=done)
            stack += [(inner, depth + 1) for inner in reversed(tables_at(task, "tasks"))]
    if len(imported.rows) == before:
        values = {"due": deadline, "status": "done" if is_closed else None}
        task_row = imported.add("task", f"{key}/risk" if key else "", values, {"requirements": [key]})
        set_title(task_row, "title", text_at(risk, "title"), "note")
    elif deadline is not None:
        row.notes.append(f"deadline: {deadline}")


def _add_task(imported: ToolImport, task: dict[str, Any], risk: str, counts: Counter[str], *, is_done: bool) -> None:
    timing = table_at(task, "timing")
    span, on_date = table_at(timing, "within-date-range"), table_at(timing, "on-date")
    counts["timing"] += bool(table_at(timing, "at-frequency"))
    values = {
        "status": "done" if is_done else None,
        "start": written_day(text_at(span, "start")),
        "due": written_day(text_at(span, "end") or text_at(on_date, "date")),
        "tags": [kind] if (kind := text_at(task, "type")) == "milestone" else None,
        "note": text_at(task, "description"),
    }
    depends = [text_at(link, "task-uuid") for link in tables_at(task, "dependencies")]
    row = imported.add("task", text_at(task, "uuid"), values, {"requirements": [risk], "depends": list(filter(None, depends))})
    set_title(row, "title", text_at(task, "title"), "note")
