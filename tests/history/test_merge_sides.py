"""Whose the sides of a conflict are, and histories in which git merges more than once: with real git."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jinpu_tui.cli.main import run as jinpu

TEXT = """\
[dataset]
format = 1
title = "t"

[[task]]
id = "T1"
title = "one"
due = 2016-12-31

[[task]]
id = "T2"
title = "two"
lead = "Finance"
"""


class Clone:
    """A repository with a dataset in data/, as somebody works in it."""

    def __init__(self, top: Path, environ: dict[str, str]) -> None:
        self.top, self._environ = top, environ

    def git(self, *words: str, who: str = "Li", fails: bool = False) -> str:
        names = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
                 for what, value in (("NAME", who), ("EMAIL", "x@office"))}  # fmt: skip
        done = subprocess.run(
            ["git", *words], cwd=self.top, env={**self._environ, **names}, capture_output=True, text=True, check=False
        )
        assert fails or done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def run(self, *words: str, wanted: int = 0) -> None:
        assert jinpu(["-D", str(self.top / "data"), *words]) == wanted

    def commit(self, subject: str, who: str = "Li") -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", subject, who=who)

    def change(self, subject: str, *assignments: str, id_: str = "T1", who: str = "Li") -> None:
        self.run("set", id_, *assignments)
        self.commit(subject, who)

    def tables(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for path in sorted((self.top / "data").glob("*.toml")):
            for kind, records in tomllib.loads(path.read_text("utf-8")).items():
                found.setdefault(kind, []).extend(records if isinstance(records, list) else [])
        return found

    def conflicts(self) -> list[Any]:
        return self.tables().get("conflict", [])

    def decide(self, side: str) -> None:
        [one] = self.conflicts()
        self.run("decide", one["id"], side)
        self.git("add", "-A")
        self.git("commit", "-qm", f"decided for {side}")


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    for name, value in {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}.items():
        monkeypatch.setenv(name, value)
    top = tmp_path / "office"
    (top / "data").mkdir(parents=True)
    (top / "data" / "d.toml").write_text(TEXT, "utf-8")
    clone = Clone(top, {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))})
    clone.git("init", "-q", "-b", "main")
    clone.run("git-setup")
    clone.commit("first")
    return clone


def test_a_merge_names_branches_and_the_authors_of_the_file(clone: Clone) -> None:
    clone.git("checkout", "-qb", "finance")
    clone.change("later", "due=2017-02-28", who="王芳")
    (clone.top / "other.txt").write_text("x")
    clone.commit("something else", who="Zhang")
    clone.git("checkout", "-q", "main")
    clone.change("ours", "due=2017-01-31", who="Li Wei")
    clone.git("merge", "-q", "-m", "both", "finance")
    [one] = clone.conflicts()
    assert (one["mine"], one["theirs"], one["base"]) == ("due = 2017-01-31", "due = 2017-02-28", "due = 2016-12-31")
    assert (one["mine_by"], one["theirs_by"]) == ("main (Li Wei)", "finance (王芳)")
    assert one["at"].isoformat() >= "2016-01-01"


def test_a_commit_without_a_branch_is_named_by_its_id(clone: Clone) -> None:
    clone.git("checkout", "-q", "--detach")
    clone.change("later", "due=2017-02-28", who="Wang")
    commit = clone.git("rev-parse", "HEAD")
    clone.git("checkout", "-q", "--detach", "main")
    clone.change("ours", "due=2017-01-31")
    head = clone.git("rev-parse", "--short", "HEAD")
    clone.git("merge", "-q", "-m", "both", commit)
    [one] = clone.conflicts()
    assert (one["mine_by"], one["theirs_by"]) == (f"{head} (Li)", f"{commit[: len(head)]} (Wang)")


def test_a_pull_names_the_remote_branch(clone: Clone, tmp_path: Path) -> None:
    other = Clone(tmp_path / "other", clone._environ)
    clone.git("clone", "-q", str(clone.top), str(other.top))
    other.run("git-setup")
    clone.change("upstream", "due=2017-02-28", who="Wang")
    other.change("own", "due=2017-01-31")
    for words, mine, theirs in (
        (("--no-rebase", "--no-edit"), "main (Li)", "origin/main (Wang)"),
        (("--rebase",), "upstream origin/main (Wang)", "your commit {id} “own” (Li)"),
    ):
        own = other.git("rev-parse", "--short", "HEAD")
        other.git("pull", "-q", *words, "origin", "main")
        [one] = other.conflicts()
        assert (one["mine_by"], one["theirs_by"]) == (mine, theirs.format(id=own))
        other.git("reset", "-q", "--hard", own)


@pytest.mark.parametrize("backend", ["--merge", "--apply"])
def test_a_rebase_says_which_side_is_upstream(clone: Clone, backend: str) -> None:
    clone.git("checkout", "-qb", "work")
    clone.change("own work", "due=2017-01-31")
    commit = clone.git("rev-parse", "--short", "HEAD")
    clone.git("checkout", "-q", "main")
    clone.change("upstream", "due=2017-06-30", who="Wang")
    clone.git("checkout", "-q", "work")
    clone.git("rebase", "-q", backend, "main")
    [one] = clone.conflicts()
    assert (one["mine"], one["theirs"]) == ("due = 2017-06-30", "due = 2017-01-31")
    assert (one["mine_by"], one["theirs_by"]) == ("upstream main (Wang)", f"your commit {commit} “own work” (Li)")


def test_a_linked_work_tree_has_its_own_head(clone: Clone, tmp_path: Path) -> None:
    clone.git("branch", "finance")
    clone.change("ours", "due=2017-01-31")
    clone.git("worktree", "add", "-q", str(tmp_path / "linked"), "finance")
    linked = Clone(tmp_path / "linked", clone._environ)
    linked.change("later", "due=2017-02-28", who="Wang")
    linked.git("merge", "-q", "-m", "both", "main")
    [one] = linked.conflicts()
    assert (one["mine_by"], one["theirs_by"]) == ("finance (Wang)", "main (Li)")


def test_hostile_names_are_one_bounded_line(clone: Clone) -> None:
    clone.git("checkout", "-qb", "x" * 150)
    clone.change("later", "due=2017-02-28", who="W\x1b[31mang\r" * 30)
    clone.git("checkout", "-q", "main")
    clone.change("ours", "due=2017-01-31")
    clone.git("merge", "-q", "-m", "both", "x" * 150)
    [one] = clone.conflicts()
    assert len(one["theirs_by"]) <= 120
    assert one["theirs_by"].isprintable()
    clone.run("list", "conflicts")


def test_labels_of_a_newer_git_and_placeholders_of_an_older_one(clone: Clone, tmp_path: Path) -> None:
    base, ours, theirs = (tmp_path / name for name in ("base", "ours", "theirs"))
    for label, shown in (("%Y", None), ("abc1234 (pick me)", "abc1234 (pick me)")):
        for path, day in ((base, "2016-12-31"), (ours, "2017-01-31"), (theirs, "2017-02-28")):
            path.write_text(TEXT.replace("2016-12-31", day), "utf-8")
        words = [
            "merge-file",
            *map(str, (base, ours, theirs)),
            "--path=data/d.toml",
            "--mine-label=%X",
            f"--theirs-label={label}",
        ]
        command = [sys.executable, "-m", "jinpu_tui", *words]
        subprocess.run(command, cwd=clone.top, env=clone._environ, check=True, capture_output=True)
        [one] = tomllib.loads(ours.read_text("utf-8"))["conflict"]
        assert (one["mine_by"], one.get("theirs_by")) == ("main (Li)", shown)


def test_outside_of_a_repository_the_sides_have_no_names(tmp_path: Path) -> None:
    for name, day in (("base", "2016-12-31"), ("ours", "2017-01-31"), ("theirs", "2017-02-28")):
        (tmp_path / name).write_text(TEXT.replace("2016-12-31", day), "utf-8")
    command = [sys.executable, "-m", "jinpu_tui", "merge-file", "base", "ours", "theirs", "--path=d.toml"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, env={**os.environ, "GIT_CEILING_DIRECTORIES": "/"})
    [one] = tomllib.loads((tmp_path / "ours").read_text("utf-8"))["conflict"]
    assert not {"mine_by", "theirs_by"} & one.keys()


def criss_cross(clone: Clone, ours: Callable[[], None], theirs: Callable[[], None], side: str = "mine") -> None:
    """Two branches that merge each other's first commit, and each decides the conflict for its own side."""
    for branch, change in (("a", ours), ("b", theirs)):
        clone.git("checkout", "-q", "-b", branch, "main")
        change()
        clone.commit(f"change of {branch}")
        clone.git("tag", f"{branch}1")
    for branch, other in (("a", "b1"), ("b", "a1")):
        clone.git("checkout", "-q", branch)
        clone.git("merge", "-q", "-m", "first", other)
        clone.decide(side)


