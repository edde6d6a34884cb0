"""Hand records on: to a workbook, a CSV file or a calendar, or as a table to the clipboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from jinpu_tui.model.fields import KIND_OF
from jinpu_tui.query.columns import columns
from jinpu_tui.query.exact_text import exact_text
from jinpu_tui.query.sorting import sized
from jinpu_tui.query.views import PERIODS
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.commands.output_files import write_or_ask
from jinpu_tui.ui.option import Option

if TYPE_CHECKING:
    from jinpu_tui.services.exports import ExportOptions


async def export(ctx: CommandContext) -> None:
    """Pick what to export, name the file, and write it: what the pane shows, all, or one file for each unit."""
    ctx.load_all()
    choices = [
        Option(_("What the pane shows, as it is filtered and ordered"), "pane"),
        Option(_("The whole dataset"), "all"),
        Option(_("The tasks, a file for each lead unit"), "by"),
    ]
    choice = await ctx.pick(_("Export"), choices, size=(60, 5), line=2)
    if choice is None:
        return
    name = await ctx.prompt(_("File, …xlsx, …csv or …ics"), "register.xlsx", at_top=True)
    while name is not None:
        reason = await _write(ctx, choice, name)
        name = await ctx.ask_again(reason) if reason else None


async def copy_table(ctx: CommandContext) -> None:
    """Copy the marked records, or the one under the cursor, with the columns in sight, as cells that a spreadsheet takes."""
    record, session = ctx.record, ctx.session
    if record is None:
        return
    marked = session.marked(record.TYPE) if ctx.page_ref is None else []
    records = [session.dataset.by_id[id_] for id_ in marked or [record.id]]
    known, analysis = columns(record.TYPE), session.analysis
    names = [name for name, _width in map(sized, ctx.shown_columns) if name in known and name != PERIODS]
    names = ["id", *(name for name in names if name != "id")]
    rows = [[exact_text(known[name].exact(analysis, each)) for name in names] for each in records]
    lines = ["\t".join(" ".join(cell.split()) for cell in row) for row in [names, *rows]]
    ctx.copy_to_clipboard("\n".join(lines) + "\n")
    message = ngettext("Copied {count} row with its columns", "Copied {count} rows with their columns", len(records))
    ctx.show_message(message.format(count=len(records)))


def _options(ctx: CommandContext, choice: str, path: Path) -> ExportOptions | None:
    """Return what is asked for; None if the ending says no form."""
    from jinpu_tui.services.exports import FORMS, ExportOptions

    form = FORMS.get(path.suffix.lower())
    if form is None:
        return None
    if choice == "by":
        return ExportOptions(path, form, "task", by="lead")
    if choice == "all":
        return ExportOptions(path, form)
    view = ctx.session.views[ctx.pane]
    shown = tuple(name for name, _width in map(sized, view.columns) if name != PERIODS)
    return ExportOptions(path, form, KIND_OF[ctx.pane], view.filter, shown, view.order)


async def _write(ctx: CommandContext, choice: str, name: str) -> str:
    """Write the file; return why that is not possible, or nothing."""
    options = _options(ctx, choice, Path(name.strip()).expanduser())
    if options is None:
        return _("Name the file …xlsx, …csv or …ics")
    return await write_or_ask(ctx, lambda force: _write_now(ctx, replace(options, force=force)))


def _write_now(ctx: CommandContext, options: ExportOptions) -> None:
    """Write the files, and show where they are and what they lack."""
    from jinpu_tui.services.exports import write_exports

    exports = write_exports(ctx.session.workspace, options)
    notices = [notice for export in exports for notice in export.notices]
    message = _("Written: {files}").format(files=", ".join(str(export.path) for export in exports))
    ctx.show_message(" · ".join([message, *notices]), bad=bool(notices))
