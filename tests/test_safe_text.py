"""Text that we did not write never reaches the terminal as anything but text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jinpu_tui.text.sanitize import visible, visible_lines


@given(st.text())
def test_nothing_a_terminal_obeys_gets_through(text: str) -> None:
    shown = visible(text)
    assert all(item.isprintable() or item in "\u200c\u200d" or item.isspace() for item in shown)
    assert not set(shown) & set("\x1b\x07\x08\x9b\n\r\t\u202e\u2066")
    assert len(shown) == len(text)


def test_what_is_harmless_stays() -> None:
    text = "计划 “plan” — ½ 👩\u200d🔧 a\u00a0b\u3000c"
    assert visible(text) == text


def test_signs_for_controls() -> None:
    assert visible("a\x1b[31mb\x07\x7f\u202e") == "a␛[31mb␇␡\ufffd"
    assert visible_lines("a\r\nb\rc\u2028d") == ["a", "b", "c", "d"]
