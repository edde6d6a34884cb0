"""The very hidden sheet of an exported workbook: each row as it was exported, for a three-way merge when it comes back.

A row of the sheet is a line of JSON, split over as many cells as it needs. The first line says the version of the sheet and the
revision that was exported, each other one a record: its kind, its id, and the values that an unchanged row would be read as.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct, field

from jinpu_tui.exchange.base import Base, BaseRow
from jinpu_tui.exchange.imported_row import values_with_notes
from jinpu_tui.exchange.layout import table_at
from jinpu_tui.exchange.rows import read_rows
from jinpu_tui.exchange.rules import rules_for
from jinpu_tui.exchange.sheet_headings import SHEETS
from jinpu_tui.exchange.sheet_model import ExportSheet
from jinpu_tui.exchange.sheets import Sheet
from jinpu_tui.model.fields import NESTED, field_of
from jinpu_tui.model.records import Kind

BASE_SHEET = ".jinpu"
VERSION = 1

MAX_CHUNK = 16_000
"""Characters of a cell; none of them takes more than two of the 32,767 units that a cell holds."""

_NOT_IN_XML = re.compile("[\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_(?=x)")
"""What must be escaped in JSON: what XML forbids, and `_x`, with which workbooks begin escapes of their own."""


class _Head(msgspec.Struct):
    """The first line."""

    version: int
    revision: str = ""
    export: str = ""
    sheets: dict[Kind, str] = {}


class _Line(msgspec.Struct, omit_defaults=True):
    """One record."""

    kind: Kind
    id: str
    values: dict[str, Any]
    report: str = ""


class EmbeddedBase(Struct, frozen=True):
    """What a workbook says about its own rows."""

    revision: str
    """The revision of the dataset that was exported, for people."""

    export: str
    """What differs from export to export: an import can tell an old copy of a file from a new export of the same name."""

    sheets: Mapping[Kind, str] = field(default_factory=dict)
    """Name of the sheet of each kind, in the order of the workbook."""

    rows: Mapping[Kind, Base] = field(default_factory=dict)
    """The rows as they were exported, by kind and `base.row_keys`."""


def base_lines(sheets: Sequence[ExportSheet], revision: str) -> Iterator[list[str]]:
    """Return the rows of the hidden sheet for exported tables, each as the texts of its cells.

    The values are what the tables say, read as an import reads them. A row that nobody has touched therefore changes nothing,
    also if a cell could not hold all that the ledger does.
    """
    lines = [_cells(line) for sheet in sheets for line in _lines(sheet)]
    digest = sha256(repr((revision, lines)).encode()).hexdigest()
    yield _cells(_Head(VERSION, revision, digest[:16], {sheet.kind: sheet.name for sheet in sheets}))
    yield from lines


def embedded_base(sheets: Sequence[Sheet]) -> EmbeddedBase | None:
    """Return what the sheets of a workbook say about its rows; None if they say nothing that this version understands.

    Lines that do not fit are passed over: their rows count as imported for the first time, so that nothing is overwritten.
    """
    sheet = next((sheet for sheet in sheets if sheet.name == BASE_SHEET and sheet.is_hidden), None)
    texts = ["".join(cell for cell in row if isinstance(cell, str)) for row in sheet.rows] if sheet is not None else []
    head = _decoded(texts[0], _Head) if texts else None
    if head is None or head.version != VERSION:
        return None
    rows: dict[Kind, dict[str, BaseRow]] = {}
    for text in texts[1:]:
        line = _decoded(text, _Line)
        if line is not None and line.kind in SHEETS:
            values = {name: _valued(line.kind, name, value) for name, value in line.values.items() if name != "id"}
            rows.setdefault(line.kind, {})[f"id:{line.id}"] = BaseRow(line.id, values, line.report)
    names: dict[Kind, str] = {kind: name for kind, name in head.sheets.items() if kind in SHEETS}
    return EmbeddedBase(head.revision, head.export, names, rows)


def _lines(sheet: ExportSheet) -> Iterator[_Line]:
    headings = [column.heading for column in sheet.columns]
    plain = Sheet(sheet.name, [headings, *(row.cells for row in sheet.rows)])
    rules = rules_for(table_at(plain, sheet.kind, [0]))
    for row in read_rows(plain, rules, date.min):
        if not row.skipped and row.row >= 2:
            values = {name: value for name, value in values_with_notes(row).items() if name != "id"}
            yield _Line(sheet.kind, sheet.rows[row.row - 2].id, values, row.report)


def _cells(line: _Head | _Line) -> list[str]:
    text = msgspec.json.encode(line).decode()
    text = _NOT_IN_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return [text[at : at + MAX_CHUNK] for at in range(0, len(text), MAX_CHUNK)]


def _decoded(text: str, type_: type[Any]) -> Any:
    try:
        return msgspec.json.decode(text, type=type_)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return None


def _valued(kind: Kind, name: str, value: Any) -> Any:
    """Return a value with its days as days; JSON has texts for them."""
    known = field_of(kind, name)
    if known is not None and known.form == "date":
        return _day(value)
    if known is None or known.form != "tables":
        return value
    days = {each.name for each in NESTED[kind, name] if each.form == "date"}
    entries = [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
    return [{key: _day(each) if key in days else each for key, each in entry.items()} for entry in entries]


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return value
