"""Deciding a conflict about a whole record that may stand in another file by now: on files as a merge leaves them."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jinpu_tui.cli.main import run

HEAD = '# 台账\n[dataset]\nformat = 1\ntitle = "t"\n'
FIRST = '\n[[task]]\nid = "T1"\ntitle = "one"\n'
BASE = '[[task]]\nid = "T2"\ntitle = "two"\nlead = "Finance"\nrisk = "low"\n'
CHANGED = (
    '[[task]]\nid = "T2"\ntitle = "two"\nlead = "Finance"\ndue = 2017-03-31\nrisk = "high"\n'
    'log = [\n    { date = 2016-12-05, by = "b", text = "from b" },\n]\n'
)
MOVED = (
    '# moved here\n[[task]]\nid = "T2"\ntitle = "two"  # kept\nlead = "Finance"\nowner = "Li"\nprogress = 30\nrisk = "low"\n'
    'log = [\n    { date = 2016-12-01, by = "a", text = "from a" },\n]\n'
)
FILES = (("d.toml", "fin.toml"), ("z/d.toml", "a.toml"))
"""The file of the conflict, which has the `[dataset]` table, and another one: before and after it in the order of files."""


def conflict(mine: str, theirs: str, base: str | None) -> str:
    texts = {"mine": mine, "theirs": theirs, "base": base}
    lines = [f"{name} = '''\n{text}'''\n" for name, text in texts.items() if text]
    return '\n[[conflict]]\nid = "X1"\non = "T2"\n' + "".join(lines)


class Case:
    """A dataset of two files on disk."""

    def __init__(self, folder: Path, files: tuple[str, str], here: str, elsewhere: str, about: str) -> None:
        self.folder = folder / "data"
        self.texts = {files[0]: HEAD + FIRST + ("\n" + here if here else "") + about, files[1]: elsewhere or "# nothing yet\n"}
        for name, text in self.texts.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes(text.encode())

    def run(self, *words: str) -> int:
        return run(["-D", str(self.folder), *words])

    def bytes(self) -> Mapping[str, str]:
        return {name: (self.folder / name).read_bytes().decode() for name in self.texts}

    def records(self) -> dict[str, list[Any]]:
        """All records of T2 by file, and of all conflicts."""
        tables = {name: tomllib.loads(text) for name, text in self.bytes().items()}
        found = {name: [item for item in table.get("task", []) if item["id"] == "T2"] for name, table in tables.items()}
        return {**found, "conflicts": [item for table in tables.values() for item in table.get("conflict", [])]}

    def undone(self) -> None:
        """One undo gives all bytes back."""
        assert self.run("undo") == 0
        assert self.bytes() == self.texts


@pytest.mark.parametrize("side", ["mine", "theirs", "both"])
@pytest.mark.parametrize("files", FILES)
@pytest.mark.parametrize(("mine", "theirs"), [("", CHANGED), (CHANGED, "")])
@pytest.mark.parametrize("stays", [False, True])
def test_what_the_other_side_changed_goes_to_where_the_record_is_now(
    tmp_path: Path, side: str, files: tuple[str, str], mine: str, theirs: str, stays: bool
) -> None:
    case = Case(tmp_path, files, CHANGED if stays else "", MOVED, conflict(mine, theirs, BASE))
    assert case.run("decide", "X1", side) == 0
    found = case.records()
    assert found[files[0]] == []
    assert found["conflicts"] == []
    [one] = found[files[1]]
    wanted = {"owner": "Li", "progress": 30, "due": date(2017, 3, 31), "risk": "high", "lead": "Finance", "title": "two"}
    assert wanted.items() <= one.items()
    assert [entry["text"] for entry in one["log"]] == ["from a", "from b"]
    text = case.bytes()[files[1]]
    assert "# moved here" in text
    assert 'title = "two"  # kept' in text
    assert case.run("check") == 0
    case.undone()
    assert case.run("redo") == 0
    assert case.records() == found


@pytest.mark.parametrize("files", FILES)
@pytest.mark.parametrize(("mine", "theirs", "stays"), [("", CHANGED, False), (CHANGED, "", False), (CHANGED, "", True)])
def test_only_a_true_clash_is_decided_by_the_side(
    tmp_path: Path, files: tuple[str, str], mine: str, theirs: str, stays: bool
) -> None:
    moved = MOVED.replace("progress = 30", "progress = 30\ndue = 2017-01-31")
    editor = "mine" if mine else "theirs"
    for number, side in enumerate(("mine", "theirs", "both")):
        case = Case(tmp_path / str(number), files, CHANGED if stays else "", moved, conflict(mine, theirs, BASE))
        assert case.run("decide", "X1", side) == 0
        found = case.records()
        [one] = found[files[1]]
        assert found[files[0]] == []
        assert (one["risk"], one["owner"], len(one["log"])) == ("high", "Li", 2)
        assert one["due"] == (date(2017, 3, 31) if side == editor else date(2017, 1, 31))
        if side == "both":
            [field] = found["conflicts"]
            sides = {"mine": "due = 2017-01-31", "theirs": "due = 2017-01-31", editor: "due = 2017-03-31"}
            assert {"on": "T2", "field": "due", **sides}.items() <= field.items()
            assert case.run("decide", field["id"], editor) == 0
            assert case.records()[files[1]][0]["due"] == date(2017, 3, 31)
            assert case.run("undo") == 0
        case.undone()


@pytest.mark.parametrize("files", FILES)
@pytest.mark.parametrize("base", [BASE, None])
def test_a_record_that_stands_nowhere(tmp_path: Path, files: tuple[str, str], base: str | None) -> None:
    for number, (side, text_side) in enumerate(itertools.product(("mine", "theirs"), repeat=2)):
        about = conflict(CHANGED if text_side == "mine" else "", CHANGED if text_side == "theirs" else "", base)
        case = Case(tmp_path / str(number), files, "", "", about)
        assert case.run("decide", "X1", "both") == 3
        assert case.run("decide", "X1", side) == 0
        found = case.records()
        assert found[files[0]] == (tomllib.loads(CHANGED)["task"] if side == text_side else [])
        assert found[files[1]] == found["conflicts"] == []
        case.undone()


def test_what_both_changed_is_in_a_record_that_comes_back(tmp_path: Path) -> None:
    mine = BASE.replace("Finance", "Audit") + "due = 2017-01-01\n"
    case = Case(tmp_path, FILES[0], "", "", conflict(mine, CHANGED, BASE))
    assert case.run("decide", "X1", "mine") == 0
    [one] = case.records()["d.toml"]
    assert (one["lead"], one["due"], one["risk"], len(one["log"])) == ("Audit", date(2017, 1, 1), "high", 1)
    case.undone()


@pytest.mark.parametrize("editor", ["mine", "theirs"])
def test_a_record_that_one_side_removed(tmp_path: Path, editor: str) -> None:
    other = "theirs" if editor == "mine" else "mine"
    about = conflict(CHANGED if editor == "mine" else "", CHANGED if editor == "theirs" else "", BASE)
    for number, (side, here) in enumerate(itertools.product((editor, other), (CHANGED, BASE))):
        case = Case(tmp_path / str(number), FILES[0], here, "", about)
        assert case.run("decide", "X1", "both") == 3
        assert case.run("decide", "X1", side) == 0
        kept = here if editor == "mine" else CHANGED
        assert case.records()["d.toml"] == (tomllib.loads(kept)["task"] if side == editor else [])
        case.undone()


def test_a_record_changed_since_is_not_removed_silently(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = Case(tmp_path, FILES[0], CHANGED + 'owner = "Wang"\n', "", conflict(CHANGED, "", BASE))
    assert case.run("decide", "X1", "theirs") == 3
    assert "T2" in capsys.readouterr().err
    assert case.bytes() == case.texts
    assert case.run("decide", "X1", "mine") == 0
    assert case.records()["d.toml"][0]["owner"] == "Wang"


@pytest.mark.parametrize("side", ["mine", "theirs", "both"])
def test_both_changed_a_record_that_stays(tmp_path: Path, side: str) -> None:
    mine = BASE.replace("Finance", "Audit") + 'owner = "Li"\n'
    theirs = BASE.replace("Finance", "Trade") + 'next = "more"\n'
    for number, files in enumerate(FILES):
        case = Case(tmp_path / str(number), files, mine, "", conflict(mine, theirs, BASE))
        assert case.run("decide", "X1", side) == 0
        found = case.records()
        [one] = found[files[0]]
        assert (one["owner"], one["next"]) == ("Li", "more")
        assert one["lead"] == ("Trade" if side == "theirs" else "Audit")
        assert [(entry["mine"], entry["theirs"]) for entry in found["conflicts"]] == (
            [('lead = "Audit"', 'lead = "Trade"')] if side == "both" else []
        )
        case.undone()


def test_two_records_of_one_id(tmp_path: Path) -> None:
    mine, theirs = BASE, '[[task]]\nid = "T2"\ntitle = "another"\nowner = "Wang"\n'
    for number, (side, wanted) in enumerate({"mine": [mine], "theirs": [theirs], "both": [mine]}.items()):
        case = Case(tmp_path / str(number), FILES[0], mine, "", conflict(mine, theirs, None))
        assert case.run("decide", "X1", side) == 0
        assert case.records()["d.toml"] == [load for text in wanted for load in tomllib.loads(text)["task"]]
        titles = [load["title"] for load in tomllib.loads(case.bytes()["d.toml"])["task"]]
        assert ("another" in titles) == (side != "mine")
        case.undone()
    later = mine.replace("two", "two, later") + "progress = 5\n"
    case = Case(tmp_path / "later", FILES[0], later, "", conflict(mine, theirs, None))
    assert case.run("decide", "X1", "theirs") == 3
    assert case.bytes() == case.texts
    assert case.run("decide", "X1", "mine") == 0
    assert case.records()["d.toml"] == tomllib.loads(later)["task"]


def test_one_id_of_two_kinds(tmp_path: Path) -> None:
    theirs = '[[requirement]]\nid = "T2"\ntitle = "a demand"\n'
    for number, side in enumerate(("mine", "theirs", "both")):
        case = Case(tmp_path / str(number), FILES[0], BASE, "", conflict(BASE, theirs, None))
        assert case.run("decide", "X1", side) == 0
        tables = tomllib.loads(case.bytes()["d.toml"])
        assert [table["id"] for table in tables["task"]] == (["T1"] if side == "theirs" else ["T1", "T2"])
        assert [table["title"] for table in tables.get("requirement", [])] == ([] if side == "mine" else ["a demand"])
        case.undone()


@pytest.mark.parametrize("files", FILES)
def test_a_conflict_of_an_older_version_removes_nothing_that_moved(tmp_path: Path, files: tuple[str, str]) -> None:
    for number, (side, editor) in enumerate(itertools.product(("mine", "theirs"), repeat=2)):
        about = conflict(CHANGED if editor == "mine" else "", CHANGED if editor == "theirs" else "", None)
        moved = MOVED.replace('risk = "low"\n', "")
        case = Case(tmp_path / str(number), files, "", moved, about)
        assert case.run("decide", "X1", side) == 0
        [one] = case.records()[files[1]]
        assert (one["owner"], one["due"], one["risk"], len(one["log"])) == ("Li", date(2017, 3, 31), "high", 2)
        case.undone()


def test_an_older_conflict_does_not_replace_a_value_of_the_moved_record(tmp_path: Path) -> None:
    case = Case(tmp_path, FILES[0], "", MOVED, conflict("", CHANGED, None))
    assert case.run("decide", "X1", "theirs") == 3
    assert case.bytes() == case.texts
    assert case.run("decide", "X1", "mine") == 0
    assert case.records()["fin.toml"][0]["risk"] == "low"


def test_another_record_of_the_id_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, other in enumerate(
        ('[[task]]\nid = "T2"\ntitle = "quite another"\nowner = "Li"\n', '[[source]]\nid = "T2"\ntitle = "two"\n')
    ):
        case = Case(tmp_path / str(number), FILES[0], CHANGED, other, conflict(CHANGED, "", BASE))
        assert case.run("decide", "X1", "theirs") == 3
        assert "another id" in capsys.readouterr().err
        assert case.bytes() == case.texts


def test_nothing_is_removed_or_added_while_a_file_cannot_be_read(tmp_path: Path) -> None:
    for number, here in enumerate((CHANGED, "")):
        case = Case(tmp_path / str(number), FILES[0], here, "[[task\n", conflict(CHANGED, "", BASE))
        assert case.run("decide", "X1", "theirs" if here else "mine") == 3
        assert case.bytes() == case.texts


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


INLINE = 'task = [\n    { id = "T2", title = "two", lead = "Finance", risk = "low", owner = "Li", progress = 30 }, # kept\n]\n'


@pytest.mark.parametrize("files", FILES)
@pytest.mark.parametrize("side", ["mine", "theirs"])
@pytest.mark.parametrize("layout", ["crlf", "bom", "inline", "far", "no newline"])
def test_layouts_that_people_write(tmp_path: Path, files: tuple[str, str], side: str, layout: str) -> None:
    moved = {"inline": INLINE, "far": MOVED + '\n[[budget]]\nid = "T2"\n\n[[source]]\nid = "S1"\ntitle = "s"\n'}.get(
        layout, MOVED
    )
    case = Case(tmp_path, files, CHANGED, moved, conflict(CHANGED, "", BASE))
    change = {"crlf": _crlf, "bom": "\ufeff".__add__, "no newline": lambda text: text.rstrip("\n")}.get(layout, str)
    case.texts = {name: change(text) for name, text in case.texts.items()}
    for name, text in case.texts.items():
        (case.folder / name).write_bytes(text.encode())
    assert case.run("decide", "X1", side) == 0
    found = {name: tomllib.loads(text.removeprefix("\ufeff")) for name, text in case.bytes().items()}
    assert [item["id"] for item in found[files[0]]["task"]] == ["T1"]
    [one] = [item for item in found[files[1]]["task"] if item["id"] == "T2"]
    assert (one["owner"], one["progress"], one["due"], one["risk"]) == ("Li", 30, date(2017, 3, 31), "high")
    assert ("\r\n" in case.bytes()[files[1]]) == (layout == "crlf")
    case.undone()


@pytest.mark.parametrize("kind", ["requirement", "indicator", "source", "view", "comment"])
def test_records_of_every_kind(tmp_path: Path, kind: str) -> None:
    title = {"indicator": "name", "view": "name", "comment": "text"}.get(kind, "title")
    base, changed, moved = (f'[[{kind}]]\nid = "T2"\n{title} = "two"\n{rest}' for rest in ("", 'extra = "b"\n', 'note = "a"\n'))
    for number, side in enumerate(("mine", "theirs", "both")):
        case = Case(tmp_path / str(number), FILES[0], "", moved, conflict("", changed, base))
        assert case.run("decide", "X1", side) == 0
        [one] = tomllib.loads(case.bytes()["fin.toml"])[kind]
        assert one == {"id": "T2", title: "two", "note": "a", "extra": "b"}
        case.undone()


def test_it_says_which_records_were_decided_and_how(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clash = '\n[[conflict]]\nid = "X2"\non = "T1"\nfield = "lead"\nmine = \'lead = "Audit"\'\ntheirs = \'lead = "Finance"\'\n'
    wanted = {
        "theirs": "X2  lead of T1 decided: theirs\nT1  lead Audit → Finance\n",
        "mine": "X2  lead of T1 decided: mine\nT1  stays as it is\n",
    }
    for side, text in wanted.items():
        case = Case(tmp_path / side, FILES[0], 'lead = "Audit"\n', "", clash)
        assert case.run("decide", "X2", side) == 0
        assert capsys.readouterr().out == text


def test_of_a_whole_record_all_that_was_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = Case(tmp_path, FILES[0], "", MOVED, conflict("", CHANGED, BASE))
    assert case.run("decide", "X1", "theirs") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == "X1  T2 decided: theirs"
    assert second.startswith("T2  ")
    assert "due – → 2017-03-31" in second
