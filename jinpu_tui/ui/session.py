"""What the person at the keys has chosen to see: scope, filters, marks, folds, order; and figures that all panes share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Literal

from jinpu_tui.insight.arrange import By, Group
from jinpu_tui.insight.lights import Light, task_lights
from jinpu_tui.insight.progress import tasks_below
from jinpu_tui.insight.rollup import Standing, standings
from jinpu_tui.insight.words import Finder
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Indicator, Kind, Task
from jinpu_tui.workspace import Workspace

Pane = Literal["requirements", "tasks", "indicators"]

PANES: tuple[Pane, ...] = ("requirements", "tasks", "indicators")

KIND_OF: dict[Pane, Kind] = {"requirements": "requirement", "tasks": "task", "indicators": "indicator"}


class Figures:
    """What is worked out once for each snapshot of the dataset, when it is first asked for."""

    def __init__(self, dataset: Dataset, day: date) -> None:
        self.dataset, self._day = dataset, day

    @cached_property
    def lights(self) -> Mapping[str, Light]:
        """The light of each task."""
        return task_lights(self.dataset, self._day)

    @cached_property
    def light_counts(self) -> Counter[Light]:
        """How many tasks have each light."""
        return Counter(self.lights.values())

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """How each requirement stands."""
        return standings(self.dataset, self.lights)


class Session:
    """The choices of one sitting."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.scope = ""
        self.filters: dict[Pane, str] = {"requirements": "", "tasks": "", "indicators": ""}
        self.marks: set[str] = set()
        self.folded: set[str] = set()
        self.opened: set[str] = set()
        self.order: By = "file"
        self.group: Group = "none"
        self.finder = Finder()
        self.waiting = 0
        self._figures = self._expected = Figures(workspace.dataset, workspace.day)

    @property
    def dataset(self) -> Dataset:
        """The dataset as it stands now."""
        return self.workspace.dataset

    @property
    def day(self) -> date:
        """The day that lights are judged on."""
        return self.workspace.day

    @property
    def figures(self) -> Figures:
        """The figures of the dataset as it stands now."""
        if self._figures.dataset is not self.dataset:
            ready = self._expected.dataset is self.dataset
            self._figures = self._expected if ready else Figures(self.dataset, self.day)
        return self._figures

    @property
    def lights(self) -> Mapping[str, Light]:
        """The light of each task."""
        return self.figures.lights

    @property
    def standings(self) -> Mapping[str, Standing]:
        """How each requirement stands."""
        return self.figures.standings

    def standing(self, requirement: str) -> Standing:
        """How a requirement stands; nothing is known before all is read."""
        return Standing(None, None, 0) if self.workspace.reading else self.standings[requirement]

    def read_rest(self, wanted: Callable[[], bool]) -> None:
        """Read the rest of the dataset while it is wanted, and work out what the panes will ask for; in another thread."""
        dataset = self.workspace.read_rest(wanted)
        if dataset is not None:
            self._expected = Figures(dataset, self.day)
            _ready = self._expected.standings, self._expected.light_counts, dataset.children, dataset.by_id

    def learn(self, wanted: Callable[[], bool]) -> None:
        """Have at hand what filters look into, while it is wanted; in another thread."""
        for record in self.dataset:
            if not wanted():
                return
            self.finder.haystack(record)

    @property
    def tasks_in_scope(self) -> Sequence[Task]:
        """The tasks of the scope and of all below it; all tasks without one."""
        return tasks_below(self.dataset, self.scope) if self.scope else self.dataset.tasks

    @property
    def indicators_in_scope(self) -> Sequence[Indicator]:
        """The indicators of the scope and of all below it; all without one."""
        if not self.scope:
            return self.dataset.indicators
        wanted = self.dataset.below(self.scope)
        return [one for one in self.dataset.indicators if not wanted.isdisjoint(one.requirements)]

    def sign(self, id_: str) -> str:
        """`!` where something is wrong with a record, `~` where its file cannot be read now, else a blank."""
        return "!" if id_ in self.dataset.faulty else "~" if id_ in self.dataset.stale else " "

    def marked(self, kind: Kind) -> list[str]:
        """The ids of the marked records of a kind, in the order of the dataset."""
        return [one.id for one in self.dataset.of_kind(kind) if one.id in self.marks] if self.marks else []

    def settle(self) -> None:
        """Let go of what no longer exists, and count what waits."""
        self.waiting = self.workspace.waiting
        self.marks &= self.dataset.by_id.keys()
        if self.scope not in self.dataset.by_id:
            self.scope = ""
