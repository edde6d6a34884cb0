"""The table of what happens to what is typed, in short; `python3 tests/promises/typing_table.py` writes all of it."""

from __future__ import annotations

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pty", allow_module_level=True)

from typing_table import LOST, PAGES, PROMPTS, row_of


@pytest.mark.parametrize("trial", [PROMPTS[0], PROMPTS[8], PAGES[0]], ids=lambda trial: trial.name)
async def test_nothing_is_lost(trial) -> None:
    assert LOST not in await row_of(trial, is_prompt=trial in PROMPTS)
