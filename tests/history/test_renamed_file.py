"""The history of a dataset goes on before the commit that renamed its file."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from jinpu_tui.cli.main import run

TEXT = '[dataset]\nformat = 1\ntitle = "台账"\n' + "".join(
    f'\n[[task]]\nid = "T{number}"\ntitle = "任务 {number}"\nlead = "A"\n' for number in range(1, 9)
)


def git(folder: Path, *words: str) -> str:
    identity = {f"GIT_{role}_{what}": "li" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environ = {**os.environ, **identity, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(["git", *words], cwd=folder, env=environ, capture_output=True, text=True, check=True).stdout.strip()


def write_history(folder: Path, names: list[str]) -> None:
    """Commit a file that gets each of some names in turn, and is edited under each."""
    git(folder, "init", "-q", "-b", "main")
    for number, name in enumerate(names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if number == 0:
            path.write_text(TEXT, "utf-8")
        else:
            git(folder, "mv", names[number - 1], name)
            git(folder, "commit", "-qm", f"rename {number}")
        path.write_text(
            path.read_text("utf-8").replace(
                '1"\nlead = "A' if number == 0 else f'lead = "L{number - 1}',
                f'1"\nlead = "L{number}' if number == 0 else f'lead = "L{number}',
            ),
            "utf-8",
        )
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", f"edit {number}")
        git(folder, "tag", f"v{number}")


NAMES = {
    "renamed": ["a.toml", "b.toml", "c.toml"],
    "moved": ["old/ledger.toml", "new/ledger.toml"],
    "odd": ["台账 1.toml", "台账\t2.toml"],
}


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_a_dataset_of_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], names: list[str]) -> None:
    write_history(tmp_path, names)
    dataset = str(tmp_path / names[-1])
    assert run(["-D", dataset, "log", "T1", "--format", "json"]) == 0
    steps = json.loads(capsys.readouterr().out)
    changes = [change for step in steps for change in step["changes"]]
    assert sum("moved from" in change for change in changes) == len(names) - 1
    assert changes[-1] == "added"
    assert sum("lead" in change for change in changes) == len(names) - 1
    for number in range(len(names)):
        assert run(["-D", dataset, "--at", f"v{number}", "list", "tasks", "id:T1", "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out)[0]["lead"] == f"L{number}"
    assert run(["-D", dataset, "diff", "v0", "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1


def test_a_dataset_of_several_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_history(tmp_path, NAMES["renamed"])
    assert run(["-D", str(tmp_path), "log", "T1", "--format", "json"]) == 0
    changes = [change for step in json.loads(capsys.readouterr().out) for change in step["changes"]]
    assert changes[-1] == "added"
    assert sum("moved from" in change for change in changes) == 2
    assert run(["-D", str(tmp_path), "--at", "v0", "list", "tasks", "id:T1"]) == 0


def test_a_file_that_was_never_renamed_has_no_earlier_state(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text("x = 1\n", "utf-8")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    (tmp_path / "a.toml").write_text(TEXT, "utf-8")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "second")
    assert run(["-D", str(tmp_path / "a.toml"), "--at", "HEAD~1", "list", "tasks"]) != 0
    assert run(["-D", str(tmp_path / "a.toml"), "log", "T1"]) == 0
