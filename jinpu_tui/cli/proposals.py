"""Proposals: edits of somebody who may not write, given away as a file and applied by somebody who may."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jinpu_tui.cli.edit import echo_outcome
from jinpu_tui.cli.options import dataset_options, open_workspace
from jinpu_tui.cli.output import echo_done
from jinpu_tui.model.formatting import change_text
from jinpu_tui.services.history import by_now
from jinpu_tui.services.proposals import author_text, cautions, spoken_for
from jinpu_tui.services.user_state import export_proposals, load_user_state, proposals_in, unreadable_proposals_in
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.text.sanitize import visible

if TYPE_CHECKING:
    from jinpu_tui.services.user_state import Proposal


@click.command("proposals", short_help=_("List, give away or drop what you propose."))
@click.argument("act", type=click.Choice(["list", "export", "drop"]), default="list")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@dataset_options
def proposals_command(act: str, file: Path | None, dataset: str | None, as_of: str | None) -> int:
    """List what you propose for a dataset that you may only read; `export FILE` gives it away, `drop` forgets it."""
    workspace, user_state = open_workspace(dataset, as_of), load_user_state()
    entries = user_state.proposals(workspace.root)
    if act == "export":
        if file is None:
            raise click.UsageError(_("name the file to write"))
        export_proposals(file, entries)
        count = ngettext("{count} proposal", "{count} proposals", len(entries)).format(count=len(entries))
        echo_done(f"{count}: {file}")
    elif act == "drop":
        user_state.drop_proposals(workspace.root)
        echo_done(_("Nothing is proposed any more."))
    else:
        _echo(workspace, entries)
    return 0


@click.command("apply", short_help=_("Show proposals beside the present values, and apply them."))
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.argument("numbers", metavar="[NUMBER …]", type=int, nargs=-1)
@click.option("--all", "take_all", is_flag=True, help=_("Accept all."))
@dataset_options
def apply_command(file: Path, numbers: tuple[int, ...], take_all: bool, dataset: str | None, as_of: str | None) -> int:
    """Show the proposals of a file, each beside the present value; with NUMBERs or --all apply these, as one edit."""
    workspace = open_workspace(dataset, as_of)
    entries = proposals_in(file)
    unknown = set(numbers) - set(range(1, len(entries) + 1))
    if unknown:
        raise click.UsageError(_("there is no proposal {number}").format(number=min(unknown)))
    if unreadable := unreadable_proposals_in(file):
        message = ngettext(
            "{count} entry of {file} cannot be read by this version and is left out",
            "{count} entries of {file} cannot be read by this version and are left out",
            unreadable,
        )
        click.echo(visible(message.format(count=unreadable, file=file)), err=True)
    if not numbers and not take_all:
        _echo(workspace, entries)
        return 0
    accepted = [item for number, item in enumerate(entries, 1) if take_all or number in numbers]
    for message in dict.fromkeys(message for item in accepted for message in spoken_for(workspace, item)):
        click.echo(visible(message), err=True)
    return echo_outcome(workspace, workspace.apply([change for item in accepted for change in item.changes]))


def _echo(workspace: Workspace, entries: Sequence[Proposal]) -> None:
    for number, entry in enumerate(entries, 1):
        for line in lines_of(workspace, number, entry):
            click.echo(visible(line))
    if not entries:
        click.echo(_("Nothing is proposed."))


def lines_of(workspace: Workspace, number: int, entry: Proposal) -> Iterator[str]:
    """Return a proposal: who, what to be careful about, and each change; where the value is another by now, what it is."""
    yield f"{number}. {author_text(entry)} {entry.when.astimezone():%Y-%m-%d %H:%M}"
    for caution in cautions(workspace, entry):
        yield f"   ! {caution}"
    for change in entry.changes:
        yield f"   {change.id}  {change_text(change)}"
        if value := by_now(workspace, change):
            yield "      " + _("by now it is {value}").format(value=value)
