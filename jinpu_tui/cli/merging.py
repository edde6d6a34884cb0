"""What git calls: merging two versions of a file, and showing one as lines that a diff can be read of."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.text.sanitize import visible

if TYPE_CHECKING:
    from jinpu_tui.history.merge_driver import Labels


@click.command("merge-file", short_help=_("Merge two versions of a dataset file (git calls this)."))
@click.argument("base", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("ours", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.argument("theirs", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--strict", is_flag=True, help=_("Exit with 1 if there are conflicts."))
@click.option("--path", metavar="PATH", help=_("The merged file, below the top of the work tree; git passes it."))
@click.option("--mine-label", metavar="TEXT", default="", help=_("How git calls our side."))
@click.option("--theirs-label", metavar="TEXT", default="", help=_("How git calls the other side."))
def merge_file_command(
    base: Path, ours: Path, theirs: Path, strict: bool, path: str | None, mine_label: str, theirs_label: str
) -> int:
    """Merge what THEIRS did since BASE into OURS, record by record and field by field.

    Where both changed the same field to different values OURS keeps its own, and a [[conflict]] record holds both. Files that
    are no readable datasets are left to git's own merge of lines, which marks conflicts in the text and leaves with 1.
    With --path the record says whose the two sides are, and on which day they were merged.
    """
    from jinpu_tui.history.merge_driver import MergeError, NoDatasetError, merge

    before = base.read_bytes() if base.exists() else b""
    versions = before, ours.read_bytes(), theirs.read_bytes()
    try:
        merged = merge(*versions, _labels(path, mine_label, theirs_label) if path is not None else None)
    except NoDatasetError:
        return _merge_lines(ours, *versions, is_dataset=False)
    except MergeError as error:
        click.echo(visible("jinpu-tui: " + _("{reason}; merging by lines").format(reason=error)), err=True)
        return _merge_lines(ours, *versions, is_dataset=True)
    ours.write_bytes(merged.data)
    if merged.conflicts:
        text = ngettext("{count} conflict, kept as a record", "{count} conflicts, kept as records", len(merged.conflicts))
        click.echo(visible(f"jinpu-tui: {text.format(count=len(merged.conflicts))}: {', '.join(merged.conflicts)}"), err=True)
    return 1 if merged.conflicts and strict else 0


def _labels(path: str, mine_label: str, theirs_label: str) -> Labels:
    """Return whose the sides are of the merge that git is doing now."""
    from jinpu_tui.history.merge_driver import Labels
    from jinpu_tui.history.merge_sides import merge_sides

    return Labels(*merge_sides(path, mine_label, theirs_label), date.today())


def _merge_lines(path: Path, base: bytes, ours: bytes, theirs: bytes, *, is_dataset: bool) -> int:
    """Merge by lines, as git does; 1 if somebody has to edit the file."""
    from jinpu_tui.history.line_merge import merge_lines

    merged = merge_lines(base, ours, theirs, is_dataset=is_dataset)
    path.write_bytes(merged.data)
    if merged.missing:
        text = _("a merge by lines would lose {what}; the file holds both versions, choose between them")
        click.echo(visible(f"jinpu-tui: {text.format(what='; '.join(merged.missing[:3]))}"), err=True)
    return 0 if merged.is_clean else 1


@click.command("textconv", short_help=_("Show a dataset file record by record (git calls this)."))
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
def textconv_command(file: Path) -> int:
    """Show a dataset file as a line for each field with its record's id, so that `git diff` says records and fields."""
    from jinpu_tui.history.textconv import lines_of

    for line in lines_of(file.read_bytes()):
        click.echo(visible(line))
    return 0
