"""Standard output that is closed or full: what was written stays written, and is reported as such."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

if sys.platform != "linux":
    pytest.skip("there is no /dev/full", allow_module_level=True)

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))


def close(*numbers: int) -> Callable[[], None]:
    """Return what closes streams of the process to come."""

    def closed() -> None:
        for number in numbers:
            os.close(number)

    return closed


def command(folder: Path, *words: str, **how: Any) -> subprocess.CompletedProcess[str]:
    """Run a command; both streams are captured unless `how` says otherwise."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL} | how
    return subprocess.run([PROGRAM, "-D", str(folder), *words], text=True, check=False, timeout=30, **streams)


EDITS = {
    "set": ("set", "T2", "progress=5"),
    "note": ("note", "T2", "said"),
    "add": ("add", "task", "title=new"),
    "remove": ("remove", "T2"),
    "comment": ("comment", "T2", "why?"),
    "done": ("done", "T1", "T2"),
}


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("full", [True, False], ids=["full", "closed"])
def test_an_edit_is_written_and_reported(ledger: Path, name: str, full: bool) -> None:
    before = {path: path.read_bytes() for path in ledger.rglob("*.toml")}
    if full:
        with Path("/dev/full").open("w") as output:
            done = command(ledger, *EDITS[name], stdout=output)
    else:
        done = command(ledger, *EDITS[name], stdout=None, preexec_fn=close(1))
    assert done.returncode == 0
    assert "This is done; only standard output could not be written" in done.stderr
    assert before != {path: path.read_bytes() for path in ledger.rglob("*.toml") if ".jinpu" not in path.parts}
    assert command(ledger, "undo").returncode == 0
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize(
    "words", [("list", "tasks"), ("list", "tasks", "--format", "json"), ("check",), ("show", "T1"), ("schema",)]
)
@pytest.mark.parametrize("full", [True, False], ids=["full", "closed"])
def test_what_cannot_be_shown_is_an_error(ledger: Path, words: tuple[str, ...], full: bool) -> None:
    if full:
        with Path("/dev/full").open("w") as output:
            done = command(ledger, *words, stdout=output)
    else:
        done = command(ledger, *words, stdout=None, preexec_fn=close(1))
    assert done.returncode == 3
    assert done.stderr.startswith("jinpu-tui: standard output: ")


def test_closed_streams_do_not_become_files_of_the_dataset(ledger: Path) -> None:
    """The first file opened gets the lowest free number: a message must not go into it."""
    done = command(ledger, "set", "T2", "progress=5", stdin=None, stdout=None, stderr=None, preexec_fn=close(0, 1, 2))
    assert done.returncode == 0
    assert command(ledger, "check").returncode == 0
    texts = [path.read_text("utf-8") for path in ledger.rglob("*") if path.is_file()]
    assert not any("only standard output" in text for text in texts)


def test_a_reader_that_went_away_stops_nothing(ledger: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = command(ledger, "sign", "T1", "R1", stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")
    assert "".join(path.read_text("utf-8") for path in ledger.rglob("reviews/*.toml")).count("[[signoff]]") == 2


@pytest.mark.parametrize("words", [("list", "tasks"), ("check",)])
def test_reading_into_a_closed_pipe_is_fine(ledger: Path, words: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = command(ledger, *words, stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def test_errors_that_cannot_be_reported_keep_their_exit_code(ledger: Path) -> None:
    with Path("/dev/full").open("w") as errors:
        assert command(ledger, "set", "T99", "progress=5", stderr=errors).returncode == 2
    assert command(ledger, "set", "T99", "progress=5", stderr=None, preexec_fn=close(2)).returncode == 2


def test_the_browser_without_input_says_what_it_needs(ledger: Path) -> None:
    done = command(ledger, stdin=None, preexec_fn=close(0))
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
