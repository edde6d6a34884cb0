"""A new kind of record takes three edits: its name, its struct, and its line in the table of kinds.

A copy of the package gets them as a contributor would make them; then the program is run as it is from a shell.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import jinpu_tui

PACKAGE = Path(jinpu_tui.__file__).parent

STRUCT = '''
class Measure_(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What is done about a risk."""

    text: str = ""
    source: SourceId | None = None


class Risk(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What may keep a requirement from being met."""

    TYPE: ClassVar[Kind] = "risk"
    id: Id
    title: str = ""
    requirements: tuple[RequirementId, ...] = ()
    priority: Priority = "normal"
    since: Day | None = None
    progress: Percent | None = None
    measures: tuple[Measure_, ...] = ()
    note: Text | None = None

    @property
    def name(self) -> str:
        """What a list shows of this record."""
        return self.title
'''

LEDGER = """[dataset]
format = 1
title = "Plan"

[[requirement]]
id = "R1"
title = "Repair the road"

[[risk]]
id = "K1"
title = "Floods"   # every spring
requirements = ["R1"]
since = 2016-03-01

[[risk]]
id = "K2"
title = "No money"
priority = "high"
"""


def insert_before(path: Path, marker: str, text: str) -> None:
    old = path.read_text("utf-8")
    assert marker in old
    path.write_text(old.replace(marker, text + marker, 1), "utf-8")


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the package that knows the kind `risk`."""
    folder = tmp_path_factory.mktemp("package")
    copy = folder / "jinpu_tui"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    vocabulary, records, kinds = (copy / "model" / name for name in ("vocabulary.py", "records.py", "kinds.py"))
    insert_before(vocabulary, '"source", ', '"risk", ')
    insert_before(records, "\n\nclass Lights(", STRUCT + "\n")
    insert_before(kinds, "    Requirement,\n", "    Risk,\n")
    insert_before(kinds, '        KindSpec(Source, "S"),', '        KindSpec(Risk, "K", groups=("priority",)),\n')
    return folder


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger" / "plan.toml"
    path.parent.mkdir()
    path.write_text(LEDGER, "utf-8")
    return path


def jinpu(package: Path, *words: str, code: int = 0) -> str:
    environment = {**os.environ, "PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", "from jinpu_tui.cli.main import main; main()", *words]
    done = subprocess.run(command, env=environment, cwd=package.parent, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_it_is_loaded_and_checked(extended: Path, ledger: Path) -> None:
    assert "K1" not in jinpu(extended, "check", str(ledger))
    text = LEDGER.replace('["R1"]', '["R9"]').replace('"high"', '"hihg"').replace("since =", "sinc =")
    ledger.write_text(text + '\n[[risk.measures]]\ntext = "Drain"\nsource = "S9"\n', "utf-8")
    problems = json.loads(jinpu(extended, "check", str(ledger), "--format", "json", code=1))
    assert {problem["code"] for problem in problems} == {"dangling", "bad-choice", "unknown-key"}
    assert [problem["line"] for problem in problems if problem["code"] == "dangling"] == [12, 22]


def test_it_is_listed_filtered_sorted_and_shown(extended: Path, ledger: Path) -> None:
    records = json.loads(jinpu(extended, "-D", str(ledger), "list", "risks", "--order", "priority", "--format", "json"))
    assert [record["id"] for record in records] == ["K2", "K1"]
    assert records[1]["since"] == "2016-03-01"
    table = jinpu(extended, "-D", str(ledger), "list", "risks", "priority:high", "--format", "csv")
    assert "No money" in table
    assert "Floods" not in table
    assert "risk K1" in jinpu(extended, "-D", str(ledger), "show", "K1")
    assert "← risk K1" in jinpu(extended, "-D", str(ledger), "show", "R1")


def test_it_is_added_edited_removed_and_undone(extended: Path, ledger: Path) -> None:
    jinpu(extended, "-D", str(ledger), "set", "K1", "progress=40", "since=2016-04-01")
    edited = LEDGER.replace("since = 2016-03-01", "since = 2016-04-01\nprogress = 40")
    assert ledger.read_text("utf-8") == edited
    assert "whole percentage" in jinpu(extended, "-D", str(ledger), "set", "K1", "progress=140", code=2)
    jinpu(extended, "-D", str(ledger), "add", "risk", "title=Frost")
    assert '[[risk]]\nid = "K3"\ntitle = "Frost"\n' in ledger.read_text("utf-8")
    jinpu(extended, "-D", str(ledger), "remove", "K2")
    for _edit in range(3):
        jinpu(extended, "-D", str(ledger), "undo")
    assert ledger.read_text("utf-8") == LEDGER


def test_it_is_merged_by_fields(extended: Path, tmp_path: Path) -> None:
    names = ("base", "ours", "theirs")
    texts = (
        LEDGER,
        LEDGER.replace("2016-03-01", "2016-04-01").replace('"high"', '"low"'),
        LEDGER.replace("since = 2016-03-01", "since = 2016-03-01\nprogress = 40").replace('"high"', '"normal"'),
    )
    for name, text in zip(names, texts, strict=True):
        (tmp_path / name).write_text(text, "utf-8")
    jinpu(extended, "merge-file", *(str(tmp_path / name) for name in names))
    merged = (tmp_path / "ours").read_text("utf-8")
    assert "since = 2016-04-01\nprogress = 40" in merged
    assert "[[conflict]]" in merged
    assert 'on = "K2"' in merged
    assert "<<<<<<<" not in merged


def test_it_is_in_the_schema(extended: Path) -> None:
    schema = json.loads(jinpu(extended, "schema"))
    assert schema["$defs"]["Risk"]["properties"]["priority"]["enum"] == ["high", "low", "normal"]


def test_the_program_as_it_is_keeps_and_names_the_kind(ledger: Path) -> None:
    problems = json.loads(jinpu(PACKAGE.parent, "check", str(ledger), "--format", "json"))
    assert [problem["code"] for problem in problems] == ["unknown-key"]
    jinpu(PACKAGE.parent, "-D", str(ledger), "set", "R1", "note=Seen")
    assert ledger.read_text("utf-8") == LEDGER.replace('"Repair the road"', '"Repair the road"\nnote = "Seen"')
