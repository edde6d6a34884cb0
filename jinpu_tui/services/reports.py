"""Writing reports: what both front ends ask for, from the dataset as it stands, into files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.model.errors import HistoryError
from jinpu_tui.query.filter import check, matching_differences, term_for
from jinpu_tui.query.sorting import NOWHERE, grouped
from jinpu_tui.report.context import ReportContext
from jinpu_tui.report.document import Document
from jinpu_tui.report.ledger import ledger_report
from jinpu_tui.services.output_files import check_outputs, paths_for
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.text.i18n import _, ngettext

FORMS = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".txt": "text", ".text": "text"}
"""What a file is by its ending."""

LOST = frozenset({"no-id", "duplicate-id", "too-large", "wrong-type", "bad-choice", "out-of-range", "not-a-date"})
"""The codes of problems that keep a record or a value from being read."""


class ReportOptions(Struct, frozen=True):
    """A report that is wanted."""

    output: Path
    form: str
    """html, markdown or text."""
    filter: str = ""
    since: str = ""
    bulletin: bool = False
    by: str = ""
    """A field of tasks; a file is written for each of its values."""
    force: bool = False
    """Whether files that exist are overwritten."""


class Report(NamedTuple):
    """A report that was made."""

    path: Path
    """The file that it goes to."""
    text: str
    incomplete: str
    """What it lacks because files could not be read; empty if it lacks nothing."""


def write_reports(workspace: Workspace, options: ReportOptions) -> list[Report]:
    """Write the report, or one for each value of a field; nothing if one of the files must not be written.

    Raises FilterError, HistoryError, OutputFileError if a file must not be written, OSError.
    """
    reports = make_reports(workspace, options)
    check_outputs(workspace, ((report.path, report.text.encode()) for report in reports), force=options.force)
    for report in reports:
        report.path.write_text(report.text, "utf-8")
    return reports


def make_reports(workspace: Workspace, options: ReportOptions) -> list[Report]:
    """Return the report, or one for each value of a field. Raises FilterError, HistoryError, OSError."""
    from jinpu_tui.report.bulletin import bulletin

    analysis = Analysis(workspace.dataset, workspace.day)
    check(options.filter, analysis)
    context = ReportContext(analysis, revision_text(workspace), incomplete_text(workspace))
    compared = _Compared(workspace, context, options.since) if options.since else None
    reports = []
    for path, kept_by, tasks in _parts(context, options):
        one = replace(context, filter=kept_by, tasks=tasks) if compared is None else compared.narrowed(kept_by, tasks)
        text = _written(bulletin(one) if options.bulletin else ledger_report(one), options.form)
        reports.append(Report(path, text, one.incomplete))
    return reports


def revision_text(workspace: Workspace) -> str:
    """Return the commit that the records are of, with a word if the files hold more; in plain words if there is no git."""
    from jinpu_tui.history.repository import Repository

    if workspace.past is not None:
        return workspace.past.citation
    try:
        with Repository.around(workspace.root) as repository:
            short = repository.revision("HEAD")[:10]
            return short if repository.is_clean() else _("{revision} with edits in no commit yet").format(revision=short)
    except HistoryError:
        return _("no revision (the dataset is not under git)")


def incomplete_text(workspace: Workspace) -> str:
    """Return what a report lacks because it could not be read, as a sentence; empty if it lacks nothing."""
    unread = workspace.unread
    lost = {problem[:3] for problem in workspace.problems if problem.code in LOST and problem.severity == "error"}
    if not unread:
        text = ngettext(
            "Incomplete: {count} record or value could not be read; `jinpu-tui check` names it",
            "Incomplete: {count} records or values could not be read; `jinpu-tui check` names them",
            len(lost),
        )
        return text.format(count=len(lost)) if lost else ""
    files = "; ".join(f"{workspace.loaded.name(Path(item.file))} ({item.message})" for item in unread)
    text = ngettext(
        "Incomplete: {count} of {all} files could not be read, its records are missing: {files}",
        "Incomplete: {count} of {all} files could not be read, their records are missing: {files}",
        len(unread),
    )
    return text.format(count=len(unread), all=len(workspace.loaded.files), files=files)


class _Compared:
    """What is asked for, compared with a past state."""

    def __init__(self, workspace: Workspace, context: ReportContext, since: str) -> None:
        """Read the past state. Raises HistoryError, OSError."""
        from jinpu_tui.history.snapshot import snapshot_at
        from jinpu_tui.services.history import compare

        past = snapshot_at(workspace.root, since, workspace.loaded)
        self._comparison = compare(workspace, past)
        self._context = replace(
            context, since=since, before=self._comparison.before, since_day=past.day, notes=self._comparison.notes
        )
        if past.loaded.unread and not context.incomplete:
            text = _("Incomplete: what is compared with, {since}, could not be read as a whole: {files}")
            files = "; ".join(f"{past.loaded.name(Path(item.file))} ({item.message})" for item in past.loaded.unread)
            self._context = replace(self._context, incomplete=text.format(since=since, files=files))

    def narrowed(self, text: str, tasks: frozenset[str] | None) -> ReportContext:
        """Return what is asked for, of the records that a filter keeps, of tasks only those named."""
        comparison = self._comparison
        return replace(
            self._context,
            filter=text,
            tasks=tasks,
            changes=matching_differences(comparison.differences, comparison.before, comparison.after, text),
        )


def _parts(context: ReportContext, options: ReportOptions) -> list[tuple[Path, str, frozenset[str] | None]]:
    """Return the one file, or one for each value of a field of the tasks, each with the filter and the ids of its tasks."""
    by, output = options.by, options.output
    if not by:
        return [(output, options.filter, None)]
    tasks = replace(context, filter=options.filter).kept(context.analysis.dataset.tasks)
    groups = grouped(tasks, by, "task", context.analysis)
    parts: list[tuple[Path, str, frozenset[str] | None]] = []
    for group, path in zip(groups, paths_for(output, (item.name for item in groups)), strict=True):
        is_set = group.name != NOWHERE or bool(getattr(group.members[0], by, None))
        value = group.name if is_set else ""
        term = f"due:{value}" if by == "due" and value else term_for(by, value)
        text = f"({options.filter}) {term}" if options.filter else term
        parts.append((path, text, frozenset(member.id for member in group.members)))
    return parts


def _written(document: Document, form: str) -> str:
    from jinpu_tui.report.html import as_html
    from jinpu_tui.report.plain import as_markdown, as_text

    forms: dict[str, Callable[[Document], str]] = {"html": as_html, "markdown": as_markdown, "text": as_text}
    return forms[form](document)
