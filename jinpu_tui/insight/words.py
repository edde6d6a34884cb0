"""What a record can be found by: any field that names or describes it, whatever the case or width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from jinpu_tui.model.records import Indicator, Record, Requirement, Source, Task

MOST_DECIDED = 100
"""So many parts of filters are remembered."""


class Finder:
    """Remembers what each record can be found by."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Record, str]] = {}
        self._decided: tuple[object, object, dict[Any, list[bool]]] = None, None, {}
        self._last: tuple[Sequence[Record], Sequence[str]] = (), ()

    def haystacks(self, records: Sequence[Record]) -> Sequence[str]:
        """What each of some records can be found by; those of all of a kind are at hand, for the next letter."""
        if not isinstance(records, tuple):
            return [self.haystack(record) for record in records]
        if self._last[0] is not records:
            self._last = records, [self.haystack(record) for record in records]
        return self._last[1]

    def decided(self, records: Sequence[Record], facts: object) -> dict[Any, list[bool]]:
        """What parts of filters keep of all records of a kind, as far as it was asked; to be added to."""
        if not isinstance(records, tuple):
            return {}
        known, known_facts, decided = self._decided
        if known is not records or known_facts is not facts or len(decided) > MOST_DECIDED:
            decided = {}
            self._decided = records, facts, decided
        return decided

    def haystack(self, record: Record) -> str:
        """Everything that a record can be found by."""
        known = self._known.get(record.id)
        if known is None or known[0] is not record:
            known = self._known[record.id] = record, folded("\n".join(filter(None, _texts(record))))
        return known[1]


def folded(text: str) -> str:
    """A text without differences of case and of full and half width."""
    return text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def _texts(record: Record) -> Iterable[str | None]:
    match record:
        case Task():
            return (
                *(record.id, record.title, record.status, record.lead, record.owner, record.quote, record.note),
                *(record.problem, record.next, record.deliverable),
                *(*record.requirements, *record.support, *record.tags),
                *[step.text for step in record.steps],
                *[entry.text for entry in record.log],
            )
        case Requirement():
            return record.id, record.title, record.text, record.quote, record.note, *record.tags
        case Indicator():
            named = record.id, record.name, record.unit, record.definition, record.lead, record.note
            return (*named, *record.requirements, *record.tags)
        case Source():
            return record.id, record.title, record.publisher, record.number, record.note
    return record.id, record.name
