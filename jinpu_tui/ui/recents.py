"""What was typed into prompts in this session, to be put in again with Up."""

from __future__ import annotations

from collections.abc import Sequence

MAX_TEXTS = 30
"""The maximum number of texts that are kept for one name."""


class Recents:
    """Texts by the name of what they were typed for, the newest last, each once."""

    def __init__(self) -> None:
        self._texts: dict[str, list[str]] = {}

    def of(self, name: str) -> Sequence[str]:
        """Return the texts of a name."""
        return self._texts.get(name, ())

    def keep(self, name: str, text: str) -> None:
        """Keep a text that was used; nothing is kept without a name."""
        if name and text.strip():
            texts = self._texts.setdefault(name, [])
            texts[:] = [*(other for other in texts if other != text), text][-MAX_TEXTS:]
