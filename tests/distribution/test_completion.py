"""Completion in real shells: each in a pty with a dataset that tries to be difficult."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from terminal import Terminal

from jinpu_tui.cli.main import run

DATASET = r"""[dataset]
title = "计划"
[[requirement]]
id = "要求:一"
title = "深化改革"
[[task]]
id = "任务一"
title = "督查"
lead = "财政 局"
requirements = ["要求:一"]
[[task]]
id = "fin:12"
title = "colon"
lead = "Audit Bureau"
[[task]]
id = "two words"
title = "a blank"
[[task]]
id = "pay$(touch ran)`touch ran`;"
title = "\u001b]0;owned\u0007"
[[task]]
id = "evil\u001b]0;owned\u0007"
title = "control characters"
[[view]]
id = "V1"
name = "late, by unit"
pane = "tasks"
filter = "is:late"
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with a dataset, and the program in a folder of the path."""
    folder = tmp_path / "office"
    (folder / "台账 2").mkdir(parents=True)
    (folder / "plan.toml").write_text(DATASET, "utf-8")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "jinpu-tui"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m jinpu_tui "$@"\n', "utf-8")
    program.chmod(0o755)
    return folder


def asked(capfd: pytest.CaptureFixture[str], shell: str, line: str, *more: str) -> list[str]:
    assert run(["completion", shell, "--line", line, *more]) == 0
    output = capfd.readouterr()
    assert output.err == ""
    assert "\x1b" not in output.out
    return [entry.split("\t")[0] if shell == "fish" else entry for entry in output.out.splitlines()]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("jinpu-tui che", ["check"]),
        ("jinpu-tui check --fo", ["--format"]),
        ("jinpu-tui check --format=g", ["--format=github"]),
        ("jinpu-tui check pl", ["plan.toml"]),
        ("jinpu-tui check 台", ["台账 2/"]),
        ("jinpu-tui -D plan.toml show 任", ["任务一"]),
        ("jinpu-tui show two", ["two words"]),
        ("jinpu-tui set 任务一 sta", ["status=", "start="]),
        ("jinpu-tui set 任务一 status=do", ["status=doing", "status=done"]),
        ("jinpu-tui set 任务一 due=to", ["due=today", "due=tomorrow"]),
        ("jinpu-tui set 任务一 lead=财", ["lead=财政 局"]),
        ("jinpu-tui set 任务一 requirements=+要", ["requirements=+要求:一"]),
        ("jinpu-tui add task parent", []),
        ("jinpu-tui list tasks lead:au", ['lead:"Audit Bureau"']),
        ("jinpu-tui list tasks is:bl", ["is:blocked"]),
        ("jinpu-tui list tas", ["tasks"]),
        ("jinpu-tui list --view la", ["late, by unit"]),
        ("jinpu-tui list tasks --order du", ["due"]),
        ("jinpu-tui comment 任务一 x --field le", ["lead", "leader"]),
        ("jinpu-tui move 任务一 --after t", ["two words"]),
        ("jinpu-tui move 任务一 --before 任", []),
        ("jinpu-tui config che", ["check"]),
        ("jinpu-tui completion f", ["fish"]),
        ("jinpu-tui --as-of tod", ["today"]),
        ("jinpu-tui --demo-en show thr", ["throughput"]),
        ("jinpu-tui --demo-zh list tasks lead:交", ["lead:交通港航局"]),
    ],
)
def test_what_is_offered(
    office: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, line: str, wanted: list[str]
) -> None:
    monkeypatch.chdir(office)
    assert sorted(asked(capfd, "fish", line)) == sorted(wanted)


def test_revisions(office: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(office)
    assert asked(capfd, "fish", "jinpu-tui --at v") == []
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"],
        ["tag", "v1"],
    ):
        subprocess.run(["git", *words], check=True)
    assert asked(capfd, "fish", "jinpu-tui --at v") == ["v1"]
    assert asked(capfd, "fish", "jinpu-tui diff v1") == ["v1"]
    assert asked(capfd, "fish", "jinpu-tui report --since v") == ["v1"]
    assert asked(capfd, "fish", "jinpu-tui --at v1 show 任") == ["任务一"]


def test_hostile_ids_are_escaped_or_left_out(
    office: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(office)
    assert asked(capfd, "bash", "jinpu-tui show pay") == [r"pay\$\(touch\ ran\)\`touch\ ran\`\; "]
    assert asked(capfd, "bash", "jinpu-tui show evil") == []
    assert asked(capfd, "zsh", "jinpu-tui show evil") == []


@pytest.mark.parametrize("text", ["[[task", "", "\x00"])
def test_unreadable_datasets_are_silent(
    office: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.chdir(office)
    (office / "plan.toml").write_text("[dataset]\n" + text, "utf-8")
    assert asked(capfd, "bash", "jinpu-tui -D plan.toml show ") == []
    assert asked(capfd, "bash", "jinpu-tui -D missing.toml show ") == []
    assert asked(capfd, "bash", "jinpu-tui 'open quote") == []
    assert sorted(path.name for path in office.iterdir()) == ["plan.toml", "台账 2"], "nothing is written"


def test_a_large_dataset_is_fast(office: Path) -> None:
    records = "".join(f'[[task]]\nid = "T{number}"\ntitle = "x"\nlead = "Unit {number % 30}"\n\n' for number in range(10_000))
    (office / "plan.toml").write_text("[dataset]\n" + records, "utf-8")
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-P", "-m", "jinpu_tui", "completion", "bash", "--line", "jinpu-tui set T1 lead=Unit\\ 2"],
        cwd=office,
        capture_output=True,
        check=True,
    )
    after = os.times()
    assert done.stdout.startswith(b"Unit\\ 2")
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    assert spent < 1.0, "processor time, so that other work on the machine does not count; about 0.2 s"


CONTROLLED = (
    sys.executable,
    "-c",
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])",
)
"""Makes the pty the terminal of the shell's session: fish wants one for its jobs."""

