"""Reading what a terminal sends: between the marks of a bracketed paste everything is text.

Textual's own parser looks for escape sequences inside a paste, too, so that an ESC in the pasted text ended it early and the
rest was run as keys. See "Bracketed Paste Mode" in xterm's control sequences.
"""

from __future__ import annotations

import os
import re
import selectors
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Generator, Iterable
from errno import EIO
from threading import Event

from textual import constants, events
from textual.driver import Driver
from textual.message import Message

from jinpu_tui.text.charset import input_charset
from jinpu_tui.text.sanitize import visible
from jinpu_tui.ui.terminal.escape_key import EscapeAwareParser
from jinpu_tui.ui.textual_private import BRACKETED_PASTE_END, BRACKETED_PASTE_START

PACKET_BYTES = 1 << 16
POLL_S = 0.1

MARK_DELAY_S = 2.0
"""How long the rest of a start mark is waited for, once more of it has come than a person would type."""

_LONGEST_TYPED = len("\x1b[")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


class PasteAwareParser(EscapeAwareParser):
    """Hands on what is outside of pastes to Textual's parser, and makes one event of each paste."""

    def __init__(self, debug: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(debug, clock)
        self._pasted: list[str] | None = None
        self._held = ""
        self._held_until = 0.0

    def feed(self, data: str) -> Iterable[Message]:
        """Take characters as they come in, however they are cut into packets; an empty text is the end."""
        if not data:
            yield from super().feed(self._take_held()) if self._held and self._pasted is None else ()
            yield from super().feed("")
            return
        rest = self._take_held() + data
        while rest:
            rest = yield from self._inside(rest) if self._pasted is not None else self._outside(rest)

    def tick(self) -> Iterable[Message]:
        """Give up waiting for the rest of a start mark: what has come was keys."""
        if self._held and self._pasted is None and self._clock() >= self._held_until:
            yield from super().feed(self._take_held())
            yield from self._end_sequence()
        yield from super().tick()

    def _outside(self, text: str) -> Generator[Message, None, str]:
        """Hand on what stands before a paste; returns what is left to be read."""
        before, mark, after = text.partition(BRACKETED_PASTE_START)
        if not mark:
            before, self._held = _without_begun(text, BRACKETED_PASTE_START)
            is_typed = len(self._held) <= _LONGEST_TYPED
            self._held_until = self._clock() + (constants.ESCAPE_DELAY if is_typed else MARK_DELAY_S)
        if before:
            yield from super().feed(before)
        if mark:
            yield from self._end_sequence()
            self._pasted = []
        return after

    def _inside(self, text: str) -> Generator[Message, None, str]:
        """Keep what is pasted; returns what is left to be read after it."""
        assert self._pasted is not None
        before, mark, after = text.partition(BRACKETED_PASTE_END)
        if not mark:
            before, self._held = _without_begun(text, BRACKETED_PASTE_END)
        self._pasted.append(before)
        if mark:
            pasted, self._pasted = "".join(self._pasted), None
            yield events.Paste(_CONTROLS.sub(_shown, pasted))
        return after

    def _take_held(self) -> str:
        held, self._held = self._held, ""
        return held


class PasteAwareInput(Driver):
    """Stands before Textual's driver for POSIX terminals, and reads with the parser above."""

    fileno: int
    exit_event: Event

    def run_input_thread(self) -> None:
        """Read until the app ends, in a thread of its own. Invalid bytes come in as replacement characters."""
        parser = PasteAwareParser()
        decode = getincrementaldecoder(input_charset())(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            is_last = False
            while not is_last:
                is_last = self.exit_event.is_set()  # what is there by then is read, so that the shell does not get it
                if selector.select(POLL_S):
                    data = os.read(self.fileno, PACKET_BYTES)
                    if not data:  # a terminal that hung up, without a signal if it is not the one that controls the process
                        raise OSError(EIO, os.strerror(EIO))
                    text = decode(data)
                    self._process(parser.feed(text) if text else ())
                self._process(parser.tick())

    def _run_input_thread(self) -> None:
        """Read, and end the app with the fault itself if reading fails: Textual would hand on only how it looks.

        Raises OSError if the terminal is gone; `ui.shutdown` then leaves at once.
        """
        try:
            self.run_input_thread()
        except OSError:
            raise
        except BaseException as error:
            self._app.call_later(self._app.end_with, error)  # type: ignore[attr-defined]  # JinpuApp

    def _process(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)


def _without_begun(text: str, mark: str) -> tuple[str, str]:
    """Return a text without the beginning of a mark that it ends in, and that beginning."""
    for length in range(min(len(mark) - 1, len(text)), 0, -1):
        if text.endswith(mark[:length]):
            return text[:-length], text[-length:]
    return text, ""


def _shown(match: re.Match[str]) -> str:
    """Return a control character as a sign: nothing that is pasted is dropped without a word, and nothing is obeyed."""
    return visible(match[0]) if match[0] not in "\x0b\x0c" else " "
