"""Draw screens of a terminal as one SVG that shows them one after the other by CSS animation, without script.

Rows are drawn once, however often and for however long they are shown: a row that stays while others change is one element.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import NamedTuple

CELL_WIDTH, CELL_HEIGHT, FONT_SIZE = 8.4, 17, 14
MARGIN, BAR_HEIGHT = 10, 34
FAINT = 0.62
"""How much of its colour faint text keeps; the rest is the background's."""

Look = tuple[str, str, bool, bool, bool, bool]
"""Colours of text and background, bold, faint, reverse, underlined."""


class Span(NamedTuple):
    """Cells of a row that look the same, from column `x` on."""

    x: int
    text: str
    cells: int
    look: Look


class Frame(NamedTuple):
    """What the screen shows from `time` on, in seconds; a caption says what was pressed."""

    time: float
    rows: Sequence[Sequence[Span]]
    caption: str


@dataclass(frozen=True)
class Palette:
    """The colours of the drawn terminal."""

    text: str = "d8dce4"
    background: str = "16181d"
    bar: str = "22252c"
    named: Mapping[str, str] = field(
        default_factory=lambda: {
            "black": "2b2f38", "red": "f2777a", "green": "9ccc76", "brown": "e5c07b",
            "blue": "6cb0f5", "magenta": "c99adf", "cyan": "62c8d4", "white": "d8dce4",
            "brightblack": "6b7280", "brightred": "ff9a9c", "brightgreen": "b7e08f", "brightbrown": "f3d59a",
            "brightblue": "93c6ff", "brightmagenta": "dfb6f2", "brightcyan": "8ee2ec", "brightwhite": "ffffff",
        }
    )  # fmt: skip

    def colours(self, look: Look) -> tuple[str, str]:
        """Return the colours of text and background as six hexadecimal digits."""
        fg, bg, _bold, is_faint, is_reverse, _underlined = look
        text, ground = self._colour(fg, self.text), self._colour(bg, self.background)
        if is_faint:
            text = _mixed(text, ground, FAINT)
        return (ground, text) if is_reverse else (text, ground)

    def _colour(self, name: str, default: str) -> str:
        return default if name == "default" else self.named.get(name, name)


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (0, 2, 4))
    return "".join(f"{round(one * share + two * (1 - share)):02x}" for one, two in pairs)


def animated_svg(frames: Sequence[Frame], length: float, size: tuple[int, int], palette: Palette) -> str:
    """Return an SVG that shows frames for `length` seconds and begins again.

    Readers who want less motion, and programs that know no animation, see the first frame.
    """
    return "\n".join(_Drawing(frames, length, size, palette).lines())


