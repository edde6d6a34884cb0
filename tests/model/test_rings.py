"""Rings in graphs of records, compared with the plain definition: an id that can be reached from itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jinpu_tui.model.dataset import rings

IDS = st.sampled_from("abcdefgh")


def reachable(edges: dict[str, list[str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        id_ = waiting.pop()
        if id_ not in seen:
            seen.add(id_)
            waiting += edges.get(id_, ())
    return seen


@given(st.dictionaries(IDS, st.lists(IDS, max_size=4)))
def test_rings_are_the_ids_reachable_from_themselves(edges: dict[str, list[str]]) -> None:
    assert rings(edges) == {id_ for id_ in edges if id_ in reachable(edges, id_)}


def test_long_chains_and_rings_take_no_recursion() -> None:
    count = 50_000
    chain = {str(number): [str(number + 1)] for number in range(count)}
    assert rings(chain) == set()
    assert len(rings({**chain, str(count): ["0"]})) == count + 1
