"""What is wrong with a dataset, as values that a screen, a command line and a program can all show."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Problem(NamedTuple):
    """One thing wrong at one place. `line` and `column` count from 1; 0 means the file as a whole."""

    file: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    hint: str = ""
    id: str = ""


class Finding(NamedTuple):
    """A problem inside a record before its place in a file is known: `path` leads from the record to the value."""

    id: str
    path: tuple[str | int, ...]
    severity: Severity
    code: str
    message: str
    hint: str = ""