@pytest.mark.parametrize(("branch", "other"), [("a", "b"), ("b", "a")])
def test_opposite_decisions_of_one_field_stay_open(clone: Clone, branch: str, other: str) -> None:
    criss_cross(clone, lambda: clone.run("set", "T1", "due=2017-01-31"), lambda: clone.run("set", "T1", "due=2017-02-28"))
    clone.git("checkout", "-q", branch)
    clone.git("merge", "-q", "-m", "second", other)
    [one] = clone.conflicts()
    assert (one["on"], one["field"]) == ("T1", "due")
    assert {one["mine"], one["theirs"]} == {"due = 2017-01-31", "due = 2017-02-28"}
    clone.run("check", wanted=1)


@pytest.mark.parametrize(("branch", "other"), [("a", "b"), ("b", "a")])
def test_opposite_decisions_of_two_new_records_stay_open(clone: Clone, branch: str, other: str) -> None:
    def adding(title: str) -> Callable[[], None]:
        return lambda: clone.run("add", "task", "T9", f"title={title}")

    criss_cross(clone, adding("ours"), adding("theirs"))
    clone.git("checkout", "-q", branch)
    clone.git("merge", "-q", "-m", "second", other)
    assert [conflict["on"] for conflict in clone.conflicts()] == ["T9"]
    text = str(clone.tables())
    assert "ours" in text
    assert "theirs" in text
    clone.run("check", wanted=1)


