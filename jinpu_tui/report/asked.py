"""What a report is asked to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinpu_tui.insight.differences import Difference
from jinpu_tui.insight.facts import Facts
from jinpu_tui.insight.filter import matching
from jinpu_tui.locale import _
from jinpu_tui.model.records import Record


@dataclass(frozen=True)
class Asked:
    """What a report is asked to say: the filter that its records pass, the day and the revision that it is of."""

    facts: Facts
    revision: str
    filter: str = ""
    since: str = ""
    changes: Sequence[Difference] = ()

    def kept(self, records: Sequence[Record]) -> list[Record]:
        """The records that the filter keeps. Raises FilterError."""
        return list(matching(records, self.filter, self.facts))

    @property
    def origin(self) -> str:
        """Where every figure of the report comes from."""
        told = _("As of {day}, read at {revision}.").format(day=self.facts.day, revision=self.revision)
        return told + (" " + _("Records: {filter}").format(filter=self.filter) if self.filter else "")
