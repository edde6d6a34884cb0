"""Whether a report says that the files hold more than the last commit; no command of git looks at them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from ledger_text import LEDGER

from jinpu_tui.cli.main import run

MORE = '[[task]]\nid = "M1"\ntitle = "more"\n'


def is_clean(ledger: Path, tmp_path: Path) -> bool:
    output = tmp_path / "report.txt"
    assert run(["-D", str(ledger), "report", "-o", str(output), "--force"]) == 0
    text = output.read_text("utf-8")
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ledger, capture_output=True, text=True, check=True).stdout[:10]
    assert head in text
    return "with edits in no commit yet" not in " ".join(text.split())


def edited(ledger: Path) -> None:
    (ledger / "ledger.toml").write_bytes(LEDGER.replace("Third", "Fourth").encode())


def with_crlf(ledger: Path) -> None:
    (ledger / "ledger.toml").write_bytes(LEDGER.replace("\n", "\r\n").encode())


def added(ledger: Path) -> None:
    (ledger / "部门").mkdir()
    (ledger / "部门" / "任务.toml").write_text(MORE, "utf-8")


def staged(ledger: Path) -> None:
    added(ledger)
    subprocess.run(["git", "add", "-A"], cwd=ledger, check=True)


def ignored(ledger: Path) -> None:
    added(ledger)
    (ledger / ".git" / "info" / "exclude").write_text("部门/\n", "utf-8")


def removed(ledger: Path) -> None:
    (ledger / "more.toml").unlink()


def linked(ledger: Path) -> None:
    (ledger / "more.toml").rename(ledger / "elsewhere.txt")
    (ledger / "more.toml").symlink_to("elsewhere.txt")


def hidden(ledger: Path) -> None:
    (ledger / ".drafts").mkdir()
    (ledger / ".drafts" / "x.toml").write_text(MORE, "utf-8")
    (ledger / "notes.txt").write_text("no ledger", "utf-8")


def untouched(_ledger: Path) -> None:
    pass


@pytest.mark.parametrize(
    ("change", "clean"),
    [
        (untouched, True),
        (edited, False),
        (with_crlf, True),
        (added, False),
        (staged, False),
        (ignored, True),
        (removed, False),
        (linked, False),
        (hidden, True),
    ],
)
def test_what_counts_as_an_edit_in_no_commit(
    ledger: Path, tmp_path: Path, git, capsys, change: Callable[[Path], None], clean: bool
) -> None:
    (ledger / "more.toml").write_text(MORE.replace("M1", "M9"), "utf-8")
    git("add", "-A")
    git("commit", "-qm", "more")
    change(ledger)
    assert is_clean(ledger, tmp_path) is clean


def test_in_a_repository_with_sha256_and_for_one_file(tmp_path: Path, capsys) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "ledger.toml").write_bytes(LEDGER.encode())
    identity = ["-c", "user.name=Li", "-c", "user.email=li@office"]
    for words in (["init", "-q", "--object-format=sha256"], ["add", "-A"], [*identity, "commit", "-qm", "first"]):
        subprocess.run(["git", *words], cwd=folder, check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull})
    assert is_clean(folder, tmp_path)
    edited(folder)
    assert not is_clean(folder, tmp_path)
    (folder / "other.txt").write_text("x", "utf-8")
    output = tmp_path / "one.txt"
    assert run(["-D", str(folder / "ledger.toml"), "report", "-o", str(output)]) == 0
    assert "with edits in no commit yet" in " ".join(output.read_text("utf-8").split())


def test_a_repository_that_says_its_files_are_elsewhere_is_none(ledger: Path, tmp_path: Path, git, capsys) -> None:
    git("config", "core.worktree", str(tmp_path / "elsewhere"))
    (tmp_path / "elsewhere").mkdir()
    output = tmp_path / "report.txt"
    assert run(["-D", str(ledger), "report", "-o", str(output), "--force"]) == 0
    assert run(["-D", str(ledger), "log"]) == 3
    assert "jinpu-tui: " in capsys.readouterr().err
