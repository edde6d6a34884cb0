"""What the history says: `jinpu-tui diff` and `jinpu-tui log`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

import click

from jinpu_tui.analysis.differences import Difference, State
from jinpu_tui.cli.options import code_of_reading, dataset_options, open_workspace, refused_filter
from jinpu_tui.cli.output import echo_done
from jinpu_tui.cli.text_arguments import Filtered
from jinpu_tui.model.errors import FilterError, HistoryError
from jinpu_tui.query.filter import matching_differences
from jinpu_tui.services.history import LogLine, compare, log_of
from jinpu_tui.services.revisions import commit_log, head_commit
from jinpu_tui.services.snapshots import snapshot_at
from jinpu_tui.services.user_state import load_user_state
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible

_FILTER_SIGNS = re.compile(r'[:<>="#()]|^-|\s')
"""A word with one of these is part of a filter; none is in the name of a revision that anybody types."""

COMMITS = 20
"""Maximum number of commits that are shown unless more are asked for."""


@click.command("diff", cls=Filtered, short_help=_("Show what changed since a revision, a day, or beside another folder."))
@click.argument("words", metavar="[BASE [TARGET]] [FILTER]", nargs=-1)
@dataset_options
@click.option("--since", metavar="DATE", help=_("Since the last commit before the end of that day."))
@click.option("--reviewed", is_flag=True, help=_("Since your last review; see `jinpu-tui review`."))
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text")
def diff_command(
    words: tuple[str, ...], dataset: str | None, as_of: str | None, since: str | None, reviewed: bool, form: str
) -> int:
    """Tell what changed, by record and field, grouped by requirement.

    BASE and TARGET are revisions of git (a tag, a branch, HEAD~3), days such as 2016-11-01, or other folders. Without BASE
    it is HEAD, without TARGET what the files hold now. FILTER keeps the records that it keeps in `list`.
    """
    workspace = open_workspace(dataset, as_of)
    names, filter_words = _sorted_out(words)
    named = since or (_reviewed(workspace) if reviewed else names.pop(0) if names else "HEAD")
    base = snapshot_at(workspace.root, named, workspace.loaded)
    target = None
    if names:
        try:
            target = snapshot_at(workspace.root, names[0], workspace.loaded)
        except HistoryError:
            filter_words.insert(0, names[0])  # a word to look for, as people type it behind the base
    compared = compare(workspace, base, target)
    text = " ".join(filter_words)
    try:
        found = matching_differences(compared.differences, compared.before, compared.after, text)
    except FilterError as error:
        raise refused_filter(text, error) from None
    _echo(found, compared.after, form)
    for note in compared.notes:
        click.echo(visible(f"jinpu-tui: {note}"), err=True)
    return 0 if compared.is_complete else 1


def _reviewed(workspace: Workspace) -> str:
    """Return the commit of the last review. Raises UsageError if there was none."""
    commit = load_user_state().reviewed(workspace.root).commit
    if not commit:
        raise click.UsageError(_("you have finished no review of this dataset yet; `jinpu-tui review --finish` marks one"))
    return commit


@click.command("review", short_help=_("Mark how far you have reviewed."))
@click.option("--start", is_flag=True, help=_("Begin a review of what the last commit has."))
@click.option("--finish", is_flag=True, help=_("Finish it: `diff --reviewed` shows what changed since."))
@dataset_options
def review_command(start: bool, finish: bool, dataset: str | None, as_of: str | None) -> int:
    """Mark up to where you have reviewed, for yourself; without an option say what is marked."""
    workspace, user_state = open_workspace(dataset, as_of), load_user_state()
    head = head_commit(workspace.root)
    if start:
        user_state.begin_review(workspace.root, head)
        echo_done(_("Review begun at {commit}; `jinpu-tui review --finish` ends it.").format(commit=head[:10]))
    elif finish:
        done = user_state.finish_review(workspace.root, head, datetime.now(UTC))
        echo_done(_("Reviewed up to {commit}.").format(commit=done[:10]))
    else:
        one = user_state.reviewed(workspace.root)
        last = _("Reviewed up to {commit} on {day}.").format(commit=one.commit[:10], day=one.at and one.at.date())
        click.echo(last if one.commit else _("You have not finished a review yet."))
        if one.begun:
            click.echo(_("A review of {commit} is begun.").format(commit=one.begun[:10]))
    return 0


def _sorted_out(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the names of states at the beginning, at most two, and the words of the filter after them."""
    names = list(takewhile(lambda word: Path(word).exists() or not _FILTER_SIGNS.search(word), words[:2]))
    return names, list(words[len(names) :])


def _echo(found: Sequence[Difference], after: State, form: str) -> None:
    from jinpu_tui.report.differences import as_markdown, as_objects, as_text

    if form == "json":
        from jinpu_tui.cli.table import echo_json

        echo_json(as_objects(found))
        return
    lines = as_text(found, after.analysis.dataset) if form == "text" else as_markdown(found, after.analysis.dataset)
    click.echo("\n".join(lines) or _("Nothing changed."))


@click.command("log", short_help=_("Show who changed what, and when."))
@click.argument("id_", metavar="[ID]", required=False)
@dataset_options
@click.option("-n", "--most", type=click.IntRange(1), help=_("How many commits; by default 20, or all of one record."))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def log_command(id_: str | None, dataset: str | None, as_of: str | None, most: int | None, form: str) -> int:
    """Tell the commits with the records that each changed; with ID who changed which field of that record, when."""
    workspace = open_workspace(dataset, as_of)
    code = 0 if id_ is None else code_of_reading(workspace)
    lines = _of_record(workspace, id_)[:most] if id_ is not None else commit_log(workspace.root, most or COMMITS)
    if form == "json":
        from jinpu_tui.cli.table import echo_json

        echo_json([line._asdict() for line in lines])
        return code
    for line in lines:
        when = line.when.astimezone().isoformat(" ", "minutes")
        parts = (when, line.commit[:10] or _("not committed"), line.who, line.subject)
        click.echo(visible("  ".join(filter(None, parts)).rstrip()))
        for message in line.changes:
            click.echo(visible(f"    {message}"))
    if not lines:
        click.echo(_("Nothing was changed yet."))
    return code


def _of_record(workspace: Workspace, id_: str) -> list[LogLine]:
    lines = log_of(workspace, id_)
    if not lines and id_ not in workspace.dataset.by_id:
        raise click.UsageError(_("no record has, or had, the id {id}").format(id=id_))
    return lines
