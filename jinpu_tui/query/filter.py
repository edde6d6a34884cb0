"""Filters: words that a record must hold, and terms such as `lead:finance due<+2w -is:done`. See the README for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import TypeVar

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.differences import Difference, State
from jinpu_tui.model.records import DatasetInfo, Record
from jinpu_tui.query.joined_terms import joined
from jinpu_tui.query.parser import All, AnyOf, Node, Not, Term, Word, parse
from jinpu_tui.query.predicates import tester
from jinpu_tui.query.search_index import SearchIndex, folded_line

R = TypeVar("R", bound=Record)


def matching(records: Sequence[R], text: str, analysis: Analysis, finder: SearchIndex | None = None) -> Sequence[R]:
    """Return the records that a filter keeps, in their order. Raises FilterError if it is none.

    `finder` remembers what words are looked for in, from one filter to the next.
    """
    if not text.strip():
        return records
    kept = _kept(parse(text), records, analysis, finder or SearchIndex())
    return list(compress(records, kept))


def term_for(name: str, value: str) -> str:
    """Return the term that keeps the records with a value; for a value with a quotation mark, by its longest part without."""
    if not value:
        return f"{name}:none"
    longest = max(value.split('"'), key=len)
    return f'{name}="{value}"' if '"' not in value else f'{name}:"{longest}"'


def check(text: str, analysis: Analysis) -> None:
    """Raise FilterError where a text is no filter."""
    _kept(parse(text), (), analysis, SearchIndex())


def _kept(node: Node, records: Sequence[Record], analysis: Analysis, finder: SearchIndex) -> list[bool]:
    """For each record whether it is kept. Each part of several is only asked of those that the parts before left open."""
    match node:
        case Word(text):
            word = folded_line(text)
            return [word in haystack for haystack in finder.haystacks(records)]
        case Term():
            return list(map(tester(node, analysis), records))
        case Not(part):
            return [not item for item in _kept(part, records, analysis, finder)]
        case All(parts):
            return _combined(All, parts, records, analysis, finder)
        case AnyOf(parts):
            return _combined(AnyOf, parts, records, analysis, finder)


def _combined(
    kind: type[All] | type[AnyOf], parts: tuple[Node, ...], records: Sequence[Record], analysis: Analysis, finder: SearchIndex
) -> list[bool]:
    """Return for each record whether all of the parts keep it, or any.

    What the parts before the last have decided is remembered while the last is being typed, and used when another follows it.
    """
    parts = (*joined(parts[:-1], negated=kind is All), *parts[-1:])
    decided = finder.decided(records, analysis)
    known = next((len(parts) - back for back in (1, 2) if kind(parts[:-back]) in decided), 0)
    stop_at = kind is AnyOf
    kept = decided[kind(parts[:known])] if known else [not stop_at] * len(records)
    for number, part in enumerate(parts[known:], known + 1):
        undecided = [item is not stop_at for item in kept]
        asked = records if all(undecided) else list(compress(records, undecided))
        rest = iter(_kept(part, asked, analysis, finder))
        kept = [next(rest) if is_open else stop_at for is_open in undecided]
        if number == len(parts) - 1:
            decided[kind(parts[:number])] = kept
    return kept


def matching_differences(differences: Sequence[Difference], before: State, after: State, text: str) -> list[Difference]:
    """Return the differences whose records the filter `text` keeps: removed records as they were, all others as they are now.

    Raises:
        FilterError: `text` is not a filter.
    """
    if not text.strip():
        return list(differences)
    records = [
        (difference.act, difference.record) for difference in differences if not isinstance(difference.record, DatasetInfo)
    ]
    removed = [record for act, record in records if act == "removed"]
    present = [record for act, record in records if act != "removed"]
    ids = {record.id for record in (*matching(present, text, after.analysis), *matching(removed, text, before.analysis))}
    return [difference for difference in differences if difference.record.id in ids]
