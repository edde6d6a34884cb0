"""A dataset as it was: made of bytes that are known, not of files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jinpu_tui.storage.data_file import DataFile, read_file
from jinpu_tui.storage.dataset_files import DatasetFiles, assemble
from jinpu_tui.storage.transaction import name_of


def snapshot(root: Path, contents: Mapping[str, bytes], known: DatasetFiles | None = None) -> DatasetFiles:
    """The library of files with these contents, by their paths below `root`; those that `known` holds are taken over."""
    at_hand = {name_of(known.root, one.path): one for one in known.files} if known is not None else {}
    return assemble(root, [_file(root, name, data, at_hand) for name, data in contents.items()], known_sound=True)


def _file(root: Path, name: str, data: bytes, at_hand: Mapping[str, DataFile]) -> DataFile:
    one = at_hand.get(name)
    return one if one is not None and one.readable and one.data == data else read_file(root / name, data=data)
