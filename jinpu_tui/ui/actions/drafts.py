"""What is being typed when the line drops: kept while it is typed, and put before the same person at the next start."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from jinpu_tui.locale import _
from jinpu_tui.model.drafts import Draft
from jinpu_tui.ui.commands import Command, command_for
from jinpu_tui.ui.session import PANES

if TYPE_CHECKING:
    from jinpu_tui.ui.browse import Browse


def beginning(browse: Browse, command: Command) -> Draft:
    """The draft, empty still, of what a command asks for where the cursor is now."""
    line = browse.page.row if browse.page_key else None
    step = browse.step
    return Draft(
        "",
        key=command.keys[0],
        pane=browse.pane,
        page=browse.page_key.partition(" ")[0],
        id=browse.record.id if browse.record else "",
        field=line.field if line else "",
        entry=line.entry if line else step[1] if step else -1,
        marks=tuple(sorted(browse.session.marks)),
    )


def resume(browse: Browse) -> None:
    """Ask again for what was being typed in a session that died, with the text in place."""
    workspace = browse.session.workspace
    draft = None
    with suppress(OSError):
        draft = workspace.take_draft()
    if draft is None:
        return
    if not _go_back(browse, draft):
        workspace.keep_draft(None)
        browse.tell(_("What you were typing has no place any more: {text}").format(text=draft.text), bad=True)
        return
    if browse.popup is not None:
        browse.popup.resume(draft.text)
        browse.tell(_("This is what you were typing when the line dropped; Enter goes on, Esc lets it go"))


def _go_back(browse: Browse, draft: Draft) -> bool:
    """Put the cursor where the draft was typed and run its command again; whether that could be done."""
    session = browse.session
    if draft.id and draft.id not in session.dataset.by_id:
        return False
    session.marks = set(draft.marks) & session.dataset.by_id.keys()
    if draft.page in ("record", "form", "chart") and draft.id:
        browse.open_page(draft.page, draft.id)  # type: ignore[arg-type]  # one of the three
        places = [(line.field, line.entry) for line in browse.page.rows]
        if (draft.field, draft.entry) in places:
            browse.move_to(places.index((draft.field, draft.entry)))
    elif draft.pane in PANES:
        if draft.entry >= 0:
            session.opened.add(draft.id)
        browse.reload()
        browse.go(next(pane for pane in PANES if pane == draft.pane))
        browse.front.find((draft.id, draft.entry))
        browse.moved()
    kind = browse.record.TYPE if browse.record else None
    command = command_for(draft.key, browse.context, kind)
    if command is None or (draft.id and (browse.record is None or browse.record.id != draft.id)):
        return False
    browse.run_command(command)
    return browse.popup is not None
