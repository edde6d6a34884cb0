"""Write files that people take along, and ask before one that exists is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from jinpu_tui.model.errors import JinpuError
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.ui.command import CommandContext

if TYPE_CHECKING:
    from jinpu_tui.services.output_files import OutputExistsError

Write = Callable[[bool], None]
"""Writes the files; with True also over those that exist."""


async def write_or_ask(ctx: CommandContext, write: Write) -> str:
    """Write files; if some exist, ask first. Return why that is not possible, or nothing."""
    from jinpu_tui.services.output_files import OutputExistsError

    try:
        write(False)
    except OutputExistsError as error:
        await _overwrite(ctx, write, error)
    except (OSError, JinpuError) as error:
        return str(error)
    return ""


async def _overwrite(ctx: CommandContext, write: Write, existing: OutputExistsError) -> None:
    files = ", ".join(path.name for path in existing.paths)
    question = ngettext("{files} exists already", "{files} exist already", len(existing.paths)).format(files=files)
    agreed = await ctx.confirm(_("Overwrite?"), question, _("Overwrite"), at_top=True)
    while agreed:
        try:
            write(True)
            return
        except (OSError, JinpuError) as error:
            agreed = bool(await ctx.ask_again(str(error)))
