"""`jinpu-tui report`: the dataset as a file to take along."""

from __future__ import annotations

from pathlib import Path

import click

from jinpu_tui.cli.options import dataset_options, open_workspace, refused_filter
from jinpu_tui.cli.output import echo_done
from jinpu_tui.model.errors import FilterError
from jinpu_tui.query.sorting import GROUPS
from jinpu_tui.services.reports import FORMS, ReportOptions, incomplete_text, make_reports, write_reports
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible


@click.command("report", short_help=_("Write a report: HTML, Markdown or text."))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    required=True,
    metavar="FILE",
    help=_("The file; - is standard output."),
)
@click.option("--format", "form", type=click.Choice(["html", "markdown", "text"]), help=_("Else by the file's ending."))
@click.option("--filter", "text", default="", metavar="FILTER", help=_("Only the records that it keeps."))
@click.option("--since", metavar="REV", help=_("Show what changed since a revision, a day, or beside another folder."))
@click.option("--bulletin", "is_bulletin", is_flag=True, help=_("The supervision office's bulletin."))
@click.option("--by", type=click.Choice(GROUPS["task"]), help=_("A file for each value: report-Finance.html, …"))
@click.option("--force", is_flag=True, help=_("Overwrite files that exist."))
@dataset_options
def report_command(
    output: Path,
    form: str | None,
    text: str,
    since: str | None,
    is_bulletin: bool,
    by: str | None,
    force: bool,
    dataset: str | None,
    as_of: str | None,
) -> int:
    """Write a report that needs no network and no script to be read. Each figure cites its record and the revision it is of."""
    workspace = open_workspace(dataset, as_of)
    wanted = form or FORMS.get(output.suffix.lower())
    if wanted is None:
        raise click.UsageError(_("name the file …html, …md or …txt, or give --format"))
    wish = ReportOptions(output, wanted, text, since or "", is_bulletin, by or "", force)
    try:
        if str(output) == "-":
            if by:
                raise click.UsageError(_("--by writes a file for each value; name one with -o"))
            reports = make_reports(workspace, wish)
            click.echo(reports[0].text, nl=False)
        else:
            reports = write_reports(workspace, wish)
            for report in reports:
                echo_done(str(report.path))
    except FilterError as error:
        raise refused_filter(text, error) from None
    incomplete = reports[0].incomplete if reports else incomplete_text(workspace)
    if incomplete:
        click.echo(visible(f"jinpu-tui: {incomplete}"), err=True)
    return 1 if incomplete else 0
