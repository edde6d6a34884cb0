"""`jinpu-tui git-setup`: have git merge and show a dataset by records."""

from __future__ import annotations

import click

from jinpu_tui.cli.options import dataset_options, open_workspace
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible


@click.command("git-setup", short_help=_("Have git merge and show this dataset by records."))
@dataset_options
def git_setup_command(dataset: str | None, as_of: str | None) -> int:
    """Have git merge and show the dataset's files by records: .gitattributes, to be committed, and this clone's own settings.

    Every clone needs the settings once; without them git merges by lines. Pull first: .gitattributes may be there already.
    Run it again after an upgrade or a move of the program, and if `check` says that the settings of this clone are old.
    """
    from jinpu_tui.cli.own_program import own_program
    from jinpu_tui.services.git_setup import ATTRIBUTES, set_up_clone

    workspace = open_workspace(dataset, as_of)
    done = set_up_clone(workspace.root, lambda top: own_program(outside=top))
    if done.path_inside is not None:
        message = _(
            "jinpu-tui: warning: the program lies inside this repository, in {path}. A commit that brings a file of that name "
            "would be run by git; better install the program outside, such as with pipx, and run git-setup from there"
        )
        click.echo(visible(message.format(path=done.path_inside)), err=True)
    click.echo(_(".gitattributes: {line}").format(line=ATTRIBUTES) + ("" if done.is_new else _(" (was there)")))
    click.echo(_("git merges and shows this dataset by records here; commit .gitattributes, and run this once in every clone."))
    return 0
