"""What an import would do, row by row: the values that plans of tables, documents and other tools consist of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from jinpu_tui.exchange.base import Base
from jinpu_tui.exchange.imported_row import ImportedRow
from jinpu_tui.model.changes import AnyChange, Plain
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.formatting import value_text
from jinpu_tui.model.records import Kind
from jinpu_tui.text.i18n import _

Action = Literal["add", "change", "same", "skip"]


class Ledger(Struct, frozen=True):
    """What a plan must know of the dataset that rows go into."""

    dataset: Dataset
    plain: Callable[[str], Plain]
    """Returns a record as its file states it."""

    today: date
    """Day of the notes that reports become."""

    used_ids: Callable[[], frozenset[str]] = frozenset
    """Returns ids that must not be given to new records; called if there is a new record."""

    new_requirements: Mapping[str, str] = field(default_factory=dict)
    """Ids of requirements by their titles that another table of the file adds."""

    def with_used_ids(self, ids: Iterable[str]) -> Ledger:
        """Return the ledger for a further table of a file, whose new records must not get the ids of those before it."""
        earlier, more = self.used_ids, frozenset(ids)
        return replace(self, used_ids=lambda: earlier() | more)


class Clash(Struct, frozen=True):
    """A field that the file and the ledger have differently, and which of them changed is not known or both did."""

    field: str
    in_ledger: Any
    in_file: Any


class PlannedRow(Struct):
    """What becomes of a row."""

    row: ImportedRow
    action: Action
    id: str = ""
    changes: list[AnyChange] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    """Fields to be decided; the ledger's values stay until then."""

    problems: list[str] = field(default_factory=list)
    kind: Kind | None = None
    """Kind of its record, if the plan is about several kinds."""

    similar: str = ""
    """Id of a record that this new row may be under another title: its own row is gone from the file."""

    @property
    def title(self) -> str:
        """What the row calls its record."""
        return str(self.row.values.get("title") or self.row.values.get("name") or "")

    @property
    def messages(self) -> Iterator[str]:
        """What somebody should look at, a sentence each."""
        yield from self.problems
        for clash in self.clashes:
            message = _("row {row}: {field} of {id} is {ledger} in the ledger and {file} in the file; the ledger's was kept")
            yield message.format(
                row=self.row.row,
                field=clash.field,
                id=self.id,
                ledger=value_text(clash.in_ledger),
                file=value_text(clash.in_file),
            )
        if self.similar:
            message = _("row {row}: this may be {id} under another title; it counts as new")
            yield message.format(row=self.row.row, id=self.similar)


class ImportPlan(Struct, frozen=True):
    """What an import would do, row by row."""

    kind: Kind
    rows: Sequence[PlannedRow]
    groups: Sequence[AnyChange]
    """Requirements that the rows name and the dataset does not have yet."""

    missing: Sequence[str]
    """Ids of records whose rows the last import had and this file has not. They are reported, never removed."""

    base: Base
    """What the next import compares with."""

    @property
    def changes(self) -> list[AnyChange]:
        """All changes, in the order in which they can be written."""
        return [*self.groups, *(change for planned in self.rows for change in planned.changes)]

    def counts(self) -> dict[Action, int]:
        """Return how many rows there are of each action."""
        actions = [planned.action for planned in self.rows]
        return {action: actions.count(action) for action in ("add", "change", "same", "skip")}
