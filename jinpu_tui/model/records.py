"""The records of format 1, typed and frozen. Field by field they follow section 3 of the format; only `id` is required.

Dates are calendar days. `progress` and `verified` are whole percent, 0 to 100. Observation and target values are in the
indicator's unit; `growth` is the change on the same period a year before, in percent.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

Percent = Annotated[int, Meta(ge=0, le=100)]
Id = Annotated[str, Meta(min_length=1)]
Number = int | float
Day = date

Kind = Literal["source", "requirement", "task", "indicator", "view", "conflict", "comment", "signoff"]
Part = Kind | Literal["dataset"]
"""What a field belongs to: a record of a kind, or the `[dataset]` table."""

Pane = Literal["requirements", "tasks", "indicators"]
Status = Literal["todo", "doing", "done", "closed", "blocked", "dropped"]
Priority = Literal["high", "normal", "low"]
TargetKind = Literal["binding", "anticipatory"]
Direction = Literal["up", "down"]
ObservationStatus = Literal["actual", "provisional", "estimate", "forecast"]
Qualifier = Literal["over", "under", "about"]
Basis = Literal["current", "constant", "comparable"]
Measure = Literal["flow", "stock", "rate"]


class Source(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A document that records were drawn from."""

    TYPE: ClassVar[Kind] = "source"
    id: Id
    title: str = ""
    publisher: str | None = None
    published: Day | None = None
    number: str | None = None
    url: str | None = None
    note: str | None = None

    @property
    def name(self) -> str:
        """What a list shows of this record."""
        return self.title


class Requirement(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What the policy demands; a tree by `parent`."""

    TYPE: ClassVar[Kind] = "requirement"
    id: Id
    title: str = ""
    text: str | None = None
    parent: str | None = None
    source: str | None = None
    quote: str | None = None
    note: str | None = None
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
    requirements: tuple[str, ...] = ()
    status: Status = "todo"
    lead: str | None = None
    support: tuple[str, ...] = ()
    owner: str | None = None
    supervisor: str | None = None
    start: Day | None = None
    due: Day | None = None
    progress: Percent | None = None
    verified: Percent | None = None
    steps: tuple[Step, ...] = ()
    priority: Priority = "normal"
    depends: tuple[str, ...] = ()
    deliverable: str | None = None
    problem: str | None = None
    next: str | None = None
    extensions: tuple[Extension, ...] = ()
    done_on: Day | None = None
    closed_on: Day | None = None
    closed_by: str | None = None
    log: tuple[LogEntry, ...] = ()
    source: str | None = None
    quote: str | None = None
    note: str | None = None
    tags: tuple[str, ...] = ()

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
    source: str | None = None
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
    requirements: tuple[str, ...] = ()
    kind: TargetKind | None = None
    direction: Direction | None = None
    definition: str | None = None
    lead: str | None = None
    decimals: Annotated[int, Meta(ge=0, le=12)] | None = None
    baseline: Baseline | None = None
    target: Point | None = None
    observations: tuple[Observation, ...] = ()
    measure: Measure | None = None
    source: str | None = None
    note: str | None = None
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
    note: str | None = None


class OpenConflict(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A field that two sides of a merge changed to different values. Without `field`, the conflict is about the whole record.

    Texts of values are TOML: `due = 2017-01-31` for a field, `[[task]] …` for a whole record.
    """

    TYPE: ClassVar[Kind] = "conflict"
    id: Id
    on: str = ""
    """Id of the record; `dataset` for the `[dataset]` table."""
    field: str = ""
    mine: str = ""
    """What our side wrote, ours as git passes it; empty if it removed the field, or has no such record in the merged file."""
    theirs: str = ""
    """What the other side wrote, likewise."""
    base: str | None = None
    """What both sides began from: empty if there was nothing, None if it is not known (written by an older version)."""
    mine_by: str | None = None
    """Author or branch of our side, for display only."""
    theirs_by: str | None = None
    """Author or branch of the other side, for display only."""
    at: Day | None = None
    """Day of the merge."""

    @property
    def name(self) -> str:
        """What a list shows of this record."""
        return f"{self.on} {self.field}".strip()

    @property
    def may_keep_both(self) -> bool:
        """Whether each side has made a record of one id, so that one of them can have another."""
        return not self.field and bool(self.mine and self.theirs)


class Comment(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A reviewer's comment on a record, or on one `field` of it; replies name the comment that they answer in `reply_to`."""

    TYPE: ClassVar[Kind] = "comment"
    id: Id
    on: str = ""
    field: str = ""
    by: str = ""
    at: Day | None = None
    text: str = ""
    reply_to: str | None = None
    resolved: bool = False

    @property
    def name(self) -> str:
        """What a list shows of this record."""
        return self.text.partition("\n")[0]


class SignOff(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Somebody has seen a record and agrees. `fields` are fingerprints of what they signed: `due:9f86d081`."""

    TYPE: ClassVar[Kind] = "signoff"
    id: Id
    on: str = ""
    by: str = ""
    at: Day | None = None
    fields: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What a list shows of this record."""
        return f"{self.on} {self.by}".strip()


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

RECORD_TYPES: dict[Kind, type[Record]] = {
    "source": Source,
    "requirement": Requirement,
    "task": Task,
    "indicator": Indicator,
    "view": View,
    "conflict": OpenConflict,
    "comment": Comment,
    "signoff": SignOff,
}
