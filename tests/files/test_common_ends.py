"""What two texts have in common at their ends, compared with counting it one by one."""

from __future__ import annotations

from itertools import takewhile

from hypothesis import given
from hypothesis import strategies as some

from jinpu_tui.text.common_ends import common_prefix, common_suffix

texts = some.text("ab\n", max_size=12)


def counted(one: str, other: str) -> int:
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


@given(texts, texts)
def test_both_ends_are_as_long_as_counted(one: str, other: str) -> None:
    head = common_prefix(one, other)
    assert head == counted(one, other)
    assert common_suffix(one, other) == counted(one[::-1], other[::-1])
    assert common_suffix(one, other, after=head) == counted(one[head:][::-1], other[head:][::-1])
    assert common_suffix(one.encode(), other.encode(), after=head) == common_suffix(one, other, after=head)
