"""The pace of tasks: from their own start or the dataset's; without either it is not judged, and that is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jinpu_tui.cli.main import run

HEAD = '[dataset]\nformat = 1\ntitle = "t"\nas_of = 2016-12-01\n'
TASKS = """
[[task]]
id = "own"
title = "own start"
status = "doing"
start = 2016-11-01
due = 2016-12-31
progress = 50

[[task]]
id = "none"
title = "no start"
status = "doing"
due = 2016-12-31
progress = 50

[[task]]
id = "undated"
title = "neither start nor due"
status = "doing"

[[task]]
id = "finished"
title = "done without a start"
status = "done"
"""


@pytest.fixture
def jinpu_tui(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    def command(start: str, *words: str) -> list[dict[str, object]]:
        (tmp_path / "b.toml").write_text(HEAD + start, "utf-8")
        (tmp_path / "a.toml").write_text(TASKS, "utf-8")
        assert run(["-D", str(tmp_path), *words, "--format", "json"]) == 0
        found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
        return found

    return command


@pytest.mark.parametrize(
    ("start", "light", "unjudged"),
    [
        ("", "green", ["none", "undated"]),
        ("start = 2016-11-01\n", "green", []),
        ("start = 2016-01-01\n", "red", []),
        ("start = 2017-01-01\n", "green", []),
    ],
)
def test_pace_from_the_start_of_the_plan(jinpu_tui, start: str, light: str, unjudged: list[str]) -> None:
    lights = {item["id"]: item["light"] for item in jinpu_tui(start, "list", "tasks")}
    assert (lights["own"], lights["none"]) == ("green", light)
    assert [item["id"] for item in jinpu_tui(start, "list", "tasks", "is:unjudged")] == unjudged
    assert ("none" in [item["id"] for item in jinpu_tui(start, "list", "tasks", "is:behind")]) == (light == "red")
    counts = [item for section in jinpu_tui(start, "overview") for item in section["counts"]]
    (row,) = [count for count in counts if count["kind"] == "task" and count["filter"] == "is:unjudged"]
    assert row["count"] == len(unjudged)
