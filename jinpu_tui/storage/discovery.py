"""Which dataset a folder holds, told by a look at the lines its files begin records with."""

from __future__ import annotations

import re
from pathlib import Path

from jinpu_tui.files.safe_open import read_regular

_DATASET = rb"(?:dataset|\"dataset\"|'dataset')"
_DATASET_LINE = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t]*\[[ \t]*%s[ \t]*\]" % _DATASET, re.MULTILINE)
_DATASET_KEY = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t]*%s[ \t]*(?:\.|=[ \t]*\{)" % _DATASET, re.MULTILINE)
"""The table written by dotted keys or inline, which can only stand above the first header."""
_HEADER_LINE = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t]*\[", re.MULTILINE)
_RECORD_LINE = re.compile(rb"^[ \t]*\[\[[ \t]*(?:source|requirement|task|indicator)[ \t]*\]\]", re.MULTILINE)


def dataset_in(folder: Path) -> Path | None:
    """The dataset whose files lie in this folder, of which exactly one has a `[dataset]` table.

    That file alone where no other holds records: a folder on the way up may have much else below it.
    """
    stating, holding = [], []
    for path in sorted(folder.glob("*.toml")):
        try:
            data, _stamp = read_regular(path)
        except OSError:
            continue
        if _states_dataset(data):
            stating.append(path)
        elif _RECORD_LINE.search(data):
            holding.append(path)
    if len(stating) != 1:
        return None
    return folder if holding or folder.name == "data" else stating[0]


def _states_dataset(data: bytes) -> bool:
    if _DATASET_LINE.search(data):
        return True
    header = _HEADER_LINE.search(data)
    return _DATASET_KEY.search(data, 0, header.start() if header else len(data)) is not None
