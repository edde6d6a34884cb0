"""A mouse in a real pty, as terminals report it (SGR, mode 1006)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pty", allow_module_level=True)

from terminal import Terminal

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))

LEFT, RIGHT, DRAG, WHEEL_DOWN = 0, 2, 32, 65


def opened(ledger: Path, columns: int = 120, rows: int = 35) -> Terminal:
    terminal = Terminal([PROGRAM, str(ledger)], columns=columns, rows=rows)
    terminal.wait_for("R2 Second")
    return terminal


def place(terminal: Terminal, text: str) -> tuple[int, int]:
    """Where a text is on the screen; what stands before it must be one cell wide."""
    return next((line.index(text), y) for y, line in enumerate(terminal.text.splitlines()) if text in line)


def mouse(code: int, x: int, y: int, *, is_down: bool = True) -> str:
    return f"\x1b[<{code};{x + 1};{y + 1}{'M' if is_down else 'm'}"


def click(terminal: Terminal, text: str, button: int = LEFT, *, times: int = 1) -> None:
    x, y = place(terminal, text)
    terminal.send((mouse(button, x, y) + mouse(button, x, y, is_down=False)) * times)


def test_clicks_drags_and_the_wheel_of_a_terminal(ledger: Path) -> None:
    with opened(ledger) as terminal:
        click(terminal, "Third")
        terminal.wait_for("3 of 3")
        click(terminal, "Third", RIGHT)
        terminal.wait_for("Set the progress")
        click(terminal, "Set the progress")
        terminal.wait_for("progress T3")
        terminal.send("\x1b")
        terminal.wait_for(lambda text: "progress T3" not in text)
        click(terminal, "Write the plan", times=2)
        terminal.wait_for("task T1")
        terminal.send("\x1b")
        terminal.wait_for("R2 Second")
        x = terminal.text.splitlines()[5].index("│")
        terminal.send(mouse(LEFT, x, 5) + mouse(LEFT + DRAG, x + 9, 5) + mouse(LEFT, x + 12, 5, is_down=False))
        terminal.wait_for(lambda text: abs(text.splitlines()[5].find("│") - x - 12) <= 1)
        terminal.send(mouse(WHEEL_DOWN, 5, 3))
        terminal.send("q")
        assert terminal.wait_for_end() == 0


def test_moves_without_a_button_are_not_asked_for(ledger: Path) -> None:
    with opened(ledger) as terminal:
        assert b"\x1b[?1002h" in terminal.written
        assert b"\x1b[?1006h" in terminal.written
        assert not any(mode in terminal.written for mode in (b"\x1b[?1003h", b"\x1b[?1015h"))
        terminal.send("q")
        assert terminal.wait_for_end() == 0
        while terminal.read(0.2):
            pass
        assert b"\x1b[?1002l" in terminal.written
        assert b"\x1b[?1000l" in terminal.written


def test_a_click_that_changes_nothing_writes_next_to_nothing(ledger: Path) -> None:
    with opened(ledger) as terminal:
        click(terminal, "Third")
        terminal.wait_for("3 of 3")
        while terminal.read(0.5):
            pass
        before = len(terminal.written)
        click(terminal, "Third")
        while terminal.read(0.5):
            pass
        assert len(terminal.written) - before < 20
