"""`jinpu-tui import`: a register of another program into the dataset."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import click
from msgspec.structs import replace

from jinpu_tui.cli.edit import echo_outcome
from jinpu_tui.cli.options import code_of_reading, dataset_options, open_workspace
from jinpu_tui.cli.output import echo_done
from jinpu_tui.cli.table import echo_json
from jinpu_tui.model.changes import Added
from jinpu_tui.model.formatting import change_text, value_text
from jinpu_tui.services.imports import (
    MAX_FILE_BYTES,
    ImportOptions,
    ImportPart,
    PreparedImport,
    apply_import,
    field_name,
    prepare_import,
    read_file,
)
from jinpu_tui.services.user_state import write_proposal
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.text.sanitize import visible


@click.command("import", short_help=_("Import a spreadsheet or a document."))
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--kind", type=click.Choice(["task", "requirement", "indicator"]), help=_("What the rows are; else recognized."))
@click.option("--sheet", default="", metavar="NAME", help=_("The sheet of a workbook; else the best."))
@click.option("--rules", type=click.Path(path_type=Path), metavar="FILE", help=_("Rules to go by instead of those kept last."))
@click.option("--encoding", default="", metavar="NAME", help=_("Encoding of a text file; else recognized."))
@click.option("--source", default="", metavar="ID", help=_("The source that the records are drawn from."))
@click.option("--dry-run", is_flag=True, help=_("Only show what would change."))
@click.option(
    "--propose", type=click.Path(path_type=Path), metavar="FILE", help=_("Write the changes into a file of proposals.")
)
@click.option("--force", is_flag=True, help=_("Take the file's value if the ledger's was changed too."))
@click.option("--keep", is_flag=True, help=_("Keep the ledger's value if the file's was changed too."))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@dataset_options
def import_command(
    file: Path,
    kind: Any,
    sheet: str,
    rules: Path | None,
    encoding: str,
    source: str,
    dry_run: bool,
    propose: Path | None,
    force: bool,
    keep: bool,
    form: str,
    dataset: str | None,
    as_of: str | None,
) -> int:
    """Import a table or a document as one edit; a second import of a table brings only what has changed in the file.

    Tables are .xlsx, .xls, .ods, .csv and .tsv files: a row becomes a record. Documents are .docx, .md and .txt files: their
    numbering becomes the tree of requirements, and what they assign to units becomes tasks. Exports of Taskwarrior, Doorstop,
    OSCAL, Open SDG, SDMX and Microsoft Project are recognized.

    \b
    jinpu-tui import register.xlsx --dry-run     # show which column is which field, and what would change
    jinpu-tui import register.xlsx               # do it; `undo` takes it back
    jinpu-tui import - < pasted.tsv              # from standard input
    jinpu-tui import notice.docx --dry-run       # a policy document
    """
    if force and keep:
        raise click.UsageError(_("--force and --keep exclude each other"))
    workspace = open_workspace(dataset, as_of, read_only=dry_run or propose is not None)
    data, name = (sys.stdin.buffer.read(MAX_FILE_BYTES + 1), "") if str(file) == "-" else (read_file(file), file.name)
    folder = file.parent if name else None
    prefer: Literal["file", "ledger"] | None = "file" if force else "ledger" if keep else None
    options = ImportOptions(kind, sheet, rules, encoding, source=source, prefer=prefer)
    prepared = prepare_import(workspace, data, name, options, folder)
    if form == "text":
        for line in _lines(prepared, is_dry=dry_run):
            click.echo(visible(line))
    if not (dry_run or propose) and form == "text" and sys.stdin.isatty() and sys.stdout.isatty():
        answered = _ask(prepared, options)
        if answered != options:
            prepared = prepare_import(workspace, data, name, answered, folder)
    code = max(code_of_reading(workspace), 1 if any(row.clashes for row in prepared.rows.values()) else 0)
    if propose is not None and not dry_run:
        write_proposal(propose, prepared.changes, workspace.user)
    outcome = apply_import(workspace, prepared) if propose is None and not dry_run else None
    if form == "json":
        echo_json(_json(file, prepared))  # not before: it says what was done
    elif outcome is not None:
        code = max(code, echo_outcome(workspace, outcome))
    elif propose is not None and not dry_run:
        echo_done(_("Proposed in {file}.").format(file=propose))
    return code


def _ask(prepared: PreparedImport, options: ImportOptions) -> ImportOptions:
    """Ask what only a person can decide: which record a row is under its new title, and whose value counts."""
    matches = dict(options.matches)
    for (part, _at), row in prepared.rows.items():
        if row.similar:
            question = _("Row {row}, {title}: is this {id}?").format(row=row.row.row, title=row.title, id=row.similar)
            if click.confirm(visible(question)):
                matches[part, row.row.row] = row.similar
    prefer: Literal["file", "ledger"] | None = options.prefer
    if count := sum(len(row.clashes) for row in prepared.rows.values()):
        question = ngettext(
            "{count} field was changed in the file and in the ledger. Whose value counts?",
            "{count} fields were changed in the file and in the ledger. Whose values count?",
            count,
        )
        answer = click.prompt(question.format(count=count), type=click.Choice(["file", "ledger", "later"]), default="later")
        prefer = "file" if answer == "file" else "ledger" if answer == "ledger" else None
    return replace(options, matches=matches, prefer=prefer)


def _json(file: Path, prepared: PreparedImport) -> Mapping[str, Any]:
    """Return an import as programs read it. Of several tables the first is described at the top, and all in `tables`."""
    tables = [_table_json(part) for part in prepared.parts]
    rows = [
        {"row": row.row.row, "id": row.id or None, "action": row.action, "problems": list(row.messages)}
        for row in prepared.rows.values()
    ]
    more: dict[str, Any] = {"tables": tables} if len(tables) > 1 else {}
    if prepared.problems:
        more["problems"] = list(prepared.problems)
    return {"file": str(file), **tables[0], "rows": rows, "counts": _counts(prepared), **more}


def _table_json(part: ImportPart) -> Mapping[str, Any]:
    columns = part.rules.columns if part.rules is not None else ()
    return {
        "sheet": part.table.sheet.name if part.table is not None else "",
        "header_rows": [row + 1 for row in part.table.heading_rows] if part.table is not None else [],
        "columns": [{"column": rule.column, "header": rule.heading, "field": field_name(rule)} for rule in columns],
        **({"tool": part.rules.tool} if part.rules is not None and part.rules.tool else {}),
    }


def _counts(prepared: PreparedImport) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for part in prepared.parts:
        counts.update(part.plan.counts())
    return counts


def _lines(prepared: PreparedImport, *, is_dry: bool) -> Iterator[str]:
    """Return what an import is about: its columns, each change, what could not be understood, and the counts."""
    for part in prepared.parts:
        yield from _part_lines(part)
    for problem in prepared.problems:
        yield f"  ! {problem}"
    yield _("{add} to add, {change} to change, {same} the same, {skip} skipped").format(**_counts(prepared))
    if is_dry:
        yield _("Nothing was written.")


def _part_lines(part: ImportPart) -> Iterator[str]:
    plan = part.plan
    if part.table is not None:
        rows = ", ".join(str(row + 1) for row in part.table.heading_rows)
        if part.table.sheet.name:
            yield _("Sheet {name}, rows of headings: {rows}").format(name=part.table.sheet.name, rows=rows)
        else:
            yield _("Encoding {name}, rows of headings: {rows}").format(name=part.table.sheet.encoding, rows=rows)
    if part.rules is not None and part.rules.tool:
        yield _("Export of {tool}").format(tool=part.rules.tool)
    for rule in part.rules.columns if part.rules is not None else ():
        if rule.heading or rule.field:
            yield f"  {rule.column:>2}  {rule.heading}  →  {field_name(rule) or _('left out')}"
    for group in plan.groups:
        yield f"      {group.id}  {change_text(group)}: {group.record.get('title', '')}" if isinstance(group, Added) else ""
    for row in plan.rows:
        for change in row.changes:
            detail = value_text(row.title) if isinstance(change, Added) else ""
            yield f"{row.row.row:>5}  {row.id}  {change_text(change)}{': ' if detail else ''}{detail}"
        for message in row.messages:
            yield f"       ! {message}"
    if plan.missing:
        yield _("Not in the file any more, kept in the ledger: {ids}").format(ids=", ".join(plan.missing))
