"""What is said of the past: the revision and day of reports, what changed of the records asked for, and where history ends."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from ledger_text import LEDGER

from jinpu_tui.cli.main import run

TASK = '\n[[task]]\nid = "{id}"\ntitle = "{title}"\nlead = "{lead}"\nstatus = "doing"\n'
NO_DAY = LEDGER.replace("as_of = 2016-12-31\n", "")


@pytest.fixture
def jinpu_tui(ledger: Path, capsys: pytest.CaptureFixture[str]):
    def command(*words: str, dataset: Path = ledger, code: int = 0) -> str:
        assert run(["-D", str(dataset), *words]) == code
        return capsys.readouterr().out

    return command


def report(jinpu_tui, ledger: Path, *words: str, before: tuple[str, ...] = ()) -> str:
    path = ledger.parent / "report.md"
    path.unlink(missing_ok=True)
    jinpu_tui(*before, "report", "-o", str(path), *words)
    return " ".join(path.read_text("utf-8").replace("\\", "").split())


def write(ledger: Path, text: str) -> None:
    (ledger / "ledger.toml").write_text(text, "utf-8")


def test_a_report_of_the_past_cites_what_it_was_made_of(jinpu_tui, ledger: Path, git) -> None:
    first = git("rev-parse", "HEAD")
    git("tag", "v1")
    write(ledger, LEDGER + TASK.format(id="T9", title="New", lead="审计局"))
    git("commit", "-qam", "later")
    head = git("rev-parse", "HEAD")
    assert f"read at {head[:10]}." in report(jinpu_tui, ledger)
    assert f"read at v1 ({first[:10]})." in report(jinpu_tui, ledger, before=("--at", "v1"))
    assert f"read at {first[:10]}." in report(jinpu_tui, ledger, before=("--at", first[:8]))
    copy = ledger.parent / "copy"
    git("worktree", "add", "-q", str(copy), "v1")
    assert f"read at the dataset at {copy}." in report(jinpu_tui, ledger, before=("--at", str(copy)))


def test_a_past_state_is_judged_on_the_same_day_by_at_and_by_diff(jinpu_tui, ledger: Path, git) -> None:
    write(ledger, NO_DAY)
    git("commit", "-qam", "no day of its own")  # on 2016-11-04
    lights = {load["id"]: load["light"] for load in json.loads(jinpu_tui("--at", "HEAD", "list", "tasks", "--format", "json"))}
    write(ledger, NO_DAY.replace('"计划实施方案"', '"计划"').replace('"Write the plan"', '"Plan"'))
    changed = json.loads(jinpu_tui("diff", "HEAD", "--format", "json"))
    before = {item["id"]: item["light"]["before"] for item in changed if item["kind"] == "task"}
    assert before == {"T1": "green", "T2": "green"}
    assert before.items() <= lights.items()
    assert json.loads(jinpu_tui("--at", "2016-12-10", "list", "tasks", "T2", "--format", "json"))[0]["light"] == "red"
    changed = json.loads(jinpu_tui("diff", "--since", "2016-12-10", "--format", "json"))
    assert {item["id"]: item["light"]["before"] for item in changed if item["kind"] == "task"}["T2"] == "red"


def test_what_changed_in_a_report_is_of_the_records_asked_for(jinpu_tui, ledger: Path, git) -> None:
    more = TASK.format(id="F1", title="Gone", lead="Finance") + TASK.format(id="A1", title="Other", lead="审计局")
    write(ledger, LEDGER + more)
    git("commit", "-qam", "more")
    write(ledger, LEDGER.replace("Write the plan", "Write it") + TASK.format(id="A1", title="Another", lead="审计局"))
    all_of_it = report(jinpu_tui, ledger, "--since", "HEAD")
    assert all(item in all_of_it for item in ("Write [-the plan-]", "{+Another+}", "Gone"))
    of_finance = report(jinpu_tui, ledger, "--since", "HEAD", "--filter", "lead:finance")
    assert "Write [-the plan-]" in of_finance
    assert "Gone" in of_finance
    assert "Another" not in of_finance
    assert "Nothing changed." in report(jinpu_tui, ledger, "--since", "HEAD", "--filter", "lead:nobody")
    jinpu_tui("report", "-o", str(ledger.parent / "u.md"), "--since", "HEAD", "--by", "lead")
    finance, audit = ((ledger.parent / f"u-{name}.md").read_text("utf-8") for name in ("Finance", "审计局"))
    assert "Gone" in finance
    assert "Another" not in finance
    assert "Another" in audit
    assert "Gone" not in audit


def test_closed_since_is_the_period_of_what_changed(jinpu_tui, ledger: Path, git, tmp_path: Path) -> None:
    closed = TASK.format(id="{}", title="{}", lead="A").replace('"doing"', '"closed"') + "closed_on = {}\n"
    early, late = closed.format("E1", "Early", "2016-10-01"), closed.format("L1", "Late", "2016-11-20")
    write(ledger, LEDGER + early)
    git("commit", "-qam", "one closed")  # on 2016-11-04
    git("tag", "v1")
    old = tmp_path / "old"
    git("worktree", "add", "-q", str(old), "v1")
    write(ledger, LEDGER + early + late)
    bulletin = report(jinpu_tui, ledger, "--bulletin", "--since", "v1")
    assert "3. Closed since 2016-11-04" in bulletin
    assert "2016-11-20" in bulletin
    assert "2016-10-01" not in bulletin
    asked = report(jinpu_tui, ledger, "--bulletin", "--since", "2016-11-25", before=("--as-of", "2016-12-31"))
    assert "3. Closed since 2016-11-25" in asked
    assert "No task was closed." in asked
    beside = report(jinpu_tui, ledger, "--bulletin", "--since", str(old))
    assert f"3. Closed since {old}" in beside
    assert "2016-11-20" in beside
    assert "2016-10-01" not in beside


def test_a_merge_leaves_nothing_uncommitted(jinpu_tui, ledger: Path, git) -> None:
    git("checkout", "-qb", "theirs")
    write(ledger, LEDGER.replace('lead = "Finance"', 'lead = "Audit"'))
    git("commit", "-qam", "their lead", who="Wang")
    git("checkout", "-q", "main")
    jinpu_tui("set", "T1", "progress=30")
    git("commit", "-qam", "our progress")
    git("merge", "-q", "theirs", "-m", "merged")
    assert "not committed" not in jinpu_tui("log", "T1")
    jinpu_tui("set", "T1", "progress=40")
    jinpu_tui("note", "T1", "sent")
    lines = [line for line in jinpu_tui("log", "T1").splitlines() if not line.startswith(" ")]
    assert [("not committed" in line) for line in lines].count(True) == 2
    git("commit", "-qam", "the rest")
    assert "not committed" not in jinpu_tui("log", "T1")


def test_moves_are_called_moves(jinpu_tui, ledger: Path, git) -> None:
    git("mv", "ledger.toml", "计划.toml")
    git("commit", "-qm", "another name")
    text = (ledger / "计划.toml").read_text("utf-8")
    at, end = text.index('[[task]]\nid = "T2"'), text.index('[[task]]\nid = "T3"')
    (ledger / "计划.toml").write_text(text[:at] + text[end:], "utf-8")
    (ledger / "b.toml").write_text(text[at:end].replace('status = "todo"', 'status = "doing"'), "utf-8")
    git("add", "-A")
    git("commit", "-qm", "T2 apart")
    all_of_it = jinpu_tui("log")
    assert "ledger.toml renamed to 计划.toml" in all_of_it
    assert "1 record moved from 计划.toml to b.toml: T2" in all_of_it
    assert "1 record: T2" in all_of_it
    history = [line.strip() for line in jinpu_tui("log", "T2").splitlines() if line.startswith(" ")]
    assert history == ["status todo → doing", "moved from 计划.toml to b.toml", "moved from ledger.toml to 计划.toml", "added"]


def test_a_shallow_clone_says_where_its_history_ends(jinpu_tui, ledger: Path, git, tmp_path: Path) -> None:
    write(ledger, LEDGER.replace('lead = "Finance"', 'lead = "Audit"'))
    git("commit", "-qam", "their lead", who="Wang")
    write(ledger, LEDGER.replace('lead = "Finance"', 'lead = "Price"'))
    git("commit", "-qam", "another lead", who="Chen")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "2", f"file://{ledger}", str(clone)], check=True, capture_output=True)
    of_task = json.loads(jinpu_tui("log", "T1", "--format", "json", dataset=clone))
    assert [(item["who"], "ends here" in item["changes"][0]) for item in of_task] == [("Chen", False), ("", True)]
    assert "Wang" not in jinpu_tui("log", "T3", dataset=clone)
    assert "git fetch --unshallow" in jinpu_tui("log", "T3", dataset=clone)
    last = jinpu_tui("log", dataset=clone).splitlines()[-1]
    assert "ends here" in last
    assert "ends here" not in jinpu_tui("log", "T1")


def test_a_dataset_of_one_file_that_was_renamed_is_not_new(jinpu_tui, ledger: Path, git) -> None:
    git("mv", "ledger.toml", "plan.toml")
    git("commit", "-qm", "another name", who="Wang")
    file = ledger / "plan.toml"
    history = [line.strip() for line in jinpu_tui("log", "T2", dataset=file).splitlines() if line.startswith(" ")]
    assert history == ["moved from ledger.toml to plan.toml", "added"]
    assert "ledger.toml renamed to plan.toml" in jinpu_tui("log", dataset=file)
    (ledger / "a").mkdir()
    git("mv", "plan.toml", "a/plan.toml")
    git("commit", "-qm", "into a folder")
    assert "moved from plan.toml to plan.toml" in jinpu_tui("log", "T2", dataset=ledger / "a")
