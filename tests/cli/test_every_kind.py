"""Every kind of record with every field of the format filled: what lists, orders and filters make of it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from jinpu_tui.cli.main import run
from jinpu_tui.model.fields import FIELDS, NESTED, Field
from jinpu_tui.model.records import Kind
from jinpu_tui.query.columns import columns

SAMPLES: dict[str, Any] = {
    "line": "one",
    "text": "one two",
    "date": date(2016, 12, 31),
    "percent": 40,
    "whole": 3,
    "number": 2.5,
    "flag": True,
    "list": ["one", "two"],
    "units": ["one", "two"],
}


def sample(kind: Kind, field: Field) -> Any:
    """A value that the field can have; of lists of records one."""
    nested = NESTED.get((kind, field.name))
    if nested is not None:
        record = {item.name: "2016" if item.name == "period" else sample(kind, item) for item in nested}
        return [record] if field.form == "tables" else record
    if field.choices:
        return field.choices[0]
    if field.form in ("id", "reference"):
        return ["X1"] if field.name in ("requirements", "depends") else "X1"
    return SAMPLES[field.form]


@pytest.fixture
def filled(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    kind: Kind = request.param
    record = {field.name: sample(kind, field) for field in FIELDS[kind]}
    empty = {"id": "X2"}
    (tmp_path / "one.toml").write_text(tomli_w.dumps({"dataset": {"format": 1}, kind: [record, empty]}), "utf-8")
    return tmp_path


KINDS = pytest.mark.parametrize(("filled", "kind"), [(kind, kind) for kind in FIELDS], indirect=["filled"], ids=list(FIELDS))


@KINDS
def test_every_field_is_shown_ordered_by_and_filtered_by(capsys, filled: Path, kind: Kind) -> None:
    def listed(*words: str) -> list[list[str]]:
        assert run(["-D", str(filled), "list", f"{kind}s", *words, "--format", "csv"]) == 0, words
        rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
        return rows[1:]

    assert len(listed()) == 2
    names = [field.name for field in FIELDS[kind]]
    for name in columns(kind):
        assert len(listed("--order", f"{name},{name}-", "--columns", f"id,{name}")) == 2
    for field in FIELDS[kind]:
        (shown,) = [row for row in listed("--columns", f"id,{field.name}") if row[0] == "X1"]
        assert shown[1] not in ("", "–"), field.name
        if field.form not in ("table", "tables"):
            value = "yes" if field.form == "flag" else "40" if field.form == "percent" else shown[1].split(", ")[0]
            assert "X1" in [row[0] for row in listed("--columns", "id", f'{field.name}:"{value}"')], field.name
    assert run(["-D", str(filled), "list", f"{kind}s", "--format", "json"]) == 0
    assert set(names) <= set(json.loads(capsys.readouterr().out)[0])


def test_what_is_taken_out_is_no_option(capsys, ledger: Path) -> None:
    def ids(*words: str) -> list[str]:
        assert run(["-D", str(ledger), "list", "tasks", *words, "--format", "csv", "--columns", "id"]) == 0
        return capsys.readouterr().out.split()[1:]

    everything = ids()
    assert ids("-id:T1") == [item for item in everything if item != "T1"]
    assert ids("-id:T1", "-id=T2") == [item for item in everything if item not in ("T1", "T2")]
    assert run(["-D", str(ledger), "list", "tasks", "--fromat", "csv"]) == 2
