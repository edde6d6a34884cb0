"""Open SDG's data of one indicator: a CSV file with Year, disaggregations and Value; the metadata beside it if there are any.

Only the headline (rows without disaggregation) is an indicator of the dataset; the rest is said. The metadata are the front
matter of a Markdown file, or a YAML file, of the same name: plain lines `key: value` are read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from jinpu_tui.exchange.encodings import decode_text
from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.exchange.headings import field_for_heading
from jinpu_tui.exchange.tools.importer import Surroundings, ToolImport, set_title
from jinpu_tui.exchange.tools.observations import Series
from jinpu_tui.exchange.tools.text_tables import headings_of, read_table
from jinpu_tui.text.i18n import _, ngettext

name = "opensdg"

MAX_SERIES = 500
MAX_COMBINATIONS = 20
"""Combinations of dimensions that are named."""

_UNITS = ("Units", "Unit")
_SERIES = "Series"
_NO_DIMENSIONS = ("Year", "Value", *_UNITS, _SERIES)
_METADATA: dict[str, str | None] = {
    "indicator": "id",
    "indicator_number": "id",
    "indicator_name": "name",
    "indicator_definition": "definition",
    "computation_definitions": "definition",
    "computation_units": "unit",
    "target_id": "requirements",
    "target_number": "requirements",
    "target_name": "requirements",
    "sdg_goal": "requirements",
    "goal_number": "requirements",
    "goal_name": "requirements",
}
_LINE = re.compile(r"([A-Za-z_][\w-]{0,60}):[ \t]+(\S.*)")
_CODE = re.compile(r"(\d{1,2})[-.](\w{1,2})[-.](\w{1,3})")


def recognizes(data: bytes, ending: str) -> bool:
    """Return whether the headings are Year first and Value last, and none is the name of a record."""
    headings = headings_of(data)
    return (
        len(headings) > 1
        and headings[0] == "Year"
        and headings[-1] == "Value"
        and all(field_for_heading("indicator", heading) != "name" for heading in headings)
    )


def read(data: bytes, ending: str, around: Surroundings) -> ToolImport:
    """Return the headline figures of an indicator. Raises ExchangeError."""
    table = read_table(data)
    metadata = _metadata(around)
    imported = ToolImport(columns={"Year": "observations", "Value": "observations"})
    imported.columns |= {column: "unit" for column in table.headings if column in _UNITS}
    dimensions = [column for column in table.headings if column and column not in _NO_DIMENSIONS]
    imported.columns |= {_SERIES: "name"} if _SERIES in table.headings else {}
    imported.columns |= dict.fromkeys(dimensions) | {key: _METADATA.get(key) for key in metadata}
    series: dict[tuple[str, str], tuple[int, Series]] = {}
    broken_down: Counter[str] = Counter()
    for number, cells in table.records():
        filled = [column for column in dimensions if column in cells]
        if filled:
            broken_down[", ".join(filled)[:200]] += 1
            continue
        unit = next((cells[column].strip() for column in _UNITS if column in cells), "")
        label = " ".join(cells.get(_SERIES, "").split())
        _row, values = series.setdefault((label, unit), (number, Series()))
        if len(series) > MAX_SERIES:
            raise ExchangeError(_("The table has more than {count} series").format(count=MAX_SERIES))
        values.take(number, cells.get("Year", ""), cells.get("Value", ""), {})
    code = _code(metadata, around.name)
    name_of_file = code or around.name.removeprefix("indicator_") or "indicator"
    parents = _add_target(imported, metadata, len(table.rows) + 2)
    for (label, unit), (number, values) in series.items():
        _add_indicator(imported, number, values, metadata, (code, name_of_file), (label, unit, len(series) > 1), parents)
    imported.left_out += list(_left_out(broken_down))
    return imported


def _left_out(broken_down: Counter[str]) -> Iterator[str]:
    """Return sentences on the values that have disaggregations, the most frequent ones first."""
    for dimensions, count in broken_down.most_common(MAX_COMBINATIONS):
        message = ngettext(
            "{count} value by {dimensions} is left out: an indicator has one value for each period",
            "{count} values by {dimensions} are left out: an indicator has one value for each period",
            count,
        )
        yield message.format(count=count, dimensions=dimensions)
    if rest := broken_down.total() - sum(count for _name, count in broken_down.most_common(MAX_COMBINATIONS)):
        message = ngettext(
            "{count} value by other combinations is left out", "{count} values by other combinations are left out", rest
        )
        yield message.format(count=rest)


def _add_indicator(
    imported: ToolImport,
    number: int,
    series: Series,
    metadata: Mapping[str, str],
    names: tuple[str, str],
    part: tuple[str, str, bool],
    parents: list[str],
) -> None:
    """Add the indicator of one series. It has the number of the indicator for an id if it is the only one."""
    code, name_of_file = names
    label, unit, is_one_of_several = part
    title = metadata.get("indicator_name") or name_of_file
    if is_one_of_several:
        title = ", ".join(filter(None, [title, label, unit if not label else ""]))
    values = {
        "id": None if is_one_of_several else code or None,
        "unit": unit or metadata.get("computation_units"),
        "definition": metadata.get("indicator_definition") or metadata.get("computation_definitions"),
        "observations": series.observations(),
    }
    key = f"{name_of_file} {label} {unit}".strip() if is_one_of_several else name_of_file
    row = imported.add("indicator", key, values, {"requirements": parents}, at=number)
    set_title(row, "name", title, "note")
    row.problems += series.problems


def _add_target(imported: ToolImport, metadata: Mapping[str, str], number: int) -> list[str]:
    """Add goal and target as requirements; return the key of the lower one."""
    parents: list[str] = []
    goal = metadata.get("sdg_goal") or metadata.get("goal_number")
    target = metadata.get("target_id") or metadata.get("target_number")
    for label, title in ((goal, metadata.get("goal_name")), (target, metadata.get("target_name"))):
        if label:
            key = f"SDG {label[:20]}"
            row = imported.add("requirement", key, {}, {"parent": parents}, at=number + len(parents))
            set_title(row, "title", title or key, "text")
            parents = [key]
    return parents


def _code(metadata: Mapping[str, str], name: str) -> str:
    """Return the number of the indicator by its metadata, else by the name of the file; empty if neither has one."""
    stated = _CODE.fullmatch(metadata.get("indicator") or metadata.get("indicator_number") or "")
    match = stated or _CODE.search(name)
    return ".".join(match.groups()) if match else ""


def _metadata(around: Surroundings) -> dict[str, str]:
    """Return the plain lines of the metadata beside the file."""
    stems = dict.fromkeys((around.name, around.name.removeprefix("indicator_"))) if around.name else ()
    candidates = (around.beside(f"{stem}{ending}") for stem in stems for ending in (".md", ".yml", ".yaml"))
    data = next((data for data in candidates if data is not None), None)
    if data is None:
        return {}
    text = decode_text(data)[0]
    head = text.split("\n---", 1)[0].removeprefix("---") if text.startswith("---") else text
    matches = filter(None, (_LINE.fullmatch(line.rstrip()) for line in head.splitlines()))
    return {match[1]: _unquoted(match[2]) for match in matches}


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text
