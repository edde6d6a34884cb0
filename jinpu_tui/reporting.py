"""Writing reports: what both front ends ask for, from the dataset as it stands, into files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from jinpu_tui.insight.arrange import NOWHERE, grouped
from jinpu_tui.insight.differences import State, differences, kept
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
    from jinpu_tui.report.bulletin import bulletin

    facts = Facts(workspace.dataset, workspace.day)
    check(wish.filter, facts)
    asked = Asked(facts, _revision(workspace))
    compared = _Compared(workspace, asked, wish.since) if wish.since else None
    paths = []
    for path, text in _parts(asked, wish):
        one = replace(asked, filter=text) if compared is None else compared.narrowed(text)
        document = bulletin(one) if wish.bulletin else ledger_report(one)
        path.write_text(_written(document, wish.form), "utf-8")
        paths.append(path)
    return paths


def _revision(workspace: Workspace) -> str:
    """Return the commit that the records are of, with a word if the files hold more; in plain words if there is no git."""
    from jinpu_tui.history.repository import HistoryError, Repository

    if workspace.past is not None:
        return workspace.past.citation
    try:
        with Repository.around(workspace.root) as repository:
            short = repository.revision("HEAD")[:10]
            return short if repository.is_clean() else _("{revision} with edits in no commit yet").format(revision=short)
    except HistoryError:
        return _("no revision (the dataset is not under git)")


class _Compared:
    """What is asked for, compared with a past state."""

    def __init__(self, workspace: Workspace, asked: Asked, since: str) -> None:
        """Read the past state. Raises HistoryError, OSError."""
        from jinpu_tui.history.past import past_at
        from jinpu_tui.lookback import past_state

        past = past_at(workspace.root, since, workspace.library)
        self._before, self._after = past_state(past, workspace), State(asked.facts, workspace.plain)
        self._asked = replace(asked, since=since, before=self._before, since_day=past.day)
        self._differences = differences(self._before, self._after)

    def narrowed(self, text: str) -> Asked:
        """Return what is asked for, of the records that a filter keeps."""
        return replace(self._asked, filter=text, changes=kept(self._differences, self._before, self._after, text))


def _parts(asked: Asked, wish: Wish) -> list[tuple[Path, str]]:
    """Return the one file, or one for each value of a field of the tasks, each with the filter of its records."""
    by, output = wish.by, wish.output
    if not by:
        return [(output, wish.filter)]
    tasks = replace(asked, filter=wish.filter).kept(asked.facts.dataset.tasks)
    parts = []
    for group in grouped(tasks, by, "task", asked.facts):
        name = in_file_name(group.name if group.name != NOWHERE else "", "none")
        value = "" if group.name == NOWHERE else group.name
        term = f"due:{value}" if by == "due" and value else term_for(by, value)
        joined = f"({wish.filter}) {term}" if wish.filter else term
        parts.append((output.with_name(f"{output.stem}-{name}{output.suffix}"), joined))
    return parts


def _written(document: Document, form: str) -> str:
    from jinpu_tui.report.html import as_html
    from jinpu_tui.report.plain import as_markdown, as_text

    forms: dict[str, Callable[[Document], str]] = {"html": as_html, "markdown": as_markdown, "text": as_text}
    return forms[form](document)
