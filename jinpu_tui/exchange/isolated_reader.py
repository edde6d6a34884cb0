"""Read a workbook in a separate process, with bounded memory and time.

The formats other than .xlsx are not scanned before they are read (`xlsx_scan`), and the library ends the whole process if a
damaged file makes it ask for more memory than there is. Here only the child ends.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.text.i18n import _

MAX_MEMORY_BYTES = 2 << 30
TIMEOUT_S = 60.0

_CHILD = """
import json, sys
path, most = json.loads(sys.argv[1])
sys.path[:] = path
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, ValueError, OSError):
    pass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
def plain(cell):
    if isinstance(cell, timedelta):
        return {"seconds": cell.total_seconds()}
    if isinstance(cell, (datetime, date, time)):
        return {type(cell).__name__: cell.isoformat()}
    return cell
try:
    book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    sheets = []
    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        rows = [[plain(cell) for cell in row] for row in sheet.iter_rows()] if sheet.start else []
        sheets.append({
            "name": meta.name, "is_hidden": meta.visible != SheetVisibleEnum.Visible, "width": sheet.total_width,
            "left": sheet.start[1] if sheet.start else 0, "rows": rows, "merged": sheet.merged_cell_ranges or [],
        })
    result = {"sheets": sheets}
except BaseException as error:
    result = {"error": str(error) or type(error).__name__}
sys.stdout.write(json.dumps(result))
"""
"""Program of the child: it knows the library only, reads the workbook from standard input and writes JSON."""

_TYPES = {"datetime": datetime.fromisoformat, "date": date.fromisoformat, "time": time.fromisoformat}


class RawSheet(msgspec.Struct):
    """A sheet as the library has it: from its first row and column that hold something on; empty cells are empty texts."""

    name: str
    is_hidden: bool
    width: int
    left: int
    """Columns before the first."""
    rows: list[list[Any]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]


class _Result(msgspec.Struct):
    sheets: list[RawSheet] = []
    error: str = ""


def read_isolated(data: bytes) -> list[RawSheet]:
    """Return the worksheets of a workbook.

    Raises:
        ExchangeError: It cannot be read, or not within the bounds.
    """
    argument = msgspec.json.encode((sys.path, MAX_MEMORY_BYTES)).decode()
    command: Sequence[str] = [sys.executable, "-I", "-c", _CHILD, argument]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=TIMEOUT_S, check=False)  # noqa: S603
        result = msgspec.json.decode(done.stdout, type=_Result)
    except subprocess.TimeoutExpired:
        raise ExchangeError(_("The workbook takes more than a minute to read and is refused")) from None
    except msgspec.DecodeError:
        raise ExchangeError(_("The workbook is damaged, or needs too much memory")) from None
    if result.error:
        if any(word in result.error.lower() for word in ("password", "encrypted")):
            raise ExchangeError(_("The workbook is locked by a password; save it without one"))
        raise ExchangeError(_("The workbook cannot be read: {reason}").format(reason=result.error))
    for sheet in result.sheets:
        sheet.rows = [[_cell(cell) for cell in row] for row in sheet.rows]
    return result.sheets


def _cell(cell: Any) -> Any:
    if isinstance(cell, Mapping):
        ((name, value),) = cell.items()
        return timedelta(seconds=value) if name == "seconds" else _TYPES[name](value)
    return cell
