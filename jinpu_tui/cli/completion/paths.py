"""Completion of paths."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from jinpu_tui.cli.completion.types import Candidate


def path_candidates(begun: str) -> Iterator[Candidate]:
    """Yield the files and folders whose path begins as typed; hidden ones if the name begins with a dot."""
    folder, name = os.path.split(begun)
    try:
        entries = sorted(os.scandir(Path(folder or ".").expanduser()), key=lambda entry: entry.name)
    except (OSError, RuntimeError, ValueError):
        return
    for entry in entries:
        if entry.name.startswith(name) and (name.startswith(".") or not entry.name.startswith(".")):
            is_folder = entry.is_dir()
            yield Candidate(os.path.join(folder, entry.name) + "/" * is_folder, is_whole=not is_folder)  # noqa: PTH118  keeps `./`
