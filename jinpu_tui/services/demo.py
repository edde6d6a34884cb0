"""The example that `--demo` opens: an invented ledger, copied into a temporary folder, with the history of a month."""

from __future__ import annotations

import locale
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from jinpu_tui.files.programs import find_program
from jinpu_tui.model.errors import HistoryError
from jinpu_tui.services.user_state import UserState

Language = Literal["en", "zh"]

LOCALE_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""In the order in which gettext asks them."""


def demo_language(environ: Mapping[str, str]) -> Language:
    """Return the language of the example that fits the locale: Chinese, or English for all other languages."""
    name = next((environ[variable] for variable in LOCALE_VARIABLES if environ.get(variable)), locale.getlocale()[0] or "")
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def copy_demo(language: Language) -> Path:
    """Copy the example into a new folder below the system's temporary folder, which only the user may read.

    With git the folder gets a repository with the commits of the last month.

    Returns:
        The folder, a dataset.

    Raises:
        OSError: It cannot be written.
    """
    root = Path(tempfile.mkdtemp(prefix="jinpu-demo-"))
    source = files("jinpu_tui") / "demo" / language
    _copy(source / "ledger", root)
    if find_program("git") is not None:
        from jinpu_tui.services.demo_history import commit_month

        with suppress(HistoryError, OSError):  # a git that does not work: as without git
            commit_month(root, (source / "month.toml").read_text("utf-8"))
    return root


def demo_ledger(language: Language) -> Path | None:
    """Return the folder of the example in the installation; None if that is an archive."""
    folder = files("jinpu_tui") / "demo" / language / "ledger"
    return folder if isinstance(folder, Path) else None


def demo_state(root: Path) -> UserState:
    """Return a place for what users keep for themselves that goes with the example, so that their own is left alone."""
    return UserState(root / ".user" / "panes", root / ".user" / "views")


def _copy(source: Traversable, target: Path) -> None:
    """Copy a folder without the permissions of its files, which an installation may have made read-only."""
    target.mkdir(exist_ok=True)
    for item in source.iterdir():
        if item.is_dir():
            _copy(item, target / item.name)
        elif item.name.endswith(".toml"):
            (target / item.name).write_bytes(item.read_bytes())
