"""Comments and sign-offs on the command line."""

from __future__ import annotations

import click

from jinpu_tui.cli.edit import echo_outcome
from jinpu_tui.cli.options import dataset_options, open_workspace
from jinpu_tui.cli.records import checked_field, record_of
from jinpu_tui.cli.text_arguments import TextArguments
from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.fields import FIELDS
from jinpu_tui.model.records import Comment
from jinpu_tui.services import reviews
from jinpu_tui.text.i18n import _


@click.command("comment", cls=TextArguments, short_help=_("Comment on a record, or reply to a comment."))
@click.argument("id_", metavar="ID")
@click.argument("text")
@click.option("--field", default="", metavar="FIELD", help=_("The field that it is about."))
@dataset_options
def comment_command(id_: str, text: str, field: str, dataset: str | None, as_of: str | None) -> int:
    """Comment on a record, into your own file reviews/NAME.toml; where ID is a comment, reply to it."""
    workspace = open_workspace(dataset, as_of)
    about = record_of(workspace.dataset, id_)
    if field:
        checked_field(field, [item.name for item in FIELDS[about.TYPE]])
    return echo_outcome(workspace, reviews.write(workspace, reviews.comment(workspace, about, text, field)))


@click.command("resolve", short_help=_("Resolve comments."))
@click.argument("ids", metavar="ID …", nargs=-1, required=True)
@click.option("--reopen", is_flag=True, help=_("Open them again."))
@dataset_options
def resolve_command(ids: tuple[str, ...], reopen: bool, dataset: str | None, as_of: str | None) -> int:
    """Resolve comments. `jinpu-tui list comments -resolved:yes` names those that are open."""
    workspace = open_workspace(dataset, as_of)
    changes: list[AnyChange] = []
    for id_ in ids:
        one = record_of(workspace.dataset, id_)
        if not isinstance(one, Comment):
            raise click.UsageError(_("{id} is not a comment").format(id=id_))
        changes += reviews.resolve(workspace, one, resolved=not reopen)
    return echo_outcome(workspace, workspace.apply(changes))


@click.command("sign", short_help=_("Sign records off as they are now."))
@click.argument("ids", metavar="ID …", nargs=-1, required=True)
@dataset_options
def sign_command(ids: tuple[str, ...], dataset: str | None, as_of: str | None) -> int:
    """Sign records off as they are now. `jinpu-tui list is:outdated` names those whose signed fields changed since."""
    workspace = open_workspace(dataset, as_of)
    for record in [record_of(workspace.dataset, id_) for id_ in ids]:
        echo_outcome(workspace, reviews.write(workspace, reviews.sign(workspace, record)))
    return 0
