"""Kept texts: what was typed and not used, because it was given up with Esc or its record is gone, until it is dropped.

They belong to the user, not to the dataset, so they are in the user's state folder, one file each. Without a folder they last
as long as the program.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec import ValidationError, convert, structs

from jinpu_tui.files.atomic_write import replace_file
from jinpu_tui.files.permissions import PRIVATE
from jinpu_tui.files.safe_open import read_regular
from jinpu_tui.model.drafts import Draft
from jinpu_tui.toml_edit import encoder
from jinpu_tui.toml_edit.parser import ParseError, parse

_SUFFIX = ".toml"
_MAX_BYTES = 1 << 24


class KeptTexts:
    """The kept texts of one user for one dataset, by name; `folder` is None if nothing is to be written to disk."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._texts: dict[str, Draft] = {}

    def keep(self, draft: Draft, name: str = "") -> str:
        """Keep a text under a name, a new one unless given; returns the name. What cannot be written stays in memory."""
        name = name or os.urandom(8).hex()
        draft = structs.replace(draft, when=datetime.now(UTC))
        self._texts[name] = draft
        if self._folder is not None:
            table = {field: getattr(draft, field) for field in draft.__struct_fields__}
            text = "".join(f"{field} = {encoder.inline(value)}\n" for field, value in table.items())
            with suppress(OSError):
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                replace_file(self._folder / f"{name}{_SUFFIX}", text.encode(), permissions=PRIVATE)
                del self._texts[name]
        return name

    def drop(self, name: str) -> None:
        """Remove a text."""
        self._texts.pop(name, None)
        if self._folder is not None:
            with suppress(OSError):
                (self._folder / f"{name}{_SUFFIX}").unlink(missing_ok=True)

    def all(self) -> dict[str, Draft]:
        """Return all kept texts by name, the newest first, with those that other sessions of the user have kept."""
        texts = dict(self._texts)
        if self._folder is not None:
            with suppress(OSError):
                paths = [Path(entry.path) for entry in os.scandir(self._folder) if entry.name.endswith(_SUFFIX)]
                texts |= {path.stem: draft for path in paths if (draft := _read(path)) is not None}
        oldest = datetime.min.replace(tzinfo=UTC)
        return dict(sorted(texts.items(), key=lambda item: item[1].when or oldest, reverse=True))

    def of(self, slot: str) -> tuple[str, Draft] | None:
        """Return the newest text that was typed into a prompt, with its name; None if there is none."""
        return next(((name, draft) for name, draft in self.all().items() if draft.slot == slot), None)


def _read(path: Path) -> Draft | None:
    try:
        return convert(parse(read_regular(path, most=_MAX_BYTES, follow=False)[0].decode()), Draft)
    except (OSError, UnicodeDecodeError, ParseError, ValidationError):
        return None
