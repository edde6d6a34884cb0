"""Three-way merge of the order of things: records of a file, entries of a list."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


class OrderClashError(ValueError):
    """Both sides moved the same things to different places."""


def merge_order(base: Sequence[K], ours: Sequence[K], theirs: Sequence[K]) -> list[K]:
    """Return all keys of `ours` and `theirs` in an order that keeps the moves and the insertions of both sides.

    Each sequence holds a key at most once. What stands in all three keeps the order of the side that changed it. Any other key
    follows the key that precedes it on its own side; at one place those of `ours` come first.

    Raises:
        OrderClashError: Both sides changed the order of the same keys.

    >>> merge_order("abc", "bac", "abxc")
    ['b', 'x', 'a', 'c']
    """
    shared = set(base) & set(ours) & set(theirs)
    merged = _permuted(*([key for key in side if key in shared] for side in (base, ours, theirs)))
    with_positions = set(merged)
    inserted: dict[K | None, list[K]] = {}
    for side in (ours, theirs):
        previous: K | None = None
        for key in side:
            if key not in with_positions:
                inserted.setdefault(previous, []).append(key)
                with_positions.add(key)
            previous = key
    found: list[K] = []
    waiting = [*reversed(merged), *reversed(inserted.get(None, ()))]
    while waiting:
        key = waiting.pop()
        found.append(key)
        waiting += reversed(inserted.get(key, ()))
    return found


def _permuted(base: Sequence[K], ours: Sequence[K], theirs: Sequence[K]) -> list[K]:
    """Merge three orders of the same keys, position by position.

    A permutation falls into blocks that keep their places as wholes, so two sides that permuted different blocks never differ
    from the base at the same position.
    """
    merged = []
    for was, our, their in zip(base, ours, theirs, strict=True):
        if our not in (was, their) and their != was:
            raise OrderClashError(str(was))
        merged.append(their if our == was else our)
    if len(set(merged)) != len(merged):
        raise OrderClashError(str(merged[0]))
    return merged
