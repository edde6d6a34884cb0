"""Edit one field of one record or of several, by the dialog that its form asks for: a prompt, a list to pick from, a text.

The commands of single fields, the form and the cells of the panes all edit through `edit_field`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jinpu_tui.model import edits
from jinpu_tui.model.changes import AnyChange, Plain
from jinpu_tui.model.fields import Field, title_field
from jinpu_tui.model.formatting import records_text
from jinpu_tui.model.input_parsing import check_references, field_text, parse_field
from jinpu_tui.model.records import Kind
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.commands.field_options import options_of
from jinpu_tui.ui.commands.questions import prompt_edit, write_picked

NAMES = ("lead", "leader", "owner", "supervisor", "unit", "publisher")
"""Fields of one line that hold a name which other records hold, too: it is picked or typed."""


async def edit_field(ctx: CommandContext, kind: Kind, field: Field, records: Sequence[Plain], *, tabs: bool = False) -> None:
    """Ask for the value of a field and write it.

    Args:
        ctx: The screen.
        kind: The kind of the records.
        field: The field; no list of tables.
        records: What the records held when the edit began; nothing is asked if there are none.
        tabs: Whether Tab gives the answer too, so that the caller goes on to another field.
    """
    if not records:
        return
    if field.form == "id":
        ctx.show_message(_("An id cannot be changed: other records refer to it"), bad=True)
    elif field.name == title_field(kind) and len(records) > 1:
        text = _("{field} is changed for one record at a time; {count} are marked")
        ctx.show_message(text.format(field=field.name, count=len(records)), bad=True)
    elif field.form in ("choice", "reference") or field.name in NAMES:
        await _pick_value(ctx, kind, field, records, tabs=tabs)
    elif field.form == "list":
        await _tick_values(ctx, kind, field, records, tabs=tabs)
    elif field.form == "text":
        await _write_text(ctx, kind, field, records)
    else:
        await _type_value(ctx, kind, field, records, tabs=tabs)


def describe_records(records: Sequence[Plain]) -> str:
    """Return the id of a single record, or how many there are."""
    return str(records[0]["id"]) if len(records) == 1 else records_text("", len(records))


def _set(ctx: CommandContext, kind: Kind, field: Field, records: Sequence[Plain], value: Any) -> list[AnyChange]:
    """Return the changes that give a field of all records a value."""
    check_references(ctx.session.dataset, field, value)
    today = ctx.session.workspace.today
    return [change for record in records for change in edits.set_fields(kind, record, {field.name: value}, today)]


def _title(field: Field, records: Sequence[Plain]) -> str:
    return f"{field.name} {describe_records(records)}"


async def _pick_value(ctx: CommandContext, kind: Kind, field: Field, records: Sequence[Plain], *, tabs: bool) -> None:
    """Pick the value: from its fixed choices, from the records that it may name, or from the values that records have."""
    is_free = field.form not in ("choice", "reference")
    present = records[0].get(field.name)
    options = options_of(ctx.session.dataset, kind, field, records)
    start = field_text(field, present) or (field.choices[0] if field.choices else "")
    picked = await ctx.pick(_title(field, records), options, start=start, free=is_free, size=(60, 12), tabs=tabs)
    day = ctx.session.workspace.reference_day
    await write_picked(ctx, picked, lambda text: _set(ctx, kind, field, records, parse_field(field, text, day)))


async def _tick_values(ctx: CommandContext, kind: Kind, field: Field, records: Sequence[Plain], *, tabs: bool) -> None:
    """Tick the entries of a list; of several records those that all have are ticked, and only what is changed is written."""
    ticked = [
        entry for entry in records[0].get(field.name, ()) if all(entry in record.get(field.name, ()) for record in records)
    ]
    options = options_of(ctx.session.dataset, kind, field, records)
    day = ctx.session.workspace.reference_day

    def make(text: str) -> list[AnyChange]:
        if not text:
            return []
        changes: list[AnyChange] = []
        for record in records:
            changes += _set(ctx, kind, field, [record], parse_field(field, text, day, record.get(field.name)))
        return changes

    is_free = field.refers_to is None
    picked = await ctx.tick(_title(field, records), options, ticked, free=is_free, tabs=tabs)
    await write_picked(ctx, picked, make)


async def _type_value(ctx: CommandContext, kind: Kind, field: Field, records: Sequence[Plain], *, tabs: bool) -> None:
    """Type the value, with what it will change shown below; of several records each has its own present value."""
    workspace = ctx.session.workspace
    present = records[0].get(field.name) if len(records) == 1 else None
    shown = field_text(field, present)

    def make(text: str) -> list[AnyChange]:
        if text == shown and present is not None:
            return []
        changes: list[AnyChange] = []
        for record in records:
            value = parse_field(field, text, workspace.reference_day, record.get(field.name))
            changes += _set(ctx, kind, field, [record], value)
        return changes

    await prompt_edit(ctx, _title(field, records), make, shown, recent=f"{kind} {field.name}", tabs=tabs)


async def _write_text(ctx: CommandContext, kind: Kind, field: Field, records: Sequence[Plain]) -> None:
    """Write a text of several lines; for several records from the start."""
    present = str(records[0].get(field.name, "")) if len(records) == 1 else ""
    day = ctx.session.workspace.reference_day
    written = await ctx.write_text(_title(field, records), present)
    await write_picked(ctx, written, lambda text: _set(ctx, kind, field, records, parse_field(field, text, day)))
