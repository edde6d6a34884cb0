"""Rules of an import: which sheet, which heading rows, which column is which field. Kept as a TOML file that people edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.exchange.headings import GROUP, NUMBER, REPORT, field_for_heading, folded_heading
from jinpu_tui.exchange.layout import Table
from jinpu_tui.exchange.period_headings import parse_observation_heading
from jinpu_tui.exchange.xlsx_scan import column_letters
from jinpu_tui.model.fields import FIELDS, field_of
from jinpu_tui.model.records import Kind
from jinpu_tui.text.i18n import _

SPECIAL = (GROUP, NUMBER, REPORT)
"""What a column may be besides a field."""


class ColumnRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a column is."""

    column: str
    """Letters of the column, such as C."""

    heading: str
    field: str | None = None
    """A field of the records, one of SPECIAL, or None for a column that is left out."""


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a file is read."""

    kind: Kind
    columns: tuple[ColumnRule, ...]
    sheet: str = ""
    heading_rows: tuple[int, ...] = ()
    """Rows of the heading, counted from 1 as spreadsheets show them."""

    encoding: str = ""
    """Encoding of delimited text."""

    year: int | None = None
    """Year of dates that state none."""

    export: str = ""
    """Which export the file is (`embedded_base`), if it is one of this program."""

    defaults: dict[str, Any] = {}
    """Values of fields that the file leaves empty, such as a source."""

    tool: str = ""
    """Name of the importer, if the file is no table but an export of another tool."""

    @property
    def columns_for(self) -> frozenset[str]:
        """Fields that have a column of their own."""
        return frozenset(rule.field for rule in self.columns if rule.field) - set(SPECIAL)

    @property
    def mapped(self) -> frozenset[str]:
        """Fields that the columns may give a value."""
        named = {rule.field for rule in self.columns if rule.field}
        more = {"lead": {"support"}, "title": {"steps"}, GROUP: {"requirements"}, NUMBER: {"origin"}, REPORT: {"progress"}}
        return frozenset(named.union(self.defaults, {"note"}, *(more.get(name, ()) for name in named)) - set(SPECIAL))


def rules_for(table: Table) -> Rules:
    """Return the rules that the headings of a table suggest.

    Two columns may be of one field: the first that holds something counts, and the other goes into `note`. 责任单位 beside
    牵头单位 names the units that support.
    """
    named = [(heading, _field_of(table.kind, heading)) for heading in table.headings]
    leads = [heading for heading, field in named if field == "lead"]
    columns = []
    for number, (heading, name) in enumerate(named, 1):
        field: str | None = name or None
        if field == "lead" and "牵头" not in heading and any("牵头" in other for other in leads):
            field = "support" if table.kind == "task" else None
        columns.append(ColumnRule(column_letters(number), heading, field))
    return Rules(
        table.kind,
        tuple(columns),
        table.sheet.name,
        tuple(row + 1 for row in table.heading_rows),
        table.sheet.encoding,
        table.year,
    )


def adapted(rules: Rules, table: Table) -> Rules:
    """Return kept rules for another version of their file, whose columns may have moved.

    A column is recognized by its heading, of several with one heading by its letters too. New columns get what their heading
    suggests.
    """
    by_heading: dict[str, list[ColumnRule]] = {}
    for rule in rules.columns:
        by_heading.setdefault(folded_heading(rule.heading), []).append(rule)
    columns = []
    for suggested in rules_for(table).columns:
        kept = by_heading.get(folded_heading(suggested.heading), [])
        rule = next((rule for rule in kept if rule.column == suggested.column), kept[0] if kept else suggested)
        columns.append(msgspec.structs.replace(suggested, field=rule.field))
    return msgspec.structs.replace(
        rules,
        columns=tuple(columns),
        sheet=table.sheet.name,
        heading_rows=tuple(row + 1 for row in table.heading_rows),
        encoding=table.sheet.encoding,
    )


def to_rules(table: Mapping[str, Any]) -> Rules:
    """Return the rules that a table of a rules file states.

    Raises:
        ExchangeError: It has another form, or names a kind or field that does not exist; the message says which.
    """
    try:
        rules = msgspec.convert(table, Rules)
    except msgspec.ValidationError as error:
        raise ExchangeError(_("The rules do not fit: {reason}").format(reason=error)) from None
    known = {field.name for field in FIELDS[rules.kind]}
    named = {rule.field for rule in rules.columns if rule.field} - set(SPECIAL) | set(rules.defaults)
    if unknown := sorted(named - known):
        message = _("The rules name fields that records of kind {kind} do not have: {names}")
        raise ExchangeError(message.format(kind=rules.kind, names=", ".join(unknown)))
    return rules


def _field_of(kind: Kind, heading: str) -> str:
    """Return the field that a heading names; of a heading in two rows, that of the lower part, else of the upper one."""
    names = (field_for_heading(kind, part) for part in _parts(heading))
    known = next((name for name in names if name in SPECIAL or (name and field_of(kind, name))), "")
    return "observations" if not known and kind == "indicator" and parse_observation_heading(heading) else known


def _parts(heading: str) -> Iterable[str]:
    parts: Sequence[str] = heading.split("/")
    yield heading
    yield from reversed(parts)
