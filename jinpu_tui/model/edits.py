"""What people mean to do to records, as changes. Each function takes a record's plain table and gives the changes it needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Set
from datetime import date
from typing import Any, TypeVar

from jinpu_tui.model.changes import Added, AnyChange, Change, Plain, Removed, changed
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.errors import InputError
from jinpu_tui.model.fields import NESTED, ORDER
from jinpu_tui.model.kinds import SPECS
from jinpu_tui.model.periods import span, time_order
from jinpu_tui.model.records import Kind, Task
from jinpu_tui.model.validation import ID
from jinpu_tui.text.i18n import _

T = TypeVar("T")

_FINISHED = ("done", "closed")
_MAX_DIGITS = 15


def set_fields(kind: Kind, record: Mapping[str, Any], values: Mapping[str, Any], today: date) -> list[AnyChange]:
    """Fields take new values (None: removed). A new status brings its dates with it unless `values` names them.

    Done sets `done_on` to `today`, closed `closed_on` too; leaving done and closed takes the dates away again.
    """
    wanted = dict(values)
    if kind == "task" and "status" in wanted and wanted["status"] != record.get("status"):
        wanted |= {name: value for name, value in _status_dates(record, wanted["status"], today).items() if name not in wanted}
    return changed(kind, record, **wanted)


def toggle_done(task: Mapping[str, Any], today: date) -> list[AnyChange]:
    """Done or not done: an open task becomes done; a finished one goes back to doing, or to todo if nothing was begun."""
    status = "done"
    if task.get("status") in _FINISHED:
        begun = task.get("progress") or task.get("log") or any(step.get("done") for step in task.get("steps", ()))
        status = "doing" if begun else "todo"
    return set_fields("task", task, {"status": status}, today)


def add_note(task: Mapping[str, Any], text: str, by: str, today: date) -> list[AnyChange]:
    """Return a dated progress note after those there are."""
    entry = {"date": today, "by": by, "text": text} if by else {"date": today, "text": text}
    return changed("task", task, log=[*task.get("log", []), entry])


def toggle_step(task: Mapping[str, Any], index: int) -> list[AnyChange]:
    """Tick or untick a step. A stated progress that was the share of ticked steps follows it."""
    steps = [dict(step) for step in task["steps"]]
    steps[index]["done"] = not steps[index].get("done", False)
    return _with_steps(task, steps)


def add_step(task: Mapping[str, Any], text: str, due: date | None = None) -> list[AnyChange]:
    """Return a new step after those there are."""
    step: Plain = {"text": text, "due": due, "done": False} if due else {"text": text, "done": False}
    return _with_steps(task, [*task.get("steps", []), step])


def add_steps(task: Mapping[str, Any], steps: Iterable[Mapping[str, Any]]) -> list[AnyChange]:
    """Append steps, each given by the arguments of `add_step`, as one change."""
    return _chained(task, steps, lambda record, step: add_step(record, **step))


def set_step(task: Mapping[str, Any], index: int, values: Mapping[str, Any]) -> list[AnyChange]:
    """Fields of one step take new values (None: removed)."""
    steps = [dict(step) for step in task["steps"]]
    steps[index] = _in_order(("task", "steps"), {**steps[index], **values})
    return _with_steps(task, steps)


def move_step(task: Mapping[str, Any], index: int, by: int) -> list[AnyChange]:
    """Put a step some places up (negative) or down; none at the first or last place."""
    steps = list(task["steps"])
    if not 0 <= index + by < len(steps):
        return []
    steps.insert(index + by, steps.pop(index))
    return changed("task", task, steps=steps)


def remove_step(task: Mapping[str, Any], index: int) -> list[AnyChange]:
    """Return a step is removed."""
    return _with_steps(task, [step for at, step in enumerate(task["steps"]) if at != index])


def observe(indicator: Mapping[str, Any], period: str, values: Mapping[str, Any]) -> list[AnyChange]:
    """Add an observation in the order of time, or change the one of the same period and cumulation.

    Raises PeriodError if `period` is none.
    """
    start, end = span(period)
    cumulative = values.get("cumulative")
    observations = [dict(item) for item in indicator.get("observations", [])]
    for index, item in enumerate(observations):
        if item.get("period") == period and (cumulative is None or bool(item.get("cumulative")) == cumulative):
            observations[index] = _in_order(("indicator", "observations"), {**item, **values})
            return changed("indicator", indicator, observations=observations)
    new = _in_order(("indicator", "observations"), {"period": period, **values})
    at = sum(time_order(str(observation.get("period"))) <= (end, start) for observation in observations)
    observations.insert(at, new)
    return changed("indicator", indicator, observations=observations)


def observe_all(indicator: Mapping[str, Any], observations: Iterable[tuple[str, Mapping[str, Any]]]) -> list[AnyChange]:
    """Add or change observations, each a period with its values, as one change. Raises PeriodError."""
    return _chained(indicator, observations, lambda record, one: observe(record, *one))


def _chained(
    record: Mapping[str, Any], items: Iterable[T], make: Callable[[Mapping[str, Any], T], list[AnyChange]]
) -> list[AnyChange]:
    """Return the changes that edits made one after the other come to: one for each field, from what it held at first."""
    now, made = dict(record), dict[str, Change]()
    for item in items:
        for change in make(now, item):
            assert isinstance(change, Change)
            first = made.get(change.field, change)
            made[change.field] = Change(change.kind, change.id, change.field, first.before, change.after)
            now[change.field] = change.after
    return list(made.values())


def set_observation(indicator: Mapping[str, Any], index: int, period: str, values: Mapping[str, Any]) -> list[AnyChange]:
    """One observation takes a period and new values (None: removed), where it stands."""
    observations = [dict(item) for item in indicator["observations"]]
    observations[index] = _in_order(("indicator", "observations"), {**observations[index], "period": period, **values})
    return changed("indicator", indicator, observations=observations)


def remove_observation(indicator: Mapping[str, Any], index: int) -> list[AnyChange]:
    """Return an observation is removed."""
    left = [item for at, item in enumerate(indicator["observations"]) if at != index]
    return changed("indicator", indicator, observations=left or None)


def add(kind: Kind, id_: str, values: Mapping[str, Any], after_id: str = "", *, any_id: bool = False) -> list[AnyChange]:
    """Return a new record after another one of its kind; `any_id` as in Added."""
    record = {"id": id_, **{name: value for name, value in values.items() if value is not None}}
    return [Added(kind, id_, {name: record[name] for name in ORDER[kind] if name in record}, after_id, any_id)]


def add_new(kind: Kind, id_: str, values: Mapping[str, Any], after_id: str, today: date) -> list[AnyChange]:
    """Return a new record as a person typed it: a task has the status `todo` if no other one is stated, with its dates."""
    stated = {name: value for name, value in values.items() if value is not None}
    if kind == "task":
        stated = {"status": "todo"} | stated
    made = {change.field: change.after for change in set_fields(kind, {"id": id_}, stated, today) if isinstance(change, Change)}
    return add(kind, id_, made, after_id, any_id=True)


def copy(kind: Kind, record: Mapping[str, Any], id_: str) -> list[AnyChange]:
    """Return a second record like the first, not yet begun: without log, dates of completion and ticks."""
    spent = {"log", "done_on", "closed_on", "closed_by", "verified", "progress", "extensions"} if kind == "task" else set()
    new = {name: value for name, value in record.items() if name not in spent} | {"id": id_}
    if "status" in new and kind == "task":
        new["status"] = "todo"
    if "steps" in new:
        new["steps"] = [{**step, "done": False} if "done" in step else dict(step) for step in new["steps"]]
    return [Added(kind, id_, new, str(record["id"]), any_id=True)]


def remove(kind: Kind, record: Mapping[str, Any], after_id: str = "") -> list[AnyChange]:
    """Return the record is removed."""
    return [Removed(kind, str(record["id"]), dict(record), after_id)]


def next_id(dataset: Dataset, kind: Kind, parent: str = "", used: Set[str] = frozenset()) -> str:
    """Return a new id in the manner of those of the kind; below a parent it begins with the parent's.

    Args:
        dataset: The records that there are.
        kind: The kind of the new record.
        parent: The requirement above it, if any.
        used: Ids of records that were removed, or that are named somewhere; the number is above theirs.
    """
    prefix = f"{parent}."
    if not parent:
        ids = [record.id for record in dataset.of_kind(kind) if kind != "requirement" or "." not in record.id]
        numbered = [match for id_ in ids if (match := re.fullmatch(r"(.*?)(\d{1,15})", id_))]
        prefix = numbered[-1][1] if numbered else SPECS[kind].prefix
    return f"{prefix}{highest_number(prefix, used | dataset.by_id.keys()) + 1}"


def highest_number(prefix: str, ids: Iterable[str]) -> int:
    """Return the highest number that stands behind a prefix in some ids; 0 if none does."""
    tails = [id_[len(prefix) :] for id_ in ids if id_.startswith(prefix)]
    return max((int(tail) for tail in tails if tail.isdecimal() and len(tail) <= _MAX_DIGITS), default=0)


def checked_id(text: str) -> str:
    """Return an id as typed. Raises InputError if it holds what ids may not."""
    id_ = text.strip()
    if not ID.fullmatch(id_):
        raise InputError(_("An id has letters, digits and . _ - only: {text}").format(text=id_))
    return id_


def step_share(task: Task) -> int | None:
    """Whole percent of a task's steps that are done; None without steps."""
    return share([step.done for step in task.steps])


