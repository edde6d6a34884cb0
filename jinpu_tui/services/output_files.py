"""Files that are made for people to take along: what must not be overwritten, and names for a file of each unit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from jinpu_tui.model.errors import JinpuError
from jinpu_tui.query.sorting import NOWHERE
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.storage.loader import dataset_paths
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.text.sanitize import in_file_name

MAX_NAME_BYTES = 120
"""How much of a file's name a unit may take: file systems take 255 bytes in all."""


class OutputFileError(JinpuError, OSError):
    """A report or an export cannot be written to the file that was named. The message says why and what to do."""


class OutputExistsError(OutputFileError):
    """Files exist already and hold something else."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        names = ", ".join(map(str, paths))
        message = ngettext(
            "{files} exists already; --force overwrites it", "{files} exist already; --force overwrites them", len(paths)
        )
        super().__init__(message.format(files=names))


def check_outputs(workspace: Workspace, outputs: Iterable[tuple[Path, bytes]], *, force: bool) -> None:
    """Raise OutputFileError if a file belongs to a dataset, or exists with another content and may not be overwritten."""
    existing = []
    for path, data in outputs:
        if path.suffix.lower() == ".toml":
            message = _("{file} would be read as a file of the dataset; choose a name that does not end in .toml")
            raise OutputFileError(message.format(file=path))
        if path.is_file():
            if any(path.samefile(file) for file in dataset_paths(workspace.root) if Path(file).exists()):
                raise OutputFileError(_("{file} is a file of the dataset; name another one").format(file=path))
            if path.read_bytes() != data:
                existing.append(path)
    if existing and not force:
        raise OutputExistsError(existing)


def paths_for(output: Path, names: Iterable[str]) -> Iterator[Path]:
    """Return a file beside `output` for each of some values, no two of which are one file, whatever the file system."""
    taken: set[str] = set()
    for name in names:
        stem = in_file_name("" if name == NOWHERE else name, "none")
        stem = stem.encode(errors="replace")[:MAX_NAME_BYTES].decode(errors="ignore")
        piece, number = stem, 1
        while _on_any_file_system(piece) in taken:
            number += 1
            piece = f"{stem}-{number}"
        taken.add(_on_any_file_system(piece))
        yield output.with_name(f"{output.stem}-{piece}{output.suffix}")


def _on_any_file_system(name: str) -> str:
    """Return what is equal for names that some file systems take for one: those that differ in case or composition."""
    return unicodedata.normalize("NFKC", name).casefold()
