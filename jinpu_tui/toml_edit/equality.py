"""Equality of plain values: what a TOML document holds, as Python's own types."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any


def same(one: Any, other: Any) -> bool:
    """Return whether two values are equal in TOML: types count (1 is not 1.0), the order of keys does not, nan is nan."""
    if one is other:
        return True
    if isinstance(one, str):  # most values
        return type(one) is type(other) and one == other
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return False
        for name, item in one.items():  # noqa: SIM110  a generator takes twice as long
            if not same(item, other[name]):
                return False
        return True
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        if math.isnan(one) or math.isnan(other):
            return math.isnan(one) and math.isnan(other)
        return one == other and math.copysign(1, one) == math.copysign(1, other)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return same(dict(one), dict(other))
    return type(one) is type(other) and bool(one == other)
