"""A dataset file as lines that a diff can be read of: one for each field, each with the id of its record in front."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jinpu_tui.toml_edit import encoder
from jinpu_tui.toml_edit.parser import ParseError, parse


def lines_of(data: bytes) -> Iterator[str]:
    """Return the lines; of a file that is no TOML its own."""
    try:
        text = data.decode()
        tables = parse(text)
    except (UnicodeDecodeError, ParseError):
        yield from data.decode(errors="replace").splitlines()
        return
    for kind, value in tables.items():
        for record in value if isinstance(value, list) else (value,):
            if isinstance(record, Mapping):
                yield from _record_lines(kind, record)


def _record_lines(kind: str, record: Mapping[str, Any]) -> Iterator[str]:
    name = f"{kind} {record['id']}" if "id" in record else kind
    for field, value in record.items():
        if isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
            yield from (f"{name}  {field}: {encoder.inline(item)}" for item in value)
        elif isinstance(value, str) and "\n" in value:
            yield from (f"{name}  {field}: {line}" for line in value.splitlines())
        elif field != "id":
            yield f"{name}  {field} = {encoder.inline(value)}"
    yield ""
