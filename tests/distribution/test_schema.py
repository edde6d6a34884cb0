"""The published schema against real documents."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from jinpu_tui.cli.main import cli

DATA = Path(__file__).parents[2] / "data"

UNKNOWN = """# a comment
[dataset]
title = "计划"
office_code = "A-1"
[dataset.lights]
soon_days = 14
far = 3
[extra]
key = 1
[[task]]
id = "任务 1"
title = "督查"
colour = "red"
steps = [ { title = "first", weight = 3 } ]
[[budget]]
year = 2016
"""


def schema(*words: str) -> dict[str, Any]:
    result = CliRunner().invoke(cli, ["schema", *words])
    assert result.exit_code == 0
    return json.loads(result.output)


def plain(value: Any) -> Any:
    """A TOML value as editors hand it to a JSON Schema: days as texts."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return list(map(plain, value))
    return value.isoformat() if isinstance(value, date) else value


def errors(of: dict[str, Any], text: str) -> list[str]:
    Draft202012Validator.check_schema(of)
    return [error.message for error in Draft202012Validator(of).iter_errors(plain(tomllib.loads(text)))]


@pytest.mark.parametrize("words", [(), ("--strict",)])
def test_every_file_of_the_jinpu_dataset_is_valid(words: tuple[str, ...]) -> None:
    of = schema(*words)
    for path in DATA.glob("*.toml"):
        assert errors(of, path.read_text("utf-8")) == [], path.name


def test_unknown_keys_are_allowed_and_refused_by_the_strict_schema() -> None:
    assert errors(schema(), UNKNOWN) == []
    refused = " ".join(errors(schema("--strict"), UNKNOWN))
    assert all(word in refused for word in ("office_code", "far", "extra", "colour", "weight", "budget"))


def test_wrong_values_are_invalid_in_both() -> None:
    for words in ((), ("--strict",)):
        assert errors(schema(*words), '[[task]]\nid = "T1"\ntitle = "x"\nprogress = "much"\n')


def test_the_schema_of_a_new_dataset_lies_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "计划"
    assert CliRunner().invoke(cli, ["init", str(folder)]).exit_code == 0
    first = (folder / "dataset.toml").read_text("utf-8").splitlines()[0]
    named = first.removeprefix("#:schema ")
    assert json.loads((folder / named).read_text("utf-8")) == schema()
    result = CliRunner().invoke(cli, ["check", str(folder)], standalone_mode=False)
    assert result.return_value == 0
    assert "0 problems" in result.output
