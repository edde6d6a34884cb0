"""The format of a dataset file as a JSON Schema (draft 2020-12), made from the records' types."""

from __future__ import annotations

from typing import Any

import msgspec

from jinpu_tui.model.kinds import SPECS
from jinpu_tui.model.records import DatasetInfo

SCHEMA_FILE = ".jinpu-schema.json"
"""The file beside a dataset that editors read the schema from. The loader skips it: it is no TOML."""


def dataset_schema(*, strict: bool = False) -> dict[str, Any]:
    """Return the schema of one dataset file.

    Args:
        strict: Whether unknown keys and tables are invalid. Otherwise they are allowed, as in the format itself.
    """
    lists: list[tuple[str, Any, Any]] = [(kind, list[spec.struct], []) for kind, spec in SPECS.items()]  # type: ignore[name-defined]
    file = msgspec.defstruct("DatasetFile", [("dataset", DatasetInfo | None, None), *lists], forbid_unknown_fields=True)
    schema: dict[str, Any] = msgspec.json.schema(file)
    if not strict:
        for definition in schema["$defs"].values():
            if definition.get("additionalProperties") is False:
                definition["additionalProperties"] = True
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "jinpu-tui dataset, format 1", **schema}
