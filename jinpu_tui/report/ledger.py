"""The report on a whole dataset, or on the records that a filter keeps: how it stands, then every record."""

from __future__ import annotations

from collections.abc import Sequence

from jinpu_tui.analysis.indicators import decimals, growth, in_time, shown
from jinpu_tui.analysis.light_names import light_name
from jinpu_tui.analysis.lights import ORDER, SYMBOLS, Light, is_late
from jinpu_tui.analysis.pace_text import pace_text
from jinpu_tui.analysis.progress import found_progress
from jinpu_tui.analysis.series import series
from jinpu_tui.model.formatting import units_text
from jinpu_tui.model.records import Indicator, Requirement, Source, Task
from jinpu_tui.query.filter import matching
from jinpu_tui.query.overview import Count, overview
from jinpu_tui.query.overview import Section as Counted
from jinpu_tui.query.units import UnitNames, leads_of
from jinpu_tui.report.changes import changes_section
from jinpu_tui.report.context import ReportContext
from jinpu_tui.report.document import Block, Cell, Chart, Document, Fields, Paragraph, Section, Table
from jinpu_tui.report.reviews import review_fields
from jinpu_tui.text.i18n import _

MAX_NESTED = 50
"""Requirements deeper in the tree than this stand beside the one above them, not inside it; browsers nest no deeper either."""


def ledger_report(context: ReportContext) -> Document:
    """How the dataset stands, what changed, the requirements with their tasks, the indicators, the sources."""
    info = context.analysis.dataset.info
    sections = [_standing(context)]
    if context.since:
        sections.append(changes_section(context))
    sections += [_lists(context), _requirements(context), _tasks(context), _indicators(context), _sources(context)]
    title = info.title or _("Report")
    shown_sections = [item for item in sections if item.blocks or item.sections]
    return Document(title, context.origin, shown_sections, info.language or "en", context.incomplete)


def light_cell(light: Light | None) -> Cell:
    """Return a light by sign and word."""
    return Cell("–") if light is None else Cell(f"{SYMBOLS[light]} {light_name(light)}", weight=light)


def light_sign(light: Light) -> Cell:
    """Return a light by its sign alone, where many stand below each other."""
    return Cell(SYMBOLS[light], weight=light, meaning=light_name(light))


def task_table(context: ReportContext, tasks: Sequence[Task], caption: str) -> Table:
    """Tasks with id, light, title, status, lead, due and percent."""
    head = (_("id"), _("light"), _("title"), _("status"), _("lead"), _("due"), "%")
    rows = [
        (
            Cell(task.id, task.id),
            light_sign(context.analysis.lights[task.id]),
            Cell(task.title),
            Cell(task.status),
            Cell(units_text(task.lead) or "–"),
            Cell(task.due.isoformat() if task.due else "–"),
            Cell("–" if found_progress(task) is None else str(found_progress(task))),
        )
        for task in tasks
    ]
    return Table(caption, head, rows, right=(6,))


def tasks_of(context: ReportContext) -> list[Task]:
    """Return the tasks that the report is about."""
    return [item for item in context.kept(context.analysis.dataset.tasks) if isinstance(item, Task)]


def light_table(context: ReportContext, tasks: Sequence[Task]) -> Table:
    """How many tasks have each light, and what share that is."""
    lights = [context.analysis.lights[task.id] for task in tasks]
    rows = [(light_cell(item), Cell(str(lights.count(item))), Cell(share(lights.count(item), len(lights)))) for item in ORDER]
    return Table(_("Tasks by light"), (_("light"), _("tasks"), _("share")), rows, right=(1, 2))


def share(part: int, whole: int) -> str:
    """Return a part in percent of the whole."""
    return f"{100 * part / whole:.1f}%" if whole else "–"


def _standing(context: ReportContext) -> Section:
    tasks = tasks_of(context)
    blocks: list[Block] = [light_table(context, tasks)]
    for item in _counted(context):
        rows = [(Cell(count.name, _list_of(count)), Cell(str(count.count)), Cell(count.filter)) for count in item.counts]
        blocks.append(Table(item.heading, (_("what"), _("count"), _("filter")), rows, right=(1,)))
    blocks.append(lead_table(context, tasks))
    return Section(_("How it stands"), "standing", blocks)


