"""Values as TOML: what is written is read again as it was."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinpu_tui.toml_edit import encoder
from jinpu_tui.toml_edit.equality import same
from jinpu_tui.toml_edit.parser import parse

TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.text(
    st.sampled_from("\"'\\\n\r\t\b\f\x00\x7f\u3000a"), max_size=8
)
SCALARS = TEXTS | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.booleans() | st.dates() | st.datetimes()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=8)


@given(VALUES, TEXTS)
def test_what_is_written_is_read_again(value, name):
    wanted = _without_fractions(value)
    for write in (encoder.inline, encoder.value):
        assert same(parse(f"{encoder.key(name)} = {write(wanted)}\n"), {name: wanted})


def _without_fractions(value):
    """TOML readers need not keep more than milliseconds."""
    if isinstance(value, datetime):
        return value.replace(microsecond=0)
    if isinstance(value, dict):
        return {name: _without_fractions(item) for name, item in value.items()}
    return [_without_fractions(item) for item in value] if isinstance(value, list) else value


def test_a_text_needs_as_few_escapes_as_possible():
    written = {
        "a": '"a"',
        'say "a"': "'say \"a\"'",
        'it\'s "a"': '"it\'s \\"a\\""',
        "a\\b": r"'a\b'",
        "a\nb": r'"a\nb"',
        "\x1f": r'"\u001f"',
    }
    assert {text: encoder.inline(text) for text in written} == written
    assert encoder.inline({"day": date(2016, 1, 1), "many": (1, 2)}) == "{ day = 2016-01-01, many = [1, 2] }"


def test_a_text_that_is_not_utf_8_is_refused():
    for write in (encoder.inline, encoder.value):
        with pytest.raises(TypeError, match="UTF-8"):
            write("a\ud800\n")


@pytest.mark.parametrize(
    ("one", "other"), [(1, 1.0), (True, 1), (0.0, -0.0), (date(2016, 1, 1), datetime(2016, 1, 1)), ([1], {"a": 1}), ("1", 1)]
)
def test_types_and_signs_count(one, other):
    assert not same({"a": [one]}, {"a": [other]})
    assert same({"b": 1, "a": [one, float("nan")]}, {"a": (one, float("nan")), "b": 1})
