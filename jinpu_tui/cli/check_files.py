"""Files named on the command line of `check`: the datasets that hold them, and names as seen from the current folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from errno import ENOENT
from pathlib import Path

from msgspec import Struct

from jinpu_tui.files.safe_open import real_path
from jinpu_tui.model.problems import Problem


class FileGroup(Struct, frozen=True):
    """A dataset, and the named paths in it."""

    root: Path
    paths: tuple[Path, ...] | None = None
    """Files and folders whose problems are wanted; None for all."""

    def selected(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return the problems in the paths, with files named as seen from the current folder."""
        wanted = None if self.paths is None else {real_path(path) for path in self.paths}
        return [
            problem._replace(file=Path(os.path.relpath(problem.file)).as_posix())
            for problem in problems
            if wanted is None or not wanted.isdisjoint((place := real_path(Path(problem.file)), *place.parents))
        ]


def groups_of(paths: Sequence[str], dataset: str | None) -> list[FileGroup]:
    """Return the datasets that hold some paths. Paths that no dataset holds are left out.

    Args:
        paths: Files and folders.
        dataset: The dataset to check, if it is given; else each path belongs to the nearest one at it or above it.

    Raises:
        FileNotFoundError: There is nothing at a path.
    """
    from jinpu_tui.services.workspace import dataset_around

    found: dict[Path, list[Path]] = {}
    for path in map(Path, paths):
        if not path.exists():
            raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(path))
        root = Path(dataset) if dataset is not None else dataset_around(path)
        if root is not None:
            found.setdefault(root, []).append(path)
    for root in [
        root for root in found if root.parent in found
    ]:  # the file with the `[dataset]` table of a folder that is checked
        found[root.parent] += found.pop(root)
    return [FileGroup(root, tuple(held)) for root, held in found.items()]
