"""A bracketed paste is one text, whatever is in it and however it comes; what stands around it stays keys."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import constants, events

from jinpu_tui.ui.terminal.input_parser import MARK_DELAY_S, PasteAwareParser

START, END = "\x1b[200~", "\x1b[201~"


def parsed(*packets: str) -> list[str]:
    """Keys by name, pastes in brackets."""
    now = 0.0
    parser = PasteAwareParser(clock=lambda: now)
    found = [item for packet in packets for item in parser.feed(packet)]
    for _step in range(3):
        now += MARK_DELAY_S
        parser._timeout_time = parser._timeout_time and 0.0
        found += parser.tick()
    return [told(item) for item in found]


def told(message: object) -> str:
    if isinstance(message, events.Paste):
        return f"<{message.text}>"
    return message.key if isinstance(message, events.Key) else type(message).__name__


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        (f"a{START}text{END}b", ["a", "<text>", "b"]),
        (f"{START}one\x1btwo{END}q", ["<one␛two>", "q"]),
        (f"{START}\x1b{END}q", ["<␛>", "q"]),
        (f"{START}\x1b[A\x1b[201\x1b[I\x1b[48;1;1;1;1t{END}q", ["<␛[A␛[201␛[I␛[48;1;1;1;1t>", "q"]),
        (f"{START}a{START}b{END}q", ["<a␛[200~b>", "q"]),
        (f"{START}{END}q", ["<>", "q"]),
        (f"{START}a\x00b\x07\x7f\x9b31m\r\n\tc{END}", ["<a␀b␇␡\ufffd31m\r\n\tc>"]),
        (f"{START}王五\x1bOP：第一行{END}{START}二{END}", ["<王五␛OP：第一行>", "<二>"]),
        (f"\x1b{START}x{END}", ["escape", "<x>"]),
        ("\x1b[A\x1b[20~\x1b[2~\x1b", ["up", "f9", "insert", "escape"]),
        ("\x1b[3;5R", ["CursorPosition"]),
        ("\x1b[I\x1b[O", ["AppFocus", "AppBlur"]),
    ],
)
def test_what_is_pasted_is_text_in_any_packets(sent: str, wanted: list[str]) -> None:
    assert parsed(sent) == wanted
    assert parsed(*sent) == wanted
    for cut in range(1, len(sent)):
        assert parsed(sent[:cut], sent[cut:]) == wanted


pieces = st.sampled_from([*"ab~[2017OA;\x1b\n\r\t\x00", "王", "\x9b", START])
text = st.lists(pieces, max_size=30).map("".join).filter(lambda item: END not in item)


@settings(max_examples=200, deadline=None)
@given(st.lists(text, min_size=1, max_size=3), st.lists(st.integers(0, 120), max_size=8))
def test_nothing_pasted_is_ever_a_key(texts: list[str], cuts: list[int]) -> None:
    sent = "".join(f"{START}{item}{END}" for item in texts)
    places = sorted({0, len(sent), *(cut for cut in cuts if cut < len(sent))})
    found = parsed(*(sent[start:end] for start, end in pairwise(places)))
    assert len(found) == len(texts)
    assert all(item.startswith("<") and "\x1b" not in item and "\x00" not in item for item in found)


def test_a_lone_escape_is_a_key_as_soon_as_ever() -> None:
    now = 0.0
    parser = PasteAwareParser(clock=lambda: now)
    assert not list(parser.feed("\x1b"))
    assert not list(parser.tick())
    now = constants.ESCAPE_DELAY
    assert [told(item) for item in parser.tick()] == ["escape"]


def test_the_rest_of_a_start_mark_is_waited_for_on_a_slow_line() -> None:
    now = 0.0
    parser = PasteAwareParser(clock=lambda: now)
    found = list(parser.feed("\x1b[20"))
    now = MARK_DELAY_S / 2
    found += [*parser.tick(), *parser.feed("0~q"), *parser.tick(), *parser.feed(END)]
    assert [told(item) for item in found] == ["<q>"]


def test_a_huge_paste_takes_no_longer_than_its_length() -> None:
    part = "x\x1b[20" * 1000
    parser = PasteAwareParser()
    found = [*parser.feed(START), *(item for _number in range(1000) for item in parser.feed(part)), *parser.feed(END)]
    assert [len(item.text) for item in found if isinstance(item, events.Paste)] == [len(part) * 1000]
