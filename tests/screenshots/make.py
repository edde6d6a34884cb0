"""Make the pictures of the README, and of nine places in five sizes, of the dataset in data/ and the example of `--demo`.

python tests/screenshots/make.py
"""

from __future__ import annotations

import asyncio
import html
import re
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import NamedTuple

from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "data"
DEMO = HERE.parents[1] / "jinpu_tui" / "demo"


class Picture(NamedTuple):
    """What is pressed in a terminal of a size, and the words that the picture must show."""

    size: tuple[int, int]
    keys: tuple[str, ...]
    words: tuple[str, ...]
    dataset: Path = DATA


PICTURES = {
    "wide": Picture((160, 45), ("2", "j", "j", "j", "j", "d", "e", "o", "m"), ("due", "eom", "2016-12-31")),
    "narrow": Picture((80, 24), ("2", "j", "j", "j", "j"), ("2 Tasks", "✓", "T1")),
    "overview-wide": Picture((160, 45), ("0",), ("Overview", "Look at", "Lead units", "Indicators")),
    "overview-narrow": Picture((80, 24), ("0",), ("Overview", "Look at", "late")),
    "chart-wide": Picture(
        (160, 45), ("3", "space"), ("Regional GDP", "billion yuan", "┤", "● actual", "○ forecast", "computed")
    ),
    "chart-narrow": Picture((80, 24), ("3", "space"), ("Regional GDP", "billion yuan", "┤", "● actual", "○ forecast")),
    "demo-overview": Picture((160, 45), ("0",), ("(invented)", "Overview", "Housing Bureau"), DEMO / "en" / "ledger"),
}

SIZES = ((80, 24), (100, 30), (120, 35), (160, 45), (200, 60))
PLACES = {
    "tasks": (("2", "j", "j"), ("Tasks", "lead")),
    "filter": (("2", "slash", *"is:late", "enter"), ("is:late",)),
    "groups": (("2", "t", "down", "enter"), ("Tasks",)),
    "task": (("2", "j", "enter"), ("Port Bureau",)),
    "requirement": (("1", "enter"), ("Tasks",)),
    "overview": (("0",), ("Overview", "late")),
    "chart": (("3", "space"), ("actual",)),
    "form": (("2", "j", "e"), ("Port Bureau",)),
    "help": (("question_mark",), ("Space",)),
}
"""The places that are looked at in each size: keys from the start of the app, and words to be seen there."""

PICTURES |= {
    f"{place}-{width}x{height}": Picture((width, height), keys, words, DEMO / "en" / "ledger")
    for place, (keys, words) in PLACES.items()
    for width, height in SIZES
}


async def picture(wanted: Picture) -> str:
    """Return the screen after the keys of a picture, as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "data")
        shutil.copytree(wanted.dataset, copy, ignore=shutil.ignore_patterns(".*"))
        app = JinpuApp(Workspace(copy, today=date(2016, 12, 1)))
        async with app.run_test(size=wanted.size) as pilot:
            for key in wanted.keys:
                await pilot.press(key)
            await pilot.pause()
            return re.sub(r"terminal-\d+", "terminal", app.export_screenshot(title="jinpu-tui"))


def text_of(svg: str) -> str:
    """Return the text that a picture shows, line by line."""
    lines: dict[str, str] = {}
    for y, text in re.findall(r'<text[^>]* y="([\d.]+)"[^>]*>([^<]*)</text>', svg):
        lines[y] = lines.get(y, "") + html.unescape(text).replace("\u00a0", " ")
    return "\n".join(lines.values())


def main() -> None:
    """Write all pictures."""
    for name, wanted in PICTURES.items():
        (HERE / f"{name}.svg").write_text(asyncio.run(picture(wanted)), "utf-8")


if __name__ == "__main__":
    main()
