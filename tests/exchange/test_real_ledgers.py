"""Real ledgers as workbooks there and back: an untouched one changes nothing, an edited one exactly what was edited."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import openpyxl
import pytest

from jinpu_tui.exchange.sheet_headings import HEADINGS, SHEETS
from jinpu_tui.model.changes import Change
from jinpu_tui.services.exports import ExportOptions, make_exports
from jinpu_tui.services.imports import ImportOptions, apply_import, prepare_file
from jinpu_tui.services.workspace import Workspace

CHECKOUT = Path(__file__).parents[2]
LEDGERS = [CHECKOUT / "data", *map(Path, filter(None, os.environ.get("JINPU_TEST_LEDGERS", "").split(os.pathsep)))]
"""The Jinpu dataset, and those that somebody names: `JINPU_TEST_LEDGERS=/path/of/ledger pytest …`."""

EDITS = {"task": ("owner", "王五"), "requirement": ("note", "已核"), "indicator": ("definition", "年末数")}


@pytest.fixture(params=LEDGERS, ids=lambda path: path.name)
def sent(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Workspace, Path]:
    """A copy of a ledger, and its workbook."""
    folder = tmp_path / "ledger"
    shutil.copytree(request.param, folder, ignore=shutil.ignore_patterns(".*"))
    workspace = Workspace(folder)
    path = tmp_path / "sent.xlsx"
    path.write_bytes(make_exports(workspace, ExportOptions(path, "xlsx"))[0].data)
    return workspace, path


def bytes_of(workspace: Workspace) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(workspace.root.rglob("*.toml")) if ".imports" not in path.parts}


def test_an_untouched_workbook_changes_nothing(sent):
    workspace, path = sent
    before = bytes_of(workspace)
    prepared = prepare_file(workspace, path, ImportOptions())
    assert prepared.rows
    assert {row.action for row in prepared.rows.values()} == {"same"}
    assert not any(row.clashes for row in prepared.rows.values())
    assert not any(part.plan.missing for part in prepared.parts)
    apply_import(workspace, prepared)
    assert bytes_of(workspace) == before


def test_an_edited_workbook_changes_what_was_edited(sent):
    """Another program saves the workbook with one cell edited in each sheet; the ledger has been edited meanwhile, too."""
    workspace, path = sent
    book = openpyxl.load_workbook(path)
    wanted: list[Change] = []
    for kind, (name, value) in EDITS.items():
        sheet = next((book[word] for word in SHEETS[kind] if word in book.sheetnames), None)
        headings = {cell.value: cell.column for cell in sheet[3]} if sheet is not None else {}
        columns = [next((headings[word] for word in HEADINGS[kind][each] if word in headings), None) for each in ("id", name)]
        if sheet is None or None in columns:
            continue
        row = 3 + (sheet.max_row - 2) // 2
        id_ = sheet.cell(row, columns[0]).value
        sheet.cell(row, columns[1]).value = value
        wanted.append(Change(kind, id_, name, workspace.plain(id_).get(name), value))
    assert wanted
    book.save(path)
    other = next(task for task in workspace.dataset.tasks if task.id not in {change.id for change in wanted})
    workspace.apply([Change("task", other.id, "next", workspace.plain(other.id).get("next"), "另作安排")])
    before = {id_: workspace.plain(id_) for id_ in workspace.dataset.by_id}
    prepared = prepare_file(workspace, path, ImportOptions())
    assert sorted(prepared.changes, key=str) == sorted(wanted, key=str)
    apply_import(workspace, prepared)
    after = {id_: workspace.plain(id_) for id_ in workspace.dataset.by_id}
    assert {id_ for id_ in before if before[id_] != after[id_]} == {change.id for change in wanted}
    assert all(after[change.id] == {**before[change.id], change.field: change.after} for change in wanted)
