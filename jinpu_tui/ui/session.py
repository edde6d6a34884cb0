"""What the person at the keys has chosen to see: scope, filters, marks, folds, order; and figures that all panes share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Literal

from jinpu_tui.insight.arrange import By, Group
from jinpu_tui.insight.lights import Light, task_lights
from jinpu_tui.insight.progress import tasks_below
from jinpu_tui.insight.rollup import Standing, standings
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Indicator, Kind, Task
from jinpu_tui.workspace import Workspace

Pane = Literal["requirements", "tasks", "indicators"]

KIND_OF: dict[Pane, Kind] = {"requirements": "requirement", "tasks": "task", "indicators": "indicator"}


class Session:
    """The choices of one sitting. Figures are worked out once for each snapshot of the dataset."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.scope = ""
        self.filters: dict[Pane, str] = {"requirements": "", "tasks": "", "indicators": ""}
        self.marks: set[str] = set()
        self.folded: set[str] = set()
        self.opened: set[str] = set()
        self.order: By = "file"
        self.group: Group = "none"
        self._figured: Dataset | None = None
        self._lights: Mapping[str, Light] = {}
        self._standings: Mapping[str, Standing] = {}

    @property
    def dataset(self) -> Dataset:
        """The dataset as it stands now."""
        return self.workspace.dataset

    @property
    def day(self) -> date:
        """The day that lights are judged on."""
        return self.workspace.day

    @property
    def lights(self) -> Mapping[str, Light]:
        """The light of each task."""
        self._work_out()
        return self._lights

    @property
    def standings(self) -> Mapping[str, Standing]:
        """How each requirement stands."""
        self._work_out()
        return self._standings

    @property
    def light_counts(self) -> Counter[Light]:
        """How many tasks have each light, over the whole dataset."""
        return Counter(self.lights.values())

    @property
    def tasks_in_scope(self) -> list[Task]:
        """The tasks of the scope and of all below it; all tasks without one."""
        return tasks_below(self.dataset, self.scope) if self.scope else list(self.dataset.tasks)

    @property
    def indicators_in_scope(self) -> list[Indicator]:
        """The indicators of the scope and of all below it; all without one."""
        if not self.scope:
            return list(self.dataset.indicators)
        wanted = self.dataset.below(self.scope)
        return [one for one in self.dataset.indicators if not wanted.isdisjoint(one.requirements)]

    def marked(self, kind: Kind) -> list[str]:
        """The ids of the marked records of a kind, in the order of the dataset."""
        return [one.id for one in self.dataset.of_kind(kind) if one.id in self.marks] if self.marks else []

    def settle(self) -> None:
        """Let go of what no longer exists."""
        self.marks &= self.dataset.by_id.keys()
        if self.scope not in self.dataset.by_id:
            self.scope = ""

    def _work_out(self) -> None:
        if self._figured is not self.dataset:
            self._figured = self.dataset
            self._lights = task_lights(self.dataset, self.day)
            self._standings = standings(self.dataset, self._lights)
