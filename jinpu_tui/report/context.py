"""What a report is asked to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.differences import Difference, State
from jinpu_tui.model.records import Record, Task
from jinpu_tui.query.filter import matching
from jinpu_tui.text.i18n import _


class ReportContext(Struct, frozen=True):
    """What a report is asked to say."""

    analysis: Analysis
    """The records, and the day that they are judged on."""
    revision: str
    """Where the records were read, as the report cites it."""
    incomplete: str = ""
    """What is missing because files could not be read, as a sentence; empty if nothing is."""
    filter: str = ""
    """What the records of the report pass; empty for all."""
    tasks: frozenset[str] | None = None
    """The ids of the tasks that the report is about; None for all that the filter keeps."""
    since: str = ""
    """The past state that the report compares with, as it was named; empty for none."""
    before: State | None = None
    """That state."""
    since_day: date | None = None
    """The day that the state is of; None if it was read from a folder."""
    changes: Sequence[Difference] = ()
    """What differs from that state, of the records that the filter keeps."""
    notes: Sequence[str] = ()
    """What could not be compared, as sentences."""

    def kept(self, records: Sequence[Record]) -> list[Record]:
        """Return the records that the filter keeps, of tasks only those that the report is about. Raises FilterError."""
        found = matching(records, self.filter, self.analysis)
        return [item for item in found if self.tasks is None or not isinstance(item, Task) or item.id in self.tasks]

    @property
    def origin(self) -> str:
        """Where every figure of the report comes from."""
        message = _("As of {day}, read at {revision}.").format(day=self.analysis.day, revision=self.revision)
        return message + (" " + _("Records: {filter}").format(filter=self.filter) if self.filter else "")
