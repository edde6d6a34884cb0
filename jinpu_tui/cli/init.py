"""`jinpu-tui init`: a new dataset."""

from __future__ import annotations

from pathlib import Path

import click

from jinpu_tui.cli.output import echo_done
from jinpu_tui.files.safe_open import real_path
from jinpu_tui.text.i18n import _


@click.command("init", short_help=_("Begin a new dataset in a folder."))
@click.argument("folder")
@click.option("--title", help=_("What the dataset is about; the folder's name unless given."))
@click.option("-D", "--dataset", "_dataset", hidden=True)
@click.option("--as-of", "_as_of", hidden=True)
def init_command(folder: str, title: str | None, _dataset: str | None, _as_of: str | None) -> int:
    """Begin a new dataset: a folder with one file, ready for the browser."""
    from jinpu_tui.services.workspace import create_dataset

    name = real_path(Path(folder)).name.encode("utf-8", "replace").decode()
    path = create_dataset(Path(folder), title or name)
    echo_done(_("Made {path}. Open it: jinpu-tui {folder}").format(path=path, folder=folder))
    return 0
