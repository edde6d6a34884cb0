"""Comments, sign-offs and decisions on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import toml_rs
from ledger_text import LEDGER

from jinpu_tui.cli.main import run

Jinpu = Callable[..., tuple[int, str, str]]


@pytest.fixture
def li(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ledger: Path) -> Jinpu:
    """Li at the command line: exit code, output, errors."""
    monkeypatch.setattr("getpass.getuser", lambda: "li")

    def call(*words: str) -> tuple[int, str, str]:
        return run(["-D", str(ledger), *words]), *capsys.readouterr()

    return call


def test_comment_reply_and_resolve(li: Jinpu, ledger: Path) -> None:
    assert li("comment", "T2", "who pays?", "--field", "lead")[0] == 0
    first_id = toml_rs.loads((ledger / "reviews" / "li.toml").read_text("utf-8"))["comment"][0]["id"]
    assert li("comment", first_id, "we do")[0] == 0
    first, reply = toml_rs.loads((ledger / "reviews" / "li.toml").read_text("utf-8"))["comment"]
    assert (first["on"], first["field"], first["text"], first["by"]) == ("T2", "lead", "who pays?", "li")
    assert (reply["on"], reply["reply_to"], "field" in reply) == ("T2", first_id, False)
    assert (ledger / "ledger.toml").read_text("utf-8") == LEDGER
    assert "T2" in li("list", "tasks", "is:commented")[1]
    assert li("resolve", first_id, reply["id"])[0] == 0
    assert first_id not in li("list", "comments", "resolved:no")[1]
    assert li("resolve", "--reopen", first_id)[0] == 0
    assert first_id in li("list", "comments", "by:li", "-resolved:yes")[1]
    assert li("undo")[0] == 0
    assert first_id in li("list", "comments", "resolved:yes")[1]


def test_signing_off_and_again(li: Jinpu, ledger: Path) -> None:
    assert li("sign", "T2", "R1")[0] == 0
    assert "T2" not in li("list", "tasks", "is:outdated")[1]
    li("set", "T2", "due=2017-05-01", "owner=Wang")
    assert "T2" in li("list", "tasks", "is:outdated")[1]
    assert li("sign", "T2")[0] == 0
    assert "T2" not in li("list", "tasks", "is:outdated")[1]
    signed = toml_rs.loads((ledger / "reviews" / "li.toml").read_text("utf-8"))["signoff"]
    assert [item["on"] for item in signed] == ["T2", "R1"]


def test_deciding_a_conflict(li: Jinpu, ledger: Path) -> None:
    conflict = '\n[[conflict]]\nid = "X1"\non = "T1"\nfield = "due"\nmine = "due = 2016-12-31"\ntheirs = "due = 2017-02-28"\n'
    (ledger / "ledger.toml").write_text(LEDGER + conflict, "utf-8")
    assert li("check")[0] == 1
    assert "due = 2017-02-28" in li("list", "conflicts")[1]
    assert li("decide", "X1", "theirs")[0] == 0
    assert (ledger / "ledger.toml").read_text("utf-8") == LEDGER.replace("due = 2016-12-31", "due = 2017-02-28", 1)
    assert li("decide", "X1", "theirs")[0] == 2
    li("undo")
    assert (ledger / "ledger.toml").read_text("utf-8") == LEDGER + conflict


def test_refusals_name_what_is_wrong(li: Jinpu) -> None:
    wrong = {
        ("comment", "T22", "x"): "did you mean",
        ("comment", "T2", "  "): "needs a text",
        ("comment", "T2", "x", "--field", "leed"): "did you mean lead?",
        ("resolve", "T2"): "T2 is not a comment",
        ("sign", "T2", "S1"): "S1 is a source",
        ("decide", "T2", "mine"): "no open conflict",
    }
    for words, told in wrong.items():
        code, _out, error = li(*words)
        assert code in (2, 3), words
        assert told in error, words
