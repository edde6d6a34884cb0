"""What is under the cursor in a few lines, for terminals without room for all of it."""

from __future__ import annotations

from collections.abc import Iterator

from jinpu_tui.analysis.indicators import decimals, growth, latest, shown
from jinpu_tui.analysis.lights import SYMBOLS
from jinpu_tui.analysis.progress import found_progress
from jinpu_tui.model.formatting import units_text
from jinpu_tui.model.records import Indicator, Record, Requirement, Source, Task
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import wrap
from jinpu_tui.ui.sections.facts import warnings_of
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import ACCENT, BAD, BOLD, DIM, LIGHT_STYLES, PLAIN, STATUS_STYLES, WARN


def brief_lines(session: Session, record: Record, width: int) -> list[Line]:
    """Return name, facts, and the texts that say most about a record."""
    lines: list[Line] = [[(f" {visible(record.id)}  ", ACCENT), (visible(record.name[: 4 * width]), BOLD)]]
    lines.append([(" ", PLAIN), *_facts(session, record)])
    lines += [[(f" {visible(warning)}", BAD)] for warning in warnings_of(session, record)]
    if isinstance(record, Task) and record.depends:
        lines += _waiting(session, record)
    for style_name, text in _texts(record):
        label = f" {style_name}: " if style_name else " "
        lines += [[(label if not index else " " * len(label), DIM), (part, PLAIN)]
                  for index, part in enumerate(wrap(visible(text[:2000]), max(10, width - len(label) - 1)))]  # fmt: skip
    return lines


def _facts(session: Session, record: Record) -> Line:
    match record:
        case Task():
            return _task_facts(session, record)
        case Requirement():
            requirement_status = session.requirement_status(record.id)
            percent = _("no tasks") if requirement_status.progress is None else f"{requirement_status.progress:.0f}%"
            return [(_("{tasks} tasks, {percent}").format(tasks=requirement_status.tasks, percent=percent), DIM)]
        case Indicator():
            return _indicator_facts(session, record)
        case Source():
            return [(visible(" · ".join(filter(None, (record.publisher, record.number, record.url)))), DIM)]
    return []


def _waiting(session: Session, task: Task) -> Iterator[Line]:
    from jinpu_tui.ui.pages.relations import waiting_text

    if waiting := waiting_text(session, task):
        yield [(" " + _("waits for") + "  ", DIM), (visible(waiting), WARN)]


def _task_facts(session: Session, task: Task) -> Line:
    light = session.lights[task.id]
    progress = found_progress(task)
    facts = [
        visible(units_text(task.lead) or _("no lead")),
        _("due {date}").format(date=task.due) if task.due else _("no deadline"),
        "" if progress is None else f"{progress}%",
        _("serves {ids}").format(ids=visible(", ".join(task.requirements))) if task.requirements else "",
        _("from {id}").format(id=visible(task.source)) if task.source else "",
    ]
    message = " · ".join(fact for fact in facts if fact)
    return [
        (f"{SYMBOLS[light]} ", LIGHT_STYLES[light]),
        (f"{task.status} ", STATUS_STYLES.get(task.status, PLAIN)),
        (f"· {message}", DIM),
    ]


def _indicator_facts(session: Session, indicator: Indicator) -> Line:
    last = latest(indicator)
    if last is None:
        return [(_("no observation yet; {key} adds one").format(key=session.key_of("indicator.observe")), DIM)]
    from jinpu_tui.analysis.pace_text import pace_text

    change = growth(indicator, last)
    facts = [
        f"{last.period}: {last.qualifier or ''} {shown(last.value, decimals(indicator))} {visible(indicator.unit or '')}",
        _("stated {growth:+.4g}%").format(growth=last.growth) if last.growth is not None else "",
        _("computed {growth:+.1f}%").format(growth=change) if change is not None else "",
        last.status,
        pace_text(indicator),
    ]
    return [(" · ".join(" ".join(fact.split()) for fact in facts if fact), DIM)]


def _texts(record: Record) -> Iterator[tuple[str, str]]:
    """Return the texts that say most about a record, each with its label."""
    match record:
        case Task():
            yield from ((name, text) for name, text in ((_("problem"), record.problem), (_("next"), record.next)) if text)
            if record.log:
                last = record.log[-1]
                yield _("log"), " ".join(filter(None, (str(last.date or ""), last.text, f"({last.by})" if last.by else "")))
        case Requirement():
            yield from (("", text) for text in (record.text,) if text)
        case Indicator():
            yield from (("", text) for text in (record.definition,) if text)
    quote = getattr(record, "quote", None)
    if isinstance(record, Indicator) and (last_seen := latest(record)) is not None:
        quote = last_seen.quote
    if quote:
        yield "", f'"{quote}"'
    note = getattr(record, "note", None)
    if note:
        yield _("note"), note
