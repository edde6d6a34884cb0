"""The supervision office's bulletin: counts and shares by light and by lead unit, what is late and for how long."""

from __future__ import annotations

from datetime import date

from jinpu_tui.analysis.lights import is_late
from jinpu_tui.model.dates import days_after
from jinpu_tui.model.formatting import units_text
from jinpu_tui.model.records import Task
from jinpu_tui.report.changes import changes_section
from jinpu_tui.report.context import ReportContext
from jinpu_tui.report.document import Block, Cell, Document, Paragraph, Section, Table
from jinpu_tui.report.ledger import lead_table, light_table, share, task_table, tasks_of
from jinpu_tui.text.i18n import _, ngettext

DAYS_BACK = 30
"""Without a day to look back to, what was closed in that many days is shown."""


def bulletin(context: ReportContext) -> Document:
    """Make the bulletin as of the day. What was closed is listed since the state to compare with, else for the last month."""
    tasks = tasks_of(context)
    begin = context.since_day if context.before is not None else days_after(context.analysis.day, -DAYS_BACK)
    closed = [task for task in tasks if _is_closed_since(context, task, begin)]
    standing: list[Block] = [_summary(context, tasks), light_table(context, tasks), lead_table(context, tasks)]
    sections = [
        Section(_("1. How it stands"), "standing", standing),
        Section(_("2. Late"), "late", [_late(context, tasks)]),
        Section(_("3. Closed since {day}").format(day=begin or context.since), "closed", [_closed(closed)]),
    ]
    if context.since:
        sections.append(changes_section(context))
    sections.append(Section(_("Annex: all tasks"), "annex", [task_table(context, tasks, _("All tasks"))]))
    info = context.analysis.dataset.info
    return Document(
        _("Bulletin: {title}").format(title=info.title), context.origin, sections, info.language or "en", context.incomplete
    )


def _summary(context: ReportContext, tasks: list[Task]) -> Paragraph:
    late = sum(is_late(task, context.analysis.day) for task in tasks)
    done = sum(task.status in ("done", "closed") for task in tasks)
    closed = sum(task.status == "closed" for task in tasks)
    message = _("{tasks} tasks: {done} done ({done_share}), {closed} of them verified and closed, {late} late ({late_share}).")
    values = {"tasks": len(tasks), "done": done, "closed": closed, "late": late}
    shares = {"done_share": share(done, len(tasks)), "late_share": share(late, len(tasks))}
    return Paragraph([Cell(message.format(**values, **shares))])


def _late(context: ReportContext, tasks: list[Task]) -> Block:
    """Late tasks, the longest first."""
    late = sorted((task for task in tasks if is_late(task, context.analysis.day)), key=lambda task: task.due or date.max)
    if not late:
        return Paragraph([Cell(_("No task is late."))])
    head = (_("id"), _("title"), _("lead, owner"), _("due"), _("late by"), _("problem"))
    return Table(_("Late tasks, the longest first"), head, [_late_row(task, context.analysis.day) for task in late], right=(4,))


def _late_row(task: Task, day: date) -> tuple[Cell, ...]:
    days = (day - task.due).days if task.due else 0
    message = ngettext("{count} day", "{count} days", days).format(count=days)
    who = " ".join(filter(None, (units_text(task.lead), task.owner))) or "–"
    texts = (Cell(who), Cell(str(task.due)), Cell(message, weight="red"), Cell(task.problem or "–"))
    return Cell(task.id, task.id), Cell(task.title), *texts


def _is_closed_since(context: ReportContext, task: Task, begin: date | None) -> bool:
    """Return whether a task was closed up to the day, and from `begin` on or, without it, not yet in the state before."""
    if task.closed_on is None or task.closed_on > context.analysis.day:
        return False
    if begin is not None:
        return begin <= task.closed_on
    old = context.before.analysis.dataset.by_id.get(task.id) if context.before is not None else None
    return not (isinstance(old, Task) and old.closed_on is not None)


def _closed(closed: list[Task]) -> Block:
    if not closed:
        return Paragraph([Cell(_("No task was closed."))])
    closed.sort(key=lambda task: task.closed_on or date.min)
    rows = [
        (
            Cell(item.id, item.id),
            *map(Cell, (item.title, units_text(item.lead) or "–", str(item.closed_on), item.closed_by or "–")),
        )
        for item in closed
    ]
    return Table(_("Tasks closed"), (_("id"), _("title"), _("lead"), _("closed on"), _("closed by")), rows)
