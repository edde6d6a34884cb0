"""Lines in terminal cells: nothing is lost and nothing sticks out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from jinpu_tui.text.width import wrap
from jinpu_tui.ui.styled_line import wrap_line

TEXTS = st.text("ab 计。", max_size=12)
PIECES = st.lists(st.tuples(TEXTS, st.sampled_from([Style(), Style(bold=True), Style(dim=True)])))


@given(PIECES, st.integers(2, 9))
def test_pieces_are_wrapped_as_their_text_is_and_keep_their_styles(line: list[tuple[str, Style]], width: int) -> None:
    text = "".join(piece for piece, _style in line)
    lines = wrap_line(line, width)
    assert ["".join(piece for piece, _style in item) for item in lines] == wrap(text, width)
    assert all(cell_len("".join(piece for piece, _style in item)) <= width for item in lines)
    styled = [(character, style) for piece, style in line for character in piece if character != " "]
    assert [(character, style) for item in lines for piece, style in item for character in piece if character != " "] == styled


@pytest.mark.parametrize("width", range(4, 30))
@pytest.mark.parametrize(
    "text", ["召开第3次协调推进会，议定事项5项。", "明确《实施方案》（“时间表”）、路线图！GDP增长7％，CPI为2。"]
)
def test_no_line_begins_or_ends_in_the_wrong_punctuation(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines) == text
    assert all(cell_len(line) <= width for line in lines)
    if width >= 10:
        assert not [line for line in lines if line[0] in "，。、！》）”％" or line[-1] in "《（“"]
