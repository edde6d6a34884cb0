"""Import a table: from a file that is picked, or pasted; shown row by row before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinpu_tui.model.changes import Added, AnyChange
from jinpu_tui.model.errors import JinpuError
from jinpu_tui.model.formatting import change_text, value_text
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.commands.questions import write_picked
from jinpu_tui.ui.option import Option

if TYPE_CHECKING:
    from jinpu_tui.services.imports import Decision, PlannedRow, PreparedImport, RowKey


async def import_file(ctx: CommandContext) -> None:
    """Pick a file, show what its import would do, and do what is accepted of it."""
    from jinpu_tui.services.imports import ImportOptions, prepare_file

    ctx.load_all()
    picked = await _pick_file(ctx, Path.cwd())
    while picked is not None:
        ctx.show_message(_("Reading {file} …").format(file=picked.name))
        try:
            prepared = await ctx.in_thread(prepare_file, ctx.session.workspace, picked, ImportOptions())
        except (JinpuError, OSError) as error:
            name = await ctx.ask_again(_reason(error))
            picked = Path(name).expanduser() if name is not None else None
            continue
        await _review(ctx, prepared)
        return


def is_table(text: str) -> bool:
    """Return whether a pasted text looks like cells of a spreadsheet: lines with tabs between cells."""
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and "\t" in lines[0]


async def import_text(ctx: CommandContext, text: str) -> None:
    """Show what the import of a pasted table would do, and do what is accepted of it."""
    from jinpu_tui.services.imports import ImportOptions, prepare_import

    ctx.load_all()
    try:
        prepared = await ctx.in_thread(prepare_import, ctx.session.workspace, text.encode(), "", ImportOptions(is_table=True))
    except (JinpuError, OSError) as error:
        ctx.show_message(_("The pasted lines were not imported: {reason}").format(reason=_reason(error)), bad=True)
        return
    await _review(ctx, prepared)


async def _pick_file(ctx: CommandContext, folder: Path) -> Path | None:
    """Ask for a file, folder by folder."""
    from jinpu_tui.services.imports import importable_files

    while True:
        try:
            paths = await ctx.in_thread(importable_files, folder)
        except OSError as error:
            ctx.show_message(_reason(error), bad=True)
            return None
        options = [Option(path.name + ("/" if path.is_dir() else ""), str(path)) for path in paths]
        options.append(Option("../", str(folder.parent)))
        name = await ctx.pick(
            _("Import a file of {folder}").format(folder=folder), options, free=True, size=(76, 16), slot="import", line=1
        )
        if name is None:
            return None
        path = folder / Path(name).expanduser()
        if not path.is_dir():
            return path
        folder = path.resolve()


async def _review(ctx: CommandContext, prepared: PreparedImport) -> None:
    """List what an import would do, a line for each row; Tab decides about a row, Enter writes."""
    from jinpu_tui.services.imports import apply_import, decide, understood_text

    rows = {
        f"{part}:{number}": row
        for (part, number), row in prepared.rows.items()
        if row.action in ("add", "change") or row.clashes or row.problems
    }
    if not rows:
        ctx.show_message(_("Nothing in the file is new or changed. {understood}").format(understood=understood_text(prepared)))
        return
    decisions: dict[RowKey, Decision] = {}

    def options() -> list[Option]:
        return [_option(value, row, decisions.get(_key(value))) for value, row in rows.items()]

    def toggle(_pressed: str, value: str) -> None:
        _decide_next(decisions, _key(value), rows[value])

    title = _("Import {name}").format(name=prepared.name or _("the pasted table"))
    hint = f"{_('Tab: accept or refuse a row · Enter: write')} · {understood_text(prepared)}"
    picked = await ctx.pick_several(title, options, toggle, hint=hint, width=110, line=1)
    chosen = prepared

    def changes(_value: str) -> list[AnyChange]:
        nonlocal chosen
        chosen = decide(prepared, decisions)
        return chosen.changes

    outcome = await write_picked(ctx, picked, changes, lambda _changes: apply_import(ctx.session.workspace, chosen))
    if outcome is not None:
        count = len({change.id for change in outcome.changes})
        text = ngettext(
            "{count} record imported; {key} takes it back", "{count} records imported; {key} takes them back", count
        )
        ctx.show_message(text.format(count=count, key=ctx.session.key_of("edit.undo")))


def _key(value: str) -> RowKey:
    part, number = value.split(":")
    return int(part), int(number)


def _decide_next(decisions: dict[RowKey, Decision], key: RowKey, row: PlannedRow) -> None:
    """Go on to the next decision about a row: as it is, refused; if both sides changed it, also either side."""
    if row.action == "skip":
        return
    order: list[Decision | None] = [None, "file", "ledger", "refuse"] if row.clashes else [None, "refuse"]
    following = order[(order.index(decisions.get(key)) + 1) % len(order)]
    if following is None:
        decisions.pop(key, None)
    else:
        decisions[key] = following


def _option(value: str, row: PlannedRow, decision: Decision | None) -> Option:
    is_taken = decision != "refuse" and row.action in ("add", "change")
    signs: dict[Decision | None, str] = {"file": "»", "ledger": "«", "refuse": " ", None: "✓" if is_taken else " "}
    what = [value_text(row.title) if isinstance(change, Added) else change_text(change) for change in row.changes]
    label = " · ".join([*what, *row.messages])
    return Option(f"{signs[decision]} {row.id or '–':<6} {label}", value, _("row {row}").format(row=row.row.row))


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
