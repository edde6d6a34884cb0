"""An OSCAL catalog: groups and controls as a tree of requirements, statements as their texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.exchange.tools.importer import ToolImport, set_title
from jinpu_tui.exchange.tools.plain_values import tables_at, text_at
from jinpu_tui.model.validation import ID
from jinpu_tui.text.i18n import _, ngettext

MAX_CONTROLS = 50_000
MAX_DEPTH = 30
"""Levels of groups, controls and parts."""

_PARAMETER = re.compile(r"\{\{\s*insert:\s*param,\s*([\w.-]{1,200})\s*\}\}")
_TEXTS = ("statement", "overview")
"""Names of the parts that say what a control demands. Groups have an objective; that of a control is for its assessment."""

_FIELDS: dict[str, str | None] = {"id": "id", "title": "title", "parts": "text", "params": "text"}
_STRUCTURE = ("groups", "controls", "props")


def read_catalog(imported: ToolImport, catalog: dict[str, Any]) -> None:
    """Add the groups and controls of a catalog. Raises ExchangeError."""
    seen: dict[str, None] = {}
    counts: Counter[str] = Counter()
    stack = [(child, "", 0) for child in reversed(list(_children(catalog)))]
    while stack:
        entry, above, depth = stack.pop()
        if depth > MAX_DEPTH or len(imported.rows) >= MAX_CONTROLS:
            raise ExchangeError(_("The catalog has too many controls or levels and is refused"))
        seen |= dict.fromkeys(entry)
        key = _add_entry(imported, entry, above, counts)
        stack += [(child, key or above, depth + 1) for child in reversed(list(_children(entry)))]
    imported.columns = {name: _FIELDS.get(name) for name in seen if name not in _STRUCTURE}
    if count := counts["part"]:
        message = ngettext(
            "{count} part is left out: guidance, assessment and the like",
            "{count} parts are left out: guidance, assessments and the like",
            count,
        )
        imported.left_out.append(message.format(count=count))
    if count := counts["link"]:
        message = ngettext(
            "{count} link to another control or document is left out",
            "{count} links to other controls or documents are left out",
            count,
        )
        imported.left_out.append(message.format(count=count))


def _children(entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from tables_at(entry, "groups")
    yield from tables_at(entry, "controls")


def _add_entry(imported: ToolImport, entry: dict[str, Any], above: str, counts: Counter[str]) -> str:
    """Add a group or control and return its key."""
    id_ = text_at(entry, "id")
    title = text_at(entry, "title")
    key = id_ or f"{above}/{title}"[-200:]
    is_withdrawn = any(
        text_at(property_, "name") == "status" and text_at(property_, "value").lower() == "withdrawn"
        for property_ in tables_at(entry, "props")
    )
    values: dict[str, Any] = {"id": id_} if ID.fullmatch(id_) else {}
    counts["link"] += len(tables_at(entry, "links"))
    labels = {text_at(param, "id"): _label(param) for param in tables_at(entry, "params")}
    statements = []
    parts = tables_at(entry, "parts")
    names = _TEXTS if any(text_at(part, "name") in _TEXTS for part in parts) else ("objective",)
    for part in parts:
        if text_at(part, "name") in names:
            statements += list(_lines(part, labels, 0))
        else:
            counts["part"] += 1
    values["text"] = "\n".join(statements)
    skipped = _("withdrawn: {text}").format(text=(id_ or title)[:60]) if is_withdrawn else ""
    row = imported.add("requirement", key, values, {"parent": [above] if above else []}, skipped=skipped)
    set_title(row, "title", title, "text")
    return "" if is_withdrawn else key


def _lines(part: dict[str, Any], labels: dict[str, str], depth: int) -> Iterator[str]:
    """Return the text of a part and of the parts inside, each with its printed label, indented."""
    if depth > MAX_DEPTH:
        raise ExchangeError(_("The catalog has too many controls or levels and is refused"))
    printed = next((text_at(each, "value") for each in tables_at(part, "props") if text_at(each, "name") == "label"), "")
    prose = _inserted(_inserted(text_at(part, "prose"), labels), labels)  # a choice may hold a parameter
    if line := f"{printed} {prose}".strip():
        yield "  " * max(depth - 1, 0) + line
    for inner in tables_at(part, "parts"):
        yield from _lines(inner, labels, depth + 1)


def _inserted(prose: str, labels: Mapping[str, str]) -> str:
    """Return a text with the names of parameters instead of the parameters."""
    return _PARAMETER.sub(lambda match: f"[{labels.get(match[1]) or match[1]}]", prose)


def _label(param: dict[str, Any]) -> str:
    """Return what stands for a parameter: its values, its label, or what may be selected."""
    values = param.get("values")
    if isinstance(values, list) and values and all(isinstance(value, str) for value in values):
        return ", ".join(values)
    select = param.get("select")
    choices = select.get("choice") if isinstance(select, dict) else None
    if isinstance(choices, list) and all(isinstance(choice, str) for choice in choices):
        return " / ".join(choices)
    return text_at(param, "label")
