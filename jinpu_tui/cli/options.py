"""What all commands share: the options that name the dataset and the day, and opening what they name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from jinpu_tui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from jinpu_tui.model.errors import FilterError
    from jinpu_tui.services.snapshots import Snapshot
    from jinpu_tui.services.workspace import Workspace

MAX_NAMED = 3
"""How many unreadable files are named on one line."""

F = TypeVar("F", bound=Callable[..., Any])


def dataset_options(function: F) -> F:
    """Add `-D/--dataset` and `--as-of`; both may also stand before the command's name."""
    day = click.option("--as-of", metavar="DATE", help=_("Judge as on this day, such as 2016-12-31."))
    return click.option("-D", "--dataset", metavar="PATH", help=_("The dataset: a folder or a file."))(day(function))


def refused_filter(text: str, error: FilterError) -> click.UsageError:
    """Return what is wrong with a filter, and where."""
    message = _("filter, at {place}: {reason}")
    return click.UsageError(message.format(place=text[error.start :][:20], reason=error))


def plain_option(function: F) -> F:
    """Add `--plain`; it may also stand before the command's name."""
    message = _("Do without colour and box drawing; the default if the terminal has eight colours or less, or no Unicode.")
    return click.option("--plain/--no-plain", default=None, envvar="JINPU_PLAIN", help=message)(function)


def open_workspace(
    dataset: str | None, as_of: str | None, *, read_only: bool = False, partial: bool = False, validate: bool = False
) -> Workspace:
    """Open the dataset that the options, the environment or the current folder name. Raises OSError, UsageError.

    `partial` and `validate` are those of the workspace; few commands need checks between records.
    """
    from jinpu_tui.services.workspace import Workspace

    shared = click.get_current_context().find_root().obj or {}
    named = dataset or shared.get("dataset")
    if shared.get("demo"):
        from jinpu_tui.cli.demo import demo_root

        root = demo_root(named)
    else:
        root = Path(named) if named else _default()
    only_read = read_only or shared.get("read_only", False)
    day = _day(as_of or shared.get("as_of"))
    return Workspace(
        root, as_of=day, read_only=only_read, partial=partial, validate=validate, past=_past(root, shared.get("at"))
    )


def code_of_reading(workspace: Workspace) -> int:
    """Return the exit code of a command that shows records: 1 if files could not be read, which standard error says."""
    unread = workspace.unread
    if not unread:
        return 0
    from jinpu_tui.text.sanitize import visible

    places = [f"{item.file}:{item.line}:{item.column} ({item.message})" for item in unread[:MAX_NAMED]]
    more = " …" if len(unread) > MAX_NAMED else ""
    text = ngettext(
        "{count} file cannot be read, its records are missing: {places}",
        "{count} files cannot be read, their records are missing: {places}",
        len(unread),
    )
    click.echo(visible(f"jinpu-tui: {text.format(count=len(unread), places='; '.join(places) + more)}"), err=True)
    return 1


def _past(root: Path, name: str | None) -> Snapshot | None:
    if name is None:
        return None
    from jinpu_tui.services.snapshots import snapshot_at

    return snapshot_at(root, name)


def _default() -> Path:
    from jinpu_tui.cli.default_dataset import default_dataset

    return default_dataset()


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    from jinpu_tui.model.dates import parse_date
    from jinpu_tui.model.errors import DateError

    try:
        return parse_date(text, date.today())
    except DateError as error:
        raise click.UsageError(str(error)) from None
