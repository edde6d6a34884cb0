"""Everything that is used of Textual without being part of its public interface, in one place.

A new version of Textual may rename or remove any of it. `tests/ui/test_textual_private.py` names each, what it is used for, and
what to do if it is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from textual._compositor import ChopsUpdate, Compositor
from textual._parser import ParseTimeout
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.app import App
from textual.driver import Driver
from textual.events import Key, ScreenResume
from textual.geometry import Region, Size
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

__all__ = [
    "BRACKETED_PASTE_END",
    "BRACKETED_PASTE_START",
    "ChopsUpdate",
    "HeldScreen",
    "OpenCompositor",
    "XTermParser",
    "driver_of",
    "end_sequence",
    "error_of",
    "forward_key",
    "last_size",
    "use_compositor",
]


def driver_of(app: App[Any]) -> Driver | None:
    """Return the driver that the app writes to and reads from; None before it runs."""
    return app._driver


def error_of(app: App[Any]) -> BaseException | None:
    """Return the exception that ended the app."""
    return app._exception


def last_size(app: App[Any]) -> Size | None:
    """Return the size that the app was painted in last; None before the first time."""
    return app._size


def use_compositor(screen: Screen[Any], compositor: Compositor) -> None:
    """Have a screen put its widgets together by `compositor`."""
    screen._compositor = compositor


class HeldScreen(Screen[None]):
    """A screen that puts no frame together while updates are held back: Textual would do so and then drop it."""

    def _compositor_refresh(self) -> None:
        if not self.app._batch_count:
            super()._compositor_refresh()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Style no widget again: there is no other screen under which its style could have changed."""
        event.refresh_styles = False


def forward_key(widget: Widget, key: Key) -> None:
    """Give a key to a widget as if the user had pressed it there."""
    widget._forward_event(key)


class OpenCompositor(Compositor):
    """A compositor that lets a subclass say how lines are put together."""

    @property
    def changed_regions(self) -> set[Region]:
        """The regions of the screen that are to be painted again."""
        return self._dirty_regions

    @changed_regions.setter
    def changed_regions(self, regions: Iterable[Region]) -> None:
        self._dirty_regions = set(regions)

    def rendered(self, crop: Region) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Return region, clip and lines of each widget, those in front first."""
        return self._get_renders(crop)

    def lines_of(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        """Return the pieces of each line by the column that they begin in."""
        return super()._render_chops(crop, is_rendered_line)

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        return self.lines_of(crop, is_rendered_line)


def end_sequence(parser: XTermParser) -> Iterator[Message]:
    """Have a parser that waits for the rest of a sequence take what it has as it is."""
    if parser._awaiting.timeout is not None:
        parser._timeout_time = None
        parser._awaiting = parser._gen.throw(ParseTimeout())
        while parser._tokens:
            yield parser._tokens.popleft()