@pytest.mark.parametrize(("branch", "other"), [("a", "b"), ("b", "a")])
def test_opposite_decisions_of_a_removed_record_stay_open(clone: Clone, branch: str, other: str) -> None:
    criss_cross(clone, lambda: clone.run("remove", "T2"), lambda: clone.run("set", "T2", "lead=Audit"))
    clone.git("checkout", "-q", branch)
    clone.git("merge", "-q", "-m", "second", other)
    assert [conflict["on"] for conflict in clone.conflicts()] == ["T2"]
    assert "Audit" in str(clone.tables())
    clone.run("check", wanted=1)


def commented(comment: str) -> Callable[[Clone], None]:
    def write(clone: Clone) -> None:
        path = clone.top / "data" / "d.toml"
        text = path.read_text("utf-8").replace("# asked by mail\n", "")
        path.write_text(text.replace('[[task]]\nid = "T2"', comment + '[[task]]\nid = "T2"'), "utf-8")

    return write


def running(*words: str) -> Callable[[Clone], None]:
    return lambda clone: clone.run(*words)


TAKEN_BACK = {
    "value": (running("set", "T1", "due=2017-01-31"), running("set", "T1", "due=2016-12-31"), "2017-01-31"),
    "field": (running("set", "T1", "note=soon"), running("set", "T1", "note="), "soon"),
    "entry": (running("set", "T1", "support=Audit,Trade"), running("set", "T1", "support=-Audit"), "Audit"),
    "record": (running("add", "task", "T9", "title=nine"), running("remove", "T9"), "nine"),
    "comment": (commented("# asked by mail\n"), commented(""), "asked by mail"),
}


