"""The promises in short; `python3 tests/promises/run.py` keeps them at length."""

from __future__ import annotations

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has neither fork nor pty", allow_module_level=True)

from numbers_table import SHORT, TRIALS, Row


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.__name__)
def test_promise(trial, capsys: pytest.CaptureFixture[str]) -> None:
    row: Row = trial(SHORT)
    with capsys.disabled():
        print(f"\n{row.what}: {row.tried}, {row.noughts}, {row.note}")
    assert not any(row.noughts.values()), "\n".join(row.found) or row
