"""One definition of a unit, of late, of today; phrases over line breaks; exact values in CSV."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from jinpu_tui.cli.main import run

HEAD = '[dataset]\nformat = 1\ntitle = "t"\nas_of = 2016-12-15\n'
TASK = '\n[[task]]\nid = "{}"\ntitle = "{}"\n'


@pytest.fixture
def jinpu_tui(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = tmp_path / "ledger"
    folder.mkdir()

    def command(text: str, *words: str) -> str:
        (folder / "a.toml").write_bytes((HEAD + text).encode())
        assert run(["-D", str(folder), *words]) == 0
        return capsys.readouterr().out

    return command


def ids(out: str) -> list[str]:
    return [load["id"] for load in json.loads(out)]


@pytest.mark.parametrize(
    ("written", "phrase", "is_found"),
    [
        ('"""\nSpeed up the institutional\ninnovation of the zone"""', '"institutional innovation"', True),
        ('"""\r\nSpeed up the institutional  \r\n   innovation"""', '"INSTITUTIONAL innovation"', True),
        ('"two   blanks\\there"', '"two blanks here"', True),
        ('"""\n深化行政\n管理体制改革，推进\n　　“放管服”改革"""', '"行政管理体制改革"', True),
        ('"""\n推进，\n放管服"""', '"推进，放管服"', True),
        ('"ＡＢＣ 全角"', '"abc 全角"', True),
        ('"institutional"', '"institutional innovation"', False),
    ],
)
def test_a_phrase_is_found_across_a_line_break(jinpu_tui, written: str, phrase: str, is_found: bool) -> None:
    text = f'\n[[requirement]]\nid = "R1"\ntitle = "r"\ntext = {written}\n'
    assert bool(ids(jinpu_tui(text, "list", "requirements", phrase, "--format", "json"))) == is_found
    assert bool(ids(jinpu_tui(text, "list", "requirements", f"text:{phrase}", "--format", "json"))) == is_found


def test_no_phrase_is_found_across_two_fields(jinpu_tui) -> None:
    text = '\n[[requirement]]\nid = "R1"\ntitle = "innovation"\ntext = "of the zone"\n'
    assert ids(jinpu_tui(text, "list", "requirements", '"innovation of the zone"', "--format", "json")) == []


def test_two_spellings_of_a_unit_are_one_everywhere(jinpu_tui, tmp_path: Path) -> None:
    spellings = ("Finance Bureau", "ＦＩＮＡＮＣＥ　Bureau", "finance  bureau ", "财政局", "财 政　局")
    text = "".join(
        TASK.format(f"T{number}", "x") + f'lead = "{lead}"\ndue = 2016-12-0{number + 1}\nrequirements = ["R1"]\n'
        for number, lead in enumerate(spellings)
    )
    text += '\n[[requirement]]\nid = "R1"\ntitle = "r"\n'
    assert ids(jinpu_tui(text, "list", "tasks", 'lead="finance bureau"', "--format", "json")) == ["T0", "T1", "T2"]
    sections = {load["name"]: load["counts"] for load in json.loads(jinpu_tui(text, "overview", "--format", "json"))}
    assert [(section["name"], section["count"], section["late"]) for section in sections["leads"]] == [
        ("Finance Bureau", 3, 3),
        ("财政局", 2, 2),
    ]
    for words in ((), ("--bulletin",)):
        jinpu_tui(text, "report", "-o", str(tmp_path / f"r{len(words)}.md"), *words)
        table = (tmp_path / f"r{len(words)}.md").read_text("utf-8").partition("Tasks by lead unit")[2].partition("\n\n| ")[2]
        rows = [row.split(" | ")[:3] for row in table.partition("\n\n")[0].splitlines()[2:]]
        assert rows == [["| Finance Bureau", "3", "3"], ["| 财政局", "2", "2"]]
    written = jinpu_tui(text, "report", "-o", str(tmp_path / "u.md"), "--by", "lead").split()
    assert [Path(item).name for item in written] == ["u-Finance-Bureau.md", "u-财政局.md"]


def test_late_is_the_same_count_everywhere(jinpu_tui, tmp_path: Path) -> None:
    states = ("todo", "doing", "blocked", "done", "closed", "dropped")
    text = "".join(TASK.format(state, state) + f'status = "{state}"\ndue = 2016-12-14\n' for state in states)
    text += TASK.format("on-the-day", "x") + 'status = "doing"\ndue = 2016-12-15\n'
    late = ids(jinpu_tui(text, "list", "tasks", "is:late", "--format", "json"))
    assert late == ["todo", "doing", "blocked"]
    sections = {load["name"]: load["counts"] for load in json.loads(jinpu_tui(text, "overview", "--format", "json"))}
    assert sections["leads"][0]["late"] == len(late)
    jinpu_tui(text, "report", "-o", str(tmp_path / "b.md"), "--bulletin")
    assert "3 late (42.9%)" in (tmp_path / "b.md").read_text("utf-8")


def test_typed_days_are_counted_from_the_day_that_filters_are(jinpu_tui) -> None:
    text = TASK.format("T1", "x")
    for word, day in (("eom", "2016-12-31"), ("today", "2016-12-15"), ("+2w", "2016-12-29"), ("fri", "2016-12-16")):
        assert f"→ {day}" in jinpu_tui(text, "set", "T1", f"due={word}")
        due = text + f"due = {day}\n"
        assert ids(jinpu_tui(due, "list", "tasks", f"due:{word}", "--format", "json")) == ["T1"]


def test_csv_with_columns_holds_the_exact_values(jinpu_tui) -> None:
    text = (
        TASK.format("T1", "one")
        + 'note = """a\nb"""\n'
        + TASK.format("T2", "two")
        + 'lead = "财政局"\nsupport = ["税务局", "审计局"]\ndue = 2016-12-31\nprogress = 40\nnote = "a  b"\n'
    )
    out = jinpu_tui(text, "list", "tasks", "--format", "csv", "--columns", "id,lead,support,due,progress,note,steps")
    assert list(csv.reader(io.StringIO(out)))[1:] == [
        ["T1", "", "", "", "", "a\nb", ""],
        ["T2", "财政局", "税务局, 审计局", "2016-12-31", "40", "a  b", ""],
    ]
    text = """
[[indicator]]
id = "I1"
name = "i"
unit = "户"
baseline = { period = "2015", value = 17800.125 }
target = { period = "2016", value = 20500 }
observations = [{ period = "2015-11", value = 17000 }, { period = "2016-11", value = 18791.67, growth = 7, cumulative = true }]
"""
    out = jinpu_tui(text, "list", "indicators", "--format", "csv", "--columns", "id,value,growth,baseline,target,attainment")
    (row,) = list(csv.reader(io.StringIO(out)))[1:]
    assert row[:5] == ["I1", "18791.67", "7", "17800.125", "20500"]
    assert abs(float(row[5]) - 100 * 18791.67 / 20500) < 1e-9
    assert list(csv.reader(io.StringIO(jinpu_tui(text, "list", "indicators", "--format", "csv"))))[1][4] == "18791.67"
