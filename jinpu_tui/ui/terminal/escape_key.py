"""Telling the Esc key from the beginning of an escape sequence.

On a slow line Esc and the key after it come in one packet. Textual's parser takes the two for Alt with that key, or for one of
the sequences that old terminals send (Esc 3 becomes a pound sign, Esc f moves a cursor). Nothing in this program is bound to
Alt, so an ESC that begins no control sequence (ESC [) and no function key (ESC O) is the Esc key.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator

from textual import constants, events
from textual.message import Message

from jinpu_tui.ui.textual_private import XTermParser, end_sequence

_ESC = "\x1b"
_ESC_KEY = re.compile(r"\x1b(?!\[[\x20-\x7e]|O[ABCDEFHIMPQRSXa-dj-y]|\[$|O$|$)")
"""An ESC after which something follows that continues no sequence; what is cut off at the end may still be one."""


class EscapeAwareParser(XTermParser):
    """Makes a key of each ESC that begins no sequence, before Textual's parser sees it."""

    def __init__(self, debug: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(debug)
        self._clock = clock
        self._has_escape = False
        self._escape_until = 0.0

    def feed(self, data: str) -> Iterable[Message]:
        """Take characters as they come in; an ESC at the end waits for what follows."""
        if self._has_escape:
            self._has_escape = False
            data = _ESC + data
        ends_in_escape = data.endswith(_ESC)
        if data != _ESC:
            yield from self._feed_keys(data.removesuffix(_ESC) if ends_in_escape else data)
        if ends_in_escape:  # noted last: it comes after all that stands before it
            self._has_escape = True
            self._escape_until = self._clock() + constants.ESCAPE_DELAY

    def _feed_keys(self, data: str) -> Iterable[Message]:
        """Take characters that do not end in an ESC."""
        start = 0
        for match in _ESC_KEY.finditer(data):
            yield from self._feed_some(data[start : match.start()])
            yield from self._end_sequence()
            yield events.Key("escape", _ESC)
            start = match.end()
        if start < len(data) or not data:
            yield from super().feed(data[start:])

    def tick(self) -> Iterable[Message]:
        """Make a key of an ESC after which nothing came."""
        if self._has_escape and self._clock() >= self._escape_until:
            self._has_escape = False
            yield events.Key("escape", _ESC)
        yield from super().tick()

    def _feed_some(self, data: str) -> Iterable[Message]:
        return super().feed(data) if data else ()

    def _end_sequence(self) -> Iterator[Message]:
        """Make keys of an ESC, or of a sequence of Textual's parser, that still waits for the rest."""
        if self._has_escape:
            self._has_escape = False
            yield events.Key("escape", _ESC)
        yield from end_sequence(self)
