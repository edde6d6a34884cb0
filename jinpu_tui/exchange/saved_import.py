"""The file that an import leaves for the next one: its rules, and the rows as they were read, a line for each.

People edit the rules and commit the file, so it is laid out for reading and for merging line by line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct, field

from jinpu_tui.exchange.base import Base, BaseRow
from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.exchange.rules import Rules, to_rules
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit import encoder
from jinpu_tui.toml_edit.parser import ParseError, parse


class SavedImport(Struct, frozen=True):
    """What is kept of an import."""

    rules: Rules
    base: Base = field(default_factory=dict)


class _SavedRow(msgspec.Struct):
    """A row in the file: TOML has no value for nothing, so that what was empty is a list of fields."""

    id: str
    values: dict[str, Any]
    report: str = ""
    edit: str = ""
    was: dict[str, Any] = {}
    empty: list[str] = []

    def as_row(self) -> BaseRow:
        """Return the row as a plan has it."""
        return BaseRow(self.id, self.values, self.report, {**self.was, **dict.fromkeys(self.empty)}, self.edit)


def parse_saved(text: str, name: str) -> SavedImport:
    """Return what the text of a rules file says.

    Args:
        text: The text.
        name: Name of the file, for messages.

    Raises:
        ExchangeError: It is no TOML, or has another form; the message says what is wrong.
    """
    try:
        table = dict(parse(text))
    except ParseError as error:
        message = _("{file}:{line} is not TOML: {reason}")
        raise ExchangeError(message.format(file=name, line=error.line, reason=error.reason)) from None
    rows = table.pop("rows", {})
    try:
        saved = msgspec.convert(rows, dict[str, _SavedRow])
    except msgspec.ValidationError as error:
        raise ExchangeError(_("{file}: the rows do not fit: {reason}").format(file=name, reason=error)) from None
    return SavedImport(to_rules(table), {key: row.as_row() for key, row in saved.items()})


def saved_text(saved: SavedImport) -> str:
    """Return the text of a rules file."""
    rules: dict[str, Any] = msgspec.to_builtins(saved.rules)
    lines = [f"# {_('How this file is imported. A column without a field is left out.')}"]
    lines += [f"{name} = {encoder.inline(value)}" for name, value in rules.items() if value and name != "columns"]
    lines += ["columns = [", *(f"    {encoder.inline(_without_nothing(column))}," for column in rules["columns"]), "]"]
    if saved.base:
        lines += ["", f"# {_('The rows as they were imported last. The next import compares with them.')}", "[rows]"]
        lines += [f"{encoder.key(key)} = {encoder.inline(_row_table(row))}" for key, row in saved.base.items()]
    return "\n".join(lines) + "\n"


def _row_table(row: BaseRow) -> Mapping[str, Any]:
    table = {"id": row.id, "values": row.values, "report": row.report, "edit": row.edit}
    table["was"] = {name: value for name, value in row.was.items() if value is not None}
    table["empty"] = [name for name, value in row.was.items() if value is None]
    return {name: value for name, value in table.items() if value or name in ("id", "values")}


def _without_nothing(column: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in column.items() if value is not None}
