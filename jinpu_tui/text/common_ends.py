"""How far two texts are the same, from their start and from their end.

Whole stretches are compared at once, by halving: texts of megabytes take as long as a few comparisons of them.
"""

from __future__ import annotations

from typing import AnyStr


def common_prefix(one: AnyStr, other: AnyStr) -> int:
    """Return how many characters or bytes two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_suffix(one: AnyStr, other: AnyStr, after: int = 0) -> int:
    """Return how many characters or bytes two texts end with alike, apart from the first `after` of each."""
    low, high = 0, min(len(one), len(other)) - after
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low
