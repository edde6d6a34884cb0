"""Pages of what hangs together: what a record touches, what waits for what, and requirements beside lead units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinpu_tui.analysis.critical_path import Chain, blocking, critical_path, holds_up, waits_for
from jinpu_tui.analysis.lights import SYMBOLS, Light
from jinpu_tui.analysis.pace import is_on_pace
from jinpu_tui.analysis.related import Node, trace
from jinpu_tui.model.formatting import units_text
from jinpu_tui.model.records import Indicator, Record, Requirement, Task
from jinpu_tui.query.matrix import Matrix, cell_filter, matrix, worst
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import fit
from jinpu_tui.ui.pages.page import BLANK_LINE, FilterLink, Page, PageLine, PageRef
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styled_line import Line, Piece, padded
from jinpu_tui.ui.styles import BOLD, DIM, GOOD, LIGHT_STYLES, LINK, PLAIN

MAX_BLOCKING = 100
"""That many tasks that others wait for are shown."""

MAX_ROWS = 500
NAME = 34
CELL = 11
"""How wide a column of the matrix is, the blank before it with it."""


def trace_page(session: Session, id_: str, width: int) -> Page:
    """All that a record touches, each with its light; Enter goes there."""
    dataset = session.dataset
    lines = [_record_line(session, dataset.by_id[id_], "", width)]
    for relation in trace(dataset, id_):
        lines.append(PageLine([(f" {relation.name}", BOLD)]))
        for node in relation.nodes:
            lines += _node_lines(session, node, 1, width)
        if relation.more:
            lines.append(PageLine([("     " + _("… and {count} more").format(count=relation.more), DIM)]))
    hint = _("{key} goes there, {back} comes back").format(key=session.key_of("go.open"), back=session.key_of("go.back"))
    title = _("What {id} touches").format(id=visible(id_)) + "  · " + hint
    return Page(PageRef("trace", id_), title, lines)


def _node_lines(session: Session, node: Node, depth: int, width: int) -> Iterator[PageLine]:
    yield _record_line(session, session.dataset.by_id[node.id], "  " * depth, width)
    for behind in node.behind:
        yield from _node_lines(session, behind, depth + 1, width)


def _record_line(session: Session, record: Record, indent: str, width: int) -> PageLine:
    sign, style = _sign(session, record)
    about = _about(record)
    room = max(8, width - len(indent) - 6 - len(about))
    name = fit(f"{record.id}  {record.name}", room)
    return PageLine([(f" {indent}", PLAIN), (f"{sign} ", style), (name, LINK), (f"  {about}", DIM)], link=record.id)


def _sign(session: Session, record: Record) -> Piece:
    """Return the light of a task or requirement; of an indicator whether it is on its path."""
    light: Light | None = None
    if isinstance(record, Task):
        light = session.lights[record.id]
    elif isinstance(record, Requirement):
        light = session.requirement_status(record.id).light
    elif isinstance(record, Indicator):
        on = is_on_pace(record)
        return ("·", DIM) if on is None else (SYMBOLS["green"], GOOD) if on else (SYMBOLS["yellow"], LIGHT_STYLES["yellow"])
    return (SYMBOLS[light], LIGHT_STYLES[light]) if light else ("·", DIM)


def _about(record: Record) -> str:
    """Return what matters of a record where only its name fits: of a task unit and deadline."""
    if not isinstance(record, Task):
        return record.TYPE
    due = record.due.isoformat() if record.due else _("no date")
    return f"{fit(units_text(record.lead) or '–', 16)} {due}"


def chains_page(session: Session, width: int) -> Page:
    """Return the critical chain, and below it the tasks that others wait for, with those that do."""
    analysis = session.analysis
    chain = critical_path(analysis)
    waited_for = blocking(analysis)
    lines = [PageLine([(f" {_chain_heading(chain, bool(waited_for))}", BOLD)])]
    if chain.days and waited_for:
        for link in chain.links:
            days = ngettext("{count} day", "{count} days", link.days).format(count=link.days)
            lines.append(_with_tail(_record_line(session, link.task, "", width - 10), days))
        lines.append(PageLine([("   " + _told_of_chain(chain.days, chain.slack(analysis.day)), DIM)]))
    for task, count in waited_for[:MAX_BLOCKING]:
        message = ngettext("{count} task waits for it", "{count} tasks wait for it", count).format(count=count)
        lines += [BLANK_LINE, _with_tail(_record_line(session, task, "", width - 22), message)]
        lines += [_record_line(session, item, "  ", width) for item in holds_up(analysis, task)]
    hint = _("{key} goes there").format(key=session.key_of("go.open"))
    return Page(PageRef("chains"), _("What waits for what") + f"  · {hint}", lines)


def _chain_heading(chain: Chain, is_waited: bool) -> str:
    """Return what the critical chain is, or why there is none."""
    if not is_waited:
        return _("No open task waits for another one")
    if not chain.links:
        return _("No critical chain: the open tasks wait for each other in a circle")
    if not chain.days:
        return _("No critical chain: no due date says how many days of work are left")
    if len(chain.links) == 1:
        return _("Critical chain: a single task that waits for nothing has most days of work left")
    return _("Critical chain: no other has as many days of work left")


def _with_tail(line: PageLine, message: str) -> PageLine:
    return line._replace(line=[*line.line, (f"  {message}", BOLD)])


def _told_of_chain(days: int, slack: int | None) -> str:
    total = ngettext("{count} day of work", "{count} days of work", days).format(count=days)
    if slack is None:
        return total
    if slack < 0:
        message = ngettext("{count} day more than there is to the last due date", "{count} days more than there are", -slack)
        return f"{total}, {message.format(count=-slack)}"
    return f"{total}, {ngettext('{count} day to spare', '{count} days to spare', slack).format(count=slack)}"


def waiting_text(session: Session, task: Task) -> str:
    """Return what an open task waits for, in a few words; empty if it waits for nothing."""
    if task.id not in session.analysis.open_tasks:
        return ""
    blockers = waits_for(session.analysis, task)
    return ", ".join(
        f"{SYMBOLS[session.lights[blocker.id]]} {blocker.id} {blocker.title} ({units_text(blocker.lead) or _('no lead')})"
        for blocker in blockers
    )


def matrix_page(session: Session, width: int) -> Page:
    """Return requirements beside lead units: below the scope those right under it, else those at the top."""
    dataset = session.dataset
    rows = dataset.children.get(session.scope, ()) or ((session.scope,) if session.scope else ())
    table = matrix(session.analysis, rows[:MAX_ROWS])
    name = min(NAME, width // 3)
    fits = max(1, (width - name - 2) // CELL - 1)
    groups = _groups(table, fits)
    lines = [PageLine([(" " * (name + 2), PLAIN), *((f" {fit(head, CELL - 1)}", DIM) for head, _units, _others in groups)])]
    lines += [_matrix_line(session, table, row, groups, name) for row in table.rows]
    scope = "  " + _("in {scope}").format(scope=visible(session.scope)) if session.scope else ""
    message = _("{left} {right} over the units, {open} shows the tasks").format(
        left=session.key_of("page.shift-left"), right=session.key_of("page.shift-right"), open=session.key_of("go.open")
    )
    return Page(PageRef("matrix"), _("Requirements by lead unit") + f"{scope}  · {message}", lines, start=1)


Group = tuple[str, Sequence[str], bool]
"""A column of the matrix: its head, its units, and whether it is of all units but these."""


def _groups(table: Matrix, fits: int) -> list[Group]:
    """All units together, then one by one as many as fit; the last column has the rest of them."""
    units = table.units
    shown = units if len(units) <= fits else units[: fits - 1]
    groups: list[Group] = [(_("all"), units, False), *((unit or _("no lead"), [unit], False) for unit in shown)]
    return groups if len(shown) == len(units) else [*groups, (_("others"), shown, True)]


def _matrix_line(session: Session, table: Matrix, row: str, groups: Sequence[Group], name: int) -> PageLine:
    record = session.dataset.by_id[row]
    line: Line = padded([(f" {fit(f'{row}  {record.name}', name)}", PLAIN)], name + 2)
    parts = [(0, name + 2, PageLine([], link=row))]
    for number, (_head, units, others) in enumerate(groups):
        counted = [unit for unit in table.units if unit not in units] if others else units
        lights = table.lights(row, counted)
        light = worst(lights)
        start = name + 2 + number * CELL
        if light is None:
            line.append((fit("   ·", CELL), DIM))
        else:
            line += [(f" {lights.total():>4} ", BOLD), (fit(SYMBOLS[light], CELL - 6), LIGHT_STYLES[light])]
        text = cell_filter(row, [] if number == 0 else units, others=others)
        parts.append((start, start + CELL, PageLine([], door=FilterLink("tasks", text))))
    return PageLine(line, parts=tuple(parts))
