"""Which dataset a folder holds, told by a look at the lines its files begin records with."""

from __future__ import annotations

import re
from pathlib import Path

from jinpu_tui.storage.opening import read_regular

_DATASET_LINE = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t]*\[[ \t]*dataset[ \t]*\]", re.MULTILINE)
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
        if _DATASET_LINE.search(data):
            stating.append(path)
        elif _RECORD_LINE.search(data):
            holding.append(path)
    if len(stating) != 1:
        return None
    return folder if holding or folder.name == "data" else stating[0]
