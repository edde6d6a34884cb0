"""Orders, columns and views on the command line, and the format as a schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jinpu_tui.cli.main import run
from jinpu_tui.model import edits
from jinpu_tui.model.fields import FIELDS
from jinpu_tui.services.user_state import load_user_state

VIEWS = """
[[view]]
id = "V1"
name = "Open, by title"
filter = "is:open"
order = ["title-"]
columns = ["id", "title", "light", "periods"]

[[view]]
id = "V2"
name = "Figures"
pane = "indicators"
filter = "value>200"
"""


@pytest.fixture
def views(ledger: Path) -> Path:
    (ledger / "views.toml").write_text(VIEWS, "utf-8")
    return ledger


def out(capsys: pytest.CaptureFixture[str], ledger: Path, *words: str) -> tuple[int, str, str]:
    code = run(["-D", str(ledger), *words])
    return code, *capsys.readouterr()


def test_a_view_lists_what_it_shows(capsys, views: Path) -> None:
    code, told, _err = out(capsys, views, "list", "--view", "open, BY title", "--format", "csv")
    assert (code, told.splitlines()) == (0, ["id,title,light", "T2,计划实施方案,■", "T1,Write the plan,■"])
    assert out(capsys, views, "list", "--view", "V1", "plan", "--format", "csv")[1].splitlines()[1:] == ["T1,Write the plan,■"]
    assert json.loads(out(capsys, views, "list", "indicators", "--view", "Figures", "--format", "json")[1])[0]["id"] == "I1"
    assert "Open, by title" in out(capsys, views, "list", "views")[1]


def test_order_and_columns_without_a_view(capsys, views: Path) -> None:
    told = out(capsys, views, "list", "tasks", "--order", "due-,id", "--columns", "id,due,steps,progress", "--format", "csv")[1]
    assert told.splitlines() == ["id,due,steps,progress", "T1,2016-12-31,1/2,50", "T2,2016-12-01,,", "T3,,,100"]


def test_ones_own_views_are_found_too(capsys, views: Path) -> None:
    made = {"name": "Mine", "pane": "tasks", "filter": "T3"}
    load_user_state().edit_views(lambda _own: edits.add("view", "V1", made))
    assert out(capsys, views, "list", "--view", "mine", "--columns", "id", "--format", "csv")[1].split() == ["id", "T3"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("list", "--view", "Figure"), "did you mean Figures?"),
        (("list", "tasks", "--view", "Figures"), "is one of indicators"),
        (("list", "tasks", "--order", "dew"), "did you mean due?"),
        (("list", "tasks", "--columns", "colour"), "there is no column"),
        (("list",), "say what to list"),
    ],
)
def test_what_there_is_none_of_is_told(capsys, views: Path, words: tuple[str, ...], told: str) -> None:
    code, nothing, err = out(capsys, views, *words)
    assert (code, nothing, err.count("\n")) == (2, "", 1)
    assert told in err


def test_check_looks_views_over(capsys, views: Path) -> None:
    file = views / "views.toml"
    file.write_text(file.read_text("utf-8").replace("is:open", "is:opne").replace('"title-"', '"titel"'), "utf-8")
    code, told, _err = out(capsys, views, "check")
    assert code == 1
    assert "views.toml:5:10: error[bad-filter]" in told
    assert "views.toml:6:10: error[no-column] order names titel" in told
    assert "did you mean `title`?" in told


def test_the_format_as_a_schema(capsys, ledger: Path) -> None:
    schema = json.loads(out(capsys, ledger, "schema")[1])
    assert set(schema["$defs"]["DatasetFile"]["properties"]) == {"dataset", *FIELDS}
    due = schema["$defs"]["Task"]["properties"]["due"]
    assert {"type": "string", "format": "date"} in due["anyOf"]