def _counted(context: ReportContext) -> list[Counted]:
    """Return the counts of the overview that a report begins with; they are of all records, so a report on some has none."""
    return [] if context.filter else [item for item in overview(context.analysis) if item.name in ("deadlines", "look-at")]


def _list_of(count: Count) -> str:
    """Return the anchor of the list of what is counted; empty if there is nothing to list."""
    return f"list-{count.filter}-{count.kind}" if count.count else ""


def _lists(context: ReportContext) -> Section:
    """Return what is counted, as lists to jump to."""
    sections = []
    for count in (count for item in _counted(context) for count in item.counts if count.count):
        records = matching(context.analysis.dataset.of_kind(count.kind), count.filter, context.analysis)
        tasks = [record for record in records if isinstance(record, Task)]
        rows = [(Cell(record.id, record.id), Cell(record.name)) for record in records]
        table = task_table(context, tasks, count.filter) if tasks else Table(count.filter, (_("id"), _("title")), rows)
        sections.append(Section(count.name, _list_of(count), [table], 2))
    return Section(_("Lists"), "lists", (), 1, sections)


def lead_table(context: ReportContext, tasks: Sequence[Task]) -> Table:
    """Lead units with their tasks by light and the share that is late, the worst first."""
    names, units = UnitNames(), dict[str, list[Task]]()
    for task in tasks:
        for lead in leads_of(task.lead):
            units.setdefault(names.of(lead), []).append(task)
    lights = context.analysis.lights
    order = sorted(units, key=lambda unit: (not unit, -sum(lights[task.id] == "red" for task in units[unit]), unit))
    rows = []
    for unit in order:
        own = [lights[task.id] for task in units[unit]]
        late = sum(is_late(task, context.analysis.day) for task in units[unit])
        cells = [Cell(str(own.count(light)), weight=light if own.count(light) else "") for light in ORDER]
        rows.append((Cell(unit or _("no lead")), Cell(str(len(own))), Cell(str(late)), Cell(share(late, len(own))), *cells))
    head = (_("lead unit"), _("tasks"), _("late"), _("share late"), *(SYMBOLS[light] for light in ORDER))
    return Table(_("Tasks by lead unit"), head, rows, right=tuple(range(1, 10)))


def _requirements(context: ReportContext) -> Section:
    dataset = context.analysis.dataset
    kept = {item.id for item in context.kept(dataset.requirements)}
    shown_tasks = {task.id for task in tasks_of(context)}

    def section(id_: str, depth: int, below: Sequence[Section]) -> Section | None:
        record = dataset.by_id[id_]
        assert isinstance(record, Requirement)
        tasks = [task for task in _tasks_of(context, id_) if task.id in shown_tasks]
        if context.filter and id_ not in kept and not below and not tasks:
            return None
        status = context.analysis.requirement_statuses[id_]
        percent = "–" if status.progress is None else f"{status.progress:.0f}%"
        blocks: list[Block] = [Paragraph([light_cell(status.light), Cell(f" · {percent} · "), Cell(id_, id_)])]
        blocks += [Paragraph([Cell(text)]) for text in (record.text,) if text]
        if reviewed := review_fields(context.analysis, record):
            blocks.append(Fields(reviewed))
        if tasks:
            blocks.append(task_table(context, tasks, _("Tasks that serve {id}").format(id=id_)))
        return Section(f"{id_}  {record.title}", id_, blocks, min(depth, 4), below if depth < MAX_NESTED else ())

    found: dict[str, list[Section]] = {}  # by the id of the requirement above, last first
    for parent, id_, depth in reversed(list(dataset.tree())):  # from the leaves on, so that what lies below is known
        below = found.pop(id_, [])
        one = section(id_, depth + 2, below[::-1])
        found.setdefault(parent, []).extend([*(below if depth + 2 >= MAX_NESTED else ()), *(() if one is None else (one,))])
    return Section(_("Requirements"), "requirements", (), 1, found.get("", [])[::-1])


def _tasks_of(context: ReportContext, requirement: str) -> list[Task]:
    found = (context.analysis.dataset.by_id[id_] for id_ in context.analysis.dataset.tasks_of.get(requirement, ()))
    return [item for item in found if isinstance(item, Task)]


def _tasks(context: ReportContext) -> Section:
    sections = [Section(f"{task.id}  {task.title}", task.id, [_task_fields(context, task)], 2) for task in tasks_of(context)]
    return Section(_("Tasks"), "tasks", (), 1, sections)


