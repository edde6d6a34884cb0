"""Sections of a page of results, each written by a script of its own."""

from __future__ import annotations

from pathlib import Path


def keep_section(page: Path, text: str) -> None:
    """Put a section, which begins with its heading, in the place of the one of that heading, or at the end of the page."""
    heading = text.partition("\n")[0]
    old = page.read_text("utf-8") if page.exists() else ""
    before, _heading, rest = old.partition(f"\n{heading}\n")
    _replaced, mark, after = rest.partition("\n## ")
    page.write_text(f"{before.rstrip()}\n\n{text.rstrip()}\n{mark}{after}", "utf-8")
