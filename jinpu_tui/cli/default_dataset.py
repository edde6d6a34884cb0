"""Which dataset is meant when none is named."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

_DATASET_LINE = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t]*\[[ \t]*dataset[ \t]*\]", re.MULTILINE)
_RECORD_LINE = re.compile(rb"^[ \t]*\[\[[ \t]*(?:source|requirement|task|indicator)[ \t]*\]\]", re.MULTILINE)


def default_dataset() -> Path:
    """`$JINPU_DATASET`, else `data/` or a dataset here or above, else the user's copy of the one that comes with the program.

    Raises OSError where that copy can be neither found nor made.
    """
    if named := os.environ.get("JINPU_DATASET"):
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        found = _dataset_in(folder / "data") or _dataset_in(folder)
        if found is not None:
            return found
    return users_copy()


def users_copy() -> Path:
    """The dataset that comes with the program, in the user's data folder; copied there on first use. Raises OSError."""
    import platformdirs

    target = platformdirs.user_data_path("jinpu-tui", appauthor=False) / "jinpu"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(f".jinpu-{os.getpid()}")
        from importlib.resources import as_file, files

        with as_file(files("jinpu_tui") / "data") as packaged:
            source = packaged if packaged.is_dir() else Path(__file__).parents[2] / "data"
            shutil.copytree(source, half, ignore=shutil.ignore_patterns(".*"))
        half.rename(target)
    return target


def _dataset_in(folder: Path) -> Path | None:
    """The dataset whose files lie in this folder, of which exactly one has a `[dataset]` table.

    That file alone where no other holds records: a folder on the way up may have much else below it.
    """
    stating, holding = [], []
    for path in sorted(folder.glob("*.toml")):
        try:
            data = path.read_bytes()
        except OSError:
            continue
        if _DATASET_LINE.search(data):
            stating.append(path)
        elif _RECORD_LINE.search(data):
            holding.append(path)
    if len(stating) != 1:
        return None
    return folder if holding or folder.name == "data" else stating[0]
