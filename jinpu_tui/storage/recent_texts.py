"""Recent texts: what a user typed into prompts for a dataset and used, to be put in again with Up.

They belong to the user, not to the dataset, so they are one file in the user's state folder. Without a file they last as long
as the program. A file that cannot be read counts as empty, and what cannot be written stays in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from jinpu_tui.storage.pane_state import read_state, write_state

MAX_TEXTS = 20
"""The maximum number of texts that are kept for one name."""

MAX_LENGTH = 200
"""The maximum number of characters of a text that is written; half of a longer one would be put in as if it were whole."""

MAX_NAMES = 200
"""The maximum number of names that are read from a file: more than there are prompts."""


class _Written(Struct, frozen=True):
    text: dict[str, Any] = field(default_factory=dict)
    """Texts by name, the newest last; any value, so that a damaged one does not take the others with it."""


class RecentTexts:
    """The recent texts of one user for one dataset, by the name of what they were typed for; `path` is None to write nothing.

    The file is read when a prompt first asks for its texts.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._texts: dict[str, list[str]] | None = None

    def of(self, name: str) -> Sequence[str]:
        """Return the texts of a name, the newest last, each once."""
        return self._all().get(name, ())

    def keep(self, name: str, text: str) -> None:
        """Keep a text that was used; nothing is kept without a name.

        What other sessions of the user wrote meanwhile is kept, too.
        """
        if not name or not text.strip():
            return
        texts = self._all()
        texts[name] = _newest([*texts.get(name, ()), text])
        if self._path is None or len(text) > MAX_LENGTH:
            return
        written = self._read()
        written[name] = _newest([*written.get(name, ()), text])
        with suppress(OSError, ValueError):
            write_state(self._path, {"text": written})

    def _all(self) -> dict[str, list[str]]:
        if self._texts is None:
            self._texts = self._read()
        return self._texts

    def _read(self) -> dict[str, list[str]]:
        """Return the texts that the file holds, as far as they are sound."""
        values = read_state(self._path, _Written).text if self._path is not None else {}
        known = list(values.items())[:MAX_NAMES]
        return {name: _newest(filter(_is_sound, texts)) for name, texts in known if isinstance(texts, list)}


def _newest(texts: Iterable[str]) -> list[str]:
    """Return the last texts, each at its last place.

    >>> _newest(["one", "two", "one"])
    ['two', 'one']
    """
    return list(reversed(list(dict.fromkeys(reversed(list(texts))))[:MAX_TEXTS]))


def _is_sound(text: object) -> bool:
    return isinstance(text, str) and 0 < len(text) <= MAX_LENGTH
