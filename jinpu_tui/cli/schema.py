"""`jinpu-tui schema`: the format as a JSON Schema, for editors that check TOML while it is typed."""

from __future__ import annotations

import click

from jinpu_tui.cli.table import echo_json
from jinpu_tui.text.i18n import _


@click.command("schema", short_help=_("Print the format as a JSON Schema."))
@click.option(
    "--strict", is_flag=True, help=_("Make unknown keys and tables invalid; otherwise they are allowed, as in `check`.")
)
def schema_command(strict: bool) -> int:
    """Print the format of one dataset file as a JSON Schema (draft 2020-12).

    Example: jinpu-tui schema > .jinpu-schema.json
    """
    from jinpu_tui.model.schema import dataset_schema

    echo_json(dataset_schema(strict=strict))
    return 0
