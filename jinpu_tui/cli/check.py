"""`jinpu-tui check`: what is wrong with a dataset."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from jinpu_tui.cli.options import dataset_options, open_workspace
from jinpu_tui.model.problems import Problem
from jinpu_tui.services.proposals import foreign_pending_text
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.text.sanitize import visible


@click.command("check", short_help=_("Name what is wrong with a dataset."))
@click.argument("paths", metavar="[DATASET | FILE…]", nargs=-1, type=click.Path())
@click.option(
    "--files",
    "by_files",
    is_flag=True,
    help=_("Check the datasets that hold the paths, print the problems in the paths only; the default for several paths."),
)
@dataset_options
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help=_("github: annotations for its CI.")
)
def check_command(paths: tuple[str, ...], by_files: bool, dataset: str | None, as_of: str | None, form: str) -> int:
    """Name what is wrong with a dataset, by file, line and column. Exits with status 1 if there are errors.

    \b
    jinpu-tui check data                                 # a dataset
    jinpu-tui check data/tasks.toml data/views.toml      # these files of it, named from the current folder
    jinpu-tui check --format github data                 # in a workflow of GitHub
    """
    from jinpu_tui.cli.check_files import FileGroup, groups_of

    if by_files or len(paths) > 1:
        shared = click.get_current_context().find_root().obj or {}
        problems = [
            problem
            for group in groups_of(paths, dataset or shared.get("dataset"))
            for problem in group.selected(_check(str(group.root), as_of)[1])
        ]
    else:
        root, found = _check(paths[0] if paths else dataset, as_of)
        problems = FileGroup(root).selected(found) if form == "github" else list(found)
    errors = sum(problem.severity == "error" for problem in problems)
    if form == "json":
        from jinpu_tui.cli.table import echo_json

        echo_json([problem._asdict() for problem in problems])
    elif form == "github":
        for problem in problems:
            click.echo(_annotation(problem))
    else:
        for problem in problems:
            click.echo(_line(problem))
        click.echo(_count(errors, len(problems) - errors))
    return 1 if errors else 0


def _check(path: str | None, as_of: str | None) -> tuple[Path, Sequence[Problem]]:
    """Return the root of a dataset and all problems in it."""
    workspace = open_workspace(path, as_of, validate=True)
    problems = workspace.problems
    if workspace.dataset.views:
        from jinpu_tui.analysis.analysis import Analysis
        from jinpu_tui.query.views import faults

        problems = workspace.problems_with(faults(Analysis(workspace.dataset, workspace.day)))
    from jinpu_tui.services.git_setup import clone_problem, without_left_out

    problems = without_left_out(workspace, problems)
    if (notice := clone_problem(workspace)) is not None:
        problems = (*problems, notice)
    if waiting := foreign_pending_text(workspace):
        click.echo(waiting, err=True)
    return workspace.root, problems


def _annotation(problem: Problem) -> str:
    """Return a problem as a workflow command, which GitHub shows beside the line."""
    place = {"file": problem.file}
    if problem.line:
        place |= {"line": str(problem.line), "col": str(problem.column)}
    place["title"] = problem.code
    properties = ",".join(f"{name}={_escaped(value).replace(':', '%3A').replace(',', '%2C')}" for name, value in place.items())
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"::{problem.severity} {properties}::{_escaped(problem.message + hint)}"


def _escaped(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _line(problem: Problem) -> str:
    place = f"{problem.file}:{problem.line}:{problem.column}"
    hint = f" ({problem.hint})" if problem.hint else ""
    return visible(f"{place}: {problem.severity}[{problem.code}] {problem.message}{hint}")


def _count(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return _("0 problems")
    message = ngettext("{count} error", "{count} errors", errors).format(count=errors)
    return message + ", " + ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings)
