"""What a document yields: its requirements as a tree, and the tasks below them. Every line is accounted for."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from msgspec import Struct, field


class DocumentItem(Struct):
    """A record that a document yields. Values do not hold references: these are known once the records have ids."""

    line: int
    """Number of the paragraph that it begins with."""

    kind: Literal["requirement", "task"]
    values: dict[str, Any]
    parent: int | None = None
    """Index of the requirement above it."""

    problems: list[str] = field(default_factory=list)
    """What was assumed or left out."""

    lines: tuple[int, ...] = ()
    """All paragraphs whose text it has; those of tasks and of members of a paragraph are with their requirement."""


class DocumentPlan(Struct):
    """What a document yields."""

    title: str
    """The title of the document; empty if none is recognized."""

    number: str = ""
    published: date | None = None
    items: list[DocumentItem] = field(default_factory=list)
    """Requirements before what is below them, in the order of the document."""

    skipped: list[tuple[int, str]] = field(default_factory=list)
    """Lines that became no record, each with the reason."""
