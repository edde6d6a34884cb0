"""`jinpu-tui export`: records as a workbook, delimited text or a calendar."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from jinpu_tui.cli.listing import asked_columns, asked_kind, asked_view, check_columns
from jinpu_tui.cli.options import code_of_reading, dataset_options, open_workspace, refused_filter
from jinpu_tui.cli.output import echo_done
from jinpu_tui.cli.text_arguments import Filtered
from jinpu_tui.model.errors import FilterError
from jinpu_tui.model.kinds import SPECS
from jinpu_tui.query.sorting import GROUPS
from jinpu_tui.services.exports import FORMS, KINDS, Export, ExportOptions, make_exports, write_exports
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible

EXPORTED = {SPECS[kind].plural: kind for kind in KINDS}


@click.command("export", cls=Filtered, short_help=_("Export a workbook, a CSV file or a calendar."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
@click.argument("words", metavar="[KIND] [FILTER]", nargs=-1)
@dataset_options
@click.option("--format", "form", type=click.Choice(["xlsx", "csv", "ics"]), help=_("Else by the file's ending."))
@click.option("--view", "name", metavar="NAME", help=_("As a saved view has it, of the dataset or your own."))
@click.option(
    "--columns", "shown", metavar="COLUMN,…", help=_("These columns instead of the usual ones; of tasks without KIND.")
)
@click.option("--by", type=click.Choice(GROUPS["task"]), help=_("A file for each value: register-Finance.xlsx, …"))
@click.option(
    "--bom/--no-bom", default=None, help=_("Begin a CSV file with the mark that Excel needs; the default for Chinese.")
)
@click.option("--force", is_flag=True, help=_("Overwrite files that exist."))
def export_command(
    file: Path,
    words: tuple[str, ...],
    dataset: str | None,
    as_of: str | None,
    form: Any,
    name: str | None,
    shown: str | None,
    by: str | None,
    bom: bool | None,
    force: bool,
) -> int:
    """Export records to a file for others: .xlsx to be filled in and imported again, .csv, or .ics for a calendar.

    KIND is requirements, tasks or indicators; without it a workbook has a sheet for each, and other files have the tasks.
    With FILTER only the records that it keeps.

    \b
    jinpu-tui export register.xlsx
    jinpu-tui export register.xlsx tasks is:open --by lead     # a file for each lead unit
    jinpu-tui export - tasks is:late --format csv              # to standard output
    """
    workspace = open_workspace(dataset, as_of)
    wanted = form or FORMS.get(file.suffix.lower())
    if wanted is None:
        raise click.UsageError(_("name the file …xlsx, …csv or …ics, or give --format"))
    view = asked_view(workspace.dataset, name) if name is not None else None
    is_named = bool(words) and words[0] in EXPORTED
    kind, rest = asked_kind(words, view) if is_named or view is not None else (None, words)
    if by and kind not in (None, "task"):
        raise click.UsageError(_("--by writes a file for each value of a field of tasks"))
    columns = asked_columns(shown, view)
    check_columns(columns, kind or "task")
    filtered = " ".join([*([f"({view.filter})"] if view is not None and view.filter else []), *rest])
    options = ExportOptions(
        file,
        wanted,
        kind or ("task" if columns else None),
        filtered,
        columns,
        view.order if view is not None else (),
        by or "",
        bom,
        force,
    )
    try:
        exports = _to_standard_output(workspace, options) if str(file) == "-" else write_exports(workspace, options)
    except FilterError as error:
        raise refused_filter(filtered, error) from None
    if str(file) != "-":
        for export in exports:
            echo_done(str(export.path))
        if not exports:
            click.echo(visible(f"jinpu-tui: {_('No task is left by the filter; no file was written.')}"), err=True)
    for notice in dict.fromkeys(notice for export in exports for notice in export.notices):
        click.echo(visible(f"jinpu-tui: {notice}"), err=True)
    return code_of_reading(workspace)


def _to_standard_output(workspace: Workspace, options: ExportOptions) -> list[Export]:
    if options.by:
        raise click.UsageError(_("--by writes a file for each value; name one"))
    exports = make_exports(workspace, options)
    sys.stdout.flush()
    sys.stdout.buffer.write(exports[0].data)
    sys.stdout.buffer.flush()
    return exports
