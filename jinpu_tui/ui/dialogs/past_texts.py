"""Texts that were typed before, to go back through with Up and Down."""

from __future__ import annotations

from collections.abc import Sequence


class PastTexts:
    """Earlier texts, the newest last, and after them what is being typed."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = list(texts)
        self._position = len(self._texts)
        self._typed = ""

    def moved(self, by: int, present: str) -> str | None:
        """Return the text before (-1) or after (1) the present one; None if there is none.

        >>> past = PastTexts(["one", "two"])
        >>> past.moved(-1, "thr"), past.moved(-1, "two"), past.moved(-1, "one"), past.moved(1, "one"), past.moved(1, "two")
        ('two', 'one', None, 'two', 'thr')
        """
        position = self._position + by
        if not 0 <= position <= len(self._texts):
            return None
        if self._position == len(self._texts):
            self._typed = present
        self._position = position
        return self._typed if position == len(self._texts) else self._texts[position]

    def holds(self, text: str) -> bool:
        """Return whether a text is the one that was put in last."""
        return self._position < len(self._texts) and text == self._texts[self._position]
