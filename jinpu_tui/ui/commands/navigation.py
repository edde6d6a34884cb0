"""Going about: folds, links, back and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinpu_tui.model.records import Task
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.rows import GroupRow, StepRow

if TYPE_CHECKING:
    from jinpu_tui.ui.main_screen import Browse


def enter(browse: Browse) -> None:
    """Open the record under the cursor as a page; on a page, its link or field."""
    if browse.page_key:
        line = browse.page.row
        if line is None:
            return
        if line.field and browse.page_key.startswith(("form ", "chart ")):
            from jinpu_tui.ui.commands.form import edit_line

            edit_line(browse, line)
        elif browse.page_key.startswith("conflicts "):
            from jinpu_tui.ui.commands.conflicts import decide

            decide(browse)
        elif line.door:
            browse.pass_through(line.door)
        elif line.link:
            browse.open_page("record", line.link)
        else:
            browse.show_message(
                _("This line leads nowhere; e edits the fields of the record")
                if browse.page_record
                else _("This line leads nowhere")
            )
        return
    record, row = browse.record, browse.front.row
    if isinstance(row, GroupRow):
        _fold_group(browse, row, folded=not row.folded)
    elif record is not None:
        browse.open_page("record", record.id)
    else:
        browse.show_message(_("There is no record here to open"))


def back(browse: Browse) -> None:
    """Go back to the page before, or to the panes."""
    browse.close_page()


def escape(browse: Browse) -> None:
    """Out of what is in front: pages, zoom, filter, marks, scope."""
    session = browse.session
    if browse.page_key and browse.page.filter:
        browse.page.narrow("")
        browse.moved()
    elif browse.page_key:
        browse.leave_pages()
    elif session.filter_of(browse.pane):
        session.see(browse.pane, filter="")
        browse.reload()
    elif browse.has_class("-zoom"):
        browse.remove_class("-zoom")
    elif session.marks:
        session.marks.clear()
        browse.reload()
    elif session.scope:
        session.scope = ""
        browse.reload()
    else:
        browse.show_message(_("There is nothing to leave or to clear here; q quits"))


def unfold(browse: Browse) -> None:
    """Open a requirement or task; on an open one go to the first row inside; later periods of indicators."""
    _fold(browse, folded=False)


def fold(browse: Browse) -> None:
    """Close a requirement or task, or go to the one that holds it; earlier periods of indicators."""
    _fold(browse, folded=True)


def shift(browse: Browse, by: int) -> None:
    """Move over the columns; on a page to the lines beside."""
    (browse.page if browse.page_key else browse.pane_in_front).shift(by)
    browse.moved()


def _fold(browse: Browse, *, folded: bool) -> None:
    row = browse.front.row
    if isinstance(row, GroupRow):
        _fold_group(browse, row, folded=folded)
    elif browse.pane == "indicators":
        shift(browse, -1 if folded else 1)
    elif browse.pane == "tasks":
        _fold_task(browse, folded=folded)
    else:
        _fold_requirement(browse, folded=folded)
    browse.moved()


def _fold_group(browse: Browse, row: GroupRow, *, folded: bool) -> None:
    """Close or open a group; an open one leads to its first row."""
    if not folded and not row.folded:
        browse.move(1)
    (browse.session.closed.add if folded else browse.session.closed.discard)(row.group.name)
    browse.reload_pane(browse.pane)


def _fold_task(browse: Browse, *, folded: bool) -> None:
    session, row = browse.session, browse.tasks.row
    if isinstance(row, StepRow) and folded:
        browse.tasks.find((row.record.id, -1))
    elif isinstance(row, Task):
        if folded and row.id not in session.opened:
            browse.tasks.find_heading()
            return
        if not folded and row.id in session.opened:
            browse.move(1)
        (session.opened.discard if folded else session.opened.add)(row.id)
        browse.tasks.reload()


def _fold_requirement(browse: Browse, *, folded: bool) -> None:
    row = browse.requirements.row
    if row is None:
        return
    if folded and (row.folded is None or row.folded):
        if row.record.parent:
            browse.requirements.find((row.record.parent, -1))
        return
    if not folded and row.folded is False:
        browse.move(1)
    if row.folded is not None:
        (browse.session.folded.add if folded else browse.session.folded.discard)(row.record.id)
        browse.requirements.reload()
