"""Write reports to files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.commands.output_files import write_or_ask
from jinpu_tui.ui.option import Option

if TYPE_CHECKING:
    from jinpu_tui.services.reports import ReportOptions


async def report(ctx: CommandContext) -> None:
    """Pick what to write, name the file, and write it: the whole dataset, the bulletin, or one file for each unit."""
    ctx.load_all()
    kinds = [
        Option(_("The whole dataset, or what the pane is filtered to"), "report"),
        Option(_("The bulletin"), "bulletin"),
        Option(_("One for each lead unit"), "by"),
    ]
    kind = await ctx.pick(_("Write a report"), kinds, size=(60, 5), line=2)
    if kind is None:
        return
    text = ctx.session.filter_of(ctx.pane) if kind == "report" and ctx.page_ref is None else ""
    value = "bulletin.html" if kind == "bulletin" else "report.html"
    name = await ctx.prompt(_("File, …html, …md or …txt"), value, preview=lambda _text: text, at_top=True)
    while name is not None:
        reason = await _write(ctx, kind, name, text)
        name = await ctx.ask_again(reason) if reason else None


async def _write(ctx: CommandContext, kind: str, name: str, text: str) -> str:
    """Write a report to the named file, asking before a file is overwritten; return why that is not possible, or nothing."""
    from jinpu_tui.services.reports import FORMS, ReportOptions

    path = Path(name.strip()).expanduser()
    form = FORMS.get(path.suffix.lower())
    if form is None:
        return _("Name the file …html, …md or …txt")
    options = ReportOptions(path, form, text, bulletin=kind == "bulletin", by="lead" if kind == "by" else "")
    return await write_or_ask(ctx, lambda force: _write_now(ctx, replace(options, force=force)))


def _write_now(ctx: CommandContext, options: ReportOptions) -> None:
    """Write a report, and show where it is."""
    from jinpu_tui.services.reports import write_reports

    written = write_reports(ctx.session.workspace, options)
    incomplete = written[0].incomplete if written else ""
    message = _("Written: {files}").format(files=", ".join(str(report.path) for report in written))
    ctx.show_message(f"{message} · {incomplete}" if incomplete else message, bad=bool(incomplete))
