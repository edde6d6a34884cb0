"""`jinpu-tui check`: what is wrong with a dataset."""

from __future__ import annotations

import click

from jinpu_tui.cli.options import dataset_options, open_workspace
from jinpu_tui.model.problems import Problem
from jinpu_tui.services.proposals import foreign_pending_text
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.text.sanitize import visible


@click.command("check", short_help=_("Name what is wrong with a dataset."))
@click.argument("path", metavar="[DATASET]", required=False)
@dataset_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def check_command(path: str | None, dataset: str | None, as_of: str | None, form: str) -> int:
    """Name what is wrong with a dataset, by file, line and column. Exits with status 1 if there are errors."""
    workspace = open_workspace(path or dataset, as_of, validate=True)
    problems = workspace.problems
    if workspace.dataset.views:
        from jinpu_tui.analysis.analysis import Analysis
        from jinpu_tui.query.views import faults

        problems = workspace.problems_with(faults(Analysis(workspace.dataset, workspace.day)))
    from jinpu_tui.history.driver_notice import setup_problem

    if (notice := setup_problem(workspace.loaded)) is not None:
        problems = (*problems, notice)
    if waiting := foreign_pending_text(workspace):
        click.echo(waiting, err=True)
    errors = sum(problem.severity == "error" for problem in problems)
    if form == "json":
        from jinpu_tui.cli.table import echo_json

        echo_json([problem._asdict() for problem in problems])
    else:
        for problem in problems:
            click.echo(_line(problem))
        click.echo(_count(errors, len(problems) - errors))
    return 1 if errors else 0


def _line(problem: Problem) -> str:
    place = f"{problem.file}:{problem.line}:{problem.column}"
    hint = f" ({problem.hint})" if problem.hint else ""
    return visible(f"{place}: {problem.severity}[{problem.code}] {problem.message}{hint}")


def _count(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return _("0 problems")
    message = ngettext("{count} error", "{count} errors", errors).format(count=errors)
    return message + ", " + ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings)
