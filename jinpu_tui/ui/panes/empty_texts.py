"""What a pane without rows says: why nothing is there, and which key to press."""

from __future__ import annotations

from jinpu_tui.model.records import Pane
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible
from jinpu_tui.ui.session import Session


def empty_text(session: Session, pane: Pane) -> str:
    """Return what a pane without rows says."""
    if session.workspace.reading:
        return _("Reading …")
    if session.filter_of(pane):
        return _("No match; {key} changes the filter, Esc clears it").format(key=session.key_of("view.filter"))
    if session.workspace.read_only and not session.proposes:
        return _read_only_text(session, pane)
    texts = {
        "requirements": _("There are no requirements yet; {add} adds the first, {import} imports a spreadsheet or a document"),
        "tasks": _("There are no tasks yet; {add} adds the first, {import} imports a spreadsheet"),
        "indicators": _("There are no indicators yet; {add} adds the first, {import} imports a spreadsheet"),
    }
    if session.scope:
        texts["tasks"] = _("{scope} has no tasks; {add} adds one, Esc shows the tasks of all requirements")
        texts["indicators"] = _("{scope} has no indicators; {add} adds one, Esc shows the indicators of all requirements")
    keys = {"add": session.key_of("record.add"), "import": session.key_of("exchange.import")}
    return texts[pane].format(scope=visible(session.scope), **keys)


def _read_only_text(session: Session, pane: Pane) -> str:
    texts = {
        "requirements": _("There are no requirements"),
        "tasks": _("There are no tasks"),
        "indicators": _("There are no indicators"),
    }
    if session.scope:
        texts["tasks"] = _("{scope} has no tasks; Esc shows the tasks of all requirements")
        texts["indicators"] = _("{scope} has no indicators; Esc shows the indicators of all requirements")
    return texts[pane].format(scope=visible(session.scope))
