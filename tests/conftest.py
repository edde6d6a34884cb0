"""What all tests share: folders with a ledger to edit."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from ledger_text import LEDGER

from jinpu_tui.services.user_state import UserState

settings.register_profile("any machine", deadline=None)  # time belongs in the benchmarks
settings.load_profile("any machine")

HERE = Path(__file__).parent

SLOW = (
    "history",
    "promises",
    "storage/test_in_place.py",
    "storage/test_shared_folders.py",
    "terminal",
    "test_extreme_commands.py",
    "test_pictures.py",
    "ui/test_colleague.py",
    "ui/test_editing.py",
    "ui/test_pages.py",
    "ui/test_proposals.py",
    "ui/test_read_only.py",
    "ui/test_typing.py",
    "undo",
)
"""Folders and files of tests that take over a second or are many: simulations, kills, terminals, long sessions of the app."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as `slow` the tests of SLOW and all that try many random inputs."""
    for item in items:
        place = item.path.relative_to(HERE).as_posix() if item.path.is_relative_to(HERE) else ""
        is_random = getattr(getattr(item, "function", None), "is_hypothesis_test", False)
        if is_random or any(place == name or place.startswith(f"{name}/") for name in SLOW):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def own_places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of the user's own is read or written, also after a test has undone what it patched itself.

    The user has read the welcome.
    """
    user = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_STATE_HOME", str(user / "state"))
        patched.setenv("XDG_CONFIG_HOME", str(user / "config"))
        patched.setenv("GIT_CONFIG_GLOBAL", os.devnull)  # without the name that git would give comments
        patched.setenv("GIT_CONFIG_NOSYSTEM", "1")
        UserState(user / "state" / "jinpu-tui" / "panes").note_welcome()
        yield


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A folder with the test ledger in one file."""
    folder = tmp_path / "ledger"
    folder.mkdir()
    (folder / "ledger.toml").write_bytes(LEDGER.encode())
    return folder


@pytest.fixture
def jinpu(tmp_path: Path) -> Path:
    """A copy of the dataset in data/."""
    return Path(shutil.copytree(HERE.parent / "data", tmp_path / "jinpu", ignore=shutil.ignore_patterns(".*")))
