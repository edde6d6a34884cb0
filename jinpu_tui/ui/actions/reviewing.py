"""Looking back: what changed since a state of the past, and who did what to a record. git is asked in another thread."""

from __future__ import annotations

from asyncio import to_thread
from typing import TYPE_CHECKING

from jinpu_tui.locale import _

if TYPE_CHECKING:
    from jinpu_tui.ui.browse import Browse

MOST_COMMITS = 200
"""So many commits are offered to compare with; any other revision can be typed."""


def review(browse: Browse) -> None:
    """Pick or type what to compare with, and show what changed since."""
    from jinpu_tui.history.repository import HistoryError, Repository
    from jinpu_tui.ui.popups.chooser import Chooser, Option

    browse.have_all()
    options = []
    note = ""
    try:
        with Repository.around(browse.session.workspace.root) as repository:
            for commit in repository.commits(most=MOST_COMMITS):
                label = f"{commit.when.astimezone():%Y-%m-%d %H:%M}  {commit.subject}"
                options.append(Option(label, commit.id, commit.who, commit.id[:10]))
    except HistoryError as error:
        note = str(error)

    def pick(name: str) -> str:
        browse.run_worker(_compare(browse, name))
        return ""

    title = _("What changed since: a commit, or type a revision, a day, a folder")
    browse.open(Chooser(title, 2, options, pick, free=True, size=(90, 20)))
    if note:
        browse.tell(note)


async def _compare(browse: Browse, name: str) -> None:
    from jinpu_tui.history.past import past_at
    from jinpu_tui.history.repository import HistoryError

    workspace = browse.session.workspace
    try:
        browse.session.base = await to_thread(past_at, workspace.root, name, workspace.library)
    except (HistoryError, OSError) as error:
        browse.tell(str(error), bad=True)
        return
    browse.open_page("diff", "")


def history(browse: Browse) -> None:
    """Who changed which field of the record, and when."""
    if browse.record is not None:
        browse.have_all()
        browse.run_worker(_tell_history(browse, browse.record.id))


async def _tell_history(browse: Browse, id_: str) -> None:
    from jinpu_tui.history.repository import HistoryError
    from jinpu_tui.lookback import log_of

    try:
        browse.session.logs[id_] = await to_thread(log_of, browse.session.workspace, id_)
    except (HistoryError, OSError) as error:
        browse.tell(str(error), bad=True)
        return
    browse.open_page("log", id_)
