"""A table to be exported: its columns and rows, before it becomes a workbook or delimited text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from jinpu_tui.analysis.lights import Light
from jinpu_tui.model.records import Kind
from jinpu_tui.text.i18n import ngettext

OutCell = str | int | float | date | None
"""The value of a cell that is written. Empty cells are None."""

Style = Literal["light", "id", "title", "line", "text", "date", "percent", "number", "choice"]
"""What the cells of a column look like."""


class SheetColumn(Struct, frozen=True):
    """A column of an exported table."""

    name: str
    """The field, or another column that records can be shown in."""

    heading: str
    style: Style
    is_locked: bool = False
    """Whether it is for reading only, as ids and what is worked out."""

    choices: tuple[str, ...] = ()
    """What a drop-down list offers."""

    is_free: bool = False
    """Whether other values than those of the list are allowed, as another unit is."""

    is_hidden: bool = False


class SheetRow(Struct, frozen=True):
    """A record in an exported table."""

    id: str
    cells: Sequence[OutCell]
    light: Light | None = None
    depth: int = 0
    """How many requirements lie above a requirement."""

    decimals: int | None = None
    """Decimals of the row's figures; None for as many as they have."""


class ExportSheet(Struct, frozen=True):
    """An exported table."""

    kind: Kind
    name: str
    """Name of the sheet."""

    title: str
    subtitle: str
    columns: Sequence[SheetColumn]
    rows: Sequence[SheetRow]
    notices: Sequence[str] = ()
    """What the table does not hold in full, a sentence each."""


def cut_notice(cells: int, example: str) -> str:
    """Return the sentence about cells whose text is too long for a workbook."""
    text = ngettext(
        "{count} cell is cut, as a workbook holds 32,767 characters in one ({example}); the ledger keeps the whole text",
        "{count} cells are cut, as a workbook holds 32,767 characters in one ({example} and others);"
        " the ledger keeps the whole texts",
        cells,
    )
    return text.format(count=cells, example=example)
