"""What is being typed when the line drops: kept while it is typed, and put before the same person at the next start."""

from __future__ import annotations

from contextlib import suppress

from msgspec import structs

from jinpu_tui.model.drafts import Draft
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import Command, CommandContext
from jinpu_tui.ui.pages.page import PageRef
from jinpu_tui.ui.session import PANES

RECORD_PAGES = ("record", "form", "chart")
"""Pages about one record, which can be opened again."""


def begin_draft(ctx: CommandContext, command: Command) -> Draft:
    """Return the draft, still empty, of what a command asks for with the cursor where it is now."""
    line = ctx.page_line
    step = ctx.step
    return Draft(
        "",
        key=command.keys[0] if command.keys else command.id,
        command=command.id,
        pane=ctx.pane,
        page=ctx.page_ref.kind if ctx.page_ref is not None else "",
        id=ctx.record.id if ctx.record else "",
        field=line.field if line else ctx.cell.name if ctx.cell is not None else "",
        entry=line.entry if line else step[1] if step else -1,
        marks=tuple(sorted(ctx.session.marks)),
    )


def slot_of(draft: Draft, title: str) -> str:
    """Return the name of the prompt that a draft is for: the same command on the same record, and on the same field or entry.

    A prompt that is about no record is named by its title. Names hold the key of the command, as those that are on disk do.
    """
    about = ",".join(draft.marks) if draft.marks and not draft.page else draft.id
    if not draft.key:
        return title
    field = draft.field if draft.key in ("enter", "C", "f2") else ""
    entry = str(draft.entry) if draft.key in ("enter", "d") and draft.entry >= 0 else ""
    return " ".join(filter(None, (draft.key, about, field, entry)))


def is_known(draft: Draft) -> bool:
    """Return whether a draft says which command asked for it."""
    return bool(draft.command or draft.key)


def resume(ctx: CommandContext) -> str | None:
    """Open the prompt of what was being typed in a session that died; return the text to put into it, None if there is none."""
    session = ctx.session
    draft = None
    with suppress(OSError):
        draft = session.take_draft()
    if draft is None:
        return None
    if reopen(ctx, draft):
        return draft.text
    session.kept.keep(structs.replace(draft, slot=draft.slot or slot_of(draft, draft.title)))
    session.workspace.keep_draft(None)
    session.keep_draft(None)
    is_gone = bool(draft.id) and draft.id not in session.dataset.by_id
    message = (
        _("The record that you were typing about is gone; the text is kept, {key} shows it: {text}")
        if is_gone
        else _("What you were typing is kept: it comes back when you open the same prompt, and {key} shows it: {text}")
    )
    ctx.show_message(message.format(text=draft.text, key=session.key_of("kept.show")), bad=True)
    return None


def reopen(ctx: CommandContext, draft: Draft) -> bool:
    """Put the cursor where a draft was typed and run its command again; return whether its prompt is open then."""
    session = ctx.session
    is_about_record = bool(draft.id) and draft.key != "a" and _needs_record(ctx, draft.key)
    if is_about_record and draft.id not in session.dataset.by_id:
        return False
    if draft.key == "/" and draft.page and (draft.page not in RECORD_PAGES or draft.id not in session.dataset.by_id):
        return False  # it narrows a page that is not open, and would narrow a pane
    session.marks = set(draft.marks) & session.dataset.by_id.keys()
    if draft.page in RECORD_PAGES and draft.id in session.dataset.by_id:
        ctx.open_page(PageRef(draft.page, draft.id))  # type: ignore[arg-type]  # one of the three
        ctx.find_line(draft.field, draft.entry)
    elif draft.pane in PANES:
        if draft.entry >= 0:
            session.opened.add(draft.id)
        ctx.reload()
        ctx.go(next(pane for pane in PANES if pane == draft.pane))
        ctx.find_row(draft.id, draft.entry)
        if draft.field:
            ctx.stand_on(draft.field)
    command = _command_of(ctx, draft)
    if command is None or (is_about_record and (ctx.record is None or ctx.record.id != draft.id)):
        return False
    ctx.run_command(command)
    return ctx.popup is not None


def _needs_record(ctx: CommandContext, key: str) -> bool:
    """Return whether a command of this key is about the record under the cursor."""
    return any(command.edits or command.kinds or key == "enter" for command in ctx.commands if key in command.keys)


def _command_of(ctx: CommandContext, draft: Draft) -> Command | None:
    """Find the command of a draft: by its id, or by the key that older versions kept instead, as far as it can be run here."""
    kind = ctx.record.TYPE if ctx.record else None
    return next(
        (
            command
            for command in ctx.commands
            if (command.id == draft.command if draft.command else draft.key in command.keys)
            and command.applies(ctx.place, kind)
        ),
        None,
    )
