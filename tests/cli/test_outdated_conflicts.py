"""Deciding a conflict whose field was changed after the merge: the later value is shown and not replaced silently."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from jinpu_tui.cli.main import run

TEXT = """\
[dataset]
format = 1
title = "t"

[[task]]
id = "T1"
title = "one"
due = 2017-01-31
status = "doing"

[[indicator]]
id = "I1"
name = "road"
observations = [
    { period = "2015", value = 1 },
    { period = "2016", value = 2 },
]

[[conflict]]
id = "X1"
on = "T1"
field = "due"
mine = "due = 2017-01-31"
theirs = "due = 2017-02-28"
base = "due = 2016-12-31"

[[conflict]]
id = "X2"
on = "T1"
field = "status"
mine = "status = 'doing'"
theirs = "status = 'done'\\ndone_on = 2016-12-01"
base = "status = 'todo'"

[[conflict]]
id = "X3"
on = "I1"
field = "observations"
mine = "observations = [{ period = '2016', value = 2 }]"
theirs = "observations = [{ period = '2016', value = 3 }]"
base = "observations = [{ period = '2016', value = 1 }]"

[[conflict]]
id = "X4"
on = "dataset"
field = "title"
mine = "title = 't'"
theirs = "title = 'u'"
base = "title = 's'"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "d.toml"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.mark.parametrize("side", ["mine", "theirs"])
@pytest.mark.parametrize(
    ("id_", "old", "later", "shown"),
    [
        ("X1", "due = 2017-01-31\nstatus", "due = 2017-06-30\nstatus", "T1 due is 2017-06-30 by now"),
        ("X1", "due = 2017-01-31\nstatus", "status", "T1 due is – by now"),
        ("X2", 'status = "doing"', 'status = "blocked"', "T1 status is blocked by now"),
        ("X3", '{ period = "2016", value = 2 }', '{ period = "2016", value = 9 }', "2016 9"),
        ("X4", 'title = "t"', 'title = "later"', "title is later by now"),
    ],
)
def test_a_later_value_is_shown_and_kept(
    file: Path, capsys: pytest.CaptureFixture[str], side: str, id_: str, old: str, later: str, shown: str
) -> None:
    text = TEXT.replace(old, later, 1)
    file.write_text(text, "utf-8")
    assert run(["-D", str(file), "decide", id_, side]) == 3
    told = capsys.readouterr().err
    assert shown in told
    assert f"jinpu-tui remove {id_}" in told
    assert told.count("\n") == 1
    assert file.read_text("utf-8") == text
    assert run(["-D", str(file), "remove", id_]) == 0
    assert tomllib.loads(file.read_text("utf-8"))["task"] == tomllib.loads(text)["task"]


@pytest.mark.parametrize("side", ["mine", "theirs"])
@pytest.mark.parametrize("now", ["2016-12-31", "2017-01-31", "2017-02-28"])
def test_base_mine_and_theirs_are_no_later_values(file: Path, side: str, now: str) -> None:
    file.write_text(TEXT.replace("due = 2017-01-31\nstatus", f"due = {now}\nstatus"), "utf-8")
    assert run(["-D", str(file), "decide", "X1", side]) == 0
    due = "2017-01-31" if side == "mine" else "2017-02-28"
    assert str(tomllib.loads(file.read_text("utf-8"))["task"][0]["due"]) == due


def test_other_entries_of_a_list_may_have_changed(file: Path) -> None:
    text = TEXT.replace(
        '{ period = "2015", value = 1 },', '{ period = "2015", value = 5 },\n    { period = "2014", value = 4 },'
    )
    file.write_text(text, "utf-8")
    assert run(["-D", str(file), "decide", "X3", "theirs"]) == 0
    values = {load["period"]: load["value"] for load in tomllib.loads(file.read_text("utf-8"))["indicator"][0]["observations"]}
    assert values == {"2014": 4, "2015": 5, "2016": 3}


def test_a_status_brings_its_dates_along(file: Path) -> None:
    assert run(["-D", str(file), "decide", "X2", "theirs"]) == 0
    [task] = tomllib.loads(file.read_text("utf-8"))["task"]
    assert (task["status"], str(task["done_on"])) == ("done", "2016-12-01")
    assert run(["-D", str(file), "undo"]) == 0
    assert file.read_text("utf-8") == TEXT


def test_an_order_of_steps_keeps_a_step_that_came_later(file: Path) -> None:
    steps = 'steps = [{ text = "a" }, { text = "b" }, { text = "new" }]\n'
    both = [f"steps = [{{ text = '{item}' }}, {{ text = '{other}' }}]" for item, other in ("ab", "ba")]
    about = f'\n[[conflict]]\nid = "X9"\non = "T1"\nfield = "steps"\nmine = "{both[0]}"\ntheirs = "{both[1]}"\n'
    file.write_text(TEXT.replace('status = "doing"\n', f'status = "doing"\n{steps}', 1) + about, "utf-8")
    assert run(["-D", str(file), "decide", "X9", "theirs"]) == 0
    texts = [load["text"] for load in tomllib.loads(file.read_text("utf-8"))["task"][0]["steps"]]
    assert sorted(texts) == ["a", "b", "new"]
    assert texts.index("b") < texts.index("a")


def test_a_conflict_about_a_removed_record_says_what_to_do(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(TEXT.replace('id = "T1"', 'id = "T7"', 1), "utf-8")
    assert run(["-D", str(file), "decide", "X1", "mine"]) == 3
    assert "jinpu-tui remove X1" in capsys.readouterr().err
