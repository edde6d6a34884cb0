"""What is being typed when the line drops: kept while it is typed, and put before the same person at the next start."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import structs

from jinpu_tui.model.drafts import Draft
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.keymap import COMMANDS, Command, command_for
from jinpu_tui.ui.session import PANES

RECORD_PAGES = ("record", "form", "chart")
"""Pages about one record, which can be opened again."""

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
    session = browse.session
    draft = None
    with suppress(OSError):
        draft = session.take_draft()
    if draft is None:
        return
    if not go_on_with(browse, draft):
        kept = structs.replace(draft, slot=draft.slot or slot_of(draft, draft.title))
        session.kept.keep(kept)
        session.workspace.keep_draft(None)
        session.keep_draft(None)
        is_gone = bool(draft.id) and draft.id not in session.dataset.by_id
        text = (
            _("The record that you were typing about is gone; the text is kept, Y shows it: {text}")
            if is_gone
            else _("What you were typing is kept: it comes back when you open the same prompt, and Y shows it: {text}")
        )
        browse.show_message(text.format(text=draft.text), bad=True)
        return
    if browse.popup is not None:
        browse.popup.resume(draft.text)
        browse.call_after_refresh(browse.show_cursor)
        browse.show_message(_("This is what you were typing when the line dropped; Enter uses it, Esc keeps it for later"))


def _needs_record(key: str) -> bool:
    """Return whether a command of this key is about the record under the cursor."""
    return any(command.edits or command.kinds or key == "enter" for command in COMMANDS if key in command.keys)


def go_on_with(browse: Browse, draft: Draft) -> bool:
    """Put the cursor where the draft was typed and run its command again; whether that could be done."""
    session = browse.session
    is_about_record = bool(draft.id) and draft.key != "a" and _needs_record(draft.key)
    if is_about_record and draft.id not in session.dataset.by_id:
        return False
    if draft.key == "/" and draft.page and (draft.page not in RECORD_PAGES or draft.id not in session.dataset.by_id):
        return False  # it narrows a page that is not open, and would narrow a pane
    session.marks = set(draft.marks) & session.dataset.by_id.keys()
    if draft.page in RECORD_PAGES and draft.id in session.dataset.by_id:
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
