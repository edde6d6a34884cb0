"""What is worked out once for a snapshot of the dataset and a day, when it is first asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from jinpu_tui.analysis.against_pace import PaceRow, against_pace
from jinpu_tui.analysis.lights import Light, is_open, task_lights
from jinpu_tui.analysis.rollup import RequirementStatus, requirement_statuses
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Record, Requirement, Task


class Analysis:
    """The lights of tasks and how requirements stand, on a day."""

    def __init__(self, dataset: Dataset, day: date) -> None:
        self.dataset, self.day = dataset, day

    @cached_property
    def lights(self) -> Mapping[str, Light]:
        """The light of each task."""
        return task_lights(self.dataset, self.day)

    @cached_property
    def light_counts(self) -> Counter[Light]:
        """How many tasks have each light."""
        return Counter(self.lights.values())

    @cached_property
    def requirement_statuses(self) -> Mapping[str, RequirementStatus]:
        """How each requirement stands."""
        return requirement_statuses(self.dataset, self.lights)

    def light_of(self, record: Record | None) -> Light | None:
        """Return the light of a task, or of a requirement with tasks; None for anything else."""
        if isinstance(record, Requirement):
            return self.requirement_statuses[record.id].light
        return self.lights.get(record.id) if isinstance(record, Task) else None

    @cached_property
    def against_pace(self) -> Sequence[PaceRow]:
        """The indicators that are judged beside the pace of their targets, those first that lag behind most."""
        return against_pace(self.dataset.indicators)

    @cached_property
    def commented(self) -> frozenset[str]:
        """The ids of the records with a comment that is not resolved; replies are resolved with what they answer."""
        ids = self.dataset.ids["comment"]
        return frozenset(
            comment.on for comment in self.dataset.comments if not comment.resolved and comment.reply_to not in ids
        )

    @cached_property
    def outdated(self) -> Mapping[str, tuple[str, ...]]:
        """By id the fields of a record that are no longer what somebody signed."""
        from jinpu_tui.analysis.signoffs import outdated

        return outdated(self.dataset)

    @cached_property
    def open_tasks(self) -> frozenset[str]:
        """The ids of the tasks that are neither done nor closed nor dropped."""
        return frozenset(task.id for task in self.dataset.tasks if is_open(task))
