"""Themes: what the sixteen colours of the screens are on a terminal with more. Without one the terminal's own colours count.

Rows, pages and dialogs know only roles, which are colours of the terminal (`styles`). A theme is a filter of Textual that turns
them into its own when lines are painted, so that a change of theme concerns nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct
from rich.color import Color as RichColor
from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from jinpu_tui.services.configuration import ThemeName


class Theme(Struct, frozen=True):
    """Colours, as #rrggbb."""

    ground: str
    text: str
    dim: str
    selection: str
    """Ground of the row under the cursor."""
    red: str
    green: str
    yellow: str
    blue: str
    magenta: str
    cyan: str
    """The accent."""


THEMES: Mapping[ThemeName, Theme] = {
    "dark": Theme(
        ground="#16191f",
        text="#d9dde4",
        dim="#929aa8",
        selection="#2c3544",
        red="#ff8078",
        green="#74d68a",
        yellow="#e6b84a",
        blue="#8ab0ff",
        magenta="#d6a9ff",
        cyan="#63c7d9",
    ),
    "light": Theme(
        ground="#fbfaf7",
        text="#20242a",
        dim="#5c636d",
        selection="#d9e6f4",
        red="#b02318",
        green="#1b6632",
        yellow="#735000",
        blue="#3539ad",
        magenta="#7434b8",
        cyan="#035d75",
    ),
    "contrast": Theme(
        ground="#000000",
        text="#ffffff",
        dim="#c9c9c9",
        selection="#00405f",
        red="#ff9a94",
        green="#86ff9f",
        yellow="#ffe14d",
        blue="#a9c8ff",
        magenta="#ffb8ff",
        cyan="#5ee7ff",
    ),
}
"""The themes; the text of each reads at 4.5 to 1 on its grounds, of `contrast` at 7 to 1 (WCAG 2.2, 1.4.3 and 1.4.6)."""

_ANSI = ("ground", "red", "green", "yellow", "blue", "magenta", "cyan", "text")
"""What the first eight colours of a terminal stand for; the next eight are the same, brighter."""


class ThemeFilter(LineFilter):
    """Paints lines in the colours of a theme."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._styled = lru_cache(1024)(self._style)

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line in the theme's colours."""
        return [Segment(text, self._styled(style or Style()), control) for text, style, control in segments]

    def _style(self, style: Style) -> Style:
        theme = self._theme
        color = self._color(style.color, theme.dim if style.dim else theme.text)
        ground = self._color(style.bgcolor, theme.ground)
        if style.reverse:
            color, ground = (theme.text if style.color is None or style.color.is_default else color), theme.selection
        return Style(
            color=color, bgcolor=ground, bold=style.bold, italic=style.italic, underline=style.underline, strike=style.strike
        )

    def _color(self, color: RichColor | None, default: str) -> str:
        if color is None or color.type is ColorType.DEFAULT:
            return default
        if color.type is ColorType.STANDARD and color.number is not None:
            return str(getattr(self._theme, _ANSI[color.number % 8]))
        return color.get_truecolor().hex
