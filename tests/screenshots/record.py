"""Record the example in a terminal of 100 by 30 for about 20 seconds: `demo.cast` (asciicast 2) and `demo.svg` (animated).

Also a still picture of the example in Chinese, `demo-zh.svg`: here each wide character has its two cells.

python tests/screenshots/record.py

The program runs in a real pty and is typed to; a key waits until the one before has done its work. Times come from the script
below, not from the clock, so that two recordings of one program are the same.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "terminal")]

import pyte  # noqa: E402  after the path of what stands beside it
from animated_svg import Frame, Palette, Span, animated_svg  # noqa: E402
from terminal import Terminal  # noqa: E402

COLUMNS, ROWS = 100, 30
PROGRAM = str(Path(sys.executable).with_name("jinpu-tui"))
QUIET_S = 0.25
"""The program has done its work if it writes nothing for that long."""
REACTION_S = 3.0
"""How long a key may take to have an effect that can be seen."""


class Step(NamedTuple):
    """Keys that are pressed, what the picture says about them, and what the screen must show then."""

    keys: Sequence[str]
    caption: str
    hold: float
    """Seconds that the screen stays after the last key."""
    wanted: str = ""
    between: float = 0.14
    """Seconds between two keys."""


ENTER, ESCAPE = "\r", "\x1b"

SCRIPT = (
    Step((), "jinpu-tui --demo", 1.4, "Example Harbour District (invented)"),
    Step(("0",), "0  overview", 2.2, "Overview"),
    Step((ESCAPE, "2"), "2  tasks", 0.7, "T11"),
    Step(("/", *"lead:port -is:done"), "/  filter as you type", 0.8, "T62", between=0.09),
    Step((ENTER, "j", "j", "j"), "j k  move", 0.6, between=0.25),
    Step(("d", *"+4w"), "d  deadline, with a preview", 1.0),
    Step((ENTER,), "Enter  on disk at once", 1.0),
    Step(("u",), "u  undo", 0.9),
    Step(("k", "k", ENTER), "Enter  the whole record", 1.9, "Tom Reed", between=0.2),
    Step((ESCAPE, "3", "j", " "), "3, Space  chart of an indicator", 2.1, "2025-06", between=0.35),
    Step((ESCAPE, "R", *"figures"), "R  what changed since …", 0.8, "Ben Cole", between=0.12),
    Step((ENTER,), "… a commit, by record and field", 2.2, "verified"),
)

CHINESE = (
    Step((), "jinpu-tui --demo-zh", 0.0, "虚构"),
    Step(("2", "j"), "jinpu-tui --demo-zh", 0.0, "消防泵"),
)
CHINESE_SIZE = 120, 35


class _FaintScreen(pyte.Screen):
    """Keeps what is faint, which pyte does not know, as blinking, which the program does not use."""

    def select_graphic_rendition(self, *attributes: int, private: bool = False) -> None:
        if private:
            return
        known: list[int] = []
        rest = iter(attributes or (0,))
        for code in rest:
            known.append(code)
            if code in (38, 48):  # a colour follows: 5 and a number, or 2 and three
                kind = next(rest, 5)
                known += [kind, *(next(rest, 0) for _number in range(1 if kind == 5 else 3))]
            elif code == 2:
                known[-1] = 5
            elif code == 22:
                known.append(25)
        super().select_graphic_rendition(*known)


class Recording(Terminal):
    """A terminal that notes what the program writes, and what the screen shows, at times that a script says."""

    def __init__(self, folder: Path, option: str = "--demo-en", size: tuple[int, int] = (COLUMNS, ROWS)) -> None:
        folders = {name: str(folder) for name in ("TMPDIR", "HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
        words = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "LANGUAGE": "", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        command = [PROGRAM, "--no-plain", option]
        super().__init__(command, columns=size[0], rows=size[1], folder=folder, COLORTERM="truecolor", **folders, **words)
        self.screen = _FaintScreen(*size)  # type: ignore[assignment]  it need not answer
        self._stream = pyte.ByteStream(self.screen)
        self.events: list[tuple[float, str, str]] = []
        self.frames: list[Frame] = []
        self._noted = 0
        self._caption = ""

    def play(self, script: Sequence[Step]) -> float:
        """Press the keys of a script; return its length in seconds.

        Raises TimeoutError, which shows the screen, if a step does not bring what it must: a key or a text has changed.
        """
        time = 0.0
        for step in script:
            self._caption = step.caption
            self.events.append((time, "m", step.caption))
            if not step.keys:
                self.wait_for(step.wanted)
                self._note(time)
            for number, key in enumerate(step.keys):
                time += step.between if number else 0.0
                self.send(key)
                self._note(time)
            if step.wanted:
                self.wait_for(step.wanted)
                self._note(time)
            time += step.hold
        return time

    def _note(self, time: float) -> None:
        """Wait until the program has done its work, and note what it wrote and what the screen shows."""
        if self.read(REACTION_S):
            while self.read(QUIET_S):
                pass
        if data := self.written[self._noted :]:
            self.events.append((time, "o", data.decode()))
            self._noted = len(self.written)
        self.frames.append(Frame(time, [_spans(self.screen, y) for y in range(self.screen.lines)], self._caption))


def _spans(screen: pyte.Screen, y: int) -> list[Span]:
    """Return a row of the screen as spans of cells that look the same and are equally wide."""
    spans: list[Span] = []
    row = screen.buffer[y]
    was_wide = False
    for x in range(screen.columns):
        cell = row[x]
        look = (cell.fg, cell.bg, cell.bold, cell.blink, cell.reverse, cell.underscore)
        is_wide = not cell.data or (x + 1 < screen.columns and not row[x + 1].data)  # the second cell of one is empty
        if spans and spans[-1].look == look and is_wide == was_wide:
            spans[-1] = spans[-1]._replace(text=spans[-1].text + cell.data, cells=spans[-1].cells + 1)
        else:
            spans.append(Span(x, cell.data, 1, look))
        was_wide = is_wide
    return spans


def cast(events: Sequence[tuple[float, str, str]], length: float) -> Iterator[str]:
    """Yield the lines of a recording in the format asciicast 2."""
    header = {"version": 2, "width": COLUMNS, "height": ROWS, "title": "jinpu-tui --demo", "env": {"TERM": "xterm-256color"}}
    yield json.dumps(header)
    for time, kind, data in [*events, (length, "m", "")]:
        yield json.dumps([round(time, 2), kind, data], ensure_ascii=False)


def main() -> None:
    """Record, and write the files."""
    for name in ("NO_COLOR", "JINPU_PLAIN", "JINPU_DATASET", "SSH_TTY", "TEXTUAL_FPS"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory() as folder, Recording(Path(folder)) as recording:
        length = recording.play(SCRIPT)
    (HERE / "demo.cast").write_text("\n".join(cast(recording.events, length)) + "\n", "utf-8")
    svg = animated_svg(recording.frames, length, (COLUMNS, ROWS), Palette())
    (HERE / "demo.svg").write_text(svg, "utf-8")
    with tempfile.TemporaryDirectory() as folder, Recording(Path(folder), "--demo-zh", CHINESE_SIZE) as recording:
        recording.play(CHINESE)
    still = animated_svg([recording.frames[-1]._replace(time=0.0)], 1.0, CHINESE_SIZE, Palette())
    (HERE / "demo-zh.svg").write_text(still, "utf-8")
    print(f"{length:.1f} s, {len(recording.frames)} frames, {len(svg.encode()) // 1024} KB")


if __name__ == "__main__":
    main()