SETUPS = {
    "bash": ("bash", "--norc", "--noprofile", "-i"),
    "zsh": ("zsh", "-f", "-i"),
    "fish": ("fish", "--no-config", "-i"),
}
START = {
    "bash": "PS1='READY> '; source <(jinpu-tui completion bash); echo set''up\n",
    "zsh": "PS1='READY> '; autoload -U compinit; compinit -u -D; source <(jinpu-tui completion zsh); echo set''up\n",
    "fish": "function fish_prompt; echo 'READY> '; end; jinpu-tui completion fish | source; echo set''up\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("shell", list(SETUPS))
def test_in_a_real_shell(office: Path, tmp_path: Path, shell: str) -> None:
    """Each line is completed by Tab, then run by a stand-in that writes the words it was given."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    record = tmp_path / "words"
    program = tmp_path / "bin" / "jinpu-tui"
    real = f'if [ "$1" = completion ]; then exec "{sys.executable}" -P -m jinpu_tui "$@"; fi\n'
    program.write_text(
        f'#!/bin/sh\n{real}for word in "$@"; do printf "%s|" "$word"; done >"{record}.new"; mv "{record}.new" "{record}"\n'
    )
    lines = [
        ("jinpu-tui show 任", "show|任务一|"),
        ("jinpu-tui show fin", "show|fin:12|"),
        ("jinpu-tui show fin:", "show|fin:12|"),
        ("jinpu-tui show two", "show|two words|"),
        ("jinpu-tui show pay", "show|pay$(touch ran)`touch ran`;|"),
        ("jinpu-tui set 任务一 status=bl", "set|任务一|status=blocked|"),
        ("jinpu-tui set 任务一 lead=Au", "set|任务一|lead=Audit Bureau|"),
        ("jinpu-tui list tasks is:bl", "list|tasks|is:blocked|"),
        ("jinpu-tui check pl", "check|plan.toml|"),
        ('jinpu-tui set 任务一 lead="Au', "set|任务一|lead=Audit Bureau|"),
        ("jinpu-tui show 'two", "show|two words|"),
        ("jinpu-tui list tasks lead:Au", 'list|tasks|lead:"Audit Bureau"|'),
    ]
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    home = tmp_path / "home"
    home.mkdir()
    with Terminal(
        [*CONTROLLED, *SETUPS[shell]], columns=140, folder=office, PATH=path, HOME=str(home), LC_ALL="C.UTF-8"
    ) as terminal:
        terminal.send(START[shell])
        terminal.wait_for(lambda text: "setup" in text.split())
        for typed, wanted in lines:
            record.unlink(missing_ok=True)
            terminal.send(f"{typed}\t\n")
            terminal_reads_until(terminal, record)
            assert record.read_text("utf-8") == wanted, terminal.text
    assert b"\x1b]0;owned" not in terminal.written
    assert not (office / "ran").exists()


def terminal_reads_until(terminal: Terminal, path: Path) -> None:
    deadline = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < deadline, terminal.text
        terminal.read(0.05)
