"""The terminal's own cursor, which screen readers and magnifiers follow."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pty", allow_module_level=True)

from terminal import Terminal

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))


def ledger_of(folder: Path) -> Path:
    tasks = "".join(f'\n[[task]]\nid = "T{number}"\ntitle = "第{number}项 task"\n' for number in range(1, 61))
    text = f'[dataset]\ntitle = "many"\n\n[[requirement]]\nid = "R1"\ntitle = "要求"\n{tasks}'
    (folder / "d.toml").write_text(text, "utf-8")
    return folder


class Reader:
    """Reads the line that the cursor of a terminal is on."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def reaches(self, keys: str, text: str, title: str = "") -> None:
        """Type, and wait until the cursor is on a line with a text while the screen shows a title."""
        self.terminal.send(keys)
        self.terminal.wait_for(lambda shown: title in shown and text in shown.splitlines()[self.terminal.screen.cursor.y])

    @property
    def is_hidden(self) -> bool:
        return self.terminal.screen.cursor.hidden


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])
@pytest.mark.parametrize("plain", [True, False], ids=["plain", "colours"])
def test_it_is_on_the_selected_row_and_can_be_seen_on_a_plain_screen(
    tmp_path: Path, size: tuple[int, int], plain: bool
) -> None:
    words = ["--plain"] if plain else []
    columns, rows = size
    with Terminal([PROGRAM, *words, str(ledger_of(tmp_path))], columns=columns, rows=rows) as terminal:
        reader = Reader(terminal)
        reader.reaches("", "R1")
        side = "|" if plain else "│"
        steps = [("2", "T1 ", ""), ("j", "T2 ", ""), ("G", "T60", ""), ("k", "T59", ""), ("gj", "T2 ", "")]
        steps += [("\r", "id ", ""), ("j", "title", ""), ("\x7f", "T2 ", ""), ("n", side, "note on T2"), ("\x1b", "T2 ", "")]
        steps += [("s", "type to narrow", "status T2"), ("\x1b[B", "doing", "status T2"), ("\x1b", "T2 ", "")]
        for keys, text, title in steps:
            reader.reaches(keys, text, title)
            assert reader.is_hidden is not plain
        terminal.resize(columns, rows - 3)
        reader.reaches("j", "T3 ")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
        assert not reader.is_hidden


def test_it_follows_the_choice_in_a_list_and_goes_back_to_what_is_typed(tmp_path: Path) -> None:
    with Terminal([PROGRAM, "--plain", str(ledger_of(tmp_path))]) as terminal:
        reader = Reader(terminal)
        reader.reaches("f", "type to narrow")
        reader.reaches("\x1b[B", "T1 ")
        reader.reaches("\x1b[B", "T2 ")
        reader.reaches("\x1b[A", "T1 ")
        reader.reaches("项", "| 项")
        reader.reaches("\x1b[B", "T2 ")
        reader.reaches("\x7f", "type to narrow")


def test_the_caret_of_a_prompt_is_where_the_cursor_is(tmp_path: Path) -> None:
    with Terminal([PROGRAM, "--plain", str(ledger_of(tmp_path))]) as terminal:
        reader = Reader(terminal)
        reader.reaches("2", "T1 ")
        reader.reaches("n已发", "已发")
        terminal.wait_for(
            lambda _text: terminal.screen.buffer[terminal.screen.cursor.y][terminal.screen.cursor.x - 2].data == "发"
        )
        assert not reader.is_hidden
