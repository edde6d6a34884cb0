"""The manual inside the app."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=str)
async def test_help_opens_a_topic_that_can_be_searched_and_closed(drive, ledger: Path, size: tuple[int, int]) -> None:
    async with drive(size) as app:
        await app.keys("2", "?", *"manual: format")
        await app.keys("enter")
        assert "The dataset format" in app.text
        await app.keys("/", *"far_behind", "enter")
        assert "far_behind" in app.text
        assert "deliverable" not in app.text
        await app.keys("escape", "escape", "escape")
        assert "The dataset format" not in app.text
        assert "Write the plan" in app.text
