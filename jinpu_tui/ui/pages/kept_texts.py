"""The page of texts that were typed and not used: to read, to copy, to go on with, or to drop."""

from __future__ import annotations

from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible, visible_lines
from jinpu_tui.text.width import wrap
from jinpu_tui.ui.pages.page import Page, PageLine, PageRef
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styles import BOLD, DIM, PLAIN, WARN

TEXT_WIDTH = 100


def kept_page(session: Session, width: int) -> Page:
    """Each kept text in full, the newest first; every line of it stands for the whole text."""
    lines: list[PageLine] = []
    for name, draft in session.kept.all().items():
        when = f"  {draft.when.astimezone():%Y-%m-%d %H:%M}" if draft.when is not None else ""
        gone = draft.id and draft.id not in session.dataset.by_id
        note = [(f"  {_('{id} is gone').format(id=visible(draft.id))}", WARN)] if gone else []
        lines.append(PageLine([(f" {visible(draft.title or draft.slot)}", BOLD), (when, DIM), *note], kept=name))
        room = max(10, min(TEXT_WIDTH, width - 5))
        parts = [part for line in visible_lines(draft.text) for part in wrap(line, room)]
        lines += [PageLine([("   ", PLAIN), (part, PLAIN)], kept=name) for part in parts]
        lines.append(PageLine([("", PLAIN)], kept=name))
    title = _("Kept texts · {open} goes on with one, {copy} copies it, {drop} drops it").format(
        open=session.key_of("kept.open"), copy=session.key_of("kept.copy"), drop=session.key_of("kept.drop")
    )
    return Page(
        PageRef("kept"), title, lines[:-1] or [PageLine([(" " + _("Nothing is kept: all that you typed was used"), DIM)])]
    )
