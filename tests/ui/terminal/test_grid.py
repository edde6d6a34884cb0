"""What the grid sends makes a terminal show what the whole stream would have made it show."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinpu_tui.ui.terminal.grid import BLANK, UNKNOWN, AnsiWriter, Grid
from jinpu_tui.ui.terminal.sgr import joined, shows_on_blanks, without_colour

WIDTH, HEIGHT = 12, 4

STYLES = ["", "0", "1", "2", "7", "1;36", "4", "31", "48;5;7", "38;2;4;7;9"]
LETTERS = st.sampled_from(["a", "b", " ", "  ", "未", "来", "é", "│", "plan", "实施 ", "\t", "\x00"])

runs = st.tuples(st.sampled_from(STYLES), st.lists(LETTERS, max_size=6).map("".join))
moves = st.tuples(st.integers(1, HEIGHT), st.integers(1, WIDTH))
frames = st.lists(st.tuples(moves, st.lists(runs, max_size=3)), max_size=5)


def stream(frame: list) -> str:
    """A frame as Textual writes it: moves, and texts each in a style of its own."""
    parts = []
    for (row, column), texts in frame:
        parts.append(f"\x1b[{row};{column}H")
        parts += [f"\x1b[{style}m{text}\x1b[0m" for style, text in texts]
    return "".join(parts)


class Screen:
    """A terminal without line wrap."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self._stream = pyte.Stream(self.screen)
        self.feed("\x1b[?7l")

    def feed(self, data: str) -> None:
        self._stream.feed(data)

    @property
    def looks(self) -> list:
        """What a person sees, blanks without what does not show on them; and where the cursor is."""
        rows = []
        for y in range(HEIGHT):
            line = [self.screen.buffer[y][x] for x in range(WIDTH)]
            rows.append([_look(cell) for cell in line])
        return rows


def _look(cell: pyte.screens.Char) -> tuple:
    shown = cell.reverse, cell.underscore, cell.bg
    return (cell.data, *shown, *(() if cell.data == " " else (cell.fg, cell.bold)))


def whole(grid: Grid) -> str:
    """The grid cell by cell, in the plainest way there is."""
    parts = ["\x1b[m\x1b[2J"]
    for y, row in enumerate(grid.rows):
        parts += [f"\x1b[m\x1b[{y + 1};{x + 1}H\x1b[{cell.style}m{cell.text}" for x, cell in enumerate(row) if cell.text]
    return "".join(parts)


@given(st.lists(frames, max_size=4), st.sampled_from([BLANK, UNKNOWN]))
def test_differences_add_up_to_the_grid(several: list, first: object) -> None:
    grid, pen, terminal = Grid(WIDTH, HEIGHT), AnsiWriter(), Screen()
    if first == UNKNOWN:
        terminal.feed("\x1b[31mgarbage\x1b[2;3Hmore of it\x1b[44m")
        pen.lose()
    shown = [[first] * WIDTH for _row in range(HEIGHT)]
    for frame in several:
        assert grid.feed(stream(frame)) == ""
        terminal.feed(pen.difference(shown, grid))
        shown = [row.copy() for row in grid.rows]
        plain = Screen()
        plain.feed(whole(grid))
        assert terminal.looks == plain.looks
        assert (terminal.screen.cursor.y, min(terminal.screen.cursor.x, WIDTH - 1)) == (grid.y, min(grid.x, WIDTH - 1))
        assert pen.difference(shown, grid) == ""


@given(
    st.lists(st.tuples(moves, st.lists(st.tuples(st.sampled_from(STYLES), st.text("ab ", max_size=4)), max_size=3)), max_size=5)
)
def test_the_grid_is_what_a_terminal_makes_of_the_stream(frame: list) -> None:
    grid, terminal, plain = Grid(WIDTH, HEIGHT), Screen(), Screen()
    fitting = [
        ((row, column), texts) for (row, column), texts in frame if column + sum(len(text) for _s, text in texts) <= WIDTH
    ]
    grid.feed(stream(fitting))
    terminal.feed(stream(fitting))
    plain.feed(whole(grid))
    assert terminal.looks == plain.looks


def sent(before: str, after: str) -> str:
    """What is sent to come from one line of text to another."""
    grid, pen = Grid(40, 2), AnsiWriter()
    shown = [[BLANK] * 40 for _row in range(2)]
    grid.feed("\x1b[1;1H" + before)
    pen.difference(shown, grid)
    shown = [row.copy() for row in grid.rows]
    grid.feed("\x1b[1;1H" + after)
    return pen.difference(shown, grid)


@pytest.mark.parametrize(
    ("before", "after", "meant"),
    [
        ("one two three", "one two three", "\x1b[H"),
        ("one two three", "one xwo three", "\x1b[5Gx"),
        ("a" + " " * 20, "b" + " " * 20, "\x1b[Hb"),
        ("one two three", "one" + " " * 37, "\x1b[1;4H\x1b[K"),
        ("未来计划", "未来实施", "\x1b[1;5H实施"),
    ],
)
def test_little_changes_send_little(before: str, after: str, meant: str) -> None:
    assert len(sent(before, after)) <= len(meant) + 9


def test_what_terminals_measure_differently_is_placed_by_the_cell() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    told = sent(f"{family} ledger", f"{family} Ledger")
    assert told.startswith(f"\x1b[H{family}\x1b[1;3H")
    assert "Ledger" in told


def test_control_characters_never_pass() -> None:
    grid = Grid(20, 1)
    others = grid.feed("\x1b[1;1Ha\x07b\x9b31mc\rd\x1b[?25h\x1b]52;c;aGk=\x07")
    assert "".join(cell.text for cell in grid.rows[0]).rstrip() == "ab31mcd"
    assert others == "\x1b[?25h\x1b]52;c;aGk=\x07"


def test_styles() -> None:
    assert joined("1", "36") == "1;36"
    assert joined("1;36", "0") == joined("1;36", "") == ""
    assert joined("1", "0;2") == "2"
    assert shows_on_blanks("1;7")
    assert shows_on_blanks("48;2;1;2;3")
    assert not shows_on_blanks("38;2;4;7;9")
    assert without_colour("1;38;5;9;7;44") == "1;7"
