"""Ways out that nobody asked for: nothing is lost, the terminal is whole, and what happened is told."""

from __future__ import annotations

import os
import signal
import sys
import termios
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pty", allow_module_level=True)

from ledger_text import LEDGER, changed_lines
from terminal import Terminal

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))


def opened(ledger: Path, *words: str, **environ: str) -> Terminal:
    terminal = Terminal([PROGRAM, *words, str(ledger)], columns=120, rows=32, **environ)
    terminal.wait_for("Write the plan")
    return terminal


def is_restored(terminal: Terminal) -> bool:
    """Whether the screen of before is back, with its cursor, and keys are echoed by lines."""
    on, off = (terminal.written.rfind(b"\x1b[?1049" + item) for item in (b"h", b"l"))
    local = termios.tcgetattr(terminal.master)[3]
    return off > on and b"\x1b[?25h" in terminal.written[on:] and bool(local & termios.ECHO and local & termios.ICANON)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_restores_the_terminal(ledger: Path, number: signal.Signals) -> None:
    with opened(ledger) as terminal:
        os.kill(terminal.process.pid, number)
        assert terminal.wait_for_end() == 128 + number
        assert is_restored(terminal)


def test_ctrl_c_closes_a_prompt_then_the_program(ledger: Path) -> None:
    with opened(ledger) as terminal:
        terminal.send("2d")
        terminal.wait_for("due T1")
        terminal.send("\x03")
        terminal.wait_for(lambda text: "due T1" not in text)
        terminal.send("\x03")
        assert terminal.wait_for_end() == 0
        assert is_restored(terminal)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_what_was_being_typed_comes_back(ledger: Path, number: signal.Signals) -> None:
    with opened(ledger) as terminal:
        terminal.send("2jnhalf a thou")
        terminal.wait_for("half a thou")
        os.kill(terminal.process.pid, number)
        terminal.wait_for_end()
    assert (ledger / "ledger.toml").read_bytes().decode() == LEDGER
    with Terminal([PROGRAM, str(ledger)], columns=120, rows=32) as again:
        again.wait_for("note on T2")
        again.wait_for("│ half a thou")
        assert below(again, "note on T2", "计划实施方案")
        again.send("ght\r")
        again.wait_for("half a thought")
        again.wait_for(lambda text: "note on T2" not in text)
        assert 'text = "half a thought"' in (ledger / "ledger.toml").read_text("utf-8")
        again.send("q")
        again.wait_for_end()
    assert sorted(path.name for path in (ledger / ".jinpu").iterdir()) == [".gitignore", "journal.toml", "lock"]


def test_a_field_of_the_form_comes_back_and_esc_lets_it_go(ledger: Path) -> None:
    with opened(ledger) as terminal:
        terminal.send("2e")
        terminal.wait_for("Enter changes a field")
        terminal.send("gj\r")
        terminal.wait_for("title T1")
        terminal.send("\x15A better title")
        terminal.wait_for("│ A better title")
        os.kill(terminal.process.pid, signal.SIGKILL)
        terminal.wait_for_end()
    with Terminal([PROGRAM, str(ledger)], columns=120, rows=32) as again:
        again.wait_for("│ A better title")
        again.send("\x1b")
        again.wait_for(lambda text: "│ A better title" not in text)
        again.send("\x1b")
        again.wait_for("2 Tasks")
        again.send("q")
        again.wait_for_end()
    with opened(ledger) as third:
        third.send("2q")
        third.wait_for_end()
        assert b"A better title" not in third.written
    assert (ledger / "ledger.toml").read_bytes().decode() == LEDGER


