"""What a report is asked to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jinpu_tui.insight.differences import Difference, State
from jinpu_tui.insight.facts import Facts
from jinpu_tui.insight.filter import matching
from jinpu_tui.locale import _
from jinpu_tui.model.records import Record


@dataclass(frozen=True)
class Asked:
    """What a report is asked to say."""

    facts: Facts
    """The records, and the day that they are judged on."""
    revision: str
    """Where the records were read, as the report cites it."""
    filter: str = ""
    """What the records of the report pass; empty for all."""
    since: str = ""
    """The past state that the report compares with, as it was named; empty for none."""
    before: State | None = None
    """That state."""
    since_day: date | None = None
    """The day that the state is of; None if it was read from a folder."""
    changes: Sequence[Difference] = ()
    """What differs from that state, of the records that the filter keeps."""

    def kept(self, records: Sequence[Record]) -> list[Record]:
        """The records that the filter keeps. Raises FilterError."""
        return list(matching(records, self.filter, self.facts))

    @property
    def origin(self) -> str:
        """Where every figure of the report comes from."""
        told = _("As of {day}, read at {revision}.").format(day=self.facts.day, revision=self.revision)
        return told + (" " + _("Records: {filter}").format(filter=self.filter) if self.filter else "")
