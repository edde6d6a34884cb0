"""What git calls: merging two versions of a file, and showing one as lines that a diff can be read of."""

from __future__ import annotations

from pathlib import Path

import click

from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.text.sanitize import visible

MAX_LOST = 3
"""How many lost changes are named."""


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
    from jinpu_tui.services.merging import SideNames, merge_file

    before = base.read_bytes() if base.exists() else b""
    names = SideNames(path, mine_label, theirs_label) if path is not None else None
    merged = merge_file(before, ours.read_bytes(), theirs.read_bytes(), names)
    if merged.refusal is not None:
        _warn(_("{reason}; merging by lines").format(reason=merged.refusal))
    ours.write_bytes(merged.data)
    if merged.lost:
        text = _("a merge by lines would lose {what}; the file holds both versions, choose between them")
        _warn(text.format(what="; ".join(merged.lost[:MAX_LOST])))
    if merged.conflicts:
        text = ngettext("{count} conflict, kept as a record", "{count} conflicts, kept as records", len(merged.conflicts))
        _warn(f"{text.format(count=len(merged.conflicts))}: {', '.join(merged.conflicts)}")
    return 1 if merged.has_markers or (merged.conflicts and strict) else 0


def _warn(text: str) -> None:
    click.echo(visible(f"jinpu-tui: {text}"), err=True)


@click.command("textconv", short_help=_("Show a dataset file record by record (git calls this)."))
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
def textconv_command(file: Path) -> int:
    """Show a dataset file as a line for each field with its record's id, so that `git diff` says records and fields."""
    from jinpu_tui.services.merging import diff_lines

    for line in diff_lines(file.read_bytes()):
        click.echo(f"{visible(line)}\n".encode("utf-8", "replace"), nl=False)  # git compares bytes, and files are UTF-8
    return 0
