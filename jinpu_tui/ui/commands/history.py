"""Looking back: what changed since a state of the past, and who did what to a record. git is asked in another thread."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jinpu_tui.model.formatting import changes_text
from jinpu_tui.services.user_state import proposals_in
from jinpu_tui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from jinpu_tui.services.reports import ReportOptions
    from jinpu_tui.services.user_state import Proposal
    from jinpu_tui.ui.main_screen import Browse

MARK = "\0mark"

MAX_COMMITS = 200
"""That many commits are offered to compare with; any other revision can be typed."""


def review(browse: Browse) -> None:
    """Pick or type what to compare with, and show what changed since."""
    from jinpu_tui.model.errors import HistoryError
    from jinpu_tui.services.revisions import list_revisions
    from jinpu_tui.services.snapshots import names_snapshot
    from jinpu_tui.ui.dialogs.chooser import Chooser, Option

    browse.have_all()
    session = browse.session
    last = session.user_state.reviewed(session.workspace.root)
    options = (
        [Option(_("Since your last review"), last.commit, f"{last.at:%Y-%m-%d}" if last.at else "")] if last.commit else []
    )
    note = head = ""
    try:
        revisions = list_revisions(session.workspace.root, MAX_COMMITS)
        head = revisions.head
        if session.user_state.state is not None:
            options.append(Option(_("Mark all up to the last commit as reviewed"), MARK))
        options += [Option(_("tag {name}").format(name=name), name) for name in revisions.tags]
        for commit in revisions.commits:
            label = f"{commit.when.astimezone():%Y-%m-%d %H:%M}  {commit.subject}"
            options.append(Option(label, commit.id, commit.who, commit.id[:10]))
    except HistoryError as error:
        note = str(error)

    def pick(name: str) -> str:
        if name == MARK:
            done = session.user_state.finish_review(session.workspace.root, head, datetime.now(UTC))
            browse.show_message(_("Reviewed up to {commit}.").format(commit=done[:10]))
            return ""
        browse.run_worker(_compare(browse, name))
        return ""

    title = _("What changed since: a commit, or type a revision, a day, a folder")
    exact = partial(names_snapshot, session.workspace.root)
    browse.open(Chooser(title, 2, options, pick, free=True, size=(90, 20), slot="R", exact=exact))
    if note:
        browse.show_message(note)


async def _compare(browse: Browse, name: str) -> None:
    from jinpu_tui.model.errors import HistoryError
    from jinpu_tui.services.snapshots import snapshot_at

    workspace = browse.session.workspace
    try:
        browse.session.base = await to_thread(snapshot_at, workspace.root, name, workspace.loaded)
    except (HistoryError, OSError) as error:
        browse.show_message(str(error), bad=True)
        return
    browse.open_page("diff", "")


def history(browse: Browse) -> None:
    """Who changed which field of the record, and when."""
    if browse.record is not None:
        browse.have_all()
        browse.run_worker(_tell_history(browse, browse.record.id))


async def _tell_history(browse: Browse, id_: str) -> None:
    from jinpu_tui.model.errors import HistoryError
    from jinpu_tui.services.history import log_of

    try:
        browse.session.logs[id_] = await to_thread(log_of, browse.session.workspace, id_)
    except (HistoryError, OSError) as error:
        browse.show_message(str(error), bad=True)
        return
    browse.open_page("log", id_)


def apply_proposals(browse: Browse) -> None:
    """Name a file of proposals, tick those to accept, and apply them as one edit."""
    from jinpu_tui.ui.dialogs.prompt import Prompt

    def choose(text: str) -> str:
        try:
            entries = proposals_in(Path(text.strip()).expanduser())
        except OSError as error:
            return error.strerror or str(error)
        if not entries:
            return _("There are no proposals in it that this version can read")
        browse.call_later(_tick, browse, entries)
        return ""

    browse.open(Prompt(_("Apply proposals from the file"), 1, choose))


def _tick(browse: Browse, entries: Sequence[Proposal]) -> None:
    from jinpu_tui.services.proposals import author_text
    from jinpu_tui.ui.dialogs.chooser import Option
    from jinpu_tui.ui.dialogs.multi_select import Arranger

    accepted: set[str] = set()

    def options() -> list[Option]:
        return [
            Option(f"{'✓' if str(number) in accepted else ' '} {_told(browse, one)}", str(number), author_text(one))
            for number, one in enumerate(entries)
        ]

    def toggle(_key: str, value: str) -> None:
        accepted.symmetric_difference_update({value})

    def pick(value: str) -> str:
        chosen = accepted or {value}
        changes = [change for number, one in enumerate(entries) if str(number) in chosen for change in one.changes]
        return browse.attempt(lambda: changes)

    hint = _("Tab accepts or refuses, Enter applies what is accepted")
    title = _("Proposals")
    browse.open(Arranger(title, 2, options, act=toggle, pick=pick, undo=lambda: None, hint=hint, width=100))


def _told(browse: Browse, entry: Proposal) -> str:
    """Return what is proposed, after what to be careful about; where the value is another by now, what it is."""
    from jinpu_tui.services.history import by_now
    from jinpu_tui.services.proposals import cautions

    values = (by_now(browse.session.workspace, change) for change in entry.changes)
    warned = [f"! {caution}" for caution in cautions(browse.session.workspace, entry)]
    return " · ".join(
        [*warned, changes_text(entry.changes), *(_("by now {value}").format(value=value) for value in values if value)]
    )


def report(browse: Browse) -> None:
    """Pick what to write, name the file, and have it written: the whole, the bulletin, or one for each unit."""
    from jinpu_tui.ui.dialogs.chooser import Chooser, Option

    browse.have_all()
    whole = _("The whole dataset, or what the pane is filtered to")
    kinds = {"report": whole, "bulletin": _("The bulletin"), "by": _("One for each lead unit")}

    def pick(kind: str) -> str:
        browse.call_later(_name_report, browse, kind)
        return ""

    browse.open(Chooser(_("Write a report"), 2, [Option(message, kind) for kind, message in kinds.items()], pick, size=(60, 5)))


def _name_report(browse: Browse, kind: str) -> None:
    from jinpu_tui.services.reports import FORMS, ReportOptions
    from jinpu_tui.ui.dialogs.prompt import Prompt

    session = browse.session
    text = session.filter_of(browse.pane) if kind == "report" and not browse.page_key else ""

    def write(name: str) -> str:
        path = Path(name.strip()).expanduser()
        form = FORMS.get(path.suffix.lower())
        if form is None:
            return _("Name the file …html, …md or …txt")
        by = "lead" if kind == "by" else ""
        return _write_report(browse, ReportOptions(path, form, text, bulletin=kind == "bulletin", by=by))

    value = "bulletin.html" if kind == "bulletin" else "report.html"
    browse.open(Prompt(_("File, …html, …md or …txt"), 1, write, value=value, preview=lambda _text: text))


def _write_report(browse: Browse, wish: ReportOptions) -> str:
    """Write a report and say where it is; return why that is not possible. Asks before a file is overwritten."""
    from jinpu_tui.model.errors import FilterError, HistoryError
    from jinpu_tui.services.reports import ReportExistsError, write_reports

    try:
        written = write_reports(browse.session.workspace, wish)
    except ReportExistsError as error:
        browse.call_later(_ask_overwrite, browse, wish, error.paths)
        return ""
    except (OSError, FilterError, HistoryError) as error:
        return str(error)
    incomplete = written[0].incomplete if written else ""
    message = _("Written: {files}").format(files=", ".join(str(item.path) for item in written))
    browse.show_message(f"{message} · {incomplete}" if incomplete else message, bad=bool(incomplete))
    return ""


def _ask_overwrite(browse: Browse, wish: ReportOptions, paths: Sequence[Path]) -> None:
    from jinpu_tui.ui.dialogs.chooser import Confirm

    question = ngettext("{files} exists already", "{files} exist already", len(paths)).format(
        files=", ".join(path.name for path in paths)
    )
    agree = partial(_write_report, browse, replace(wish, force=True))
    browse.open(Confirm(_("Overwrite?"), 1, question, _("Overwrite"), agree))
