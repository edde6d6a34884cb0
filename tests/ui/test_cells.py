"""Lines in terminal cells: nothing is lost and nothing sticks out."""

from __future__ import annotations

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
