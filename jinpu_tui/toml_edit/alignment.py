"""Alignment of the old and the new entries of a list: which entry stays, changes, moves, comes in or goes out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from jinpu_tui.toml_edit.equality import same

_IDENTITY_KEYS = (("id",), ("period", "cumulative"), ("text",))
"""Keys that tell tables of a list apart: records by id, observations by period, steps by text. The first that fits counts."""

Pair = tuple[int, int]

_END = 1 << 60
"""An index beyond any list."""


def align(before: Sequence[Any], after: Sequence[Any]) -> list[int | None]:
    """Return for each entry of `after` the index of the entry of `before` that it was, None for a new one.

    Equal entries are matched first, then tables of the same identity, then what is left between two matches: entry by entry
    if both sides have the same number of entries there, else tables that share the most values.
    """
    sources: list[int | None] = [None] * len(after)
    for old, new in _matches(before, after):
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


def _matches(before: Sequence[Any], after: Sequence[Any]) -> Iterator[Pair]:
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    yield from ((index, index) for index in range(head))
    yield from ((len(before) - step, len(after) - step) for step in range(1, tail + 1))
    olds, news = list(range(head, len(before) - tail)), list(range(head, len(after) - tail))
    found = _equal(before, after, olds, news)
    found |= _of_one_identity(before, after, olds, news, found)
    yield from found.items()
    for gap_olds, gap_news in _gaps(olds, news, found):
        yield from _paired(before, after, gap_olds, gap_news)


def _common(one: Sequence[Any], other: Sequence[Any]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if not same(left, right):
            break
        count += 1
    return count


def _equal(before: Sequence[Any], after: Sequence[Any], olds: list[int], news: list[int]) -> dict[int, int]:
    """Match equal entries: those in the same order first, then those that moved."""
    left, right = [_key(before[old]) for old in olds], [_key(after[new]) for new in news]
    found: dict[int, int] = {}
    for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        found |= {olds[block.a + step]: news[block.b + step] for step in range(block.size)}
    taken = set(found.values())
    unmatched: dict[str, list[int]] = {}
    for new, key in zip(news, right, strict=True):
        if new not in taken:
            unmatched.setdefault(key, []).append(new)
    for old, key in zip(olds, left, strict=True):
        if old not in found and unmatched.get(key):
            found[old] = unmatched[key].pop(0)
    return {old: new for old, new in found.items() if same(before[old], after[new])}


def _key(entry: Any) -> str:
    """Return a text that equal entries share, whatever the order of their keys."""
    return repr(sorted(entry.items(), key=lambda pair: str(pair[0]))) if isinstance(entry, Mapping) else repr(entry)


def _of_one_identity(
    before: Sequence[Any], after: Sequence[Any], olds: list[int], news: list[int], found: Mapping[int, int]
) -> dict[int, int]:
    taken = set(found.values())
    free: dict[Hashable, list[int]] = {}
    for new in news:
        if new not in taken and (identity := _identity(after[new])) is not None:
            free.setdefault(identity, []).append(new)
    matched: dict[int, int] = {}
    for old in olds:
        if old not in found and free.get(identity := _identity(before[old])):
            matched[old] = free[identity].pop(0)
    return matched


def _identity(entry: Any) -> Hashable:
    if isinstance(entry, Mapping):
        for keys in _IDENTITY_KEYS:
            if keys[0] in entry:
                return keys[0], *(repr(entry.get(key, False)) for key in keys)
    return None


def _gaps(olds: list[int], news: list[int], found: Mapping[int, int]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the unmatched old and new indexes between two neighbouring matches that are in the same order on both sides."""
    kept = in_order([old for _new, old in sorted((new, old) for old, new in found.items())])
    taken = set(found.values())
    bounds = [*((old, found[old]) for old in sorted(kept)), (_END, _END)]
    first_old, first_new = -1, -1
    for last_old, last_new in bounds:
        yield (
            [old for old in olds if first_old < old < last_old and old not in found],
            [new for new in news if first_new < new < last_new and new not in taken],
        )
        first_old, first_new = last_old, last_new


def _paired(before: Sequence[Any], after: Sequence[Any], olds: list[int], news: list[int]) -> Iterator[Pair]:
    if len(olds) == len(news):
        yield from zip(olds, news, strict=True)
        return
    scores = [(_likeness(before[old], after[new]), old, new) for old in olds for new in news]
    used: list[Pair] = []
    for score, old, new in sorted(scores, key=lambda score: (-score[0], score[1], score[2])):
        fits = all((old < other) == (new < other_new) and old != other and new != other_new for other, other_new in used)
        if score > 0 and fits:
            used.append((old, new))
    yield from used


def _likeness(one: Any, other: Any) -> float:
    """Return the share of values that two tables have in common, 0 if it is less than half or they cannot be the same entry."""
    if not (isinstance(one, Mapping) and isinstance(other, Mapping)) or None not in (_identity(one), _identity(other)):
        return 0
    equal = sum(name in other and same(item, other[name]) for name, item in one.items())
    share = equal / max(len(one), len(other), 1)
    return share if share >= 0.5 else 0
