"""Make the pictures of the README from the dataset in data/.

python tests/screenshots/make.py
"""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from datetime import date
from pathlib import Path

from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp

HERE = Path(__file__).parent
PICTURES = {
    "wide": ((160, 45), ("2", "j", "j", "j", "j", "d", "e", "o", "m")),
    "narrow": ((80, 24), ("2", "j", "j", "j", "j")),
    "overview-wide": ((160, 45), ("0",)),
    "overview-narrow": ((80, 24), ("0",)),
    "chart-wide": ((160, 45), ("3", "space")),
    "chart-narrow": ((80, 24), ("3", "space")),
}


async def picture(size: tuple[int, int], keys: tuple[str, ...]) -> str:
    """The screen after some keys, as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "data")
        shutil.copytree(HERE.parents[1] / "data", copy, ignore=shutil.ignore_patterns(".*"))
        app = JinpuApp(Workspace(copy, today=date(2016, 12, 1)))
        async with app.run_test(size=size) as pilot:
            for key in keys:
                await pilot.press(key)
            await pilot.pause()
            return app.export_screenshot(title="jinpu-tui")


def main() -> None:
    """Write all pictures."""
    for name, (size, keys) in PICTURES.items():
        svg = asyncio.run(picture(size, keys))
        (HERE / f"{name}.svg").write_text(re.sub(r"terminal-\d+", "terminal", svg), "utf-8")


if __name__ == "__main__":
    main()