def _status_dates(record: Mapping[str, Any], status: Any, today: date) -> Plain:
    dates: Plain = {}
    if status in _FINISHED and "done_on" not in record:
        dates["done_on"] = today
    if status == "closed" and "closed_on" not in record:
        dates["closed_on"] = today
    if status not in _FINISHED and "done_on" in record:
        dates["done_on"] = None
    if status != "closed":
        dates |= {name: None for name in ("closed_on", "closed_by") if name in record}
    return dates


def _with_steps(task: Mapping[str, Any], steps: list[Plain]) -> list[AnyChange]:
    values: Plain = {"steps": steps or None}
    before = share([bool(step.get("done")) for step in task.get("steps", ())])
    if "progress" in task and before is not None and task["progress"] == before and steps:
        values["progress"] = share([bool(step.get("done")) for step in steps])
    return changed("task", task, **values)


def share(ticks: list[bool]) -> int | None:
    """Whole percent of ticks that are set; None without any."""
    return round(100 * sum(ticks) / len(ticks)) if ticks else None


def _in_order(nested: tuple[Kind, str], item: Plain) -> Plain:
    names = [field.name for field in NESTED[nested]]
    rank = {name: index for index, name in enumerate(names)}
    present = {name: value for name, value in item.items() if value is not None}
    return dict(sorted(present.items(), key=lambda pair: rank.get(pair[0], len(names))))
