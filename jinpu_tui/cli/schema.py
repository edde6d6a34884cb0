"""`jinpu-tui schema`: the format as a JSON Schema, for editors that check TOML while it is typed."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from jinpu_tui.cli.table import echo_json
from jinpu_tui.model.records import RECORD_TYPES, DatasetInfo
from jinpu_tui.text.i18n import _


@click.command("schema", short_help=_("Print the format as a JSON Schema."))
def schema_command() -> int:
    """Print the format of one dataset file as a JSON Schema (draft 2020-12)."""
    lists: list[tuple[str, Any, Any]] = [(kind, list[type_], []) for kind, type_ in RECORD_TYPES.items()]  # type: ignore[valid-type]
    file = msgspec.defstruct("DatasetFile", [("dataset", DatasetInfo | None, None), *lists], forbid_unknown_fields=True)
    schema = msgspec.json.schema(file)
    echo_json({"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "jinpu-tui dataset, format 1", **schema})
    return 0
