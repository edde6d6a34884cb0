"""OSCAL of NIST: catalogs of controls, and plans of action and milestones; JSON, or YAML if PyYAML is installed."""

from __future__ import annotations

import re
from typing import Any

from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.exchange.tools import oscal_catalog, oscal_plan_of_action
from jinpu_tui.exchange.tools.importer import Surroundings, ToolImport
from jinpu_tui.exchange.tools.json_text import HEAD_BYTES, parse_json
from jinpu_tui.exchange.tools.yaml_text import parse_yaml
from jinpu_tui.text.i18n import _

name = "oscal"

_YAML = (".yaml", ".yml")
_READERS = {"catalog": oscal_catalog.read_catalog, "plan-of-action-and-milestones": oscal_plan_of_action.read_plan_of_action}
_JSON_ROOT = re.compile(rb'\s*\{\s*(?:"\$schema"\s*:\s*"[^"]*"\s*,\s*)?"(catalog|plan-of-action-and-milestones)"\s*:\s*\{')
_YAML_ROOT = re.compile(rb"^(?:catalog|plan-of-action-and-milestones):\s*$", re.MULTILINE)


def recognizes(data: bytes, ending: str) -> bool:
    """Return whether a file has the root of a catalog or of a plan of action and milestones."""
    head = data[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf")
    return bool(_JSON_ROOT.match(head) or (ending in (*_YAML, "") and _YAML_ROOT.search(head)))


def read(data: bytes, ending: str, around: Surroundings) -> ToolImport:
    """Return the requirements and tasks of a document. Raises ExchangeError."""
    document = _parse(data)
    imported = ToolImport(register=name)
    for root, read_root in _READERS.items():
        table = document.get(root) if isinstance(document, dict) else None
        if isinstance(table, dict):
            read_root(imported, table)
            return imported
    raise ExchangeError(_("The file is no catalog and no plan of action of OSCAL"))


def _parse(data: bytes) -> Any:
    is_json = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    return parse_json(data) if is_json else parse_yaml(data)
