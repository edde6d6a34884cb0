"""`check` on named files, its annotations for GitHub, and the hooks for pre-commit."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jinpu_tui.cli.main import run

ROOT = Path(__file__).parents[2]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a dataset of several files, one of them in a folder, CRLF and a BOM, and a TOML file of its own."""
    top = tmp_path / "repository"
    (top / "台账" / "finance").mkdir(parents=True)
    (top / "台账" / "dataset.toml").write_text('[dataset]\ntitle = "计划"\n', "utf-8")
    (top / "台账" / "requirements.toml").write_text('[[requirement]]\nid = "R1"\ntitle = "要求"\n', "utf-8")
    (top / "台账" / "finance" / "good.toml").write_bytes(
        '\ufeff[[task]]\r\nid = "T1"\r\ntitle = "好"\r\nrequirements = ["R1"]\r\n'.encode()
    )
    (top / "台账" / "finance" / "bad, 1%.toml").write_text(
        '[[task]]\nid = "T2"\ntitle = "坏"\nrequirements = ["R9"]\n', "utf-8"
    )
    (top / "pyproject.toml").write_text('[project]\nname = "other"\n', "utf-8")
    monkeypatch.chdir(top)
    return top


def checked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = run(["check", *words])
    return code, capsys.readouterr().out


def test_several_files_are_checked_in_their_dataset(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(capsys, "pyproject.toml", "台账/finance/good.toml", "台账/requirements.toml") == (0, "0 problems\n")
    code, out = checked(capsys, "台账/finance/good.toml", "台账/finance/bad, 1%.toml", "--format", "json")
    assert code == 1
    assert {problem["file"] for problem in json.loads(out)} == {"台账/finance/bad, 1%.toml"}
    assert checked(capsys, "台账/dataset.toml", "台账/finance")[0] == 1
    assert checked(capsys, "台账/dataset.toml", "nowhere.toml")[0] == 3


def test_one_path_is_a_dataset_unless_files_are_asked_for(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone = checked(capsys, "台账/finance/good.toml", "--format", "json")
    assert alone[0] == 1, "a file without its dataset: what it refers to is missing"
    assert checked(capsys, "--files", "台账/finance/good.toml") == (0, "0 problems\n")
    assert checked(capsys, "--files", "pyproject.toml") == (0, "0 problems\n")
    assert checked(capsys, "--files") == (0, "0 problems\n")
    code, out = checked(capsys, "台账", "--format", "json")
    assert code == 1
    assert [problem["file"] for problem in json.loads(out)] == ["台账/finance/bad, 1%.toml"], (
        "named as the dataset was, as ever"
    )


def test_two_dataset_tables_are_a_problem_of_a_file_beside_them(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (office / "台账" / "again.toml").write_text('[dataset]\ntitle = "x"\n', "utf-8")
    assert checked(capsys, "--files", "台账")[0] == 1


def test_annotations_name_files_from_the_current_folder_and_escape(
    office: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out = checked(capsys, "台账", "--format", "github")
    assert code == 1
    assert re.fullmatch(r"::error file=台账/finance/bad%2C 1%25\.toml,line=4,col=\d+,title=[\w-]+::[^\n]*R9[^\n]*\n", out)
    monkeypatch.chdir(office / "台账" / "finance")
    assert "file=bad%2C 1%25.toml," in checked(capsys, "..", "--format", "github")[1]


def test_the_hooks_run_under_pre_commit(office: Path) -> None:
    """The entry of each hook, run with the files that pre-commit hands it; by pre-commit itself if it is installed."""

    def git(*words: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *words], cwd=office, check=True, capture_output=True
        )

    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    entries = re.findall(r"entry: (.+)", hooks)
    assert entries == ["jinpu-tui check --files", "jinpu-tui check"]
    program = [sys.executable, "-P", "-m", "jinpu_tui"]
    for name, expected in (("good.toml", 0), ("bad, 1%.toml", 1)):
        words = [*program, *entries[0].split()[1:], f"台账/finance/{name}", "pyproject.toml"]
        assert subprocess.run(words, cwd=office, capture_output=True, check=False).returncode == expected
    pre_commit = shutil.which("pre-commit", path=str(Path(sys.executable).parent))
    if pre_commit is None:
        return
    local = ["repos:", "- repo: local", "  hooks:"]
    for line in hooks.splitlines():
        text = line.replace("language: python", "language: system").replace("[data]", "[台账]")
        local.append("  " + text.replace("entry: jinpu-tui", f"entry: {' '.join(program)}"))
    (office / ".pre-commit-config.yaml").write_text("\n".join(local) + "\n", "utf-8")
    git("init", "-q")
    git(
        "add",
        "pyproject.toml",
        "台账/dataset.toml",
        "台账/requirements.toml",
        "台账/finance/good.toml",
        ".pre-commit-config.yaml",
    )

    def hook(id_: str) -> int:
        return subprocess.run([pre_commit, "run", id_], cwd=office, capture_output=True, check=False).returncode

    assert hook("jinpu-check") == 0
    git("add", "-A")
    assert hook("jinpu-check") == 1
    assert hook("jinpu-check-dataset") == 1
