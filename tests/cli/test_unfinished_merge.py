"""Files in which git has left conflict markers, and clones in which git is not set up to merge by records."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jinpu_tui.cli.main import run
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp

from ..ui.conftest import Driver

Check = Callable[[], tuple[int, list[dict[str, Any]]]]

HEAD = '[dataset]\nformat = 1\ntitle = "t"\n'
FINANCE = (
    '# 财政局\n[[task]]\nid = "fin-1"\ntitle = "one"\n'
    "<<<<<<< HEAD\ndue = 2017-01-31\n=======\ndue = 2017-02-28\n>>>>>>> other\n"
    "\n[[task]]\nid = 'fin-2'\ntitle = \"two\"\n"
)
OTHER = '[[task]]\nid = "T1"\ntitle = "uses them"\ndepends = ["fin-1", "fin-2"]\n'
REVIEW = '[[comment]]\nid = "C1"\non = "fin-2"\nby = "王"\ntext = "?"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "clone" / "data"
    folder.mkdir(parents=True)
    for name, text in {"dataset.toml": HEAD, "finance.toml": FINANCE, "other.toml": OTHER, "review.toml": REVIEW}.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def check(folder: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    def call() -> tuple[int, list[dict[str, Any]]]:
        capsys.readouterr()
        return run(["-D", str(folder), "check", "--format", "json"]), json.loads(capsys.readouterr().out)

    return call


def test_an_unfinished_merge_is_the_one_problem(folder: Path, check: Check) -> None:
    code, [one] = check()
    assert code == 1
    assert (one["severity"], one["line"]) == ("error", 5)
    assert one["message"] == "unfinished merge in finance.toml, lines 5–9"
    (folder / "other.toml").write_text(OTHER.replace("fin-2", "fin-3"), "utf-8")
    assert [problem["code"] for problem in check()[1]] == ["unfinished-merge", "dangling"]


@pytest.mark.parametrize(
    ("marked", "lines"),
    [
        (FINANCE.replace("=======\n", "||||||| base\n=======\n"), "5–10"),
        (FINANCE.replace("\n", "\r\n"), "5–9"),
        ("\ufeff" + FINANCE, "5–9"),
        ("<<<<<<< HEAD\n" + FINANCE.partition("<<<<<<<")[0] + "=======\n>>>>>>> x\n" + FINANCE.rpartition("\n\n")[2], "1–7"),
        (FINANCE.replace("<<<<<<< HEAD\n", "").replace("=======\n", "# x\n"), "8–8"),
        (FINANCE.replace("<<<<<<< HEAD\n", "").replace(">>>>>>> other\n", ""), "6–6"),
        (FINANCE.replace("due = 2017-01-31", 'note = """\nlong').replace("due = 2017-02-28", 'other\n"""\nx = ='), "5–12"),
    ],
)
def test_markers_in_other_layouts(folder: Path, check: Check, marked: str, lines: str) -> None:
    (folder / "finance.toml").write_bytes(marked.encode())
    code, [one, *others] = check()
    assert code == 1
    assert one["message"] == f"unfinished merge in finance.toml, lines {lines}"
    assert others == []


def test_markers_in_a_long_text_only(folder: Path, check: Check) -> None:
    text = 'note = """\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> other\n"""\n'
    (folder / "finance.toml").write_text(
        f'[[task]]\nid = "fin-1"\ntitle = "one"\n{text}\n[[task]]\nid = "fin-2"\ntitle = "x"\n'
    )
    code, [one] = check()
    assert (code, one["message"]) == (1, "unfinished merge in finance.toml, lines 5–9")
    assert run(["-D", str(folder), "set", "fin-1", "note=ours"]) == 0
    assert check() == (0, [])


def test_a_heading_underlined_in_a_text_is_no_marker(folder: Path, check: Check) -> None:
    note = 'note = """\nHeading\n=======\n<<< see there\n"""\n'
    (folder / "finance.toml").write_text(f'[[task]]\nid = "fin-1"\ntitle = "one"\n{note}[[task]]\nid = "fin-2"\ntitle = "2"\n')
    assert check() == (0, [])
    (folder / "finance.toml").write_text(f'[[task]]\nid = "fin-1"\ntitle = "one"\n{note}due = \n')
    assert "not-toml" in [problem["code"] for problem in check()[1]]


def test_the_dataset_table_may_be_in_the_file(folder: Path, check: Check) -> None:
    (folder / "dataset.toml").write_text(HEAD.replace("title", '<<<<<<< HEAD\ntitle = "x"\n=======\n>>>>>>> y\ntitle'), "utf-8")
    (folder / "finance.toml").write_text('[[task]]\nid = "fin-1"\ntitle = "1"\n[[task]]\nid = "fin-2"\ntitle = "2"\n')
    code, found = check()
    assert (code, [item["code"] for item in found]) == (1, ["unfinished-merge"])


@pytest.fixture
def clone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("CI", raising=False)
    (folder / "finance.toml").write_text('[[task]]\nid = "fin-1"\ntitle = "1"\n[[task]]\nid = "fin-2"\ntitle = "2"\n')
    subprocess.run(["git", "init", "-q"], cwd=folder.parent, check=True)
    return folder


@pytest.mark.parametrize("place", [".gitattributes", "data/.gitattributes"])
def test_a_clone_that_is_not_set_up(
    clone: Path, check: Check, place: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert check() == (0, [])
    attributes = clone.parent / place
    attributes.write_text("# *.toml merge=jinpu\n*.toml  diff=jinpu merge=jinpu\n")
    code, [one] = check()
    assert (code, one["severity"], one["code"], one["line"]) == (0, "warning", "git-setup", 2)
    assert one["file"] == str(attributes)
    assert "git-setup" in one["hint"]
    with monkeypatch.context() as patch:
        patch.setenv("CI", "true")
        assert check() == (0, [])
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        assert check() == (0, [])
    assert run(["-D", str(clone), "git-setup"]) == 0
    assert check() == (0, [])
    subprocess.run(["git", "config", "--unset", "merge.jinpu.recursive"], cwd=clone, check=True)
    assert [problem["code"] for problem in check()[1]] == ["git-setup"]
    subprocess.run(["git", "config", "core.bare", "true"], cwd=clone, check=True)
    assert check() == (0, [])


async def test_the_app_says_it_after_the_first_screen(clone: Path) -> None:
    (clone / ".gitattributes").write_text("*.toml merge=jinpu\n")
    app = JinpuApp(Workspace(clone))
    async with app.run_test(size=(120, 30)) as pilot:
        driver = Driver(app, pilot, clone)
        await driver.until(lambda: "! 1 problem" in driver.lines[0])
        await driver.keys("!")
        assert any("not set up to merge" in line for line in driver.lines)
        await driver.keys("escape")
        assert run(["-D", str(clone), "git-setup"]) == 0
        await driver.keys("!")
        assert any("No problems found" in line for line in driver.lines)


async def test_the_app_says_that_a_merge_is_unfinished(folder: Path) -> None:
    app = JinpuApp(Workspace(folder))
    async with app.run_test(size=(120, 30)) as pilot:
        driver = Driver(app, pilot, folder)
        await pilot.pause()
        assert "! 1 problem" in driver.lines[0]
        await driver.keys("!")
        assert any("unfinished merge in finance.toml, lines 5–9" in line for line in driver.lines)
