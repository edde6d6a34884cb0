"""What an import would do: the options that it is asked with, its parts, their rows and changes. Nothing is read here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from msgspec import Struct, field

from jinpu_tui.exchange.import_plan import ImportPlan, PlannedRow
from jinpu_tui.exchange.layout import Table
from jinpu_tui.exchange.rules import Rules
from jinpu_tui.exchange.saved_import import SavedImport
from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.records import Kind

RowKey = tuple[int, int]
"""Number of the part of an import, and place of the row in its plan, both from 0. Records of one line have each their own."""


class ImportOptions(Struct, frozen=True):
    """How a file is to be read, as far as somebody has said so."""

    kind: Kind | None = None
    sheet: str = ""
    rules: Path | None = None
    """A rules file to go by instead of the one that the last import left."""
    encoding: str = ""
    is_table: bool = False
    """Whether it must be a table; else a text without known headings is a document."""
    source: str = ""
    """Id of the source that new records are drawn from."""
    prefer: Literal["file", "ledger"] | None = None
    """Whose value counts if both have changed; by default that is left open."""
    matches: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))
    """Ids of the records that rows are, by the number of the part, from 0, and the number that the file gives the row."""


class ImportPart(Struct, frozen=True):
    """What an import would do with one table, or with a document."""

    plan: ImportPlan
    table: Table | None = None
    """None for a document and for the export of another tool."""
    rules: Rules | None = None
    saved: SavedImport | None = None
    """What the last import left."""
    path: Path | None = None
    """The file for what this import leaves; None if it leaves nothing."""

    @property
    def columns_left_out(self) -> list[str]:
        """Headings of the columns that become no field."""
        columns = self.rules.columns if self.rules is not None else ()
        return [rule.heading for rule in columns if rule.field is None and rule.heading]


class PreparedImport(Struct, frozen=True):
    """What an import would do. Nothing is written yet."""

    name: str
    """Name of the file."""
    parts: tuple[ImportPart, ...]
    """One for each table of a workbook that this program exported, else one."""
    problems: tuple[str, ...] = ()
    """What is to be said of the file as a whole, a sentence each."""

    @property
    def changes(self) -> list[AnyChange]:
        """All changes, in the order in which they can be written."""
        return [change for part in self.parts for change in part.plan.changes]

    @property
    def rows(self) -> dict[RowKey, PlannedRow]:
        """All rows, by part and place."""
        return {(number, at): row for number, part in enumerate(self.parts) for at, row in enumerate(part.plan.rows)}
