"""What lights say, in words."""

from __future__ import annotations

from jinpu_tui.analysis.lights import Light
from jinpu_tui.text.i18n import _


def light_name(light: Light) -> str:
    """Return what a light says, in words."""
    names: dict[Light, str] = {
        "red": _("late, blocked or far behind"),
        "yellow": _("behind"),
        "blue": _("due soon"),
        "green": _("on track"),
        "done": _("done"),
        "off": _("not begun, no date"),
    }
    return names[light]


def short_light_name(light: Light) -> str:
    """Return what a light says, in as few words as can be."""
    return {"red": _("late, blocked"), "off": _("no date")}.get(light) or light_name(light)
