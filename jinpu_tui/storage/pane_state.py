"""The state in which a user left the panes of a dataset, and past filters: a small file in the user's state folder.

If it cannot be read or written, panes open in their usual state and nothing is reported.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from zlib import crc32

from msgspec import Struct, ValidationError, convert, structs

from jinpu_tui.files.safe_open import read_regular, real_path
from jinpu_tui.model.records import View
from jinpu_tui.text.sanitize import in_file_name, visible
from jinpu_tui.toml_edit.parser import ParseError, parse

S = TypeVar("S", bound=Struct)

_MAX = 1 << 20
MAX_FILTERS = 100
"""The maximum number of past filters that are kept."""
MIN_PERCENT, MAX_PERCENT = 5, 95
"""The range of sizes that are taken from a file."""


class PaneSizes(NamedTuple):
    """The room that panes beside one another have, in percent; 0 for what they have by themselves."""

    left: int = 0
    """The width of the requirements."""
    upper: int = 0
    """The height of the tasks, above the indicators."""


class PaneState(Struct, frozen=True):
    """The state of the panes of a dataset."""

    view: tuple[View, ...] = ()
    """The views of the panes, without their filters."""
    filters: tuple[str, ...] = ()
    """Past filters from the oldest on."""
    sizes: PaneSizes = PaneSizes()


class Reviewed(Struct, frozen=True):
    """Up to which commit a user has reviewed."""

    commit: str = ""
    at: datetime | None = None
    """When the review was finished."""
    begun: str = ""
    """The commit of a review that is not finished."""


def read_reviewed(path: Path) -> Reviewed:
    """Read what was reviewed; nothing if that cannot be read."""
    return read_state(path, Reviewed)


def write_reviewed(path: Path, reviewed: Reviewed) -> None:
    """Write what was reviewed. Raises OSError."""
    write_state(path, _set(reviewed))


def state_file(folder: Path, root: Path) -> Path:
    """Return the file for a dataset in the user's state folder."""
    path = str(real_path(root))
    name = in_file_name(Path(path).name, "root")[:40]
    return folder / f"{name}-{crc32(os.fsencode(path)):08x}.toml"


def read_pane_state(path: Path) -> PaneState:
    """Read the state of the panes; the usual state if that cannot be read."""
    state = read_state(path, PaneState)
    is_sound = all(share == 0 or MIN_PERCENT <= share <= MAX_PERCENT for share in state.sizes)
    return state if is_sound else structs.replace(state, sizes=PaneSizes())


def write_pane_state(path: Path, root: Path, state: PaneState) -> None:
    """Write the state of the panes, if it can be written."""
    content = {
        "dataset": visible(str(real_path(root))),
        "filters": list(state.filters)[-MAX_FILTERS:],
        "sizes": list(state.sizes),
        "view": list(map(_set, state.view)),
    }
    with suppress(OSError, ValueError):
        write_state(path, content)


def read_state(path: Path, type_: type[S]) -> S:
    """Read a file of the user's state; what its type has by itself if that cannot be read."""
    try:
        data, _stamp = read_regular(path, most=_MAX, follow=False)
        return convert(parse(data.decode()), type_)
    except (OSError, UnicodeDecodeError, ParseError, ValidationError):
        return type_()


def write_state(path: Path, content: Mapping[str, Any]) -> None:
    """Write a file of the user's state, which nobody else may read. Raises OSError, or ValueError for what TOML cannot hold."""
    import tomli_w

    from jinpu_tui.files.atomic_write import replace_file
    from jinpu_tui.files.permissions import PRIVATE

    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, tomli_w.dumps(content).encode(), permissions=PRIVATE)


def _set(struct: Struct) -> dict[str, Any]:
    """Return the fields that are set, as TOML has them."""
    fields = {name: list(value) if isinstance(value, tuple) else value for name, value in structs.asdict(struct).items()}
    return {name: value for name, value in fields.items() if value}
