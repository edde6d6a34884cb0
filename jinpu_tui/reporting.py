"""Writing reports: what both front ends ask for, from the dataset as it stands, into files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from jinpu_tui.insight.arrange import NOWHERE, grouped
from jinpu_tui.insight.differences import Difference
from jinpu_tui.insight.facts import Facts
from jinpu_tui.insight.filter import check, term_for
from jinpu_tui.locale import _
from jinpu_tui.report.asked import Asked
from jinpu_tui.report.document import Document
from jinpu_tui.report.ledger import ledger_report
from jinpu_tui.safe_text import in_file_name
from jinpu_tui.workspace import Workspace

FORMS = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".txt": "text", ".text": "text"}
"""What a file is by its ending."""

MAX_NAME_BYTES = 120
"""What a value takes of a file's name at most; file systems allow 255 for all of it."""


@dataclass(frozen=True)
class Wish:
    """A report that is wanted: `form` is html, markdown or text; `by` a field of tasks, a file for each of its values."""

    output: Path
    form: str
    filter: str = ""
    since: str = ""
    bulletin: bool = False
    by: str = ""


def write_reports(workspace: Workspace, wish: Wish) -> list[Path]:
    """Write the report, or one for each value of a field. Raises FilterError, HistoryError, OSError."""
    facts = Facts(workspace.dataset, workspace.day)
    check(wish.filter, facts)
    asked = Asked(facts, _revision(workspace), wish.filter, wish.since, _changes(workspace, wish.since))
    paths = []
    for path, one in _parts(asked, wish):
        document = _bulletin(one) if wish.bulletin else ledger_report(one)
        path.write_text(_written(document, wish.form), "utf-8")
        paths.append(path)
    return paths


def _revision(workspace: Workspace) -> str:
    """The commit that the files are of, with a word where they hold more; in plain words where there is no git."""
    from jinpu_tui.history.repository import HistoryError, Repository

    try:
        with Repository.around(workspace.root) as repository:
            short = repository.revision("HEAD")[:10]
            return short if repository.is_clean() else _("{revision} with edits in no commit yet").format(revision=short)
    except HistoryError:
        return _("no revision (the dataset is not under git)")


def _changes(workspace: Workspace, since: str) -> list[Difference]:
    if not since:
        return []
    from jinpu_tui.history.past import past_at
    from jinpu_tui.insight.differences import differences
    from jinpu_tui.lookback import past_state, present_state

    past = past_at(workspace.root, since, workspace.library)
    return differences(past_state(past, workspace), present_state(workspace))


def _bulletin(asked: Asked) -> Document:
    from jinpu_tui.report.bulletin import bulletin

    try:
        begin = date.fromisoformat(asked.since) if asked.since else None
    except ValueError:
        begin = None
    return bulletin(asked, begin)


def _parts(asked: Asked, wish: Wish) -> list[tuple[Path, Asked]]:
    """The one file, or one for each value of a field of the tasks."""
    by, output = wish.by, wish.output
    if not by:
        return [(output, asked)]
    tasks = asked.kept(asked.facts.dataset.tasks)
    parts: list[tuple[Path, Asked]] = []
    taken: set[str] = set()
    for group in grouped(tasks, by, "task", asked.facts):
        ids = {one.id for one in group.members}
        name = _free_name(group.name if group.name != NOWHERE else "", taken)
        value = "" if group.name == NOWHERE else group.name
        term = f"due:{value}" if by == "due" and value else term_for(by, value)
        changes = [one for one in asked.changes if one.record.id in ids]
        joined = f"({asked.filter}) {term}" if asked.filter else term
        parts.append((output.with_name(f"{output.stem}-{name}{output.suffix}"), replace(asked, filter=joined, changes=changes)))
    return parts


def _free_name(value: str, taken: set[str]) -> str:
    """A value as a piece of a file's name that no other value has got, also where capitals do not count; noted in `taken`."""
    cut = value.encode("utf-8", "replace")[:MAX_NAME_BYTES].decode("utf-8", "ignore")
    name = wanted = in_file_name(cut, "none")
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted}-{number}"
    taken.add(name.casefold())
    return name


def _written(document: Document, form: str) -> str:
    from jinpu_tui.report.html import as_html
    from jinpu_tui.report.plain import as_markdown, as_text

    forms: dict[str, Callable[[Document], str]] = {"html": as_html, "markdown": as_markdown, "text": as_text}
    return forms[form](document)
