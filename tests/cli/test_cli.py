"""The command line: what it prints, what it writes, and how it fails."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from ledger_text import LEDGER, changed_lines

from jinpu_tui.cli.main import run


@pytest.fixture
def jinpu_tui(ledger: Path, capsys: pytest.CaptureFixture[str]):
    """Run a command on the test ledger: exit code, output, errors."""

    def command(*words: str) -> tuple[int, str, str]:
        code = run([*words, "-D", str(ledger), "--as-of", "2016-12-01"])
        return code, *capsys.readouterr()

    return command


def text_of(folder: Path) -> str:
    return (folder / "ledger.toml").read_text("utf-8")


def test_set_changes_one_line_and_undo_gives_it_back(jinpu_tui, ledger: Path) -> None:
    assert jinpu_tui("set", "T2", "due=+2w") == (0, "T2  due 2016-12-01 → 2016-12-15\n", "")
    assert changed_lines(LEDGER, text_of(ledger)) == (["due = 2016-12-01\n"], ["due = 2016-12-15\n"])
    assert jinpu_tui("undo") == (0, "Undone: T2  due 2016-12-15 → 2016-12-01\n", "")
    assert text_of(ledger) == LEDGER
    assert jinpu_tui("undo")[1] == "Nothing to undo.\n"
    assert jinpu_tui("redo")[0] == 0
    assert jinpu_tui("set", "T2", "due=2016-12-15")[1] == "Nothing to change.\n"


def test_done_note_add_observe_remove(jinpu_tui, ledger: Path) -> None:
    assert jinpu_tui("done", "T1", "T2", "T3")[0] == 0
    assert jinpu_tui("note", "T2", "second visit", "--by", "Li")[0] == 0
    assert jinpu_tui("add", "task", "title=New", "requirements=R2")[1] == "T4  added\n"
    assert jinpu_tui("observe", "I1", "2017", "240.5", "status=estimate")[0] == 0
    code, _out, err = jinpu_tui("remove", "R2")
    assert (code, err) == (0, "still referring to R2: T2, T4\n")
    went, came = changed_lines(LEDGER, text_of(ledger))
    assert came == [
        'status = "done"       # aligned by hand\n',
        "done_on = 2016-12-01\n",
        'status = "done"\n',
        "done_on = 2016-12-01\n",
        '    { date = 2016-12-01, by = "Li", text = "second visit" },\n',
        "\n",
        "[[task]]\n",
        'id = "T4"\n',
        'title = "New"\n',
        'requirements = ["R2"]\n',
        '    { period = "2017", value = 240.5, status = "estimate" },\n',
    ]
    assert went == [
        "[[requirement]]\n",
        'id = "R2"\n',
        'title = "Second"\n',
        "\n",
        'status = "doing"       # aligned by hand\n',
        'status = "todo"\n',
    ]


def test_list_as_json_and_csv(jinpu_tui, ledger: Path) -> None:
    _code, out, _err = jinpu_tui("list", "tasks", "finance", "--format", "json")
    (task,) = json.loads(out)
    assert (task["id"], task["due"], task["odd_key"], task["light"]) == ("T1", "2016-12-31", 31, "green")
    (ledger / "ledger.toml").write_text(LEDGER.replace('"Third"', "'=cmd|\"/c calc\"!A1'"), "utf-8")
    _code, out, _err = jinpu_tui("list", "tasks", "--format", "csv")
    rows = list(csv.reader(io.StringIO(out)))
    assert rows[0] == ["light", "id", "title", "status", "lead", "due", "%"]
    assert rows[3][2] == '\'=cmd|"/c calc"!A1'


def test_list_and_show_for_people(jinpu_tui) -> None:
    assert jinpu_tui("list", "requirements")[1].splitlines()[3].split() == ["◆", "R2", "Second", "1", "0"]
    assert jinpu_tui("list", "indicators")[1].splitlines()[1].split() == [
        "I1",
        "Output",
        "billion",
        "yuan",
        "2016",
        "over",
        "225.0",
        "+7%",
        "forecast",
    ]
    shown = jinpu_tui("show", "R1.1")[1]
    assert "parent  R1" in shown
    assert "← task T1  Write the plan" in shown
    assert json.loads(jinpu_tui("show", "T1", "--format", "json")[1])["odd_key"] == 31


def test_check(jinpu_tui, ledger: Path) -> None:
    code, out, _err = jinpu_tui("check")
    assert (code, out.splitlines()[-1]) == (0, "0 errors, 1 warning")
    (ledger / "ledger.toml").write_text(LEDGER.replace('"doing"', '"dong"'), "utf-8")
    code, out, _err = jinpu_tui("check")
    assert code == 1
    assert f"{ledger}/ledger.toml:30:10: error[bad-choice] status is dong" in out
    code, out, _err = jinpu_tui("check", "--format", "json")
    assert (code, json.loads(out)[0]["line"]) == (1, 30)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("set", "T9", "due="), 2, "no record has the id T9"),
        (("set", "T1", "stauts=done"), 2, "did you mean status?"),
        (("set", "T1", "status=dome"), 2, "status is one of todo"),
        (("set", "T1", "due=soon"), 2, "Not a date: soon"),
        (("set", "T1", "requirements=R9"), 2, "there is no requirement R9"),
        (("set", "T1", "id=T9"), 2, "there is no field id"),
        (("set", "T1", "due"), 2, "is not FIELD=VALUE"),
        (("done", "R1"), 2, "R1 is not a task"),
        (("add", "task", "T1", "title=x"), 3, "T1 is taken"),
        (("add", "task", "a b", "title=x"), 2, "letters, digits"),
        (("observe", "I1", "2016-13", "5"), 2, "2016-13"),
        (("add", "task", "T9"), 2, "needs title=…"),
        (("list", "people"), 2, "people"),
    ],
)
def test_refusals_are_one_line_and_change_nothing(
    jinpu_tui, ledger: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    found, out, err = jinpu_tui(*words)
    assert (found, out, err.count("\n")) == (code, "", 1)
    assert told in err
    assert text_of(ledger) == LEDGER


def test_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(tmp_path / "nowhere")]) == 3
    assert "No such file or directory" in capsys.readouterr().err
    assert run(["chekc"]) == 2
    assert "did you mean check?" in capsys.readouterr().err


def test_hostile_text_is_shown_as_text(jinpu_tui, ledger: Path) -> None:
    (ledger / "ledger.toml").write_text(LEDGER.replace('"Third"', '"\\u001b[2J\\u202ebad"'), "utf-8")
    for words in (("list", "tasks"), ("show", "T3"), ("set", "T3", "lead=x")):
        out = jinpu_tui(*words)[1]
        assert "\x1b" not in out
        assert "\u202e" not in out


def test_init(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "new"), "--title", "Plan"]) == 0
    assert run(["-D", str(tmp_path / "new"), "add", "task", "title=First"]) == 0
    assert run(["check", str(tmp_path / "new")]) == 0
    capsys.readouterr()
    assert run(["init", str(tmp_path / "new")]) == 3


def test_the_default_dataset(
    tmp_path: Path, ledger: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JINPU_DATASET", str(ledger))
    assert run(["show", "T3"]) == 0
    monkeypatch.delenv("JINPU_DATASET")
    below = ledger / "deep" / "er"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert run(["show", "T3"]) == 0
    (ledger.rename(tmp_path / "data")).joinpath("pyproject.toml").write_text("[project]\n")
    monkeypatch.chdir(tmp_path)
    assert run(["show", "T3"]) == 0


def test_the_dataset_that_ships_is_copied_on_first_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.delenv("JINPU_DATASET", raising=False)
    monkeypatch.chdir(tmp_path)
    assert run(["done", "T3"]) == 0
    assert run(["show", "T3"]) == 0
    assert "done" in capsys.readouterr().out
    assert list(tmp_path.glob("home/**/jinpu/tasks.toml"))


def test_a_conflict_says_who_made_it_what_and_exits_3(jinpu_tui, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jinpu_tui.services.workspace import Workspace

    real = Workspace.apply

    def somebody_is_faster(workspace: Workspace, changes: object) -> object:
        monkeypatch.setattr(Workspace, "apply", real)
        monkeypatch.setenv("LOGNAME", "Li")
        assert jinpu_tui("set", "T1", "lead=Audit")[0] == 0
        monkeypatch.delenv("LOGNAME")
        return workspace.apply(changes)

    monkeypatch.setattr(Workspace, "apply", somebody_is_faster)
    code, out, err = jinpu_tui("set", "T1", "lead=Planning", "due=+1d")
    assert (code, out, err.count("\n")) == (3, "", 1)
    assert re.search(r"T1 lead: Li \(\d\d:\d\d\) made it Audit meanwhile; yours was Planning\. Nothing was written", err)
    assert '"Audit"' in text_of(ledger)
    assert "due = 2016-12-31" in text_of(ledger)


def test_words_that_are_not_utf8_are_refused(jinpu_tui, ledger: Path) -> None:
    for words in (
        ("set", "T1", "title=\udcff"),
        ("note", "T1", "\udcff"),
        ("add", "task", "title=\udcff"),
        ("show", "\udcff"),
        ("list", "tasks", "\udcff"),
        ("observe", "I1", "\udcff", "1"),
    ):
        code, _out, err = jinpu_tui(*words)
        assert (code in (0, 2, 3), "fault" in err) == (True, False), words
    assert text_of(ledger) == LEDGER


HOSTILE_TITLE = "a\\u001b[31m\\u009b1m\\u202eb\\U000E0041"


def test_json_is_exact_and_holds_nothing_that_a_terminal_obeys(jinpu_tui, ledger: Path) -> None:
    (ledger / "ledger.toml").write_text(LEDGER.replace('"Third"', f'"{HOSTILE_TITLE}"'), "utf-8")
    out = jinpu_tui("list", "tasks", "--format", "json")[1]
    assert json.loads(out)[2]["title"] == "a\x1b[31m\x9b1m\u202eb\U000e0041"
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\U000e0041]", out)
    assert "计划" in out


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1+1", "'+1+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("-5", "-5"),
        ("+7.5%", "+7.5%"),
        ("a=1", "a=1"),
        ("\\u001b[31m", "\x1b[31m"),
    ],
)
def test_csv_runs_nothing_in_a_spreadsheet_and_is_exact_besides(jinpu_tui, ledger: Path, cell: str, written: str) -> None:
    (ledger / "ledger.toml").write_text(LEDGER.replace('"Third"', f'"{cell}"'), "utf-8")
    rows = list(csv.reader(io.StringIO(jinpu_tui("list", "tasks", "--format", "csv")[1])))
    assert rows[3][2] == written


def test_list_takes_the_filters_of_the_app(jinpu_tui, ledger: Path) -> None:
    def ids(*words: str) -> list[str]:
        code, out, _err = jinpu_tui("list", "tasks", "--format", "json", *words)
        assert code == 0
        return [row["id"] for row in json.loads(out)]

    assert ids("lead:finance") == ["T1"]
    assert ids("status:todo", "or", "is:done") == ["T2", "T3"]
    assert ids("(lead:finance", "or", "计划)", "due<+2w") == ["T2"]
    assert ids("(-status:done)") == ["T1", "T2"]
    code, out, err = jinpu_tui("list", "tasks", "plan", "leed:x")
    assert (code, out) == (2, "")
    assert "filter, at leed:x: there is no field leed; did you mean lead?" in err


def test_overview_counts_what_list_lists(jinpu_tui, ledger: Path) -> None:
    assert re.search(r"Deadlines +due within 30 days +2  tasks +is:open due>=today due<=\+30d", jinpu_tui("overview")[1])
    sections = json.loads(jinpu_tui("overview", "--format", "json")[1])
    counts = [count for section in sections for count in section["counts"]]
    assert len(counts) > 15
    for count in counts:
        listed = json.loads(jinpu_tui("list", f"{count['kind']}s", "--format", "json", count["filter"])[1])
        assert len(listed) == count["count"], count
