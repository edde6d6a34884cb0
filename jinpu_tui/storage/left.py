"""How a user left the panes of a dataset, and the filters typed there: in a small file of their own, outside the dataset.

It is no ledger: where it cannot be read or written, panes are as they are by themselves and nobody is bothered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct, ValidationError, convert, structs

from jinpu_tui.model.records import View
from jinpu_tui.storage.opening import read_regular
from jinpu_tui.storage.parse import ParseError, parse

_MOST = 1 << 20
MOST_FILTERS = 100
"""So many past filters are remembered."""


class Left(Struct, frozen=True):
    """The views that panes were left in, without their filters, and past filters from the oldest on."""

    view: tuple[View, ...] = ()
    filters: tuple[str, ...] = ()


class Reviewed(Struct, frozen=True):
    """Up to which commit a user has reviewed, and when; `begun` is the commit of a review that is not finished."""

    commit: str = ""
    at: datetime | None = None
    begun: str = ""


def read_reviewed(path: Path) -> Reviewed:
    """What was reviewed; nothing where that cannot be read."""
    try:
        data, _stamp = read_regular(path, most=_MOST, follow=False)
        return convert(parse(data.decode()), Reviewed)
    except (OSError, UnicodeDecodeError, ParseError, ValidationError):
        return Reviewed()


def write_reviewed(path: Path, reviewed: Reviewed) -> None:
    """Keep what was reviewed. Raises OSError."""
    import tomli_w

    from jinpu_tui.storage.atomic import replace_file

    path.parent.mkdir(parents=True, exist_ok=True)
    table = {name: value for name, value in structs.asdict(reviewed).items() if value}
    replace_file(path, tomli_w.dumps(table).encode(), mode=0o600)


def state_file(folder: Path, root: Path) -> Path:
    """The file for a dataset in the user's state folder."""
    name = hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return folder / f"{name}.toml"


def read_left(path: Path) -> Left:
    """What was left; nothing where that cannot be read."""
    try:
        data, _stamp = read_regular(path, most=_MOST, follow=False)
        return convert(parse(data.decode()), Left)
    except (OSError, UnicodeDecodeError, ParseError, ValidationError):
        return Left()


def write_left(path: Path, root: Path, views: Iterable[View], filters: Iterable[str]) -> None:
    """Keep how panes are left; where it cannot be written, it is not."""
    import tomli_w

    from jinpu_tui.storage.atomic import replace_file

    tables = [{name: list(value) if isinstance(value, tuple) else value for name, value in structs.asdict(one).items() if value}
              for one in views]  # fmt: skip
    content = {"dataset": str(root.resolve()), "filters": list(filters)[-MOST_FILTERS:], "view": tables}
    with suppress(OSError, ValueError):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, tomli_w.dumps(content).encode(), mode=0o600)
