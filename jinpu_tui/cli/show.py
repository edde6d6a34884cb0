"""`jinpu-tui show`: one record, all of it."""

from __future__ import annotations

from typing import Any

import click

from jinpu_tui.cli.options import code_of_reading, dataset_options, open_workspace
from jinpu_tui.cli.records import kind_of
from jinpu_tui.model.formatting import value_text
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible, visible_lines


@click.command("show", short_help=_("Show one record."))
@click.argument("id_", metavar="ID")
@dataset_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def show_command(id_: str, dataset: str | None, as_of: str | None, form: str) -> int:
    """Show every field of a record, unknown ones too, where it stands, and what refers to it."""
    workspace = open_workspace(dataset, as_of)
    code = code_of_reading(workspace)
    kind = kind_of(workspace.dataset, id_)
    record = workspace.plain(id_)
    if form == "json":
        from jinpu_tui.cli.table import echo_json

        echo_json({"kind": kind, **record})
        return code
    path, line = workspace.locate(id_)
    click.echo(visible(f"{kind} {id_}  {path}:{line}"))
    width = max(len(visible(name)) for name in record)
    for name, value in record.items():
        lines = [part for text in _texts(value) for part in visible_lines(text)]
        for index, text in enumerate(lines):
            click.echo(f"  {visible(name) if not index else '':<{width}}  {text}".rstrip())
    for referrer in dict.fromkeys(workspace.dataset.referrers.get(id_, ())):
        one = workspace.dataset.by_id[referrer]
        click.echo(visible(f"  ← {one.TYPE} {one.id}  {one.name}"))
    return code


def _texts(value: Any) -> list[str]:
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return [f"{index}. {value_text(item)}" for index, item in enumerate(value, 1)]
    return [value_text(value)]
