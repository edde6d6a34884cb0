"""Find the dataset in a folder by the headers of its files, without parsing them."""

from __future__ import annotations

import re
from pathlib import Path

from jinpu_tui.files.safe_open import read_regular, real_path
from jinpu_tui.model.kinds import SPECS

_DATASET = rb"(?:dataset|\"dataset\"|'dataset')"
_DATASET_LINE = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t]*\[[ \t]*%s[ \t]*\]" % _DATASET, re.MULTILINE)
_DATASET_KEY = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t]*%s[ \t]*(?:\.|=[ \t]*\{)" % _DATASET, re.MULTILINE)
"""The table written by dotted keys or inline, which can only stand above the first header."""
_HEADER_LINE = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t]*\[", re.MULTILINE)
_CONTENT = b"|".join(kind.encode() for kind, spec in SPECS.items() if spec.is_content)
_RECORD_LINE = re.compile(rb"^[ \t]*\[\[[ \t]*(?:%s)[ \t]*\]\]" % _CONTENT, re.MULTILINE)


def dataset_in(folder: Path) -> Path | None:
    """Find the dataset whose files lie directly in a folder.

    Returns:
        The folder, if exactly one of its files has a `[dataset]` table; that file alone if no other file holds records, for
        a folder further up may have much else below it. None if there is no such file or more than one.
    """
    stating, holding = [], []
    for path in sorted(folder.glob("*.toml")):
        try:
            data, _stamp = read_regular(path)
        except OSError:
            continue
        if _has_dataset_table(data):
            stating.append(path)
        elif _RECORD_LINE.search(data):
            holding.append(path)
    if len(stating) != 1:
        return None
    return folder if holding or folder.name == "data" else stating[0]


def dataset_around(path: Path) -> Path | None:
    """Find the dataset that a file or folder belongs to: the nearest folder at it or above it with a `[dataset]` table in it.

    Returns:
        The folder; the file alone if it is a dataset by itself, beside which nothing else belongs to it. None if there is none.
    """
    real = real_path(path)
    for folder in (real, *real.parents) if real.is_dir() else real.parents:
        stating = [file for file in sorted(folder.glob("*.toml")) if _states_dataset(file)]
        if real in stating:
            return real if len(stating) > 1 else dataset_in(folder)
        if stating:
            return folder
    return None


def _states_dataset(path: Path) -> bool:
    try:
        return _has_dataset_table(read_regular(path)[0])
    except OSError:
        return False


def _has_dataset_table(data: bytes) -> bool:
    if _DATASET_LINE.search(data):
        return True
    header = _HEADER_LINE.search(data)
    return _DATASET_KEY.search(data, 0, header.start() if header else len(data)) is not None
