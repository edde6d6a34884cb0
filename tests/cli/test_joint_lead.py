"""A task that several units lead together: typed, filtered, counted for each, edited and merged as a list."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from jinpu_tui.cli.main import run

Call = Callable[..., tuple[int, str, str]]

LEDGER = """[dataset]
format = 1
title = "台账"

[[task]]
id = "T1"
title = "修路"
lead = ["财政局", "商务局"]   # 会议决定

[[task]]
id = "T2"
title = "建港"
lead = ["财政局"]

[[task]]
id = "T3"
title = "招商"
lead = "商务局"
"""


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    (tmp_path / "ledger.toml").write_text(LEDGER, "utf-8")
    monkeypatch.chdir(tmp_path)

    def words(*arguments: str) -> tuple[int, str, str]:
        return run([arguments[0], "-D", "ledger.toml", *arguments[1:]]), *capsys.readouterr()

    return words


def ids(call: Call, *words: str) -> list[str]:
    return [record["id"] for record in json.loads(call("list", "tasks", *words, "--format", "json")[1])]


def test_it_is_valid_and_is_a_list_in_json_only_if_there_are_several(call: Call) -> None:
    assert call("check")[0] == 0
    leads = [record["lead"] for record in json.loads(call("list", "tasks", "--format", "json")[1])]
    assert leads == [["财政局", "商务局"], "财政局", "商务局"]
    assert "财政局、商务局" in call("list", "tasks")[1]
    assert "财政局、商务局" in call("show", "T1")[1] or "财政局, 商务局" in call("show", "T1")[1]


def test_filters_and_totals_count_it_for_each(call: Call) -> None:
    assert ids(call, "lead:财政局") == ["T1", "T2"]
    assert ids(call, "lead=商务局") == ["T1", "T3"]
    text = call("overview")[1]
    for unit in ("财政局", "商务局"):
        line = next(line for line in text.splitlines() if unit in line)
        assert "2" in line


def test_it_is_typed_with_a_mark_between_the_units(call: Call) -> None:
    assert call("set", "T3", "lead=商务局、教育局")[0] == 0
    tasks = tomllib.loads(Path("ledger.toml").read_text("utf-8"))["task"]
    assert tasks[2]["lead"] == ["商务局", "教育局"]
    assert call("set", "T1", "lead=审计局")[0] == 0
    text = Path("ledger.toml").read_text("utf-8")
    assert 'lead = "审计局"   # 会议决定' in text
    assert call("undo")[0] == 0
    assert call("undo")[0] == 0
    assert Path("ledger.toml").read_text("utf-8") == LEDGER


@pytest.mark.parametrize("value", ["5", "[1, 2]", "{ a = 1 }"])
def test_what_is_neither_is_named(call: Call, value: str) -> None:
    path = Path("ledger.toml")
    path.write_text(LEDGER.replace('["财政局", "商务局"]', value), "utf-8")
    code, out, _err = call("check")
    assert code == 1
    assert "ledger.toml:8:" in out
    assert "lead" in out


def test_it_goes_out_and_comes_back_in_a_workbook(call: Call) -> None:
    assert call("export", "register.xlsx")[0] == 0
    code, out, err = call("import", "register.xlsx", "--format", "json")
    assert code == 0, err
    assert json.loads(out)["counts"]["same"] == 3
