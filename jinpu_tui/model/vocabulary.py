"""Types of the values of fields: numbers in their ranges, fixed choices, texts, and ids of other records.

`Meta.extra` says of a text what its type alone does not: whether it may have several lines (`form`), and what kind of record
it names (`refers_to`). The forms of fields are derived from it (`struct_fields`).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

Percent = Annotated[int, Meta(ge=0, le=100)]
Id = Annotated[str, Meta(min_length=1)]
Number = int | float
Day = date

Text = Annotated[str, Meta(extra={"form": "text"})]
"""A text that may have several lines. A plain `str` is one line."""

SourceId = Annotated[str, Meta(extra={"refers_to": "source"})]
RequirementId = Annotated[str, Meta(extra={"refers_to": "requirement"})]
TaskId = Annotated[str, Meta(extra={"refers_to": "task"})]
CommentId = Annotated[str, Meta(extra={"refers_to": "comment"})]

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
