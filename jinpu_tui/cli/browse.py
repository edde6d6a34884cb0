"""`jinpu-tui [DATASET]`: the browser."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

import click

from jinpu_tui.cli.options import dataset_options, open_workspace, plain_option
from jinpu_tui.text.i18n import _


@click.command("browse")
@click.argument("path", metavar="[DATASET]", required=False)
@dataset_options
@click.option("--read-only", is_flag=True, help=_("Let nothing be changed."))
@plain_option
def browse_command(
    path: str | None = None,
    dataset: str | None = None,
    as_of: str | None = None,
    read_only: bool = False,
    plain: bool | None = None,
) -> int:
    """Open the browser on a dataset."""
    workspace = open_workspace(path or dataset, as_of, read_only=read_only, partial=True, validate=True)
    if sys.stdin is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(_("the browser needs a terminal; try `jinpu-tui list tasks` or `jinpu-tui --help`"))
    # Frames a second at most: a key need not wait for the next sixtieth here, and a long line is spared some.
    os.environ.setdefault("TEXTUAL_FPS", "30" if "SSH_TTY" in os.environ else "240")
    from jinpu_tui.services.configuration import load_configuration
    from jinpu_tui.services.user_state import load_user_state
    from jinpu_tui.ui.app import JinpuApp
    from jinpu_tui.ui.key_settings import read_key_settings
    from jinpu_tui.ui.terminal.capabilities import shows_plain_only

    shared = click.get_current_context().find_root().obj
    wanted = plain if plain is not None else shared.get("plain")
    only_plain = shows_plain_only(os.environ) if wanted is None else wanted
    if os.environ.get("TERM") in (None, "", "dumb", "unknown"):
        os.environ["TERM"] = "vt100"  # the least that a screen can be painted on; Rich takes a dumb one for 80 by 25
    file = load_configuration()
    settings = read_key_settings(file)
    user_state, farewell = load_user_state(), ""
    if shared.get("demo"):
        from jinpu_tui.cli.demo import keep_demo

        user_state, farewell = keep_demo()
    app = JinpuApp(
        workspace,
        user_state,
        plain=only_plain,
        theme=file.configuration.screen.theme,
        keymap=settings.keymap,
        notice=settings.notice,
    )
    code = app.run()
    if farewell:
        with suppress(OSError):  # the terminal may be gone
            click.echo(farewell, err=True)
    if app.fault is not None:
        raise app.fault
    return code or app.return_code or 0
