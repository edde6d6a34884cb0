"""Hostile exports of other tools: refused on one line, or read in bounded time and memory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from exchange.conftest import Office

TASK = '"uuid":"u","description":"d","entry":"20160101T000000Z"'
LAUGHS = '<!DOCTYPE Project [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
PROJECT = '<Project xmlns="http://schemas.microsoft.com/project">'
BOMB = "catalog:\n  a: &a [x, x]\n" + "".join(
    f"  {after}: &{after} [*{name}, *{name}]\n" for name, after in zip("abcdefgh", "bcdefghi", strict=True)
)

REFUSED = {
    "deep.json": ('[{"uuid":1,"description":1,"entry":' + "[" * 200_000, "nested too deeply"),
    "digits.json": (f'[{{{TASK},"x":{"9" * 1_000_000}}}]', "not JSON that can be read"),
    "cut.json": (f"[{{{TASK}", "not JSON that can be read"),
    "surrogate.json": (f'[{{{TASK},"tags":["\\ud800"]}}]', "not JSON that can be read"),
    "deep_catalog.json": (
        '{"catalog":{"groups":[' + '{"id":"a","groups":[' * 40 + "]}" * 40 + "]}}",
        "too many controls or levels",
    ),
    "deep_parts.json": (
        '{"catalog":{"controls":[{"id":"a","parts":[' + '{"name":"statement","parts":[' * 40 + "]}" * 40 + "]}]}}",
        "too many controls or levels",
    ),
    "bomb.yaml": (BOMB, "aliases"),
    "deep.yaml": ("catalog:\n  groups: " + "[" * 500, "nested too deeply"),
    "tag.yaml": ('catalog:\n  groups: !!python/object/apply:os.system ["true"]\n  x: [', "not YAML that can be read"),
    "laughs.xml": (
        f'<?xml version="1.0"?>{LAUGHS}{PROJECT}<Tasks><Task><Name>&b;</Name></Task></Tasks></Project>',
        "document type",
    ),
    "external.xml": (f'<!DOCTYPE Project SYSTEM "file:///etc/passwd">{PROJECT}</Project>', "document type"),
    "deep.xml": (PROJECT + "<a>" * 100_000, "nested too deeply"),
    "cut.xml": (f"{PROJECT}<Task>", "not XML that can be read"),
    "encoding.xml": (f'<?xml version="1.0" encoding="nowhere"?>{PROJECT}</Project>', "not XML that can be read"),
    "series.csv": (
        "AREA,TIME_PERIOD,OBS_VALUE\n" + "".join(f"{area},2016,1\n" for area in range(3000)),
        "more than 2000 series",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_files_are_refused_on_one_line(office: Office, tmp_path: Path, name: str) -> None:
    text, reason = REFUSED[name]
    if name.endswith(".yaml"):
        pytest.importorskip("yaml")
    (tmp_path / name).write_text(text, "utf-8")
    code, out, err = office.run("import", str(tmp_path / name))
    assert (code, out) == (3, "")
    assert err.count("\n") == 1
    assert reason in err
    assert len(err) < 400


def test_long_numbers_and_texts_of_figures_are_named(office: Office, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(f"Year,Value\n2015,{'9' * 1_000_000}\n{'1' * 500_000},1\n2016,1\n2017,1e999\n", "utf-8")
    code, out, err = office.run("import", str(tmp_path / "x.csv"), "--format", "json")
    assert (code, err) == (0, "")
    assert len(out) < 3000
    assert office.records("indicator")[0]["observations"] == [{"period": "2016", "value": 1}]


def test_large_elements_and_many_properties_are_left_out(office: Office, tmp_path: Path) -> None:
    parts = "".join(f"<a{number}><Name>x</Name></a{number}>" for number in range(1000))
    (tmp_path / "x.xml").write_text(f"{PROJECT}<Task><UID>1</UID>{parts}<Name>修路</Name></Task></Project>", "utf-8")
    properties = ",".join(f'"p{number}":1' for number in range(1000))
    (tmp_path / "x.json").write_text(f"[{{{TASK},{properties}}}]", "utf-8")
    for name in ("x.xml", "x.json"):
        code, out, err = office.run("import", str(tmp_path / name), "--format", "json")
        assert (code, err) == (0, "")
        said = json.loads(out)
        assert said["counts"]["add"] == 1
        assert len(said["columns"]) <= 202
    assert [record["title"] for record in office.records()] == ["修路", "d"]
    assert said["problems"] == ["802 more properties are left out"]


def test_values_of_other_types_count_as_absent(office: Office, tmp_path: Path) -> None:
    tasks = [
        {
            "uuid": 5,
            "description": ["x"],
            "entry": "20160101T000000Z",
            "due": {},
            "tags": "a,b",
            "depends": [1, "5"],
            "status": 7,
        },
        {
            "uuid": "u",
            "description": "x" * 5000,
            "entry": None,
            "due": "20161331T000000Z",
            "annotations": [1, {"description": 2}],
        },
        {"uuid": "u", "description": "x", "entry": "00010101T000000Z", "due": "00010101T000000Z"},
        "no task",
    ]
    (tmp_path / "x.json").write_text(json.dumps(tasks), "utf-8")
    code, out, err = office.run("import", str(tmp_path / "x.json"), "--format", "json")
    assert (code, err) == (0, "")
    said = json.loads(out)
    assert said["counts"] == {"add": 2, "change": 0, "same": 0, "skip": 1}
    first, second = office.records()
    assert (first["title"], first["tags"], "depends" in first) == ("5", ["a", "b"], False)
    assert (len(second["title"]), second["note"].count("x"), "due: 20161331T000000Z" in second["note"]) == (300, 5000, True)
    assert said["problems"] == ["1 item is no task and is left out"]


def test_long_circles_and_chains_are_read_without_recursion(office: Office, tmp_path: Path) -> None:
    count = 3000
    tasks = [
        {"uuid": f"u{n}", "description": f"t{n}", "entry": "20160101T000000Z", "depends": [f"u{(n + 1) % count}"]}
        for n in range(count)
    ]
    (tmp_path / "x.json").write_text(json.dumps(tasks), "utf-8")
    code, out, err = office.run("import", str(tmp_path / "x.json"), "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out)["counts"]["add"] == count
    assert [problem for row in json.loads(out)["rows"] for problem in row["problems"]] == [
        "row 3000: depends: u0 leads back to this row; left out"
    ]
