"""Make the pictures of the README from the dataset in data/ and from the example of `--demo`.

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
    "narrow": Picture((80, 24), ("2", "j", "j", "j", "j"), ("2 Tasks", "✓ T1")),
    "overview-wide": Picture((160, 45), ("0",), ("Overview", "Deadlines", "Lead units", "Indicators")),
    "overview-narrow": Picture((80, 24), ("0",), ("Overview", "Deadlines", "late")),
    "chart-wide": Picture(
        (160, 45), ("3", "space"), ("Regional GDP", "billion yuan", "┤", "● actual", "○ forecast", "computed")
    ),
    "chart-narrow": Picture((80, 24), ("3", "space"), ("Regional GDP", "billion yuan", "┤", "● actual", "○ forecast")),
    "demo-overview": Picture((160, 45), ("0",), ("(invented)", "Overview", "Housing Bureau"), DEMO / "en" / "ledger"),
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