def _task_fields(context: ReportContext, task: Task) -> Fields:
    progress = found_progress(task)
    texts: list[tuple[str, str | None]] = [
        (_("status"), task.status),
        (_("lead"), units_text(task.lead)),
        (_("support"), ", ".join(task.support)),
        (_("owner"), task.owner),
        (_("start"), str(task.start or "")),
        (_("due"), str(task.due or "")),
        (_("progress"), None if progress is None else f"{progress}%"),
        (_("deliverable"), task.deliverable),
        (_("problem"), task.problem),
        (_("next"), task.next),
        (_("quote"), task.quote),
        (_("note"), task.note),
    ]
    pairs: list[tuple[str, Sequence[Cell]]] = [(_("light"), [light_cell(context.analysis.lights[task.id])])]
    pairs += [(name, [Cell(text)]) for name, text in texts if text]
    linked = ((_("serves"), task.requirements), (_("waits for"), task.depends))
    pairs += [(name, [Cell(id_, id_) for id_ in ids]) for name, ids in linked if ids]
    if task.steps:
        signs = {True: "☑", False: "☐"}
        pairs.append((_("steps"), [Cell(f"{signs[step.done]} {step.text} {step.due or ''}".rstrip()) for step in task.steps]))
    if task.log:
        notes = [
            " ".join(filter(None, (str(item.date or ""), item.text, f"({item.by})" if item.by else ""))) for item in task.log
        ]
        pairs.append((_("log"), [Cell(note) for note in notes]))
    if task.source:
        pairs.append((_("from"), [Cell(task.source, task.source)]))
    return Fields([*pairs, *review_fields(context.analysis, task)])


def _indicators(context: ReportContext) -> Section:
    kept = [item for item in context.kept(context.analysis.dataset.indicators) if isinstance(item, Indicator)]
    return Section(_("Indicators"), "indicators", (), 1, [_indicator(context, item) for item in kept])


def _indicator(context: ReportContext, one: Indicator) -> Section:
    least = decimals(one)
    signs = {"over": ">", "under": "<", "about": "~"}
    rows = []
    for seen in in_time(one):
        computed = growth(one, seen)
        rows.append(
            (
                Cell(seen.period),
                Cell(signs.get(seen.qualifier or "", "") + shown(seen.value, least)),
                Cell("–" if seen.growth is None else f"{seen.growth:+.4g}%"),
                Cell("–" if computed is None else f"{computed:+.1f}%"),
                Cell(seen.status + (" · " + _("year so far") if seen.cumulative else "")),
                Cell(seen.source or "–", seen.source or ""),
            )
        )
    head = (_("period"), _("value"), _("growth stated"), _("growth computed"), _("status"), _("source"))
    caption = _("{name}, {unit} ({id})").format(name=one.name, unit=one.unit or "–", id=one.id)
    blocks: list[Block] = [Paragraph([Cell(text)]) for text in (one.definition,) if text]
    drawn = series(one)
    if len(drawn.dots) > 1:
        blocks.append(Chart(drawn, caption))
    blocks.append(Table(caption, head, rows, right=(1, 2, 3)))
    if message := pace_text(one):
        blocks.append(Paragraph([Cell(message)]))
    linked = ((_("measures"), one.requirements), (_("from"), (one.source,) if one.source else ()))
    pairs: list[tuple[str, Sequence[Cell]]] = [(name, [Cell(id_, id_) for id_ in ids]) for name, ids in linked if ids]
    pairs += [(name, [Cell(text)]) for name, text in ((_("note"), one.note), (_("tags"), ", ".join(one.tags))) if text]
    if pairs := [*pairs, *review_fields(context.analysis, one)]:
        blocks.append(Fields(pairs))
    return Section(f"{one.id}  {one.name}", one.id, blocks, 2)


def _sources(context: ReportContext) -> Section:
    def about(one: Source) -> str:
        return " · ".join(filter(None, (one.publisher, str(one.published or ""), one.number, one.url)))

    sections = [
        Section(
            f"{source.id}  {source.title}",
            source.id,
            [Paragraph([Cell(text)]) for text in (about(source), source.note) if text],
            2,
        )
        for source in context.analysis.dataset.sources
    ]
    return Section(_("Sources"), "sources", (), 1, sections)
