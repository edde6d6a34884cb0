"""What is under the cursor, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator

from textual.strip import Strip

from jinpu_tui.analysis.indicators import decimals, growth, latest, shown
from jinpu_tui.analysis.lights import SYMBOLS
from jinpu_tui.analysis.progress import found_progress
from jinpu_tui.model.formatting import units_text
from jinpu_tui.model.records import Indicator, Record, Requirement, Source, Task
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.text.width import wrap
from jinpu_tui.ui.line_widget import Lines
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.strips import strip
from jinpu_tui.ui.styled_line import Line
from jinpu_tui.ui.styles import ACCENT, BAD, BOLD, DIM, LIGHT_STYLES, PLAIN, STATUS_STYLES, WARN


class DetailPane(Lines):
    """The record under the cursor of the pane that has the keys."""

    DEFAULT_CSS = "DetailPane { width: 1fr; }"

    def __init__(self, session: Session) -> None:
        super().__init__(id="detail")
        self.session = session
        self.record: Record | None = None

    def show(self, record: Record | None) -> None:
        """Show another record."""
        self.record = record
        self.repaint()

    def line(self, y: int) -> Strip:
        """One line: a rule, then the record."""
        width = self.size.width
        if y == 0:
            return strip([("─" * width, DIM)], width)
        lines = self._lines(width)
        return strip(lines[y - 1], width) if y <= len(lines) else Strip.blank(width)

    def _lines(self, width: int) -> list[Line]:
        if self.record is None:
            return []
        record = self.record
        lines: list[Line] = [[(f" {visible(record.id)}  ", ACCENT), (visible(record.name[: 4 * width]), BOLD)]]
        lines.append([(" ", PLAIN), *self._facts(record)])
        if record.id in self.session.dataset.faulty:
            message = [problem.message for problem in self.session.problems if problem.id == record.id]
            lines.append([(" ! " + visible("; ".join(message)), BAD)])
        if record.id in self.session.dataset.stale:
            lines.append([(" ~ " + _("its file cannot be read now; it is shown as it was, and edits wait"), BAD)])
        if isinstance(record, Task) and record.depends:
            lines += self._waiting(record)
        for style_name, text in _texts(record):
            label = f" {style_name}: " if style_name else " "
            lines += [[(label if not index else " " * len(label), DIM), (part, PLAIN)]
                      for index, part in enumerate(wrap(visible(text[:2000]), max(10, width - len(label) - 1)))]  # fmt: skip
        return lines

    def _facts(self, record: Record) -> Line:
        match record:
            case Task():
                return self._task_facts(record)
            case Requirement():
                requirement_status = self.session.requirement_status(record.id)
                percent = _("no tasks") if requirement_status.progress is None else f"{requirement_status.progress:.0f}%"
                return [(_("{tasks} tasks, {percent}").format(tasks=requirement_status.tasks, percent=percent), DIM)]
            case Indicator():
                return self._indicator_facts(record)
            case Source():
                return [(visible(" · ".join(filter(None, (record.publisher, record.number, record.url)))), DIM)]
        return []

    def _waiting(self, task: Task) -> Iterator[Line]:
        from jinpu_tui.ui.pages.relations import waiting_text

        if waiting := waiting_text(self.session, task):
            yield [(" " + _("waits for") + "  ", DIM), (visible(waiting), WARN)]

    def _task_facts(self, task: Task) -> Line:
        light = self.session.lights[task.id]
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

    def _indicator_facts(self, indicator: Indicator) -> Line:
        last = latest(indicator)
        if last is None:
            return [(_("no observation yet; {key} adds one").format(key=self.session.key_of("indicator.observe")), DIM)]
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