@pytest.mark.parametrize(("branch", "other"), [("a", "b"), ("b", "a")])
@pytest.mark.parametrize("what", TAKEN_BACK)
def test_what_a_side_takes_back_after_both_had_it_stays_away(clone: Clone, what: str, branch: str, other: str) -> None:
    """The merge bases of such a history are merged by records: a base without what both sides know would bring it back."""
    first, later, gone = TAKEN_BACK[what]
    for name, act in (("a", first), ("b", running("set", "T2", "title=two!"))):
        clone.git("checkout", "-q", "-b", name, "main")
        act(clone)
        clone.commit(f"change of {name}")
        clone.git("tag", f"{name}1")
    for name, tag in (("a", "b1"), ("b", "a1")):
        clone.git("checkout", "-q", name)
        clone.git("merge", "-q", "-m", "cross", tag)
        assert gone in (clone.top / "data" / "d.toml").read_text("utf-8")
    for name, act in (("a", later), ("b", running("set", "T2", "lead=Audit Bureau"))):
        clone.git("checkout", "-q", name)
        act(clone)
        clone.commit(f"later change of {name}")
    clone.git("checkout", "-q", branch)
    clone.git("merge", "-q", "-m", "both", other)
    text = (clone.top / "data" / "d.toml").read_text("utf-8")
    assert gone not in text.replace("Audit Bureau", "")
    assert all(kept in text for kept in ("two!", "Audit Bureau"))
    assert not clone.conflicts()


def test_git_setup_repairs_a_clone_that_was_set_up_before(clone: Clone) -> None:
    clone.git("config", "--unset", "merge.jinpu.recursive")
    clone.git("config", "merge.jinpu.driver", "python3 -m jinpu_tui merge-file %O %A %B")
    clone.run("git-setup")
    assert clone.git("config", "merge.jinpu.recursive") == "jinpu"
    assert "--path=%P" in clone.git("config", "merge.jinpu.driver")


@pytest.mark.parametrize("side", ["mine", "theirs", "both"])
@pytest.mark.parametrize("branch", ["a", "b"])
def test_a_record_that_one_side_moved_to_another_file(clone: Clone, branch: str, side: str) -> None:
    data = clone.top / "data"
    clone.git("checkout", "-qb", "a")
    head, mark, moved = (data / "d.toml").read_text("utf-8").partition('[[task]]\nid = "T2"')
    (data / "d.toml").write_text(head, "utf-8")
    (data / "fin.toml").write_text(mark + moved, "utf-8")
    clone.commit("move T2")
    clone.run("set", "T2", "owner=Li", "progress=30")
    clone.run("note", "T2", "by a")
    clone.commit("work on T2")
    clone.git("checkout", "-qb", "b", "main")
    clone.run("set", "T2", "due=2017-03-31")
    clone.run("note", "T2", "by b")
    clone.commit("work on T2", who="Wang")
    clone.git("checkout", "-q", branch)
    clone.git("merge", "-q", "-m", "both", "b" if branch == "a" else "a")
    [one] = clone.conflicts()
    assert (one["on"], one.get("field", "")) == ("T2", "")
    before = {path: path.read_bytes() for path in data.glob("*.toml")}
    clone.run("decide", one["id"], side)
    assert 'id = "T2"' not in (data / "d.toml").read_text("utf-8")
    [task] = tomllib.loads((data / "fin.toml").read_text("utf-8"))["task"]
    assert (task["owner"], task["progress"], task["lead"], str(task["due"])) == ("Li", 30, "Finance", "2017-03-31")
    assert sorted(entry["text"] for entry in task["log"]) == ["by a", "by b"]
    clone.run("check")
    clone.run("undo")
    assert {path: path.read_bytes() for path in data.glob("*.toml")} == before


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_a_rebase_of_several_commits_leaves_one_conflict_with_the_last_value(clone: Clone, side: str) -> None:
    clone.git("checkout", "-qb", "work")
    for day in ("2017-01-31", "2017-02-28", "2017-03-31"):
        clone.change(f"due {day}", f"due={day}")
    clone.git("checkout", "-q", "main")
    clone.change("upstream", "due=2017-06-30", who="Wang")
    clone.git("checkout", "-q", "work")
    clone.git("rebase", "-q", "main")
    [one] = clone.conflicts()
    assert (one["mine"], one["theirs"], one["base"]) == ("due = 2017-06-30", "due = 2017-03-31", "due = 2016-12-31")
    assert one["mine_by"] == "upstream main (Wang)"
    assert "due 2017-03-31" in one["theirs_by"]
    clone.run("decide", one["id"], side)
    assert str(clone.tables()["task"][0]["due"]) == ("2017-06-30" if side == "mine" else "2017-03-31")
