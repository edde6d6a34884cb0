"""Finding records by words: all of them, in any field that names or describes the record, whatever the case or width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeVar

from jinpu_tui.model.records import Indicator, Record, Requirement, Source, Task

R = TypeVar("R", bound=Record)


def matching(records: Iterable[R], text: str) -> list[R]:
    """The records that hold every word of `text`, in their order."""
    words = folded(text).split()
    return [record for record in records if all(word in haystack(record) for word in words)]


def folded(text: str) -> str:
    """A text without differences of case and of full and half width."""
    return text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=1 << 18)
def haystack(record: Record) -> str:
    """Everything that a record can be found by."""
    return folded("\n".join(_texts(record)))


def _texts(record: Record) -> Iterator[str]:
    yield from (record.id, record.name)
    match record:
        case Task():
            yield from (record.status, record.lead or "", record.owner or "", record.quote or "", record.note or "")
            yield from (*record.requirements, *record.support, *record.tags)
            yield from (record.problem or "", record.next or "", record.deliverable or "")
            yield from (step.text for step in record.steps)
            yield from (entry.text for entry in record.log)
        case Requirement():
            yield from (record.text or "", record.quote or "", record.note or "", *record.tags)
        case Indicator():
            yield from (record.unit or "", record.definition or "", record.lead or "", *record.requirements)
        case Source():
            yield from (record.publisher or "", record.number or "", record.note or "")
