"""Choose the theme."""

from __future__ import annotations

from jinpu_tui.model.errors import JinpuError
from jinpu_tui.services.configuration import ThemeName, save_setting
from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import CommandContext
from jinpu_tui.ui.option import Option


async def choose(ctx: CommandContext) -> None:
    """Choose the colours; Tab shows a theme at once, Enter keeps it in the configuration."""
    before = ctx.session.theme
    names: dict[str, ThemeName] = {
        _("The colours of the terminal"): "terminal",
        _("Dark"): "dark",
        _("Light"): "light",
        _("High contrast"): "contrast",
    }

    def options() -> list[Option]:
        return [Option(label, name, "✓" if name == ctx.session.theme else "") for label, name in names.items()]

    def show(_key: str, value: str) -> None:
        ctx.use_theme(next(name for name in names.values() if name == value))

    hint = _("Tab: look at it · Enter: keep it · Esc: as before")
    picked = await ctx.pick_several(_("Colours"), options, show, hint=hint, width=60, line=2)
    ctx.use_theme(next((name for name in names.values() if name == picked), before))
    if picked is not None:
        try:
            path = save_setting("screen", "theme", picked)
        except (OSError, JinpuError) as error:
            ctx.show_message(str(error), bad=True)
        else:
            ctx.show_message(_("Kept in {file}").format(file=path))
