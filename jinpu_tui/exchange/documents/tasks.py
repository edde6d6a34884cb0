"""Tasks below one requirement: a stretch of text, with who is to do it and until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from jinpu_tui.exchange.documents.aliases import resolved, without_aliases
from jinpu_tui.exchange.documents.deadlines import find_deadline
from jinpu_tui.exchange.documents.duties import Duty, Part, merged
from jinpu_tui.exchange.documents.plan import DocumentItem
from jinpu_tui.exchange.documents.sentences import MAX_QUOTE, joined, shortened, split_title
from jinpu_tui.exchange.unit_names import Roles, assigned
from jinpu_tui.model.date_spans import parse_date_span, reason_for_no_day
from jinpu_tui.text.i18n import _
from jinpu_tui.text.width import cell_width

MIN_OWN_CELLS = 24
"""Width from which on the text after a heading names a task; shorter text is a detail of what the heading says."""

MAX_WRITTEN = 2000
"""Characters of brackets and labels from which on a further one is no longer joined to its task."""


class Context(Struct, frozen=True):
    """What the meaning of a task depends on."""

    today: date
    year: int | None
    aliases: Mapping[str, tuple[str, ...]]


class _Assigned(Struct):
    line: int
    span: str
    duty: Duty


class Tasks:
    """The tasks of one requirement, in the order of its text."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._assigned: list[_Assigned] = []

    def take(self, line: int, part: Part) -> None:
        """Take a stretch of text. A duty after it is about all that stands since the last duty.

        A duty right after another one belongs to the same task: （甲牵头）（乙配合）, or a line of its own for each label.
        """
        if part.text:
            self._waiting.append(part.text)
        if part.duty is None:
            return
        last = self._assigned[-1] if self._assigned and not self._waiting else None
        if last is not None and len(last.duty.written) < MAX_WRITTEN:
            last.duty = merged(last.duty, part.duty)
        else:
            self._assigned.append(_Assigned(line, joined(self._waiting), part.duty))
        self._waiting = []

    def items(self, requirement: int, title: str, heading: str, context: Context) -> list[DocumentItem]:
        """Return the tasks as items below a requirement with a title, whose text begins with its heading."""
        return [_item(each, requirement, title, heading, context) for each in self._assigned]


def _item(assigned_: _Assigned, requirement: int, title: str, heading: str, context: Context) -> DocumentItem:
    duty, span = assigned_.duty, without_aliases(assigned_.span).strip()
    own = span.removeprefix(heading).strip()
    own = own if own and cell_width(own) >= MIN_OWN_CELLS else span
    item = DocumentItem(assigned_.line, "task", {"title": split_title(own).title or title}, requirement)
    roles = Roles(*(resolved(names, context.aliases) for names in duty.roles))
    units = assigned(roles)
    if units.leads:
        item.values["lead"] = units.leads[0] if len(units.leads) == 1 else list(units.leads)
    else:
        item.problems.append(_problem(item, _("no lead is named")))
    if units.support:
        item.values["support"] = list(units.support)
    item.values |= {name: value for name, value in (("leader", duty.leader), ("owner", duty.owner)) if value}
    _take_deadline(item, duty, span, context)
    item.values["quote"] = shortened(joined([own, duty.written]), MAX_QUOTE)
    return item


def _take_deadline(item: DocumentItem, duty: Duty, span: str, context: Context) -> None:
    """Set when a task is due: as the label says, else as the text does. What is no day goes into the note."""
    if duty.due:
        stated, problems = _stated(duty.due, context)
        if stated is None:
            item.values["note"] = duty.due
    else:
        found = find_deadline(span, context.today, context.year)
        stated, problems = (found.day, found.problems) if found else (None, ())
    if stated is not None:
        item.values["due"] = stated
    item.problems += [_problem(item, problem) for problem in problems]


def _stated(written: str, context: Context) -> tuple[date | None, tuple[str, ...]]:
    try:
        span = parse_date_span(written, context.today, context.year)
    except (ValueError, OverflowError):
        return None, (_("there is no such day: {text}").format(text=written),)
    if span is not None:
        if span.has_year or context.year is not None:
            return span.last, ()
        return span.last, (_("the year is not stated; {year} was taken").format(year=context.today.year),)
    found = find_deadline(written, context.today, context.year) or find_deadline(f"by {written}", context.today, context.year)
    if found is not None:
        return found.day, found.problems
    return None, (reason_for_no_day(written) or _("no date: {text}").format(text=shortened(written, 40)),)


def _problem(item: DocumentItem, problem: str) -> str:
    return _("line {line}: {problem}").format(line=item.line, problem=problem)
