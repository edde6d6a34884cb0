"""Values, days, trees, filters and file names at the edge of what there is: no internal error, and the rest is usable."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jinpu_tui.cli.main import run

PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))
DEPTH = 3000
TASK = '[[task]]\nid = "T1"\ntitle = "计划"\nstatus = "doing"\nstart = 2016-01-01\ndue = 2017-01-01\n'
INDICATOR = """\
[[indicator]]
id = "I1"
name = "指标"
unit = "亿元"
baseline = {{ period = "2015", value = {base} }}
target = {{ period = "2020", value = {value} }}
observations = [
    {{ period = "2015", value = {value} }},
    {{ period = "2016", value = {base}, growth = {value} }},
    {{ period = "2017", value = {value}, growth = 1 }},
]
"""


def _figures(value: str) -> str:
    return TASK + INDICATOR.format(value=value, base=f"-{value}")


def _days() -> str:
    task = TASK.replace("2016-01-01", "0001-01-01").replace("2017-01-01", "9999-12-31")
    steps = 'steps = [ { text = "a", due = 0001-01-01 }, { text = "b", due = 9999-12-31 } ]\n'
    log = 'log = [ { date = 0001-01-01, text = "a" }, { date = 9999-12-31, text = "b" } ]\n'
    late = '[[task]]\nid = "T2"\ntitle = "late"\nstatus = "doing"\ndue = 0001-01-01\n'
    figures = INDICATOR.format(value=3, base=1).replace("2015", "0001").replace("2020", "9999").replace("2017", "9999-W52")
    return task + steps + log + late + figures


def _tree(parent_of_first: str) -> str:
    first = f'parent = "{parent_of_first}"\n' if parent_of_first else ""
    rows = (f'[[requirement]]\nid = "R{n}"\ntitle = "r"\n' + (f'parent = "R{n - 1}"\n' if n else first) for n in range(DEPTH))
    waits = (
        f'[[task]]\nid = "D{n}"\ntitle = "d"\n' + (f'depends = ["D{(n - 1) % DEPTH}"]\n' if n or first else "")
        for n in range(DEPTH)
    )
    return "".join(rows) + TASK + f'requirements = ["R{DEPTH - 1}"]\n' + "".join(waits)


def _replies(first: str) -> str:
    comments = (
        f'[[comment]]\nid = "C{n}"\non = "T1"\nby = "li"\ntext = "said {n}"\n' + (f'reply_to = "C{n - 1}"\n' if n else first)
        for n in range(DEPTH)
    )
    return TASK + "".join(comments)


DATASETS: dict[str, tuple[str, Callable[[], str]]] = {
    "a figure of 400 digits": ("2016-12-31", lambda: _figures("9" * 400)),
    "a figure of 305 digits": ("2016-12-31", lambda: _figures("9" * 305)),
    "a figure of 19 digits": ("2016-12-31", lambda: _figures("9" * 19)),
    "1.7e308": ("2016-12-31", lambda: _figures("1.7e308")),
    "5e-324": ("2016-12-31", lambda: _figures("5e-324")),
    "a progress of 400 digits": ("2016-12-31", lambda: TASK + f"progress = {'9' * 400}\n"),
    "lights of 400 digits": (
        "2016-12-31",
        lambda: f"[dataset.lights]\nsoon_days = {'9' * 400}\nbehind = 999999999999\n" + TASK,
    ),
    "the first day": ("0001-01-01", _days),
    "the last day": ("9999-12-31", _days),
    "a deep tree": ("2016-12-31", lambda: _tree("")),
    "a ring": ("2016-12-31", lambda: _tree(f"R{DEPTH - 1}")),
    "a long thread": ("2016-12-31", lambda: _replies("")),
    "a thread in a ring": ("2016-12-31", lambda: _replies(f'reply_to = "C{DEPTH - 1}"\n')),
}

LEFT_OUT = ("a figure of 400 digits", "a figure of 305 digits", "a progress of 400 digits")
"""Datasets with a value that is left out of its record; a report of these says so and exits with 1."""

READING = (
    ("check",),
    ("check", "--format", "json"),
    ("list", "tasks"),
    ("list", "tasks", "due<+2w"),
    ("list", "tasks", "due:eom or is:silent or is:changed"),
    ("list", "requirements"),
    ("list", "indicators", "--columns", "id,value,growth,attainment,trend,periods"),
    ("list", "indicators", "--format", "json"),
    ("list", "indicators", "attainment>5 or is:ahead or is:contradictory"),
    ("show", "T1"),
    ("overview",),
    ("overview", "--format", "json"),
    ("report", "-o", "{folder}/report.html"),
    ("report", "-o", "{folder}/report.txt"),
    ("report", "--bulletin", "-o", "{folder}/bulletin.md"),
)


def write(folder: Path, name: str) -> Path:
    """Write one of the datasets into a folder; return its file."""
    as_of, make = DATASETS[name]
    folder.mkdir()
    path = folder / "ledger.toml"
    path.write_text(f'[dataset]\nformat = 1\ntitle = "x"\nas_of = {as_of}\n\n' + make(), "utf-8")
    return path


@pytest.mark.parametrize("name", DATASETS)
def test_every_command_reads_it(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    path = write(tmp_path / "data", name)
    is_incomplete = name in LEFT_OUT
    for words in READING:
        code = run(["-D", str(path.parent), *(word.format(folder=tmp_path) for word in words)])
        out, err = capsys.readouterr()
        assert "fault" not in err, words
        assert words[0] == "check" or code == (1 if words[0] == "report" and is_incomplete else 0), (words, err)
        assert code in (0, 1), (words, err)
        if words == ("list", "tasks"):
            assert "计划" in out


@pytest.mark.parametrize("name", DATASETS)
def test_an_edit_changes_its_line_and_is_undone(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    path = write(tmp_path / "data", name)
    before = path.read_bytes()
    assert run(["-D", str(path.parent), "set", "T1", "title=新"]) == 0
    assert path.read_bytes() == before.replace('"计划"'.encode(), '"新"'.encode())
    assert run(["-D", str(path.parent), "undo"]) == 0
    assert path.read_bytes() == before
    assert "fault" not in capsys.readouterr().err


def test_a_figure_too_large_to_calculate_with_is_named_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "data", "a figure of 400 digits")
    assert run(["-D", str(path), "check", "--format", "json"]) == 1
    problems = json.loads(capsys.readouterr().out)
    assert {(problem["code"], problem["line"]) for problem in problems} == {
        ("out-of-range", line) for line in (16, 17, 19, 20, 21)
    }
    assert run(["-D", str(path), "list", "indicators", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["observations"][2]["growth"] == 1
    assert run(["-D", str(path), "observe", "I1", "2018", "5"]) == 0
    assert path.read_text("utf-8").count("9" * 400) == 6


def test_numbers_of_thousands_of_digits(tmp_path: Path) -> None:
    """In a process of its own: Python's limit on digits is one of the process."""
    path = tmp_path / "a.toml"
    path.write_text('[dataset]\nformat = 1\n[[task]]\nid = "T1"\ntitle = "t"\nodd = ' + "7" * 5000 + "\n", "utf-8")
    for words in (("show", "T1"), ("show", "T1", "--format", "json"), ("remove", "T1"), ("undo",)):
        done = subprocess.run([PROGRAM, "-D", str(path), *words], capture_output=True, text=True, check=False, timeout=30)
        assert done.returncode == 0, done.stderr
        if words[0] == "show":
            assert "7" * 5000 in done.stdout
    assert "7" * 5000 in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" or ".join(["lead:nobody"] * 12_000 + ["计划"]), 1),
        (" or ".join(f"word{n % 7}" for n in range(12_000)), 0),
        (" ".join(["计划"] * 12_000), 1),
        ("(" * 40 + " or ".join(["id:T1"] * 12_000) + ")" * 40, 1),
        ("lead:" + ",".join(f"unit{n}" for n in range(12_000)), 0),
    ],
    ids=["terms", "words", "all", "in parentheses", "values"],
)
def test_filters_of_twelve_thousand_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, kept: int) -> None:
    path = write(tmp_path / "data", "1.7e308")
    assert run(["-D", str(path), "list", "tasks", text, "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == kept


def test_a_mistake_in_the_last_of_many_parts_is_pointed_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "data", "1.7e308")
    assert run(["-D", str(path), "list", "tasks", "nothing " * 3000 + "leed:x"]) == 2
    assert "leed:x" in capsys.readouterr().err


def test_a_thread_in_a_ring_is_still_told(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    replies = "".join(
        f'[[comment]]\nid = "C{n}"\non = "R1"\ntext = "said {n}"\nreply_to = "C{(n + 1) % 3}"\n' for n in range(3)
    )
    path.write_text('[dataset]\nformat = 1\n[[requirement]]\nid = "R1"\ntitle = "t"\n' + replies, "utf-8")
    assert run(["-D", str(path), "report", "-o", str(tmp_path / "report.txt")]) == 0
    out = (tmp_path / "report.txt").read_text("utf-8")
    assert all(f"said {n}" in out for n in range(3))


def test_relative_days_beyond_the_calendar(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "data", "the last day")
    for word in ("+1d", "fri", "tomorrow", "+9999y"):
        assert run(["-D", str(path), "--as-of", "9999-12-31", "set", "T1", f"due={word}"]) == 2
        assert "no such day" in capsys.readouterr().err
    assert run(["-D", str(path), "--as-of", "9999-12-31", "list", "tasks", "due<=+2w due>-9999y"]) == 0
    assert "T1" in capsys.readouterr().out


needs_odd_names = pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")


@needs_odd_names
def test_file_names_that_are_not_utf8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / os.fsdecode(b"\xb0\xec") / os.fsdecode(b"\xff\xfe.toml")  # GBK for 办, and no text at all
    path.parent.mkdir()
    text = ('[dataset]\nformat = 1\ntitle = "x"\n' + TASK + '[[task]]\nid = "T2"\ntitle = 5\n').encode()
    path.write_bytes(text)
    named = str(path.parent)
    for words in READING:
        assert run(["-D", named, *(word.format(folder=tmp_path) for word in words)]) in (0, 1), capsys.readouterr().err
    capsys.readouterr()
    run(["-D", named, "check", "--format", "json"])
    assert {load["file"] for load in json.loads(capsys.readouterr().out)} == {str(path)}
    for words in (
        ("set", "T1", "title=新"),
        ("add", "task", "title=x"),
        ("comment", "T1", "gut"),
        ("undo",),
        ("undo",),
        ("undo",),
    ):
        assert run(["-D", named, *words]) == 0, capsys.readouterr().err
    assert path.read_bytes() == text


@needs_odd_names
@pytest.mark.parametrize("name", ["x" * 250 + ".toml", "办" * 83 + "a.toml"])
@pytest.mark.parametrize("named", [True, False], ids=["the file", "its folder"])
def test_the_longest_names_can_be_edited(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, named: bool) -> None:
    assert len(os.fsencode(name)) == 255 or name[0] == "x"
    path = tmp_path / name
    path.write_text('[dataset]\nformat = 1\ntitle = "x"\n' + TASK, "utf-8")
    before = path.read_bytes()
    dataset = str(path if named else tmp_path)
    assert run(["-D", dataset, "note", "T1", "x"]) == 0, capsys.readouterr().err
    assert run(["-D", dataset, "set", "T1", "title=y"]) == 0
    assert [run(["-D", dataset, "undo"]) for _time in range(2)] == [0, 0]
    assert path.read_bytes() == before


@needs_odd_names
def test_links_in_a_ring_keep_nobody_from_editing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "data", "1.7e308")
    (path.parent / "one.toml").symlink_to("other.toml")
    (path.parent / "other.toml").symlink_to("one.toml")
    (path.parent / "sub").symlink_to(".")
    for words in (("set", "T1", "title=y"), ("note", "T1", "z"), ("undo",), ("undo",)):
        assert run(["-D", str(path.parent), *words]) == 0, capsys.readouterr().err
    assert run(["-D", str(path.parent), "check"]) == 1
    assert capsys.readouterr().out.count("broken-link") == 2
