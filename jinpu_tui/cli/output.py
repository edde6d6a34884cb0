"""Standard output of commands: what happens if it is closed or full."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import Any

import click

from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible


class OutputError(OSError):
    """Standard output cannot be written, unlike a file of the dataset."""


class _Output(io.FileIO):
    """Standard output whose failures differ in type from those of files."""

    def write(self, data: Any, /) -> int:
        """Write some bytes. Raises OutputError, or BrokenPipeError if the reader went away."""
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(error.errno, error.strerror) from None


def guard_streams() -> None:
    """Make failures of standard output OutputErrors, and keep files of the dataset from getting its number if it is closed."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)  # the lowest free number; writing to it fails as to a closed stream
    old = sys.stdout
    encoding, errors = (old.encoding, old.errors) if old is not None else ("utf-8", "replace")
    buffered = io.BufferedWriter(_Output(1, "wb", closefd=False))
    sys.stdout = io.TextIOWrapper(buffered, encoding, errors, line_buffering=bool(old and old.line_buffering))


def echo_done(text: str) -> None:
    """Report on standard output what was done; if that cannot be written, report on standard error that it is done."""
    try:
        click.echo(visible(text))
    except BrokenPipeError:
        return
    except OutputError as error:
        message = _("{done} This is done; only standard output could not be written: {reason}")
        with suppress(OSError):
            click.echo(visible(message.format(done=text.rstrip(".") + ".", reason=error.strerror)), err=True)
