"""What filters ask by `is:` and by numbers; each rule's definition stands in its docstring."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jinpu_tui.analysis import lights
from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.indicators import attainment, disagrees, growth, latest
from jinpu_tui.analysis.pace import is_on_pace
from jinpu_tui.analysis.progress import claimed_progress, found_progress
from jinpu_tui.model.records import Indicator, Record, Requirement, Task


def is_open(analysis: Analysis, record: Record) -> bool:
    """Return whether the record is a task that is neither done nor closed nor dropped."""
    return record.id in analysis.open_tasks


def is_done(_analysis: Analysis, record: Record) -> bool:
    """Return whether the record is a task that is done or closed."""
    return isinstance(record, Task) and record.status in ("done", "closed")


def is_late(analysis: Analysis, record: Record) -> bool:
    """Return whether a task is open and was due before the day."""
    return isinstance(record, Task) and lights.is_late(record, analysis.day)


def is_soon(analysis: Analysis, record: Record) -> bool:
    """Return whether the record is a task whose light is blue: due within `soon_days`, and not behind."""
    return analysis.lights.get(record.id) == "blue"


def is_behind(analysis: Analysis, record: Record) -> bool:
    """Return whether a task is behind its time, or an indicator behind the pace that its target asks for (`analysis.pace`).

    An open task is behind its time if it is more than `behind` points behind the share of its time that has passed, or missed
    a step.
    """
    if isinstance(record, Indicator):
        return is_on_pace(record) is False
    if not isinstance(record, Task) or record.id not in analysis.open_tasks:
        return False
    points = lights.points_behind(record, analysis.day, analysis.dataset.info.start)
    return points > analysis.dataset.info.lights.behind or lights.has_missed_step(record, analysis.day)


def is_blocked(analysis: Analysis, record: Record) -> bool:
    """Return whether the record is an open task that says so by its status, or that depends on one that is open."""
    if not isinstance(record, Task) or record.id not in analysis.open_tasks:
        return False
    return record.status == "blocked" or not analysis.open_tasks.isdisjoint(record.depends)


def is_silent(analysis: Analysis, record: Record) -> bool:
    """Return whether the record is a begun task on which nothing was logged for `silent_days`."""
    return isinstance(record, Task) and lights.is_silent(record, analysis.day, analysis.dataset.info.lights)


def is_unverified(_analysis: Analysis, record: Record) -> bool:
    """Return whether more is claimed of a task than the supervisor found, unless it is closed: closed is verified."""
    if not isinstance(record, Task) or record.status == "closed":
        return False
    return (claimed_progress(record) or 0) > (record.verified or 0)


def is_orphan(analysis: Analysis, record: Record) -> bool:
    """Return whether a requirement and all below it have no task, or a task or an indicator has no requirement."""
    if isinstance(record, Requirement):
        return not analysis.requirement_statuses[record.id].tasks
    return isinstance(record, Task | Indicator) and not record.requirements


def is_changed(analysis: Analysis, record: Record) -> bool:
    """Return whether a task was done or closed on the day, or its light differs from that of the day before.

    The calendar makes a task late, behind or due soon. What was edited on the day is in the history, not in the records.
    """
    if not isinstance(record, Task):
        return False
    if record.id not in analysis.open_tasks:
        return analysis.day in (record.done_on, record.closed_on)
    from jinpu_tui.model.dates import days_after

    info = analysis.dataset.info
    before = lights.light(record, days_after(analysis.day, -1), info.lights, info.start)
    return analysis.lights[record.id] != before


def is_ahead(_analysis: Analysis, record: Record) -> bool:
    """Return whether an indicator keeps the pace that its target asks for, or is ahead of it (analysis.pace)."""
    return isinstance(record, Indicator) and is_on_pace(record) is True


def is_unjudged(analysis: Analysis, record: Record) -> bool:
    """Return whether no pace can be judged.

    That is so for an open task without a start, its own or the dataset's, and for an indicator without a target or a figure
    that can be compared with it.
    """
    if isinstance(record, Indicator):
        return is_on_pace(record) is None
    return record.id in analysis.open_tasks and getattr(record, "start", None) is None and analysis.dataset.info.start is None


def is_contradictory(_analysis: Analysis, record: Record) -> bool:
    """Return whether an indicator has a stated growth that differs from the computed one although their bases agree."""
    return isinstance(record, Indicator) and any(disagrees(record, observation) for observation in record.observations)


def is_commented(analysis: Analysis, record: Record) -> bool:
    """Return whether the record is a record with a comment that is not resolved."""
    return record.id in analysis.commented


def is_outdated(analysis: Analysis, record: Record) -> bool:
    """Return whether somebody signed the record off and its watched fields changed since; see `analysis.signoffs`."""
    return record.id in analysis.outdated


def is_faulty(analysis: Analysis, record: Record) -> bool:
    """Return whether the record is a record that `check` has something to say about."""
    return record.id in analysis.dataset.faulty


STATES: Mapping[str, Callable[[Analysis, Record], bool]] = {
    "late": is_late,
    "soon": is_soon,
    "behind": is_behind,
    "blocked": is_blocked,
    "silent": is_silent,
    "unverified": is_unverified,
    "orphan": is_orphan,
    "changed": is_changed,
    "ahead": is_ahead,
    "unjudged": is_unjudged,
    "contradictory": is_contradictory,
    "commented": is_commented,
    "outdated": is_outdated,
    "open": is_open,
    "done": is_done,
    "faulty": is_faulty,
}


def progress(analysis: Analysis, record: Record) -> float | None:
    """Percent: of a task as verified, else as claimed; of a requirement the mean of its tasks'."""
    if isinstance(record, Requirement):
        return analysis.requirement_statuses[record.id].progress
    return found_progress(record) if isinstance(record, Task) else None


def verified(_analysis: Analysis, record: Record) -> float | None:
    """Percent of a task, as the supervisor found it."""
    return record.verified if isinstance(record, Task) else None


def value(_analysis: Analysis, record: Record) -> float | None:
    """Return the latest value of an indicator, in its unit."""
    last = latest(record) if isinstance(record, Indicator) else None
    return last.value if last is not None else None


def growth_of(_analysis: Analysis, record: Record) -> float | None:
    """Return the growth of the latest observation in percent, as stated, else as computed."""
    if not isinstance(record, Indicator) or (last := latest(record)) is None:
        return None
    return growth(record, last) if last.growth is None else last.growth


def attainment_of(_analysis: Analysis, record: Record) -> float | None:
    """Return how much of its target an indicator has reached, in percent (analysis.pace)."""
    return attainment(record) if isinstance(record, Indicator) else None


NUMBERS: Mapping[str, Callable[[Analysis, Record], float | None]] = {
    "progress": progress,
    "verified": verified,
    "value": value,
    "growth": growth_of,
    "attainment": attainment_of,
    "decimals": lambda _analysis, record: getattr(record, "decimals", None),
}
