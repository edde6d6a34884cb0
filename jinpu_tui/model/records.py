"""The records of format 1, typed and frozen. Field by field they follow section 3 of the format; only `id` is required.

Dates are calendar days. `progress` and `verified` are whole percent, 0 to 100. Observation and target values are in the
indicator's unit; `growth` is the change on the same period a year before, in percent.
"""

# Without `from __future__ import annotations`: what reads the types of the fields would compile each of them at every start.
from typing import Annotated, ClassVar

from msgspec import Meta, Struct
from msgspec.structs import force_setattr

from jinpu_tui.model.annotations import Comment, OpenConflict, SignOff
from jinpu_tui.model.vocabulary import (
    Basis,
    Day,
    Direction,
    Id,
    Kind,
    Measure,
    Number,
    ObservationStatus,
    Pane,
    Part,
    Percent,
    Priority,
    Qualifier,
    RequirementId,
    SourceId,
    Status,
    TargetKind,
    TaskId,
    Text,
)

__all__ = [
    "Baseline",
    "Basis",
    "Comment",
    "DatasetInfo",
    "Direction",
    "Extension",
    "Indicator",
    "Kind",
    "Lights",
    "LogEntry",
    "Measure",
    "Observation",
    "ObservationStatus",
    "OpenConflict",
    "Pane",
    "Part",
    "Point",
    "Priority",
    "Qualifier",
    "Record",
    "Requirement",
    "SignOff",
    "Source",
    "Status",
    "Step",
    "TargetKind",
    "Task",
    "View",
]


class Source(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A document that records were drawn from."""

    TYPE: ClassVar[Kind] = "source"
    id: Id
    title: str = ""
    publisher: str | None = None
    published: Day | None = None
    number: str | None = None
    url: str | None = None
    note: Text | None = None

    @property
    def name(self) -> str:
        """What a list shows of this record."""
        return self.title


class Requirement(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What the policy demands; a tree by `parent`."""

    TYPE: ClassVar[Kind] = "requirement"
    id: Id
    title: str = ""
    text: Text | None = None
    parent: RequirementId | None = None
    source: SourceId | None = None
    quote: str | None = None
    note: Text | None = None
    tags: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What a list shows of this record."""
        return self.title


class Step(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A checklist line inside a task, with its own date: a milestone."""

    text: str = ""
    due: Day | None = None
    done: bool = False


class Extension(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A granted later deadline, with its reason."""

    date: Day | None = None
    before: Day | None = None
    after: Day | None = None
    reason: str | None = None
    by: str | None = None


class LogEntry(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A dated progress note."""

    date: Day | None = None
    by: str | None = None
    text: str = ""


class Task(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A piece of work that serves requirements."""

    TYPE: ClassVar[Kind] = "task"
    id: Id
    title: str = ""
    requirements: tuple[RequirementId, ...] = ()
    status: Status = "todo"
    lead: str | tuple[str, ...] | None = None
    support: tuple[str, ...] = ()
    leader: str | None = None
    owner: str | None = None
    supervisor: str | None = None
    start: Day | None = None
    due: Day | None = None
    ongoing: bool = False
    progress: Percent | None = None
    verified: Percent | None = None
    steps: tuple[Step, ...] = ()
    priority: Priority = "normal"
    depends: tuple[TaskId, ...] = ()
    deliverable: str | None = None
    problem: Text | None = None
    next: Text | None = None
    extensions: tuple[Extension, ...] = ()
    done_on: Day | None = None
    closed_on: Day | None = None
    closed_by: str | None = None
    origin: str | None = None
    log: tuple[LogEntry, ...] = ()
    source: SourceId | None = None
    quote: str | None = None
    note: Text | None = None
    tags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if type(self.lead) is tuple and len(self.lead) < 2:  # one unit is the same whether it stands in a list or not
            force_setattr(self, "lead", self.lead[0] if self.lead else None)

    @property
    def name(self) -> str:
        """What a list shows of this record."""
        return self.title


class Baseline(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """The value that an indicator starts from."""

    period: str = ""
    value: Number | None = None


class Point(Baseline, frozen=True, gc=False, forbid_unknown_fields=True):
    """The target of an indicator: a value to reach, or instead of one a growth on the period a year before, in percent."""

    growth: Number | None = None


class Observation(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """The value of an indicator in one period. `cumulative`: from January to the end of the period."""

    period: str = ""
    value: Number | None = None
    growth: Number | None = None
    status: ObservationStatus = "actual"
    qualifier: Qualifier | None = None
    cumulative: bool = False
    basis: Basis | None = None
    growth_basis: Basis | None = None
    source: SourceId | None = None
    quote: str | None = None
    note: str | None = None


class Indicator(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A measured quantity with a unit.

    `measure` and `direction` are None if the file does not state them; model.measures infers them.
    """

    TYPE: ClassVar[Kind] = "indicator"
    id: Id
    name: str = ""
    unit: str | None = None
    requirements: tuple[RequirementId, ...] = ()
    kind: TargetKind | None = None
    direction: Direction | None = None
    definition: Text | None = None
    lead: str | None = None
    decimals: Annotated[int, Meta(ge=0, le=12)] | None = None
    baseline: Baseline | None = None
    target: Point | None = None
    observations: tuple[Observation, ...] = ()
    measure: Measure | None = None
    source: SourceId | None = None
    note: Text | None = None
    tags: tuple[str, ...] = ()


class View(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A way to look at a pane, kept under a name.

    `order` are names of columns, the first counts most, with `-` in front from the last to the first; without any it is that of
    the files. `columns` are names of columns, each with its width in cells behind a colon where that is fixed: `lead:12`.
    """

    TYPE: ClassVar[Kind] = "view"
    id: Id
    name: str = ""
    pane: Pane = "tasks"
    filter: str = ""
    order: tuple[str, ...] = ()
    group: str = ""
    columns: tuple[str, ...] = ()
    note: Text | None = None


class Lights(Struct, frozen=True, forbid_unknown_fields=True):
    """`[dataset.lights]`: days and percentage points at which lights change, see analysis.lights."""

    soon_days: Annotated[int, Meta(ge=0)] = 14
    behind: Annotated[int, Meta(ge=0)] = 10
    far_behind: Annotated[int, Meta(ge=0)] = 30
    silent_days: Annotated[int, Meta(ge=0)] = 60


class DatasetInfo(Struct, frozen=True, forbid_unknown_fields=True):
    """The `[dataset]` table."""

    TYPE: ClassVar[Part] = "dataset"
    format: int = 1
    title: str = ""
    as_of: Day | None = None
    language: str | None = None
    start: Day | None = None
    lights: Lights = Lights()

    @property
    def id(self) -> str:
        """What stands for it among records."""
        return self.TYPE

    @property
    def name(self) -> str:
        """What a list shows of it."""
        return self.title


Record = Source | Requirement | Task | Indicator | View | OpenConflict | Comment | SignOff
