"""Every command with extreme words on an extreme dataset: no internal error, an exit code that is documented, and soon.

The commands and their parameters are those that the command line has, so that a new one is tried as well.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from extreme_dataset import write_extremes

from jinpu_tui.cli.main import MAX_DIGITS, cli, run

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))
PATIENCE_S = 20.0
"""No command takes a tenth as long on an idle machine."""

TEXTS = (
    "T1",
    "I1",
    "C1",
    "",
    "9" * 400,
    "\udcff\udcfe",
    "0001-01-01",
    "9999-12-31",
    "-1.7e308",
    "x" * 100_000,
    " or ".join(["lead:nobody"] * 12_000),
    "title=" + "9" * 400,
    "due=9999-12-31",
    "progress=" + "9" * 400,
)
NUMBERS = ("0", "1", "-1", "9" * 400)
USUAL = {
    "act": "list",
    "assignments": "title=new",
    "folder": "new",
    "id_": "T1",
    "ids": "T1",
    "kind": "task",
    "period": "2016",
    "side": "mine",
    "text": "said",
    "topic": "format",
    "value": "5",
}
"""Words with which a command does something; a parameter that has none here gets none, or its first choice."""

SPECIAL = {
    ("add", "words"): "title=new",
    ("list", "words"): "tasks",
    ("log", "id_"): "T1",
    ("observe", "assignments"): None,
    ("observe", "id_"): "I2",
    ("resolve", "ids"): "C1",
    ("decide", "id_"): "C1",
}


def commands(group: click.Group = cli, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with the words that call it."""
    context = click.Context(cli)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(commands())


def usual(path: tuple[str, ...], param: click.Parameter) -> str | None:
    """Return a word with which a command does something."""
    assert param.name is not None
    if (path[0], param.name) in SPECIAL:
        return SPECIAL[path[0], param.name]
    if isinstance(param.type, click.Choice):
        return USUAL.get(param.name, param.type.choices[0])
    if isinstance(param.type, click.Path):
        return "register.csv" if path == ("import",) else "data/many.toml"
    return USUAL.get(param.name, "1" if param.type.name == "integer" else None)


def extremes(param: click.Parameter) -> tuple[str, ...]:
    """Return the words to try for a parameter."""
    if param.name == "dataset":
        return ("", "missing", "x" * 100_000, "\udcff", "data/nothing.toml", "data/ring.toml")
    if isinstance(param.type, click.Choice):
        return (*param.type.choices, "x")
    if isinstance(param.type, click.Path):
        return ("data/ledger.toml", "data/ring.toml", "data", "missing/x", "\udcff.csv", "x" * 5000)
    return NUMBERS if param.type.name.startswith("integer") else TEXTS


def words_of(
    path: tuple[str, ...], command: click.Command, changed: click.Parameter | None = None, word: str = ""
) -> list[str]:
    """Return the words that call a command, one of its parameters with a given word."""
    words = list(path)
    for param in command.params:
        if isinstance(param, click.Argument):
            chosen = word if param is changed else usual(path, param)
            words += [] if chosen is None else [chosen]
        elif param is changed:
            words += [param.opts[0]] if getattr(param, "is_flag", False) else [param.opts[0], word]
    if path == ("report",) and "-o" not in words:
        words += ["--force", "-o", "report.html"]
    return words


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small extreme dataset under git, and a register; the current one."""
    folder = write_extremes(tmp_path / "data", depth=20, characters=5000)
    register = f"序号,任务,责任单位,完成时限\n1,{'x' * 100_000},u,9999-12-31\n2,=1+1,{'9' * 400},0001-01-01\n"
    for name in ("register.csv", "\udcff.csv" if sys.platform == "linux" else "x.csv"):
        (tmp_path / name).write_text(register, "utf-8")
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=x", "-c", "user.email=x", "commit", "-qm", "first"]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    monkeypatch.chdir(tmp_path)
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(MAX_DIGITS)
    monkeypatch.setattr(sys, "set_int_max_str_digits", lambda _digits: None)
    yield folder  # type: ignore[misc]
    monkeypatch.undo()
    sys.set_int_max_str_digits(limit)


def call(capsys: pytest.CaptureFixture[str], *words: str) -> int:
    """Run a command in this process, and check what holds for all."""
    begun = time.monotonic()
    code = run(["-D", "data", *words])
    _out, err = capsys.readouterr()
    shown = [word[:60] for word in words]
    assert "internal error" not in err, (shown, err[-600:])
    assert "Traceback" not in err, shown
    assert code in range(4), (shown, code)
    assert time.monotonic() - begun < PATIENCE_S, shown
    return code


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_extreme_words(folder: Path, capsys: pytest.CaptureFixture[str], path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    call(capsys, *words_of(path, command))
    for param in command.params:
        for word in ("",) if getattr(param, "is_flag", False) else extremes(param):
            call(capsys, *words_of(path, command, param, word))
        if param.nargs == -1:
            call(capsys, *words_of(path, command), *extremes(param))
    assert call(capsys, "list", "tasks") in (0, 1), "the dataset can still be read"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_extreme_days(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str], day: str) -> None:
    for path, command in COMMANDS.items():
        call(capsys, "--as-of", day, *words_of(path, command)) if path != ("report",) else None
        call(capsys, *words_of(path, command)[: len(path)], "--as-of", day, *words_of(path, command)[len(path) :])


def test_large_records_and_deep_trees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_extremes(tmp_path / "data", depth=1500, characters=300_000)
    (tmp_path / "register.csv").write_text("序号,任务\n1,x\n", "utf-8")
    for path, command in COMMANDS.items():
        call(capsys, *words_of(path, command))


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /dev/full")
@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_output_that_cannot_be_written(folder: Path, path: tuple[str, ...]) -> None:
    command = [PROGRAM, "-D", "data", *words_of(path, COMMANDS[path])]
    for output in ("/dev/full", None):
        with Path(output or os.devnull).open("w") as stream:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
                timeout=60,
                preexec_fn=None if output else lambda: os.close(1),
            )
        assert done.returncode in range(4), done.stderr
        assert "internal error" not in done.stderr
        assert "Traceback" not in done.stderr
