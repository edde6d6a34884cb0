"""The audit of merges finds what somebody takes out of a result: a check that never fails would be none."""

from __future__ import annotations

import random
import re
import sys
import tomllib
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "promises"))

from handwritten import Words, document, edited, written

from jinpu_tui.history.merge_audit import missing_changes
from jinpu_tui.history.merge_driver import MergeError, merge

WORD = re.compile(rb"w\d+w")


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_each_word_that_a_side_added_is_missed(seed: int) -> None:
    checked = 0
    for number in range(seed, seed + 4):
        dice, word = random.Random(number), Words()  # noqa: S311  for a repeatable run
        blocks = document(dice, word)
        base = written(dice, blocks)
        ours, theirs = (written(dice, edited(dice, word, blocks, 4, fresh)) for fresh in (1, 2))
        try:
            result = merge(base, ours, theirs).data
        except MergeError:
            continue
        assert missing_changes(base, ours, theirs, result) == []
        added = set(WORD.findall(ours + theirs)) - set(WORD.findall(base))
        for item in sorted(added & set(WORD.findall(result))):
            for spoilt in (result.replace(item, b"w0w"), b"\n".join(line for line in result.split(b"\n") if item not in line)):
                if is_toml(spoilt) and item not in spoilt:
                    assert missing_changes(base, ours, theirs, spoilt), (number, item)
                    checked += 1
    assert checked


def is_toml(data: bytes) -> bool:
    try:
        tomllib.loads(data.decode("utf-8-sig"))
    except tomllib.TOMLDecodeError:
        return False
    return True


LAST = b'\n[[task]]\nid = "C"\nlead = "u" # why\n'
BASE = b'[[task]]\nid = "A"\n\n[[task]]\nid = "B"\nsteps = [{ text = "x" }, { text = "y" }]\n' + LAST
FOUND = {
    "a removal undone": (BASE.replace(b'lead = "u" # why\n', b""), BASE, "C lead"),
    "a removed comment": (BASE.replace(b" # why", b""), BASE, "# why"),
    "order of records": (
        LAST + b"\n" + BASE.removesuffix(LAST),
        BASE,
        "order",
    ),
    "order of steps": (BASE.replace(b'{ text = "x" }, { text = "y" }', b'{ text = "y" }, { text = "x" }'), BASE, "order"),
    "a record given twice": (BASE, BASE + LAST, "single"),
    "a number of another type": (BASE + b"n = 1\n", BASE + b"n = 1.0\n", "n"),
    "no TOML": (BASE + b"n = 1\n", BASE + b"<<<<<<<\n", "TOML"),
}


@pytest.mark.parametrize(("side", "result", "named"), FOUND.values(), ids=FOUND)
def test_what_a_result_lacks_is_named(side: bytes, result: bytes, named: str) -> None:
    assert any(named in change for change in missing_changes(BASE, side, BASE, result))
    assert any(named in change for change in missing_changes(BASE, BASE, side, result))
    if named != "single":
        assert missing_changes(BASE, side, BASE, side) == []
