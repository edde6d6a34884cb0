"""Edits where the `[dataset]` table is written in another way, and texts that hold lines like headers."""

from __future__ import annotations

import tomllib

import pytest

LAYOUTS = {
    "plain": '[dataset]\nformat = 1  # one\ntitle = "t"\nlights = { soon_days = 3 }\n',
    "dotted": 'dataset.format = 1  # one\ndataset.title = "t"\ndataset.lights.soon_days = 3\n',
    "inline": 'dataset = { format = 1, title = "t", lights = { soon_days = 3 } }  # one\n',
    "blanks": '[ dataset ]  # one\nformat = 1\ntitle = "t"\n[ dataset . lights ]\nsoon_days = 3\n',
    "quoted": '["dataset"]\nformat = 1  # one\ntitle = "t"\n',
    "literal": "['dataset']\n'format' = 1  # one\n\"title\" = 't'\n[\"dataset\".'lights']\nsoon_days = 3\n",
    "dotted, with arrays like headers": 'dataset.format = 1\ndataset.title = "t"\n1.a = 1\nxs = [\n[1],\n[1]\n]\n',
}

LINES = [
    "[dataset]",
    "[ dataset ]",
    '["dataset"]',
    "[dataset.lights]",
    "[[task]]",
    "  [[ task ]]",
    "[[requirement]]",
    "[[task.log]]",
    "[other]",
    "dataset = 1",
]

RECORDS = """\

[[task]]
id = "T1"
title = "one"
note = {quotes}
how a file begins:
{line}
id = "T7"
{quotes}

# two
[[task]]
id = "T2"
title = "two"
"""


def meant(dataset) -> dict:
    return tomllib.loads(dataset.bytes()["d.toml"].decode())


@pytest.mark.parametrize("quotes", ['"""', "'''"])
@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_edit_of_a_record(dataset, layout: str, line: str, quotes: str) -> None:
    dataset.write({"d.toml": layout + RECORDS.format(line=line, quotes=quotes)})
    before, tables = dataset.bytes(), meant(dataset)
    first, second = tables["task"]
    for words, tasks in (
        (("set", "T1", "lead=Audit"), [{**first, "lead": "Audit"}, second]),
        (("set", "T2", "lead=Audit"), [first, {**second, "lead": "Audit"}]),
        (("remove", "T1"), [second]),
        (("remove", "T2"), [first]),
        (("add", "task", "T3", "title=new"), [first, second, {"id": "T3", "title": "new"}]),
    ):
        dataset.does(*words)
        assert meant(dataset) == tables | {"task": tasks}
        dataset.does("undo")
        assert dataset.bytes() == before


CHANGES = {
    "a new field": '{ kind = "dataset", id = "dataset", field = "description", after = "d" }',
    "another value": '{ kind = "dataset", id = "dataset", field = "title", before = "t", after = "u" }',
    "a table": '{ kind = "dataset", id = "dataset", field = "lights", BEFORE after = { soon_days = 5, behind = 10 } }',
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_fields_of_the_table_itself(dataset, tmp_path, layout: str, change: str) -> None:
    dataset.write({"d.toml": LAYOUTS[layout] + RECORDS.format(line="[dataset]", quotes='"""')})
    before, tables = dataset.bytes(), meant(dataset)
    lights = "before = { soon_days = 3 }," if "lights" in tables["dataset"] else ""
    entry = '[[entry]]\nnumber = 1\nwhen = 2016-12-01T08:00:00Z\nwho = "wang"\nact = "edit"\npatches = []\n'
    proposal = tmp_path / "proposal.toml"
    proposal.write_text(f"{entry}changes = [{CHANGES[change].replace('BEFORE', lights)}]\n")
    dataset.does("apply", str(proposal), "--all")
    field, after = {
        "a new field": ("description", "d"),
        "another value": ("title", "u"),
        "a table": ("lights", {"soon_days": 5, "behind": 10}),
    }[change]
    assert meant(dataset) == tables | {"dataset": tables["dataset"] | {field: after}}
    assert "# one" in dataset.bytes()["d.toml"].decode() or "# one" not in LAYOUTS[layout]
    dataset.does("undo")
    assert dataset.bytes() == before


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if "arrays" not in name])
def test_the_dataset_is_found_in_the_folder(dataset, monkeypatch: pytest.MonkeyPatch, capsys, layout: str) -> None:
    from jinpu_tui.cli.main import run

    dataset.write({"d.toml": LAYOUTS[layout] + RECORDS.format(line="x", quotes='"""')})
    monkeypatch.chdir(dataset.folder)
    monkeypatch.delenv("JINPU_DATASET", raising=False)
    assert run(["show", "T1"]) == 0
    assert "how a file begins" in capsys.readouterr().out
