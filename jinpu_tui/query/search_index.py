"""What a record can be found by: any field that names or describes it, whatever the case or width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from jinpu_tui.model.formatting import units_text
from jinpu_tui.model.records import Indicator, Record, Requirement, Source, Task

MAX_DECIDED = 100
"""That many parts of filters are remembered."""


class SearchIndex:
    """Remembers what each record can be found by."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Record, str]] = {}
        self._decided: tuple[object, object, dict[Any, list[bool]]] = None, None, {}
        self._last: tuple[Sequence[Record], Sequence[str]] = (), ()

    def haystacks(self, records: Sequence[Record]) -> Sequence[str]:
        """Return what each of some records can be found by; those of all of a kind are at hand, for the next letter."""
        if not isinstance(records, tuple):
            return [self.haystack(record) for record in records]
        if self._last[0] is not records:
            self._last = records, [self.haystack(record) for record in records]
        return self._last[1]

    def decided(self, records: Sequence[Record], analysis: object) -> dict[Any, list[bool]]:
        """Return what parts of filters keep of all records of a kind, as far as it was asked; to be added to."""
        if not isinstance(records, tuple):
            return {}
        known, known_facts, decided = self._decided
        if known is not records or known_facts is not analysis or len(decided) > MAX_DECIDED:
            decided = {}
            self._decided = records, analysis, decided
        return decided

    def haystack(self, record: Record) -> str:
        """Everything that a record can be found by."""
        known = self._known.get(record.id)
        if known is None or known[0] is not record:
            known = self._known[record.id] = record, _haystack(list(filter(None, _texts(record))))
        return known[1]


def _haystack(texts: Sequence[str]) -> str:
    """Return texts folded, each on a line of its own, so that no phrase is found across two of them."""
    joined = "\n".join(texts)
    if joined.count("\n") >= len(texts) or "  " in joined or "\t" in joined or "\r" in joined:
        joined = "\n".join(map(one_line, texts))
    return folded(joined)


def folded(text: str) -> str:
    """Return a text without differences of case and of full and half width."""
    return text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def folded_line(text: str) -> str:
    """Return a text folded and on one line, as phrases are looked for and units are compared."""
    return folded(one_line(text))


def one_line(text: str) -> str:
    """Return a text as if it had been written on one line, with single blanks between its words.

    Between two characters of a script that does without blanks a line break is nothing.

    >>> one_line("institutional\\n  innovation"), one_line("行政\\n管理")
    ('institutional innovation', '行政管理')
    """
    if text.isprintable() and "  " not in text and not (text[:1].isspace() or text[-1:].isspace()):
        return text
    return " ".join(re.sub(_BREAK_WITHOUT_BLANK, "", text).split())


EVERYWHERE = ""
"""In place of the name of a column: a word that is looked for may stand in any."""

_WIDE_CHARACTER = "[\u2e80-\u2fdf\u3001-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
_BREAK_WITHOUT_BLANK = rf"(?<={_WIDE_CHARACTER})[ \t]*(?:\r\n?|\n)\s*(?={_WIDE_CHARACTER})"
"""Compiled when the first such text is met, as that takes longer than all else here."""


def _texts(record: Record) -> Iterable[str | None]:
    match record:
        case Task():
            return (
                *(record.id, record.title, record.status, units_text(record.lead), record.owner, record.quote, record.note),
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
