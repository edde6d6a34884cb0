"""What there is to say to somebody who wants to save."""

from __future__ import annotations

from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.ui.command import CommandContext


async def say_saved(ctx: CommandContext) -> None:
    """Say where the edits are: on disk, waiting for a file, or proposed."""
    session = ctx.session
    if session.proposes:
        ctx.show_message(_("All is kept: what you edit here is proposed, as you may not write"))
    elif session.workspace.read_only:
        ctx.show_message(_("There is nothing to save: {reason}").format(reason=session.workspace.read_only))
    elif session.waiting:
        count = session.waiting
        text = ngettext(
            "{count} edit is kept, and written when its file can be read again",
            "{count} edits are kept, and written when their files can be read again",
            count,
        )
        ctx.show_message(text.format(count=count))
    else:
        text = _("All is saved: every edit is on disk as soon as it is made. {key} exports a copy")
        ctx.show_message(text.format(key=session.key_of("exchange.export")))
