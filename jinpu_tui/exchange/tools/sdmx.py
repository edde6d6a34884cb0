"""SDMX-CSV observations: each series, which is a combination of dimensions, becomes an indicator.

SDMX-CSV 1.0 and 2.0: columns before OBS_VALUE are dimensions, those after it attributes; headings and cells may have labels
after a colon.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.exchange.tools.importer import Surroundings, ToolImport, set_title
from jinpu_tui.exchange.tools.observations import Series
from jinpu_tui.exchange.tools.text_tables import headings_of, read_table
from jinpu_tui.text.i18n import _, ngettext

name = "sdmx"

MAX_SERIES = 2_000

_FRAME = ("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION")
_FIELDS: dict[str, str | None] = {
    "TIME_PERIOD": "observations",
    "OBS_VALUE": "observations",
    "OBS_STATUS": "observations",
    "COMMENT_OBS": "observations",
    "UNIT_MEASURE": "unit",
    "UNIT_MULT": "unit",
    "DECIMALS": "decimals",
    "TITLE": "name",
}
_NO_DIMENSIONS = (*_FRAME, *_FIELDS, "CONF_STATUS", "OBS_CONF", "TIME_FORMAT", "BASE_PER", "PRE_BREAK_VALUE")
_STATUS = {"P": "provisional", "E": "estimate", "F": "forecast"}
"""Observation statuses of the cross-domain code list CL_OBS_STATUS that the dataset distinguishes."""

_MISSING = ("", "NaN", "NA", ":", "..")
_UNITS = {"PT": "%", "PC": "%", "PERCENT": "%"}


def recognizes(data: bytes, ending: str) -> bool:
    """Return whether the headings of a table are those of SDMX observations."""
    return {"TIME_PERIOD", "OBS_VALUE"} <= {_code(heading) for heading in headings_of(data)}


def read(data: bytes, ending: str, around: Surroundings) -> ToolImport:
    """Return the series of a table. Raises ExchangeError."""
    table = read_table(data)
    codes = [_code(heading) for heading in table.headings]
    dimensions = [code for code in codes[: codes.index("OBS_VALUE")] if code and code not in _NO_DIMENSIONS]
    series: dict[tuple[str, ...], tuple[int, dict[str, str], Series]] = {}
    missing = deleted = 0
    for number, cells in table.records():
        record = {_code(heading): cell.strip() for heading, cell in cells.items()}
        if _code(record.get("ACTION", "")) == "D":
            deleted += 1
            continue
        if record.get("OBS_VALUE", "") in _MISSING or _code(record.get("OBS_STATUS", "")) == "M":
            missing += 1
            continue
        flow = record.get("STRUCTURE_ID") or record.get("DATAFLOW") or ""
        key = (_code(flow), *(_code(record.get(name, "")) for name in dimensions))
        _row, _first, values = series.setdefault(key, (number, record, Series()))
        if len(series) > MAX_SERIES:
            raise ExchangeError(_("The table has more than {count} series; narrow the query").format(count=MAX_SERIES))
        more: dict[str, Any] = {"status": _STATUS.get(_code(record.get("OBS_STATUS", ""))), "note": record.get("COMMENT_OBS")}
        values.take(number, _code(record.get("TIME_PERIOD", "")), record["OBS_VALUE"], {k: v for k, v in more.items() if v})
    naming = ["name" if code in dimensions else _FIELDS.get(code) for code in codes]
    imported = ToolImport(columns={code: field for code, field in zip(codes, naming, strict=True) if code})
    varying = [place for place in range(len(dimensions)) if len({key[place + 1] for key in series}) > 1]
    for key, (number, record, values) in series.items():
        _add_series(imported, number, key, record, values, [dimensions[place] for place in varying] or dimensions)
    if dimensions:
        message = _("Dimensions are kept in the names of the indicators only: {names}")
        imported.left_out.append(message.format(names=", ".join(dimensions)[:300]))
    for count, message in (
        (missing, ngettext("{count} observation has no value", "{count} observations have no value", missing)),
        (deleted, ngettext("{count} row asks for a deletion", "{count} rows ask for deletions", deleted)),
    ):
        if count:
            imported.left_out.append(_("{what}; left out").format(what=message.format(count=count)))
    return imported


def _add_series(
    imported: ToolImport,
    number: int,
    key: Sequence[str],
    record: Mapping[str, str],
    series: Series,
    dimensions: Sequence[str],
) -> None:
    unit = _label(record.get("UNIT_MEASURE", ""))
    power = _code(record.get("UNIT_MULT", ""))
    if power not in ("", "0"):
        unit = f"10^{power} {unit}".strip()
    decimals = _code(record.get("DECIMALS", ""))
    values = {
        "unit": _UNITS.get(unit, unit),
        "decimals": int(decimals) if decimals.isdecimal() and len(decimals) < 3 and int(decimals) <= 12 else None,
        "observations": series.observations(),
    }
    row = imported.add("indicator", ".".join(key), values, at=number)
    labels = [_label(record[name]) for name in dimensions if record.get(name)]
    title = ", ".join(filter(None, [_label(record.get("TITLE", "")), *labels]))
    set_title(row, "name", title, "note")
    row.problems += series.problems


def _code(cell: str) -> str:
    """Return the code of a cell or heading, which may have a label after a colon: `A: Annual`."""
    return cell.partition(": ")[0].strip()


def _label(cell: str) -> str:
    """Return the label of a cell, else its code."""
    code, _colon, label = cell.partition(": ")
    return (label or code).strip()
