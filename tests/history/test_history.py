"""The past of a dataset: states, differences, stories, from git and from plain folders."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from ledger_text import LEDGER, TODAY

from jinpu_tui.cli.main import run
from jinpu_tui.history.record_history import story, touched
from jinpu_tui.history.repository import Repository
from jinpu_tui.history.snapshot import snapshot_at
from jinpu_tui.model.errors import HistoryError
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp

from ..ui.conftest import Driver


@pytest.fixture
def edited(ledger: Path, git) -> Path:
    """Three commits: the ledger, a deadline moved by Wang, a task and an observation by Chen."""
    file = ledger / "ledger.toml"
    text = file.read_text("utf-8").replace("due = 2016-12-31", "due = 2017-01-31", 1)
    file.write_text(text.replace("Write the plan", "Write the long plan"), "utf-8")
    git("commit", "-qam", "later", who="Wang")
    file.write_text(file.read_text("utf-8") + '\n[[task]]\nid = "T9"\ntitle = "New"\nrequirements = ["R2"]\n', "utf-8")
    git("commit", "-qam", "one more", who="Chen")
    return ledger


def out(capsys: pytest.CaptureFixture[str], ledger: Path, *words: str) -> tuple[int, str, str]:
    code = run(["-D", str(ledger), *words])
    return code, *capsys.readouterr()


def test_states_by_revision_day_and_folder(edited: Path, tmp_path: Path) -> None:
    assert [len(snapshot_at(edited, name).dataset.tasks) for name in ("HEAD", "HEAD~1", "main~2", "2016-11-03")] == [4, 3, 3, 3]
    copy = shutil.copytree(edited, tmp_path / "copy", ignore=shutil.ignore_patterns(".git"))
    assert snapshot_at(edited, str(copy)).dataset.tasks == snapshot_at(edited, "HEAD").dataset.tasks
    for name in ("nothing", "1999-01-01", "--all", "HEAD; ls"):
        with pytest.raises(HistoryError):
            snapshot_at(edited, name)
    with pytest.raises(HistoryError, match="is not under git"):
        snapshot_at(copy, "HEAD")


def test_a_file_and_a_folder_below_the_top_have_their_own_history(edited: Path, git) -> None:
    (edited / "part").mkdir()
    (edited / "part" / "more.toml").write_text('[[task]]\nid = "M1"\ntitle = "More"\n', "utf-8")
    git("add", "-A")
    git("commit", "-qm", "part")
    with Repository.around(edited / "part") as part, Repository.around(edited / "ledger.toml") as file:
        assert [commit.subject for commit in part.commits()] == ["part"]
        assert list(part.files("HEAD")) == ["more.toml"]
        assert [commit.subject for commit in file.commits()] == ["one more", "later", "first"]
    assert [task.id for task in snapshot_at(edited / "part", "HEAD").dataset.tasks] == ["M1"]


def test_the_story_of_a_record(edited: Path) -> None:
    with Repository.around(edited) as repository:
        steps = list(story(repository, "T1"))
        commits = list(repository.commits())
        assert [(step.commit.who, step.before and str(step.before["due"]), str(step.after["due"])) for step in steps] == [
            ("Wang", "2016-12-31", "2017-01-31"),
            ("Li", None, "2016-12-31"),
        ]
        assert [touched(repository, commit.files) for commit in commits][:2] == [{"T9"}, {"T1"}]
        assert {"T1", "R1.1", "I1", "S1"} <= touched(repository, commits[2].files)
        assert list(story(repository, "nobody")) == []


def test_what_moves_to_another_file_is_not_changed_by_that(capsys, edited: Path, git) -> None:
    git("mv", "ledger.toml", "plan.toml")
    git("commit", "-qm", "another name")
    text = (edited / "plan.toml").read_text("utf-8")
    at = text.index('\n[[task]]\nid = "T9"')
    (edited / "plan.toml").write_text(text[:at], "utf-8")
    (edited / "more.toml").write_text(text[at:].lstrip(), "utf-8")
    git("add", "-A")
    git("commit", "-qm", "T9 apart")
    with Repository.around(edited) as repository:
        assert [touched(repository, commit.files) for commit in repository.commits()][:3] == [set(), set(), {"T9"}]
        assert [step.commit.subject for step in story(repository, "T9")] == ["one more"]
    assert out(capsys, edited, "diff", "HEAD~2")[1] == "Nothing changed.\n"


def test_an_edit_is_in_no_commit_until_it_is_committed(capsys, edited: Path, git) -> None:
    assert out(capsys, edited, "set", "T1", "lead=Audit")[0] == 0
    assert "not committed" in out(capsys, edited, "log", "T1")[1]
    git("commit", "-qam", "lead")
    told = out(capsys, edited, "log", "T1")[1]
    assert "not committed" not in told
    assert "lead" in told.splitlines()[0]


def test_what_changed_as_text_markdown_and_json(capsys, edited: Path) -> None:
    code, told, _err = out(capsys, edited, "diff", "HEAD~2")
    assert code == 0
    assert [line.split("  ● →")[0].split("  ■ →")[0].split("  – →")[0] for line in told.splitlines()] == [
        "R1.1  First, part one",
        "  ~ T1  Write the long plan",
        "      title  Write the {+long +}plan",
        "      due  2016-12-31 → 2017-01-31",
        "R2  Second",
        "  + T9  New",
    ]
    assert "- title: Write the **long** plan" in out(capsys, edited, "diff", "HEAD~2", "HEAD~1", "--format", "markdown")[1]
    found = json.loads(out(capsys, edited, "diff", "HEAD~2", "--format", "json")[1])
    assert [(item["id"], item["act"]) for item in found] == [("T1", "changed"), ("T9", "added")]
    assert found[0]["changes"][1] == {"field": "due", "before": "2016-12-31", "after": "2017-01-31"}
    assert [line for line in out(capsys, edited, "diff", "HEAD~2", "lead:finance")[1].splitlines() if "T9" in line] == []
    assert "T9" in out(capsys, edited, "diff", "--since", "2016-11-03", "New")[1]
    assert out(capsys, edited, "diff")[1] == "Nothing changed.\n"


def test_the_dataset_table_is_told_too(capsys, edited: Path) -> None:
    file = edited / "ledger.toml"
    file.write_text(file.read_text("utf-8").replace("as_of = 2016-12-31", "as_of = 2017-06-30"), "utf-8")
    told = out(capsys, edited, "diff")[1].splitlines()
    at = told.index("  ~ dataset  Test")
    assert told[at + 1] == "      as_of  2016-12-31 → 2017-06-30"
    assert "dataset" not in out(capsys, edited, "diff", "HEAD", "lead:finance")[1]
    found = json.loads(out(capsys, edited, "diff", "--format", "json")[1])
    assert [item["changes"] for item in found if item["kind"] == "dataset"] == [
        [{"field": "as_of", "before": "2016-12-31", "after": "2017-06-30"}]
    ]


def test_comments_and_sign_offs_stand_under_what_they_are_about(capsys, edited: Path) -> None:
    (edited / "reviews").mkdir()
    comments = "".join(
        f'[[comment]]\nid = "C{number}"\non = "{on}"\nby = "Li"\ntext = "hm"\n' for number, on in enumerate(("T1", "R2", "C0"))
    )
    (edited / "reviews" / "Li.toml").write_text(comments, "utf-8")
    found = json.loads(out(capsys, edited, "diff", "HEAD", "--format", "json")[1])
    assert [(item["id"], item["under"]) for item in found] == [("C0", "R1.1"), ("C1", "R2"), ("C2", None)]


def test_refusals_name_what_to_do(capsys, ledger: Path, edited: Path, tmp_path: Path) -> None:
    assert "there is no revision nope" in out(capsys, edited, "diff", "nope")[2]
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "a.toml").write_text(LEDGER, "utf-8")
    code, _out, err = out(capsys, plain, "diff")
    assert code == 3
    assert "is not under git" in err
    assert out(capsys, plain, "diff", str(edited))[0] == 0


def test_log_of_all_and_of_one_with_what_is_in_no_commit_yet(capsys, edited: Path) -> None:
    told = out(capsys, edited, "log")[1].splitlines()
    assert [line.split("  ")[-1] for line in told[::2]] == ["one more", "later", "first"]
    assert told[1].strip() == "1 record: T9"
    run(["-D", str(edited), "set", "T1", "progress=30"])
    capsys.readouterr()
    lines = json.loads(out(capsys, edited, "log", "T1", "--format", "json")[1])
    assert [(text["who"] != "", text["commit"] == "", text["changes"][0]) for text in lines] == [
        (True, True, "progress – → 30"),
        (True, False, "title Write the plan → Write the long plan"),
        (True, False, "added"),
    ]
    assert "no record has, or had" in out(capsys, edited, "log", "T77")[2]


def test_as_it_was_is_read_only(capsys, edited: Path) -> None:
    assert "Write the plan" in out(capsys, edited, "--at", "HEAD~2", "show", "T1")[1]
    code, _out, err = out(capsys, edited, "--at", "HEAD~2", "set", "T1", "progress=3")
    assert (code, "as it was at HEAD~2" in err) == (3, True)
    assert not (edited / ".jinpu").exists()


async def test_review_and_history_in_the_app(edited: Path) -> None:
    app = JinpuApp(Workspace(edited, today=TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot, edited)
        await driver.keys("2", "R", "later", "enter")
        await app.workers.wait_for_complete([worker for worker in app.workers if worker.name == "_compare"])
        await pilot.pause()
        assert "+ T9  New" in driver.text
        assert "T1" not in driver.text
        await driver.keys("j", "enter")
        assert "task T9" in driver.text
        await driver.keys("escape", "g", "H")
        await app.workers.wait_for_complete([worker for worker in app.workers if worker.name == "_tell_history"])
        await pilot.pause()
        assert all(word in driver.text for word in ("Wang", "later", "due 2016-12-31 → 2017-01-31"))


async def test_a_comment_where_a_change_is_read_is_on_its_field(edited: Path) -> None:
    app = JinpuApp(Workspace(edited, today=TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot, edited)
        await driver.keys("R", "first", "enter")
        await app.workers.wait_for_complete([worker for worker in app.workers if worker.name == "_compare"])
        await pilot.pause()
        line = next(at for at, item in enumerate(app.screen.page.rows) if item.field == "due")
        await driver.keys(*["j"] * line, "C", "agreed?", "enter")
        (comment,) = app.session.dataset.comments
        assert (comment.on, comment.field, comment.text) == ("T1", "due", "agreed?")
        await driver.keys("enter")
        assert "agreed?" in driver.text


def test_a_review_marks_up_to_where(capsys, edited: Path, git) -> None:
    assert out(capsys, edited, "diff", "--reviewed")[0] == 2
    assert "Review begun" in out(capsys, edited, "review", "--start")[1]
    file = edited / "ledger.toml"
    file.write_text(file.read_text("utf-8").replace('title = "New"', 'title = "Newer"'), "utf-8")
    git("commit", "-qam", "newer")
    assert "Reviewed up to" in out(capsys, edited, "review", "--finish")[1]
    assert "title  New → Newer" in out(capsys, edited, "diff", "--reviewed")[1]
    assert "Reviewed up to" in out(capsys, edited, "review")[1]


def test_a_hostile_commit_is_told_as_it_is(capsys, edited: Path, git) -> None:
    file = edited / "ledger.toml"
    file.write_text(file.read_text("utf-8").replace('title = "New"', 'title = "Newer"'), "utf-8")
    git("commit", "-qam", "a\x01b \x1b]0;OWNED\x07 \u202e :100644 100644", who="E\x1b[31mvil")
    code, told, _err = out(capsys, edited, "log")
    assert code == 0
    assert "OWNED" in told
    assert not any(item in told for item in "\x01\x07\x1b\u202e")
