"""Registers made at random, with what each row must come to known beforehand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from exchange.conftest import Office
from exchange.registers import Row, make_register


def _is(row: Row, record: dict[str, object], titles: dict[str, str]) -> None:
    for name, value in row.expected.items():
        if name == "group":
            assert [titles[str(id_)] for id_ in record["requirements"]] == [value]  # type: ignore[attr-defined]
        else:
            assert record.get(name) == value, (name, record)


@pytest.mark.parametrize("seed", range(60))
def test_every_row_and_cell_comes_in(office: Office, tmp_path: Path, seed: int) -> None:
    register = make_register(seed)
    file = tmp_path / register.name
    file.write_bytes(register.data)
    code, out, err = office.run("import", str(file), "--dry-run", "--format", "json")
    assert (code, office.records()) == (0, []), err
    shown = json.loads(out)
    assert shown["counts"] == {"add": len(register.rows), "change": 0, "same": 0, "skip": 0}
    assert [column["field"] for column in shown["columns"] if column["header"]].count(None) == 0
    assert [problem for row in shown["rows"] for problem in row["problems"]] == []
    assert office.counts(file) == {"add": len(register.rows)}
    titles = {record["id"]: record["title"] for record in office.records("requirement")}
    for row, record in zip(register.rows, office.records(), strict=True):
        _is(row, record, titles)
    before = office.text()
    assert office.counts(file) == {"same": len(register.rows)}
    assert office.text() == before
    assert office.run("check")[0] == 0
    office.run("undo")
    assert office.records() == []
