"""`jinpu-tui pending`: edits that wait in a dataset's folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from jinpu_tui.cli.edit import echo_outcome
from jinpu_tui.cli.options import dataset_options, open_workspace
from jinpu_tui.model.formatting import change_text
from jinpu_tui.services.proposals import author_text, cautions, holds_already
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible

if TYPE_CHECKING:
    from jinpu_tui.services.user_state import Proposal
    from jinpu_tui.services.workspace import Workspace


@click.command("pending", short_help=_("Show pending edits in the dataset's folder."))
@click.option(
    "--apply",
    "accepted",
    type=int,
    multiple=True,
    metavar="NUMBER",
    help=_("Accept a pending edit of somebody else as your own."),
)
@click.option("--drop", "dropped", type=int, multiple=True, metavar="NUMBER", help=_("Drop a pending edit of somebody else."))
@dataset_options
def pending_command(accepted: tuple[int, ...], dropped: tuple[int, ...], dataset: str | None, as_of: str | None) -> int:
    """Show the edits that wait in the dataset's folder: for a file that cannot be read, or cut in two by a crash.

    Your own are written by themselves as soon as that is possible. Those of others, and those that an earlier version of the
    program left, are not: their author's next start writes them, or you make them your own with --apply. What is shown of their
    author is what the file says; nothing proves it.
    """
    workspace = open_workspace(dataset, as_of)
    for number in accepted:
        echo_outcome(workspace, workspace.accept_pending(number), remind=False)
    for number in dropped:
        workspace.discard_pending(number)
        click.echo(_("Dropped: pending edit {number}").format(number=number))
    if accepted or dropped:
        return 0
    pending = workspace.pending
    for item in pending:
        for line in _lines(workspace, item.entry, own=item.own):
            click.echo(visible(line))
    if not pending:
        click.echo(_("There are no pending edits."))
    return 0


def _lines(workspace: Workspace, entry: Proposal, *, own: bool) -> Iterator[str]:
    whose = _("yours, written as soon as possible") if own else _("not known to be yours, not written")
    yield f"{entry.number}. {author_text(entry)} {entry.when.astimezone():%Y-%m-%d %H:%M}  ({whose})"
    if not own:
        for caution in cautions(workspace, entry):
            yield f"   ! {caution}"
    for change in entry.changes:
        message = _("{change} (the files hold this already)") if holds_already(workspace, change) else "{change}"
        yield f"   {change.id}  " + message.format(change=change_text(change))