@pytest.mark.parametrize(
    ("keys", "typed", "shown"),
    [
        ("2w", "Plann", "new: Plann"),
        ("2d", "+2w", "due 2016-12-31 → 2017-01-14"),
        ("2e;problem\r", "two lines of\ra problem", "a problem"),
        ("2ll\r\t", "Zebra", "Zebra"),
        ("2lT", "send it due:+1w", "send it due:+1w"),
    ],
)
def test_each_kind_of_prompt_comes_back(ledger: Path, keys: str, typed: str, shown: str) -> None:
    with opened(ledger) as terminal:
        for key in keys:
            terminal.send(key)
            while terminal.read(0.15):
                pass
        terminal.send(typed)
        terminal.wait_for(shown)
        while terminal.read(0.2):
            pass
        os.kill(terminal.process.pid, signal.SIGKILL)
        terminal.wait_for_end()
    with Terminal([PROGRAM, str(ledger)], columns=120, rows=32) as again:
        again.wait_for(shown)
    assert (ledger / "ledger.toml").read_bytes().decode() == LEDGER


def below(terminal: Terminal, text: str, above: str) -> bool:
    """Whether a text stands on the line below another."""
    lines = terminal.text.splitlines()
    at = next(number for number, line in enumerate(lines) if text in line)
    return above in lines[at - 1].replace(" ", "")


def test_a_live_sessions_draft_is_left_alone(ledger: Path) -> None:
    with opened(ledger) as terminal:
        terminal.send("2nmine, still typing")
        terminal.wait_for("still typing")
        with opened(ledger) as other:
            other.send("2")
            other.wait_for("2 Tasks")
            assert "still typing" not in other.text
        terminal.send("!\r")
        terminal.wait_for(lambda text: "note on" not in text)
        assert "mine, still typing!" in (ledger / "ledger.toml").read_text("utf-8")


def test_a_terminal_that_hangs_up_without_a_signal_ends_the_app(ledger: Path) -> None:
    """So it is under `setsid`, `script` or a supervisor: the terminal does not control the process, and reads give nothing."""
    with opened(ledger) as terminal:
        terminal.send("2nstill typing")
        terminal.wait_for("still typing")
        os.close(terminal.master)
        assert terminal.process.wait(20) == 1
        terminal.master = os.open(os.devnull, os.O_RDWR)
    with opened(ledger) as terminal:
        terminal.wait_for("still typing")


FAULTY = """
import sys
from jinpu_tui.cli import edit

def broken(*_given, **_named):
    raise ZeroDivisionError("a \\x1b[31mfault")

from jinpu_tui.ui.commands import view
view.zoom = broken
import jinpu_tui.model.edits
jinpu_tui.model.edits.add_note = broken
from jinpu_tui.cli.main import main
main(sys.argv[1:])
"""


def test_a_fault_restores_the_terminal_and_writes_a_report(ledger: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", FAULTY, str(ledger)]
    with Terminal(command, columns=120, rows=32, HOME=str(tmp_path), XDG_STATE_HOME=str(tmp_path)) as terminal:
        terminal.wait_for("Write the plan")
        terminal.send("2 ")
        terminal.wait_for("status doing → done")
        terminal.send("z")
        assert terminal.wait_for_end() == 3
        while terminal.read(0.2):
            pass
        assert is_restored(terminal)
        told = terminal.text
    assert "internal error (ZeroDivisionError)" in told
    assert "Traceback" not in told
    reports = list(tmp_path.rglob("crash-*.txt"))
    assert len(reports) == 1
    assert reports[0].stat().st_mode & 0o077 == 0
    report = reports[0].read_text("utf-8")
    assert "ZeroDivisionError" in report
    assert "\x1b" not in report
    assert changed_lines(LEDGER, (ledger / "ledger.toml").read_text("utf-8"))[1][0].startswith('status = "done"')


def test_a_fault_of_a_command_writes_a_report(ledger: Path, tmp_path: Path) -> None:
    import subprocess

    environ = {**os.environ, "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    command = [sys.executable, "-c", FAULTY, "-D", str(ledger), "note", "T1", "x"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert "internal error" in done.stderr
    assert len(list(tmp_path.rglob("crash-*.txt"))) == 1
