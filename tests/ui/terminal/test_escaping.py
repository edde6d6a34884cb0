"""Esc is a key, however close the next one comes; sequences of function keys stay whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events

from jinpu_tui.ui.terminal.input_parser import PasteAwareParser

SEQUENCES = {
    "\x1b[A": "up",
    "\x1bOA": "up",
    "\x1bOP": "f1",
    "\x1b[3~": "delete",
    "\x1b[5~": "pageup",
    "\x1b[1;5D": "ctrl+left",
    "\x1b[Z": "shift+tab",
}


def keys(*packets: str) -> list[str]:
    now = 0.0
    parser = PasteAwareParser(clock=lambda: now)
    found = [item for packet in packets for item in parser.feed(packet)]
    for _step in range(3):
        now += 5.0
        parser._timeout_time = parser._timeout_time and 0.0
        found += parser.tick()
    return [item.key for item in found if isinstance(item, events.Key)]


@pytest.mark.parametrize("code", [*range(0x20, 0x7F), 0x0D, 0x09, 0x7F, 0x03, ord("中"), ord("£")])
def test_escape_and_a_key_in_one_packet(code: int) -> None:
    if chr(code) in "[O":  # may begin a sequence: what comes after a pause is a key all the same
        return
    alone = keys(chr(code))
    assert keys("\x1b" + chr(code)) == ["escape", *alone]
    assert keys("\x1b", chr(code)) == ["escape", *alone]
    assert keys("a\x1b" + chr(code) + "b") == ["a", "escape", *alone, "b"]


@pytest.mark.parametrize("key", ["j", "3", "f", "b", "q"])
@pytest.mark.parametrize("sequence", SEQUENCES)
def test_sequences_stay_whole_beside_escape(sequence: str, key: str) -> None:
    name = SEQUENCES[sequence]
    assert keys(sequence) == [name]
    assert keys("\x1b" + sequence + key) == ["escape", name, key]
    assert keys(sequence + "\x1b" + key) == [name, "escape", key]
    assert keys(sequence[:1], sequence[1:]) == [name]
    assert keys(sequence[:2], sequence[2:]) == [name]


def test_two_escapes_at_the_end_come_last() -> None:
    assert keys("\x1bj\x1b\x1b") == ["escape", "j", "escape", "escape"]
    assert keys("\x1bj\x1b", "\x1bk") == ["escape", "j", "escape", "escape", "k"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["\x1b", "j", "3", "f", "\r", "中", *SEQUENCES]), max_size=8))
def test_no_key_is_lost_or_made_up(parts: list[str]) -> None:
    wanted = [name for part in parts for name in ([SEQUENCES[part]] if part in SEQUENCES else keys(part))]
    assert keys("".join(parts)) == wanted
