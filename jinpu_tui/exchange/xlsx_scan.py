"""What python-calamine does not tell of an .xlsx file, found by a look at its XML.

How far the cells reach (a dense table is laid out in memory, so one far cell would take all of it), and which cells hold an
error or a formula whose value was not saved: these come as empty cells.
"""

from __future__ import annotations

import re
import zipfile
from html import unescape
from typing import NamedTuple

MAX_CELLS = 10_000_000
"""Cells of the rectangle that a sheet spans; each takes some 30 bytes while the sheet is read."""

_SHEET = re.compile(rb"<(?:\w+:)?sheet [^>]*>")
_NAME = re.compile(rb'\bname="([^"]*)"')
_RELATION_ID = re.compile(rb'\b\w+:id="([^"]*)"')
_RELATION = re.compile(rb"<(?:\w+:)?Relationship [^>]*>")
_ID = re.compile(rb'\bId="([^"]*)"')
_TARGET = re.compile(rb'\bTarget="([^"]*)"')
_REFERENCE = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_ERROR = re.compile(
    rb'<(?:\w+:)?c (?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>([^<]*)</v>'
)
_NO_VALUE = re.compile(
    rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)(?:<v ?/>|<v></v>)?</c>'
)


class SheetScan(NamedTuple):
    """What the XML of one sheet says."""

    cells: int
    """Rows times columns up to the last cell."""

    errors: dict[str, str]
    """Error values by the place of their cell, such as C5: #REF!."""

    without_value: frozenset[str]
    """Places of formulas whose value was not saved."""


def scan_sheets(archive: zipfile.ZipFile) -> dict[str, SheetScan]:
    """Return a scan of each worksheet by its name; nothing if the archive is another kind of workbook."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    targets = {}
    for relation in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        id_, target = _ID.search(relation), _TARGET.search(relation)
        if id_ and target:
            path = target[1].decode("utf-8", "replace")
            targets[id_[1]] = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    scans = {}
    for sheet in _SHEET.findall(archive.read("xl/workbook.xml")):
        name, id_ = _NAME.search(sheet), _RELATION_ID.search(sheet)
        path = targets.get(id_[1], "") if id_ else ""
        if name and path in names:
            scans[unescape(name[1].decode("utf-8", "replace"))] = _scan(archive.read(path))
    return scans


def _scan(xml: bytes) -> SheetScan:
    columns: set[bytes] = set()
    height, row = 0, b""
    for match in _REFERENCE.finditer(xml):
        columns.add(match[1])
        if match[2] != row:  # cells of one row stand together
            row = match[2]
            height = max(height, int(row))
    width = max((column_number(letters.decode()) for letters in columns), default=0)
    errors = _ERROR.findall(xml) if b't="e"' in xml else []
    without_value = _NO_VALUE.findall(xml) if b"<f" in xml else []
    return SheetScan(
        width * height,
        {place.decode(): error.decode("utf-8", "replace") for place, error in errors},
        frozenset(place.decode() for place in without_value),
    )


def column_number(letters: str) -> int:
    """Return the number of a column, from 1.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column, counted from 1.

    >>> column_letters(28)
    'AB'
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
