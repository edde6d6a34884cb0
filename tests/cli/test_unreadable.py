"""Files that cannot be read, or are not here: every command that shows records says so, and nothing is called removed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from pathlib import Path

import pytest

from jinpu_tui.cli.main import run

HEAD = '[dataset]\nformat = 1\ntitle = "台账"\n'
TASK = '\n[[task]]\nid = "{}"\ntitle = "{}"\nlead = "{}"\n'
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize {}\n"
BROKEN = {
    "torn": b'[[task]]\nid = "T2\n',
    "merge": b'<<<<<<< ours\n[[task]]\nid = "T2"\n=======\n>>>>>>> theirs\n',
    "gbk": '[[task]]\nid = "T2"\ntitle = "财政"\n'.encode("gbk"),
    "lfs": POINTER.format("0" * 64, 12).encode(),
    "lfs-crlf": b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"1" * 64 + b"\nsize 12\r\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "ledger"
    (folder / "finance").mkdir(parents=True)
    (folder / "head.toml").write_text(HEAD + TASK.format("T1", "one", "A"), "utf-8")
    (folder / "finance" / "b.toml").write_text(TASK.format("T2", "two", "B").lstrip(), "utf-8")
    return folder


@pytest.fixture
def jinpu_tui(folder: Path, capsys: pytest.CaptureFixture[str]):
    def command(*words: str) -> tuple[int, str, str]:
        code = run(["-D", str(folder), *words])
        return code, *capsys.readouterr()

    return command


@pytest.fixture
def git(folder: Path):
    def command(*words: str, cwd: Path = folder) -> str:
        identity = {f"GIT_{role}_{what}": "li" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        environ = {**os.environ, **identity, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        return subprocess.run(["git", *words], cwd=cwd, env=environ, capture_output=True, text=True, check=True).stdout.strip()

    command("init", "-q", "-b", "main")
    return command


COMMANDS = {
    "list": ("list", "tasks"),
    "json": ("list", "tasks", "--format", "json"),
    "csv": ("list", "tasks", "--format", "csv", "--columns", "id"),
    "nothing": ("list", "indicators"),
    "show": ("show", "T1"),
    "overview": ("overview",),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_cannot_be_read_is_one_line_and_exit_1(jinpu_tui, folder: Path, command: str, kind: str) -> None:
    assert jinpu_tui(*COMMANDS[command])[0] == 0
    (folder / "finance" / "b.toml").write_bytes(BROKEN[kind])
    code, out, err = jinpu_tui(*COMMANDS[command])
    assert (code, err.count("\n")) == (1, 1)
    assert "1 file cannot be read, its records are missing" in err
    assert "b.toml:" in err
    assert command == "nothing" or "T1" in out or command == "overview"
    if command == "json":
        assert [load["id"] for load in json.loads(out)] == ["T1"]
    if kind.startswith("lfs"):
        assert "Git LFS pointer" in err
        assert "lfs-pointer" in jinpu_tui("check")[1]


def test_a_single_file_and_several(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "finance" / "b.toml").write_bytes(BROKEN["torn"])
    assert run(["-D", str(folder / "finance" / "b.toml"), "list", "tasks"]) == 1
    for number in range(5):
        (folder / f"c{number}.toml").write_bytes(BROKEN["torn"])
    capsys.readouterr()
    assert run(["-D", str(folder), "list", "tasks"]) == 1
    err = capsys.readouterr().err
    assert "6 files cannot be read, their records are missing" in err
    assert err.rstrip().endswith("…")


@pytest.mark.parametrize("name", ["r.md", "r.txt", "r.html"])
@pytest.mark.parametrize("words", [(), ("--bulletin",), ("--by", "lead")])
def test_a_report_says_first_what_it_lacks(jinpu_tui, folder: Path, name: str, words: tuple[str, ...]) -> None:
    output = folder.parent / name
    assert jinpu_tui("report", "-o", str(output), *words)[0] == 0
    for path in folder.parent.glob("r*.*"):
        assert "Incomplete" not in path.read_text("utf-8")
    (folder / "finance" / "b.toml").write_bytes(BROKEN["torn"])
    code, _out, err = jinpu_tui("report", "-o", str(output), *words, "--force")
    assert (code, err.count("\n")) == (1, 1)
    written = output.with_name(f"r-A{output.suffix}") if "--by" in words else output
    text = written.read_text("utf-8")
    told = "Incomplete: 1 of 2 files could not be read, its records are missing:"
    if name == "r.html":
        assert text.index(told) < text.index("<h1>")
    else:
        assert text.startswith(("**" if name == "r.md" else "") + told)


@pytest.mark.parametrize("lost", ['title = "no id"', 'id = "T1"\ntitle = "twice"', 'id = "T3"\ntitle = "x"\nprogress = 101'])
def test_a_report_counts_what_is_lost_inside_a_file(jinpu_tui, folder: Path, lost: str) -> None:
    (folder / "finance" / "b.toml").write_text(f"[[task]]\n{lost}\n", "utf-8")
    code, _out, _err = jinpu_tui("report", "-o", str(folder.parent / "r.txt"))
    assert code == 1
    assert (folder.parent / "r.txt").read_text("utf-8").startswith("Incomplete: 1 record or value could not be read")


def test_diff_calls_nothing_removed_that_it_cannot_see(jinpu_tui, folder: Path, git) -> None:
    git("add", "-A")
    git("commit", "-qm", "first")
    (folder / "finance" / "b.toml").write_bytes(BROKEN["torn"])
    code, out, err = jinpu_tui("diff")
    assert (code, out) == (1, "Nothing changed.\n")
    assert "finance/b.toml cannot be read now" in err
    code, out, err = jinpu_tui("log", "T2")
    assert (code, err.count("\n")) == (1, 1)
    assert "not committed" not in out
    assert "removed" not in out
    git("commit", "-qam", "torn")
    (folder / "finance" / "b.toml").write_text(TASK.format("T2", "two", "B"), "utf-8")
    code, out, err = jinpu_tui("diff")
    assert (code, out) == (1, "Nothing changed.\n")
    assert "finance/b.toml could not be read then" in err
    report = folder.parent / "r.txt"
    assert jinpu_tui("report", "-o", str(report), "--since", "HEAD")[0] == 1
    assert report.read_text("utf-8").startswith("Incomplete: what is compared with, HEAD, could not be read as a whole:")
    assert jinpu_tui("--at", "HEAD", "list", "tasks")[0] == 1


def test_a_sparse_checkout_is_not_a_removal(jinpu_tui, folder: Path, git) -> None:
    git("add", "-A")
    git("commit", "-qm", "first")
    (folder / "head.toml").write_text(HEAD + TASK.format("T1", "uno", "A"), "utf-8")
    git("commit", "-qam", "second")
    git("sparse-checkout", "set", "--no-cone", "/*", "!/finance/")
    assert not (folder / "finance").exists()
    code, out, err = jinpu_tui("diff", "HEAD~1")
    assert code == 0
    assert "T1" in out
    assert "T2" not in out
    assert "a sparse checkout leaves it out: finance/b.toml" in err
    report = folder.parent / "r.md"
    assert jinpu_tui("report", "-o", str(report), "--since", "HEAD~1")[0] == 0
    assert "T2" not in report.read_text("utf-8").replace("finance", "")
    assert "sparse checkout leaves it out" in report.read_text("utf-8")
    assert f"read at {git('rev-parse', 'HEAD')[:10]}." in report.read_text("utf-8")
    assert "removed" not in jinpu_tui("log", "T2")[1]
    assert [load["id"] for load in json.loads(jinpu_tui("--at", "HEAD", "list", "tasks", "--format", "json")[1])] == [
        "T2",
        "T1",
    ]


def test_git_lfs_is_read_where_it_was_fetched_and_named_where_not(jinpu_tui, folder: Path, git) -> None:
    def commit(text: str, *, store: bool) -> None:
        data = text.encode()
        oid = hashlib.sha256(data).hexdigest()
        (folder / "finance" / "b.toml").write_text(POINTER.format(oid, len(data)), "utf-8")
        git("add", "-A")
        git("commit", "-qm", text[-9:].strip())
        if store:
            place = folder / ".git" / "lfs" / "objects" / oid[:2] / oid[2:4]
            place.mkdir(parents=True)
            (place / oid).write_bytes(data)
        (folder / "finance" / "b.toml").write_bytes(data)

    commit(TASK.format("T2", "two", "B"), store=False)
    commit(TASK.format("T2", "two", "C"), store=True)
    commit(TASK.format("T2", "two", "D"), store=True)
    assert [load["lead"] for load in json.loads(jinpu_tui("--at", "HEAD", "list", "tasks", "T2", "--format", "json")[1])] == [
        "D"
    ]
    code, _out, err = jinpu_tui("--at", "HEAD~2", "list", "tasks")
    assert code == 1
    assert "Git LFS pointer" in err
    lines = [line.strip() for line in jinpu_tui("log", "T2")[1].splitlines() if line.startswith(" ")]
    assert lines[0] == "lead C → D"
    assert ["Git LFS" in line for line in lines] == [False, True, True]
    assert "removed" not in jinpu_tui("log", "T2")[1]
    assert "were not fetched" in jinpu_tui("log")[1]
    assert jinpu_tui("diff", "HEAD")[:2] == (0, "Nothing changed.\n")
    report = folder.parent / "r.md"
    assert jinpu_tui("report", "-o", str(report))[0] == 0
    assert f"read at {git('rev-parse', 'HEAD')[:10]}." in report.read_text("utf-8")


LINKED = '[[task]]\nid = "T3"\ntitle = "three"\ndepends = ["T2"]\n'


def codes(jinpu_tui) -> tuple[int, list[tuple[str, str, str]]]:
    code, out, _err = jinpu_tui("check", "--format", "json")
    return code, [(item["severity"], item["code"], item["id"]) for item in json.loads(out)]


def test_references_into_a_sparse_checkout_are_no_errors(jinpu_tui, folder: Path, git) -> None:
    (folder / "linked.toml").write_text(LINKED, "utf-8")
    git("add", "-A")
    git("commit", "-qm", "first")
    git("sparse-checkout", "set", "--no-cone", "/*", "!/finance/")
    assert codes(jinpu_tui) == (0, [("warning", "not-checked-out", "T3")])
    (folder / "linked.toml").write_text(LINKED.replace('"T2"', '"T2", "T9"'), "utf-8")
    assert codes(jinpu_tui) == (1, [("warning", "not-checked-out", "T3"), ("error", "dangling", "T3")])
    git("sparse-checkout", "disable")
    assert codes(jinpu_tui) == (1, [("error", "dangling", "T3")])


def test_a_dataset_table_that_is_not_checked_out(jinpu_tui, folder: Path, git) -> None:
    git("add", "-A")
    git("commit", "-qm", "first")
    git("sparse-checkout", "set", "--no-cone", "/*", "!/head.toml")
    assert codes(jinpu_tui) == (0, [("warning", "not-checked-out", "")])


def test_references_in_a_partial_clone_that_lacks_the_files(folder: Path, git, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is fetched to judge them: what the files hold is not known."""
    (folder / "linked.toml").write_text(LINKED.replace('"T2"', '"T2", "T9"'), "utf-8")
    git("add", "-A")
    git("commit", "-qm", "first")
    git("config", "uploadpack.allowFilter", "true")
    clone = folder.parent / "clone"
    git("clone", "-q", "--filter=blob:none", "--no-checkout", f"file://{folder}", str(clone))
    git("sparse-checkout", "set", "--no-cone", "/*", "!/finance/", cwd=clone)
    git("checkout", "-q", "main", cwd=clone)
    assert not (clone / "finance").exists()
    assert run(["-D", str(clone), "check", "--format", "json"]) == 0
    problems = json.loads(capsys.readouterr().out)
    assert {(item["severity"], item["code"], item["id"]) for item in problems} == {("warning", "not-checked-out", "T3")}
    assert "?" in git("rev-list", "--objects", "--missing=print", "HEAD", cwd=clone)
    assert run(["-D", str(clone), "log", "T3"]) in (0, 3)
    assert run(["-D", str(clone), "list", "tasks"]) == 0
    assert run(["-D", str(clone), "set", "T3", "title=neu"]) == 0
    assert "internal" not in capsys.readouterr().err
