"""Align the old and the new entries of a list: which entry stays, changes, moves, is added or removed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from jinpu_tui.toml_edit.equality import same

Identities = Sequence[tuple[str, ...]]
"""Groups of keys whose values distinguish the tables of a list. Of a table the first group counts whose first key it has."""

Pair = tuple[int, int]

_END = 1 << 60
"""An index beyond any list."""


def align(before: Sequence[Any], after: Sequence[Any], identities: Identities = ()) -> list[int | None]:
    """Return for each entry of `after` the index of the entry of `before` that it was, None for a new one.

    Equal entries are matched first, then tables of the same identity, then what is left between two matches: entry by entry
    if both sides have the same number of entries there, else tables that share the most values.
    """
    sources: list[int | None] = [None] * len(after)
    for old, new in _Alignment(before, after, identities).pairs():
        sources[new] = old
    return sources


def in_order(sources: Sequence[int | None]) -> set[int]:
    """Return the old indexes of the longest run of entries whose order is unchanged; all others that stay were moved."""
    best: list[int] = []
    trace: dict[int, int | None] = {}
    for old in sources:
        if old is not None:
            at = bisect_left(best, old)
            trace[old] = best[at - 1] if at else None
            best[at:] = [old, *best[at + 1 :]]
    kept: set[int] = set()
    step = best[-1] if best else None
    while step is not None:
        kept.add(step)
        step = trace[step]
    return kept


class _Alignment:
    """Matches the entries of two lists, which are referred to by their indexes in the old and in the new list."""

    def __init__(self, before: Sequence[Any], after: Sequence[Any], identities: Identities) -> None:
        self._before, self._after, self._identities = before, after, identities

    def pairs(self) -> Iterator[Pair]:
        """Yield the old and the new index of each entry that is in both lists."""
        before, after = self._before, self._after
        head = _common(before, after)
        tail = _common(before[head:][::-1], after[head:][::-1])
        yield from ((index, index) for index in range(head))
        yield from ((len(before) - step, len(after) - step) for step in range(1, tail + 1))
        olds, news = list(range(head, len(before) - tail)), list(range(head, len(after) - tail))
        matched = self._equal(olds, news)
        matched |= self._of_one_identity(olds, news, matched)
        yield from matched.items()
        for gap_olds, gap_news in _gaps(olds, news, matched):
            yield from self._similar(gap_olds, gap_news)

    def _equal(self, olds: list[int], news: list[int]) -> dict[int, int]:
        """Match equal entries: those in the same order first, then those that moved."""
        left, right = [_key(self._before[old]) for old in olds], [_key(self._after[new]) for new in news]
        matched: dict[int, int] = {}
        for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
            matched |= {olds[block.a + step]: news[block.b + step] for step in range(block.size)}
        taken = set(matched.values())
        unmatched: dict[str, list[int]] = {}
        for new, key in zip(news, right, strict=True):
            if new not in taken:
                unmatched.setdefault(key, []).append(new)
        for old, key in zip(olds, left, strict=True):
            if old not in matched and unmatched.get(key):
                matched[old] = unmatched[key].pop(0)
        return {old: new for old, new in matched.items() if same(self._before[old], self._after[new])}

    def _of_one_identity(self, olds: list[int], news: list[int], equal: Mapping[int, int]) -> dict[int, int]:
        """Match tables of the same identity among those that are not equal to another."""
        taken = set(equal.values())
        free: dict[Hashable, list[int]] = {}
        for new in news:
            if new not in taken and (identity := self._identity(self._after[new])) is not None:
                free.setdefault(identity, []).append(new)
        matched: dict[int, int] = {}
        for old in olds:
            if old not in equal and free.get(identity := self._identity(self._before[old])):
                matched[old] = free[identity].pop(0)
        return matched

    def _similar(self, olds: list[int], news: list[int]) -> Iterator[Pair]:
        """Match what is left between two matches."""
        if len(olds) == len(news):
            yield from zip(olds, news, strict=True)
            return
        scores = [(self._likeness(self._before[old], self._after[new]), old, new) for old in olds for new in news]
        used: list[Pair] = []
        for score, old, new in sorted(scores, key=lambda score: (-score[0], score[1], score[2])):
            fits = all((old < other) == (new < other_new) and old != other and new != other_new for other, other_new in used)
            if score > 0 and fits:
                used.append((old, new))
        yield from used

    def _likeness(self, old: Any, new: Any) -> float:
        """Return the share of equal values of two tables; 0 if it is under a half or both have an identity."""
        if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
            return 0
        if None not in (self._identity(old), self._identity(new)):
            return 0
        equal = sum(name in new and same(item, new[name]) for name, item in old.items())
        share = equal / max(len(old), len(new), 1)
        return share if share >= 0.5 else 0

    def _identity(self, entry: Any) -> Hashable:
        """Return what distinguishes a table from others of its list; None if nothing does."""
        if isinstance(entry, Mapping):
            for keys in self._identities:
                if keys[0] in entry:
                    return keys[0], *(repr(entry.get(key, False)) for key in keys)
        return None


def _common(first: Sequence[Any], second: Sequence[Any]) -> int:
    """Return how many entries are equal at the beginning."""
    count = 0
    for left, right in zip(first, second, strict=False):
        if not same(left, right):
            break
        count += 1
    return count


def _key(entry: Any) -> str:
    """Return a text that equal entries share, whatever the order of their keys."""
    return repr(sorted(entry.items(), key=lambda pair: str(pair[0]))) if isinstance(entry, Mapping) else repr(entry)


def _gaps(olds: list[int], news: list[int], matched: Mapping[int, int]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the unmatched old and new indexes between two neighbouring matches that are in the same order on both sides."""
    kept = in_order([old for _new, old in sorted((new, old) for old, new in matched.items())])
    taken = set(matched.values())
    bounds = [*((old, matched[old]) for old in sorted(kept)), (_END, _END)]
    first_old, first_new = -1, -1
    for last_old, last_new in bounds:
        yield (
            [old for old in olds if first_old < old < last_old and old not in matched],
            [new for new in news if first_new < new < last_new and new not in taken],
        )
        first_old, first_new = last_old, last_new
