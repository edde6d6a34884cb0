"""How far two texts are the same."""

from __future__ import annotations

from typing import AnyStr


def common_prefix(one: AnyStr, other: AnyStr) -> int:
    """Return how many characters or bytes two texts begin with alike.

    Whole stretches are compared at once, by halving: texts of megabytes take as long as a few comparisons of them.
    """
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
