"""Ask for an edit until it can be written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jinpu_tui.model.changes import AnyChange
from jinpu_tui.model.formatting import changes_text
from jinpu_tui.services.workspace import EditOutcome
from jinpu_tui.ui.command import CommandContext, Write
from jinpu_tui.ui.refusals import REFUSALS, reason_of

Make = Callable[[str], list[AnyChange]]
"""Turns a typed text into changes; raises one of REFUSALS if it cannot."""


async def prompt_edit(
    ctx: CommandContext,
    title: str,
    make: Make,
    value: str = "",
    *,
    describe: Callable[[Sequence[AnyChange]], str] = changes_text,
    write: Write | None = None,
    lines: bool = False,
    slot: str = "",
    recent: str = "",
    tabs: bool = False,
) -> EditOutcome | None:
    """Ask for a text and write the changes that it stands for; ask again until they can be written.

    Args:
        ctx: The screen.
        title: What is asked for.
        make: Turns the text into changes.
        value: The text to begin with.
        describe: Says what the changes are while the text is typed.
        write: Writes the changes, instead of the workspace.
        lines: Whether the text may have several lines.
        slot: Names the prompt, so that what was typed into it and not used can come back.
        recent: Names what is typed, so that it can be put in again in the next prompt of that name; empty for nothing.
        tabs: Whether Tab gives the answer too.

    Returns:
        What was written to the dataset; None if nothing was.
    """

    def preview(text: str) -> str:
        try:
            return describe(make(text))
        except REFUSALS as error:
            return str(error) if text.strip() else ""

    recents = ctx.session.recents
    text = await ctx.prompt(title, value, preview=preview, lines=lines, slot=slot, past=recents.of(recent), tabs=tabs)
    while text is not None:
        try:
            outcome = await ctx.commit(make(text), write)
            recents.keep(recent, text)
            return outcome
        except REFUSALS as error:
            text = await ctx.ask_again(reason_of(error))
    return None


async def write_picked(ctx: CommandContext, picked: str | None, make: Make, write: Write | None = None) -> EditOutcome | None:
    """Write the changes that a picked value stands for; ask again in the same dialog until they can be written.

    Args:
        ctx: The screen.
        picked: What was picked first; None if nothing was.
        make: Turns the value into changes.
        write: Writes the changes, instead of the workspace.
    """
    while picked is not None:
        try:
            return await ctx.commit(make(picked), write)
        except REFUSALS as error:
            picked = await ctx.ask_again(reason_of(error))
    return None
