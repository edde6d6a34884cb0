"""Open conflicts of a merge, in the files and on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from jinpu_tui.cli.main import run

Jinpu = Callable[..., tuple[int, str, str]]

LEDGER = """\
[dataset]
format = 1
title = "t"

[[task]]
id = "T1"
title = "one"
due = 2017-01-31

[[conflict]]
id = "X1"
on = "T1"
field = "due"
mine = "due = 2017-01-31"
theirs = "due = 2017-02-28"
base = "due = 2016-12-31"
mine_by = "main (王)"
theirs_by = "Li"
at = 2016-12-20
"""


@pytest.fixture
def li(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Jinpu:
    """Li at the command line: exit code, output, errors."""
    monkeypatch.setattr("getpass.getuser", lambda: "li")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "d.toml").write_text(LEDGER, "utf-8")

    def call(*words: str) -> tuple[int, str, str]:
        return run(["-D", str(tmp_path / "data"), *words]), *capsys.readouterr()

    return call


def test_a_conflict_holds_base_labels_and_day(li: Jinpu) -> None:
    code, told, _errors = li("check")
    assert code == 1
    sides = "due = 2017-01-31 (main (王)) and due = 2017-02-28 (Li); both began from due = 2016-12-31"
    assert f"error[open-conflict] T1 due was changed to different values on two sides: {sides}" in told
    assert told.count("error[") == 1
    assert "warning[" not in told
    [one] = json.loads(li("list", "conflicts", "--format", "json")[1])
    wanted = {"base": "due = 2016-12-31", "mine_by": "main (王)", "theirs_by": "Li", "at": "2016-12-20"}
    assert wanted.items() <= one.items()
    assert all(value in li("show", "X1")[1] for value in wanted.values())
    assert {*wanted} <= json.loads(li("schema")[1])["$defs"]["OpenConflict"]["properties"].keys()
