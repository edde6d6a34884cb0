"""Registers made at random, imported, imported again, exported, edited by another program and imported once more.

What each cell must come to is known beforehand (tests/exchange/registers.py).
"""

from __future__ import annotations

import io
import random
import tempfile
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from exchange.registers import Register, make_register

from jinpu_tui.exchange.sheet_headings import HEADINGS, SHEETS
from jinpu_tui.model.changes import Change
from jinpu_tui.services.exports import ExportOptions, make_exports
from jinpu_tui.services.imports import ImportOptions, PreparedImport, apply_import, prepare_file
from jinpu_tui.services.workspace import Workspace

HEAD = '# 台账\n[dataset]\ntitle = "台账"\n'
NEW_VALUES: dict[str, Any] = {
    "title": "另一项任务",
    "lead": "审计局",
    "owner": "王五",
    "due": date(2022, 3, 15),
    "progress": 7,
    "problem": "资金未到位。\n征拆滞后。",
    "next": "下月开工",
}
"""What somebody types into an exported sheet, by field."""


@dataclass
class Counted:
    """What came of the registers."""

    registers: int = 0
    cells: int = 0
    lost: list[str] = field(default_factory=list)
    """Cells that did not come to what they say."""
    doubted: list[str] = field(default_factory=list)
    """Rows that were not taken as they are, without a reason."""
    again: list[str] = field(default_factory=list)
    """Second imports, or imports of an untouched export, that change something."""
    strayed: list[str] = field(default_factory=list)
    """Edits of an exported cell that changed anything else than its field."""
    left: list[str] = field(default_factory=list)
    """Undone imports that left other bytes than before."""


def import_all(seeds: range) -> Counted:
    """Import the registers of some seeds."""
    counted = Counted()
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            _Trial(seed, Path(folder), counted).run()
    return counted


class _Trial:
    """One register and the ledger that it goes into."""

    def __init__(self, seed: int, folder: Path, counted: Counted) -> None:
        self._seed, self._folder, self._counted = seed, folder, counted
        self._ledger = folder / "ledger"
        self._ledger.mkdir()
        self._file = self._ledger / "dataset.toml"
        self._file.write_text(HEAD, "utf-8")

    def run(self) -> None:
        register = make_register(self._seed)
        path = self._folder / register.name
        path.write_bytes(register.data)
        first = self._import(path)
        self._counted.registers += 1
        self._counted.doubted += [f"seed {self._seed}: {row.action} {row.problems}" for row in first.rows.values()
                                  if row.action != "add" or row.problems]  # fmt: skip
        self._compare(register)
        before = self._file.read_bytes()
        again = self._import(path)
        if again.changes or self._file.read_bytes() != before:
            self._counted.again.append(f"seed {self._seed}: again {again.changes[:2]}")
        self._send_out_and_back()
        Workspace(self._ledger).undo()
        if self._file.read_text("utf-8") != HEAD:
            self._counted.left.append(f"seed {self._seed}")

    def _import(self, path: Path) -> PreparedImport:
        workspace = Workspace(self._ledger)
        prepared = prepare_file(workspace, path, ImportOptions())
        apply_import(workspace, prepared)
        return prepared

    def _compare(self, register: Register) -> None:
        document = tomllib.loads(self._file.read_text("utf-8"))
        titles = {record["id"]: record["title"] for record in document.get("requirement", ())}
        tasks = document.get("task", [])
        if len(tasks) != len(register.rows):
            self._counted.lost.append(f"seed {self._seed}: {len(tasks)} records of {len(register.rows)} rows")
        for row, record in zip(register.rows, tasks, strict=False):
            self._counted.cells += len(row.cells)
            found = {**record, "group": titles.get((record.get("requirements") or [""])[0])}
            self._counted.lost += [
                f"seed {self._seed}: {name} is {found.get(name)!r}, not {value!r}"
                for name, value in row.expected.items()
                if found.get(name) != value
            ]

    def _send_out_and_back(self) -> None:
        """Export the ledger, import it untouched, then with one cell changed."""
        dice = random.Random(self._seed)  # noqa: S311  for a repeatable run
        workspace = Workspace(self._ledger)
        path = self._folder / "sent.xlsx"
        path.write_bytes(make_exports(workspace, ExportOptions(path, "xlsx"))[0].data)
        untouched = prepare_file(workspace, path, ImportOptions())
        if untouched.changes or any(row.action != "same" or row.clashes for row in untouched.rows.values()):
            self._counted.again.append(f"seed {self._seed}: export {untouched.changes[:2]}")
        task, name = dice.choice(workspace.dataset.tasks).id, dice.choice(list(NEW_VALUES))
        path.write_bytes(_with_cell(path.read_bytes(), task, name))
        edited = prepare_file(workspace, path, ImportOptions())
        before = workspace.plain(task).get(name)
        wanted = [Change("task", task, name, before, NEW_VALUES[name])] if before != NEW_VALUES[name] else []
        if edited.changes != wanted or any(row.clashes for row in edited.rows.values()):
            self._counted.strayed.append(f"seed {self._seed}: {edited.changes[:3]}, not {wanted}")


def _with_cell(data: bytes, id_: str, name: str) -> bytes:
    """Return a workbook as another program saves it, with a new value in the cell of a task's field."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = next(book[each] for each in SHEETS["task"] if each in book.sheetnames)
    columns = {cell.value: cell.column for cell in sheet[3]}
    place = {field: next(columns[word] for word in HEADINGS["task"][field] if word in columns) for field in ("id", name)}
    row = next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, place["id"]).value == id_)
    sheet.cell(row, place[name]).value = NEW_VALUES[name]
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()
