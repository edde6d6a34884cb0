"""How things look: the sixteen colours of the user's own terminal, and signs that tell the same without colour."""

from __future__ import annotations

import os

from rich.style import Style

from jinpu_tui.insight.lights import SYMBOLS, Light
from jinpu_tui.model.records import Status

PLAIN = Style()
DIM = Style(dim=True)
BOLD = Style(bold=True)
ACCENT = Style(color="cyan", bold=True)
LINK = Style(color="cyan")
CURSOR = Style(reverse=True)
MARK = Style(color="magenta", bold=True)
GOOD = Style(color="green")
WARN = Style(color="yellow", bold=True)
BAD = Style(color="red", bold=True)

LIGHT_STYLES: dict[Light, Style] = {
    "red": BAD,
    "yellow": Style(color="yellow"),
    "blue": Style(color="blue", bold=True),
    "green": GOOD,
    "done": DIM,
    "off": DIM,
}
STATUS_STYLES: dict[Status, Style] = {"blocked": BAD, "doing": GOOD, "done": DIM, "closed": DIM, "dropped": DIM}

_ASCII = dict(zip("■▲◆●✓–▾▸│─…•█·", "#^o*v--+|-~*#.", strict=True)) | {"☐": "[ ]", "☑": "[x]"}


def ascii_only() -> bool:
    """Whether the terminal is known to show nothing but ASCII: JINPU_ASCII is set, or the locale names another charset."""
    if os.environ.get("JINPU_ASCII"):
        return True
    named = os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG") or ""
    charset = named.partition(".")[2].lower().replace("-", "")
    return bool(charset) and not charset.startswith("utf8")


_REPLACED = str.maketrans(_ASCII) if ascii_only() else None


def sign(text: str) -> str:
    """A sign of our own, in ASCII where the terminal has no other."""
    return text.translate(_REPLACED) if _REPLACED else text


def light_sign(light: Light) -> str:
    """The shape that tells a light without its colour."""
    return sign(SYMBOLS[light])
