"""What is being typed when the line drops: kept while it is typed, and put before the same person at the next start."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import structs

from jinpu_tui.model.drafts import Draft
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.keymap import Command, command_for
from jinpu_tui.ui.session import PANES

if TYPE_CHECKING:
    from jinpu_tui.ui.main_screen import Browse


def beginning(browse: Browse, command: Command) -> Draft:
    """Return the draft, empty still, of what a command asks for where the cursor is now."""
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


def slot_of(draft: Draft, title: str) -> str:
    """Return the name of the prompt that a draft is for: the same command on the same record, and on the same field or entry.

    A prompt that is about no record is named by its title.
    """
    about = ",".join(draft.marks) if draft.marks and not draft.page else draft.id
    if not draft.key:
        return title
    field = draft.field if draft.key in ("enter", "C") else ""
    entry = str(draft.entry) if draft.key in ("enter", "d") and draft.entry >= 0 else ""
    return " ".join(filter(None, (draft.key, about, field, entry)))


def resume(browse: Browse) -> None:
    """Ask again for what was being typed in a session that died, with the text in place."""
    workspace = browse.session.workspace
    draft = None
    with suppress(OSError):
        draft = workspace.take_draft()
    if draft is None:
        return
    if not go_on_with(browse, draft):
        kept = structs.replace(draft, slot=draft.slot or slot_of(draft, draft.title))
        browse.session.kept.keep(kept)
        workspace.keep_draft(None)
        message = _("What you were typing has no place any more and is kept, Y shows it: {text}")
        browse.show_message(message.format(text=draft.text), bad=True)
        return
    if browse.popup is not None:
        browse.popup.resume(draft.text)
        browse.call_after_refresh(browse.show_cursor)
        browse.show_message(_("This is what you were typing when the line dropped; Enter uses it, Esc keeps it for later"))


def go_on_with(browse: Browse, draft: Draft) -> bool:
    """Put the cursor where the draft was typed and run its command again; whether that could be done."""
    session = browse.session
    is_about_record = bool(draft.id) and draft.key != "a"
    if is_about_record and draft.id not in session.dataset.by_id:
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
    if command is None or (is_about_record and (browse.record is None or browse.record.id != draft.id)):
        return False
    browse.run_command(command)
    return browse.popup is not None
