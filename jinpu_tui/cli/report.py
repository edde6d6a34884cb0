"""`jinpu-tui report`: the dataset as a file to take along."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from jinpu_tui.cli.options import dataset_options, open_workspace
from jinpu_tui.insight.arrange import GROUPS, NOWHERE, grouped
from jinpu_tui.insight.differences import Difference
from jinpu_tui.insight.facts import Facts
from jinpu_tui.insight.filter import check
from jinpu_tui.insight.filter_grammar import FilterError
from jinpu_tui.locale import _
from jinpu_tui.report.asked import Asked
from jinpu_tui.report.document import Document
from jinpu_tui.report.ledger import ledger_report
from jinpu_tui.workspace import Workspace

FORMS = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".txt": "text", ".text": "text"}


@click.command("report", short_help=_("Write a report: HTML, Markdown or text."))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="FILE")
@click.option("--format", "form", type=click.Choice(["html", "markdown", "text"]), help=_("Else by the file's ending."))
@click.option("--filter", "text", default="", metavar="FILTER", help=_("Only the records that it keeps."))
@click.option("--since", metavar="REV", help=_("Tell what changed since a revision, a day, or beside another folder."))
@click.option("--bulletin", "is_bulletin", is_flag=True, help=_("The supervision office's bulletin."))
@click.option("--by", type=click.Choice(GROUPS["task"]), help=_("A file for each value: report-Finance.html, …"))
@dataset_options
def report_command(
    output: Path,
    form: str | None,
    text: str,
    since: str | None,
    is_bulletin: bool,
    by: str | None,
    dataset: str | None,
    as_of: str | None,
) -> int:
    """Write a report that needs no network and no script to be read. Each figure cites its record and the revision it is of."""
    workspace = open_workspace(dataset, as_of)
    wanted = form or FORMS.get(output.suffix.lower())
    if wanted is None:
        raise click.UsageError(_("name the file …html, …md or …txt, or give --format"))
    facts = Facts(workspace.dataset, workspace.day)
    _check(text, facts)
    asked = Asked(facts, _revision(workspace), text, since or "", _changes(workspace, since))
    for path, one in _parts(asked, output, by):
        document = _bulletin(one, since) if is_bulletin else ledger_report(one)
        path.write_text(_written(document, wanted), "utf-8")
        click.echo(str(path))
    return 0


def _check(text: str, facts: Facts) -> None:
    try:
        check(text, facts)
    except FilterError as error:
        raise click.UsageError(
            _("filter, at {place!r}: {reason}").format(place=text[error.start :][:20], reason=error)
        ) from None


def _revision(workspace: Workspace) -> str:
    """The commit that the files are of, with a word where they hold more; in plain words where there is no git."""
    from jinpu_tui.history.repository import HistoryError, Repository

    try:
        with Repository.around(workspace.root) as repository:
            short = repository.revision("HEAD")[:10]
            return short if repository.is_clean() else _("{revision} with edits in no commit yet").format(revision=short)
    except HistoryError:
        return _("no revision (the dataset is not under git)")


def _changes(workspace: Workspace, since: str | None) -> list[Difference]:
    if since is None:
        return []
    from jinpu_tui.history.past import past_at
    from jinpu_tui.insight.differences import differences
    from jinpu_tui.lookback import past_state, present_state

    past = past_at(workspace.root, since, workspace.library)
    return differences(past_state(past, workspace), present_state(workspace))


def _bulletin(asked: Asked, since: str | None) -> Document:
    from jinpu_tui.report.bulletin import bulletin

    try:
        begin = date.fromisoformat(since) if since else None
    except ValueError:
        begin = None
    return bulletin(asked, begin)


def _parts(asked: Asked, output: Path, by: str | None) -> list[tuple[Path, Asked]]:
    """The one file, or one for each value of a field of the tasks."""
    if by is None:
        return [(output, asked)]
    tasks = asked.kept(asked.facts.dataset.tasks)
    parts = []
    for group in grouped(tasks, by, "task", asked.facts):
        ids = {one.id for one in group.members}
        name = re.sub(r"[^\w.-]+", "-", group.name if group.name != NOWHERE else "none").strip("-.") or "none"
        term = f"{by}:none" if group.name == NOWHERE else _term(by, group.name)
        changes = [one for one in asked.changes if one.record.id in ids]
        joined = f"({asked.filter}) {term}" if asked.filter else term
        parts.append((output.with_name(f"{output.stem}-{name}{output.suffix}"), replace(asked, filter=joined, changes=changes)))
    return parts


def _term(by: str, value: str) -> str:
    return (
        f"due:{value}"
        if by == "due"
        else f'{by}="{value}"'
        if '"' not in value
        else f"{by}:{max(value.split(chr(34)), key=len)}"
    )


def _written(document: Document, form: str) -> str:
    from jinpu_tui.report.html import as_html
    from jinpu_tui.report.plain import as_markdown, as_text

    forms: dict[str, Callable[[Document], str]] = {"html": as_html, "markdown": as_markdown, "text": as_text}
    return forms[form](document)
