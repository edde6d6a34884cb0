"""`jinpu-tui overview`: how the whole dataset stands."""

from __future__ import annotations

import click

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.cli.options import code_of_reading, dataset_options, open_workspace
from jinpu_tui.cli.table import echo_json, echo_table
from jinpu_tui.query.overview import overview
from jinpu_tui.text.i18n import _


@click.command("overview", short_help=_("Count how the whole dataset stands."))
@dataset_options
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def overview_command(dataset: str | None, as_of: str | None, form: str) -> int:
    """Lights, deadlines, lead units and what to look at, each count with the filter that gives its records to `list`."""
    workspace = open_workspace(dataset, as_of, validate=True)
    sections = list(overview(Analysis(workspace.dataset, workspace.day)))
    if form == "json":
        echo_json(sections)
        return code_of_reading(workspace)
    rows = [
        (section.heading, count.name, str(count.count), f"{count.kind}s", count.filter)
        for section in sections
        for count in section.counts
    ]
    echo_table((_("section"), _("what"), _("count"), _("kind"), _("filter")), rows, right=(2,))
    return code_of_reading(workspace)