class _Drawing:
    """Collects the styles, rows and intervals of an animation while its elements are made."""

    def __init__(self, frames: Sequence[Frame], length: float, size: tuple[int, int], palette: Palette) -> None:
        self._frames = [list(same)[-1] for _time, same in groupby(frames, key=lambda frame: frame.time)]
        self._length, self._palette = length, palette
        self._columns, self._rows = size
        self._styles: dict[str, str] = {}
        self._drawn: dict[str, str] = {}
        self._intervals: dict[tuple[int, int], str] = {}

    def lines(self) -> Iterator[str]:
        """Yield the lines of the SVG."""
        width, height = self._columns * CELL_WIDTH + 2 * MARGIN, self._rows * CELL_HEIGHT + BAR_HEIGHT + MARGIN
        shown = [*self._captions(width), *self._screen()]
        box = f'width="{width:.0f}" height="{height}" viewBox="0 0 {width:.0f} {height}"'
        yield f'<svg xmlns="http://www.w3.org/2000/svg" {box} xml:space="preserve">'
        yield f"<title>{escape(self._frames[0].caption)}</title>"
        yield "<style>"
        yield from self._css()
        yield "</style>"
        yield f'<rect width="100%" height="100%" rx="8" fill="#{self._palette.background}"/>'
        yield f'<path d="M0 8a8 8 0 0 1 8-8h{width - 16:.0f}a8 8 0 0 1 8 8v{BAR_HEIGHT - 14}H0z" fill="#{self._palette.bar}"/>'
        yield "<defs>"
        yield from (f'<g id="{id_}">{content}</g>' for content, id_ in self._drawn.items())
        yield "</defs>"
        yield from shown
        yield "</svg>"

    def _captions(self, width: float) -> Iterator[str]:
        """Yield what was pressed, in the bar."""
        for begin, end, caption in self._runs([frame.caption for frame in self._frames]):
            text = f'<text x="{width / 2:.0f}" y="19" text-anchor="middle" class="c">{escape(caption)}</text>'
            yield self._during(begin, end, text)

    def _screen(self) -> Iterator[str]:
        for y in range(self._rows):
            for begin, end, content in self._runs([self._row(frame.rows[y]) for frame in self._frames]):
                if content:
                    id_ = self._drawn.setdefault(content, f"r{len(self._drawn)}")
                    yield self._during(begin, end, f'<use href="#{id_}" y="{BAR_HEIGHT + y * CELL_HEIGHT}"/>')

    @staticmethod
    def _runs(contents: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Yield what frames have in common: the first frame, the one after the last, and the content."""
        at = 0
        for content, same in groupby(contents):
            end = at + len(list(same))
            yield at, end, content
            at = end

    def _row(self, spans: Sequence[Span]) -> str:
        """Return the elements of a row, with its top at 0."""
        parts = list(self._grounds(spans))
        for span in spans:
            text_colour, _ground = self._palette.colours(span.look)
            left = MARGIN + span.x * CELL_WIDTH
            text = span.text.rstrip()
            if text:
                blanks = len(text) - len(text.lstrip())
                style = f"fill:#{text_colour}" + (";font-weight:bold" if span.look[2] else "")
                style += ";text-decoration:underline" if span.look[5] else ""
                cells = span.cells - (len(span.text) - len(text)) - blanks
                place = f'x="{left + blanks * CELL_WIDTH:.1f}" y="13" textLength="{cells * CELL_WIDTH:.1f}"'
                parts.append(f'<text {place} class="{self._style(style)}">{escape(text.lstrip())}</text>')
        return "".join(parts)

    def _grounds(self, spans: Sequence[Span]) -> Iterator[str]:
        """Yield the backgrounds of a row; one rectangle for cells side by side, which would show seams."""
        for ground, same in groupby(spans, key=lambda span: self._palette.colours(span.look)[1]):
            if ground != self._palette.background:
                together = list(same)
                left, cells = together[0].x, sum(span.cells for span in together)
                box = f'x="{MARGIN + left * CELL_WIDTH:.1f}" width="{cells * CELL_WIDTH:.1f}" height="{CELL_HEIGHT}"'
                yield f'<rect {box} class="{self._style(f"fill:#{ground}")}"/>'

    def _style(self, declarations: str) -> str:
        return self._styles.setdefault(declarations, f"s{len(self._styles)}")

    def _during(self, begin: int, end: int, element: str) -> str:
        """Return an element that is shown from one frame until another."""
        if (begin, end) == (0, len(self._frames)):
            return element
        name = self._intervals.setdefault((begin, end), f"i{len(self._intervals)}")
        return element.replace("<use ", f'<use class="{name}" ', 1).replace('class="c"', f'class="c {name}"', 1)

    def _css(self) -> Iterator[str]:
        family = "ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,'Liberation Mono',monospace"
        yield f"text{{font:{FONT_SIZE}px {family};white-space:pre}}"
        yield f".c{{fill:#{_mixed(self._palette.text, self._palette.bar, 0.8)}}}"
        yield from (f".{name}{{{declarations}}}" for declarations, name in self._styles.items())
        if not self._intervals:
            return
        hidden = ",".join(f".{name}" for (begin, _end), name in self._intervals.items() if begin)
        yield f"{hidden}{{visibility:hidden}}"
        yield "@media (prefers-reduced-motion:no-preference){"
        for name in self._intervals.values():
            yield f".{name}{{animation:{name} {self._length:.2f}s step-end infinite}}"
        yield "}"
        for (begin, end), name in self._intervals.items():
            steps = [] if not begin else ["0%{visibility:hidden}"]
            steps.append(f"{self._percent(begin)}{{visibility:visible}}")
            steps.append(f"{self._percent(end)}{{visibility:{'hidden' if end < len(self._frames) else 'visible'}}}")
            yield f"@keyframes {name}{{{''.join(steps)}}}"

    def _percent(self, number: int) -> str:
        """Return when a frame begins, as a share of the whole; 100 % for the end."""
        share = self._frames[number].time / self._length if number < len(self._frames) else 1
        return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"
