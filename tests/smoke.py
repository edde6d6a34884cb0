"""Try an installed program in a minute: open, edit, undo, merge, report. Needs nothing but the standard library.

`PYTHON tests/smoke.py` tries the `jinpu-tui` that is installed beside PYTHON, and exits with 1 at the first step that fails.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))
TIMEOUT_S = 60

LEDGER = """# Written by hand, 手写
[dataset]
format = 1
title = "Smoke"

[[requirement]]
id = "R1"
title = "Carry out the plan"

[[task]]
id = "T1"  # the first
title = "落实方案"
requirements = ["R1"]
due = 2016-12-31
log = [
    { date = 2016-12-01, text = \"\"\"two
lines\"\"\" },
]
"""


def run(*words: str, code: int = 0, **options: object) -> str:
    """Run a command and return its output. Raises AssertionError for another exit code."""
    done = subprocess.run([*words], capture_output=True, text=True, timeout=TIMEOUT_S, check=False, **options)  # type: ignore[call-overload]
    assert done.returncode == code, f"{words} exited with {done.returncode}\n{done.stdout}{done.stderr}"
    assert "Traceback" not in done.stderr, done.stderr
    return str(done.stdout)


def edit_and_undo(folder: Path) -> None:
    """Make edits of several kinds; undoing them gives back the bytes."""
    file = folder / "ledger.toml"
    before = file.read_bytes()
    commands = (["set", "T1", "due=2017-01-31"], ["note", "T1", "by hand"], ["add", "task", "title=New"], ["remove", "T1"])
    for words in commands:
        run(PROGRAM, *words, "-D", str(folder))
        run(PROGRAM, "check", str(folder))
    for _command in commands:
        run(PROGRAM, "undo", "-D", str(folder))
    assert file.read_bytes() == before


def merge(folder: Path) -> None:
    """Merge two versions: both edits are in the result."""
    base, ours, theirs = (folder / name for name in ("base", "ours", "theirs"))
    base.write_text(LEDGER, "utf-8")
    ours.write_text(LEDGER.replace("2016-12-31", "2017-01-31"), "utf-8")
    theirs.write_text(LEDGER.replace("# the first", "# first of all").replace('["R1"]', '["R1"]\nlead = "Audit"'), "utf-8")
    run(PROGRAM, "merge-file", str(base), str(ours), str(theirs))
    merged = ours.read_text("utf-8")
    assert all(part in merged for part in ("2017-01-31", "# first of all", 'lead = "Audit"')), merged


def demo(_folder: Path) -> None:
    """Open the examples, which are part of the installation."""
    for option in ("--demo-en", "--demo-zh"):
        assert run(PROGRAM, option, "check") == "0 problems\n"


def report(folder: Path) -> None:
    """Write a report."""
    run(PROGRAM, "report", "-D", str(folder), "-o", str(folder / "report.html"))
    assert "落实方案" in (folder / "report.html").read_text("utf-8")


def open_in_a_terminal(folder: Path) -> None:
    """Open the app in a pty, change a deadline by key, leave."""
    import fcntl
    import pty
    import struct
    import termios

    process, terminal = pty.fork()
    if process == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(PROGRAM, [PROGRAM, str(folder)])  # noqa: S606  no shell, our own program
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen = b""

    def wait_for(is_there: object, keys: str) -> None:
        nonlocal seen
        deadline = time.monotonic() + TIMEOUT_S
        while not is_there():  # type: ignore[operator]
            assert time.monotonic() < deadline, seen[-2000:].decode(errors="replace")
            if select.select([terminal], [], [], 0.1)[0]:
                seen += os.read(terminal, 1 << 16)
        os.write(terminal, keys.encode())

    file = folder / "ledger.toml"
    wait_for(lambda: b"Carry out the plan" in seen, "2d")
    wait_for(lambda: b"2016-12-31" in seen and b"due" in seen, "2018-02-03\r")
    wait_for(lambda: "due = 2018-02-03" in file.read_text("utf-8"), "q")
    while True:
        try:
            if not os.read(terminal, 1 << 16):
                break
        except OSError:  # Linux: the other end is closed
            break
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0


def main() -> int:
    """Run all steps in folders of their own."""
    steps = [edit_and_undo, merge, demo, report] + ([open_in_a_terminal] if os.name == "posix" else [])
    with tempfile.TemporaryDirectory() as top:
        for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
            os.environ[name] = str(Path(top, name))
        for step in steps:
            folder = Path(top, step.__name__)
            folder.mkdir()
            if step is not merge:
                (folder / "ledger.toml").write_text(LEDGER, "utf-8")
            step(folder)
            print(f"{step.__name__}: ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
