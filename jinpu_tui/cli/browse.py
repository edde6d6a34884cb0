"""`jinpu-tui [DATASET]`: the browser."""

from __future__ import annotations

import gc
import sys

import click

from jinpu_tui.cli.options import dataset_options, open_workspace
from jinpu_tui.locale import _


@click.command("browse")
@click.argument("path", metavar="[DATASET]", required=False)
@dataset_options
@click.option("--read-only", is_flag=True, help=_("Let nothing be changed."))
def browse_command(
    path: str | None = None, dataset: str | None = None, as_of: str | None = None, read_only: bool = False
) -> int:
    """Open the browser on a dataset."""
    gc.disable()  # until all is read: no collection finds anything among records
    workspace = open_workspace(path or dataset, as_of, read_only=read_only, first_look=True)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(_("the browser needs a terminal; try `jinpu-tui list tasks` or `jinpu-tui --help`"))
    from jinpu_tui.ui.app import JinpuApp

    return JinpuApp(workspace).run() or 0
