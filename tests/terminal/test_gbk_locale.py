"""A real GBK locale, as many offices have it: file names, arguments and the terminal are GBK; git and files are UTF-8."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("locales are made with glibc's localedef", allow_module_level=True)

from terminal import Gbk

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))
LEDGER = """\
[dataset]
format = 1
title = "账本"
as_of = 2016-12-31

[[requirement]]
id = "R1"
title = "要求"

[[task]]
id = "T1"
title = "计划实施方案🎉한"
lead = "财政局"
due = 2016-12-31

[[task]]
id = "T2"
title = "走访"
"""


@pytest.fixture(scope="session")
def locale_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a locale `zh_CN.GBK`."""
    localedef = shutil.which("localedef")
    if localedef is None:
        pytest.skip("localedef is not installed")
    folder = tmp_path_factory.mktemp("locales")
    made = subprocess.run(
        [localedef, "-i", "zh_CN", "-f", "GBK", str(folder / "zh_CN.GBK")], capture_output=True, text=True, check=False
    )
    if not (folder / "zh_CN.GBK").exists():
        pytest.skip(f"the sources of locales are not installed: {made.stderr}")
    return folder


@pytest.fixture
def environ(locale_folder: Path) -> dict[str, str]:
    """The environment of a session in a GBK locale; whether Python is in it depends on nothing else."""
    names = {"LOCPATH": str(locale_folder), "LC_ALL": "zh_CN.GBK", "LANG": "zh_CN.GBK", "PYTHONUTF8": "0"}
    environ = {**os.environ, **names, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    environ.pop("PYTHONIOENCODING", None)
    told = subprocess.run(
        [sys.executable, "-c", "import sys; print(sys.stdout.encoding, sys.getfilesystemencoding())"],
        env=environ, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split() == ["gbk", "gbk"]
    return environ


@pytest.fixture(params=["utf-8", "gbk"])
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A dataset in a folder with a Chinese name in one of the two charsets."""
    folder = tmp_path / os.fsdecode("办公室".encode(request.param))
    folder.mkdir()
    (folder / os.fsdecode("账本.toml".encode(request.param))).write_text(LEDGER, "utf-8")
    return folder


def run(environ: dict[str, str], folder: Path, *words: str) -> tuple[int, str, str]:
    """Run a command as typed in the locale; return its exit code and what it wrote."""
    command = [PROGRAM.encode(), b"-D", os.fsencode(folder), *(word.encode("gbk") for word in words)]
    done = subprocess.run(command, env=environ, capture_output=True, check=False, timeout=60)
    return done.returncode, done.stdout.decode("gbk"), done.stderr.decode("gbk")


def git(environ: dict[str, str], folder: Path, *words: str) -> str:
    names = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
             for what, value in (("NAME", "李明"), ("EMAIL", "li@office"))}  # fmt: skip
    command = ["git", *words]
    everything = {os.fsencode(name): value.encode() for name, value in {**environ, **names}.items()}
    done = subprocess.run(command, cwd=folder, env=everything, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode("utf-8", "replace")


@pytest.fixture
def repository(environ: dict[str, str], folder: Path) -> Path:
    """The dataset under git."""
    git(environ, folder, "init", "-q", "-b", "main")
    assert run(environ, folder, "git-setup")[0] == 0
    git(environ, folder, "add", "-A")
    git(environ, folder, "commit", "-qm", "初稿")
    return folder


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("list", "tasks"), "计划实施方案????"),
        (("list", "tasks", "方案"), "计划实施方案????"),
        (("list", "tasks", "--format", "csv"), "计划实施方案????"),
        (("list", "tasks", "lead:财政"), "财政局"),
        (("show", "T1"), "计划实施方案????"),
        (("overview",), "财政局"),
        (("check",), "0"),
    ],
)
def test_commands_print_what_the_charset_has(
    environ: dict[str, str], folder: Path, words: tuple[str, ...], wanted: str
) -> None:
    code, out, err = run(environ, folder, *words)
    assert (code, err) == (0, "")
    assert wanted in out


def test_json_loses_nothing(environ: dict[str, str], folder: Path) -> None:
    import json

    code, out, _err = run(environ, folder, "list", "tasks", "--format", "json")
    assert code == 0
    assert json.loads(out)[0]["title"] == "计划实施方案🎉한"


def test_chinese_arguments_are_written_and_undone(environ: dict[str, str], folder: Path) -> None:
    for words in (
        ("note", "T1", "第二次走访"),
        ("set", "T2", "title=走访企业"),
        ("add", "task", "title=新任务"),
        ("comment", "T1", "同意"),
    ):
        code, _out, err = run(environ, folder, *words)
        assert code == 0, err
    text = "".join(path.read_text("utf-8") for path in folder.rglob("*.toml"))
    assert all(piece in text for piece in ("第二次走访", "走访企业", "新任务", "同意"))
    for _time in range(4):
        assert run(environ, folder, "undo")[0] == 0
    assert "".join(path.read_text("utf-8") for path in folder.glob("*.toml")) == LEDGER


def test_what_is_no_gbk_is_refused_and_what_is_missing_is_named(environ: dict[str, str], folder: Path) -> None:
    command = [PROGRAM.encode(), b"-D", os.fsencode(folder), b"note", b"T1", b"\xff\xfe"]
    done = subprocess.run(command, env=environ, capture_output=True, check=False, timeout=60)
    assert done.returncode == 3
    assert b"internal" not in done.stderr
    code, _out, err = run(environ, folder, "show", "没有")
    assert code == 2
    assert "没有" in err


def test_a_report_for_each_unit(environ: dict[str, str], folder: Path, tmp_path: Path) -> None:
    code, _out, err = run(environ, folder, "report", "--by", "lead", "-o", str(tmp_path / "报告.txt"))
    assert code == 0, err
    path = tmp_path / os.fsdecode("报告-财政局.txt".encode("gbk"))
    assert "🎉" in path.read_text("utf-8")


def test_history_finds_files_and_names(environ: dict[str, str], repository: Path) -> None:
    git(environ, repository, "tag", "标签")
    assert run(environ, repository, "set", "T1", "title=新")[0] == 0
    for words, wanted in (
        (("log",), "初稿"),
        (("log", "T1"), "李明"),
        (("--at", "标签", "list", "tasks"), "计划实施方案????"),
        (("diff", "标签"), "计划实施方案???? → 新"),
        (("diff", "HEAD"), "计划实施方案???? → 新"),
    ):
        code, out, err = run(environ, repository, *words)
        assert (code, err) == (0, "")
        assert wanted in out
    assert "新" in git(environ, repository, "diff")


def test_a_merge_names_a_branch_in_utf8(environ: dict[str, str], repository: Path) -> None:
    git(environ, repository, "checkout", "-qb", "财政")
    run(environ, repository, "set", "T1", "due=2017-02-28")
    git(environ, repository, "commit", "-qam", "后")
    git(environ, repository, "checkout", "-q", "main")
    run(environ, repository, "set", "T1", "due=2017-01-31")
    git(environ, repository, "commit", "-qam", "先")
    git(environ, repository, "merge", "-q", "-m", "both", "财政")
    tables = [tomllib.loads(path.read_text("utf-8")) for path in repository.glob("*.toml")]
    [conflict] = [item for table in tables for item in table.get("conflict", ())]
    assert (conflict["mine_by"], conflict["theirs_by"]) == ("main (李明)", "财政 (李明)")


def test_the_browser_in_a_terminal(environ: dict[str, str], repository: Path) -> None:
    only = {name: value for name, value in environ.items() if os.environ.get(name) != value}
    with Gbk([PROGRAM, str(repository)], columns=120, rows=32, **only) as terminal:
        terminal.wait_for(lambda text: "计划实施方案" in text.replace(" ", ""))
        terminal.send("2n")
        terminal.wait_for("note on T1")
        terminal.send("第二次走访\r")
        terminal.wait_for(lambda text: "note on T1" not in text)
        assert any('text = "第二次走访"' in path.read_text("utf-8") for path in repository.glob("*.toml"))
        terminal.send("/走访\r")
        terminal.wait_for(lambda text: "计划实施方案" in text.replace(" ", ""))
        terminal.send("\x1bH")
        terminal.wait_for(lambda text: "初稿" in text.replace(" ", ""))
        terminal.send("\x1bq")
        assert terminal.wait_for_end() == 0
