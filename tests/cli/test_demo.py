"""`--demo`: an invented example in a temporary folder, in two languages, with the history of a month."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from jinpu_tui.cli.main import run
from jinpu_tui.files import programs
from jinpu_tui.services.demo import copy_demo, demo_language

Ran = Callable[..., tuple[int, str, str]]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's temporary folder, empty."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def demo(temporary: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ran:
    """Run a command on the example in English."""
    monkeypatch.setenv("LANGUAGE", "en")

    def ran(*words: str, option: str = "--demo") -> tuple[int, str, str]:
        code = run([option, *words])
        return code, *capsys.readouterr()

    return ran


def test_commands_work_on_a_copy_that_they_leave_no_trace_of(demo: Ran, temporary: Path) -> None:
    code, out, _err = demo("list", "tasks", "--format", "json")
    assert code == 0
    assert len(json.loads(out)) == 80
    assert demo("check") == (0, "0 problems\n", "")
    assert demo("set", "T1", "progress=90")[0] == 0
    assert "88" in demo("show", "T1")[1]
    assert list(temporary.iterdir()) == []


def test_it_says_that_it_is_invented(demo: Ran) -> None:
    assert "invented" in demo("show", "S1")[1]
    assert "虚构" in demo("show", "S1", option="--demo-zh")[1]


def test_it_takes_no_other_dataset(demo: Ran, ledger: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (["-D", str(ledger), "list", "tasks"], ["list", "tasks", "-D", str(ledger)], ["check", str(ledger)]):
        code, out, err = demo(*words)
        assert (code, out) == (2, "")
        assert "--demo" in err
    monkeypatch.setenv("JINPU_DATASET", str(ledger))
    assert "Berth" in demo("list", "tasks", "berths")[1].title()
    assert list(temporary.iterdir()) == []


def test_without_a_terminal_nothing_stays(demo: Ran, temporary: Path) -> None:
    assert demo()[0] == 2
    assert list(temporary.iterdir()) == []


def test_the_history_of_a_month(demo: Ran) -> None:
    log = json.loads(demo("log", "-n", "100", "--format", "json")[1])
    days = [datetime.fromisoformat(line["when"]).astimezone().date() for line in log]
    assert days == sorted(days, reverse=True)
    assert (days[-1], days[0]) == (date(2025, 10, 28), date(2025, 11, 27))
    assert len(days) >= 20
    assert len({line["who"] for line in log}) >= 10
    assert "Nine households" in demo("log", "T20")[1]


def test_something_is_not_committed_yet(demo: Ran) -> None:
    assert "verified  55 → 62" in demo("diff")[1]
    assert "throughput" in demo("diff", "--since", "2025-11-15")[1]


def test_the_past_is_there_for_any_command(demo: Ran) -> None:
    def ids(day: str) -> set[str]:
        return {task["id"] for task in json.loads(demo("--at", day, "list", "tasks", "--format", "json")[1])}

    assert ids("2025-11-28") - ids("2025-11-01") == {"T80"}


def test_the_copy_of_the_user_alone(temporary: Path) -> None:
    root = copy_demo("en")
    assert root.parent == temporary
    assert root.name.startswith("jinpu-demo-")
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert os.access(root / "tasks.toml", os.W_OK)


def test_git_has_the_names_and_times(temporary: Path) -> None:
    root = copy_demo("zh")
    git = ["git", "-C", str(root)]
    words = [*git, "log", "-1", "--format=%an|%aI|%s"]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout.startswith("唐磊|2025-11-27T15:00:00")
    changed = subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True, check=True).stdout
    assert changed.split() == ["M", "reviews/sun-li.toml", "M", "tasks.toml"]
    subprocess.run([*git, "fsck", "--strict"], check=True, capture_output=True)


def test_without_git_there_is_no_history(demo: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs.shutil, "which", lambda _name: None)
    assert demo("check") == (0, "0 problems\n", "")
    code, _out, err = demo("log")
    assert code == 3
    assert "git is not installed" in err


def test_a_git_that_fails_leaves_the_example_without_history(
    demo: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "bin"
    broken.mkdir()
    (broken / "git").write_text("#!/bin/sh\nexit 1\n")
    (broken / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(broken))
    assert demo("check")[:2] == (0, "0 problems\n")


def test_a_repository_that_the_environment_names_is_left_alone(
    temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a hook of git, which has the variables of its repository set."""
    other = tmp_path / "other"
    subprocess.run(["git", "init", "-q", str(other)], check=True)
    before = {path: path.read_bytes() for path in other.rglob("*") if path.is_file()}
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    root = copy_demo("en")
    assert {path: path.read_bytes() for path in other.rglob("*") if path.is_file()} == before
    assert (root / ".git" / "index").exists()


def test_settings_of_the_user_do_not_matter(demo: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "gitconfig"
    settings.write_text(
        "[user]\nuseConfigOnly = true\n[init]\ndefaultBranch = trunk\ntemplateDir = /nowhere\n[core]\nautocrlf = true\n"
        "[commit]\ngpgSign = true\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    assert "Simon Gray" in demo("log", "-n", "1")[1]
    assert "verified  55 → 62" in demo("diff")[1]


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.Big5", "LC_ALL": ""}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.GB18030"}, "zh"),
        ({"LANGUAGE": "zh:en", "LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
    ],
)
def test_the_language_of_the_locale(environ: dict[str, str], language: str) -> None:
    assert demo_language(environ) == language


def test_the_language_that_is_asked_for_counts(demo: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    assert re.search("港区", demo("show", "S1")[1])
    assert "Harbour" in demo("show", "S1", option="--demo-en")[1]
