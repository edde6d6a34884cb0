"""Facts as lines: a label at the left, a value that is wrapped beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from rich.style import Style

from jinpu_tui.text.sanitize import visible, visible_lines
from jinpu_tui.text.width import fit, wrap
from jinpu_tui.ui.pages.page import PageLine
from jinpu_tui.ui.styled_line import Line, wrap_line
from jinpu_tui.ui.styles import DIM, PLAIN

LABEL = 10
"""Cells of a label."""

MAX_CHARACTERS = 2000
"""No more of a text is shown in the detail; the page of the record has all of it."""


def fact(label: str, text: str, width: int, style: Style = PLAIN, *, most: int = 8, link: str = "") -> Iterator[PageLine]:
    """Yield a value beside its label, in at most `most` lines."""
    parts = wrapped(text, width - LABEL - 3, most)
    for number, part in enumerate(parts):
        yield PageLine([(f" {fit(label if not number else '', LABEL)} ", DIM), (part, style)], link)


def styled_fact(label: str, value: Line, width: int) -> Iterator[PageLine]:
    """Yield a value of styled, visible pieces beside its label."""
    for number, part in enumerate(wrap_line(value, max(10, width - LABEL - 3))):
        yield PageLine([(f" {fit(label if not number else '', LABEL)} ", DIM), *part])


def wrapped(text: str, width: int, most: int) -> Sequence[str]:
    """Return the lines of a text that is not empty, each made visible; what is cut ends in an ellipsis."""
    width = max(10, width)
    parts = (part for line in visible_lines(text[:MAX_CHARACTERS]) if line.strip() for part in wrap(line, width))
    found = list(islice(parts, most + 1))
    if len(found) > most or len(text) > MAX_CHARACTERS:
        found = found[:most]
        found[-1] = fit(found[-1] + "…", width).rstrip()
    return found


def text_lines(text: str, width: int, style: Style, *, most: int = 8) -> Iterator[PageLine]:
    """Yield a text over the whole width."""
    for part in wrapped(text, width - 2, most):
        yield PageLine([(" ", PLAIN), (part, style)])


def named(id_: str, name: str) -> str:
    """Return a record by its id and name, made visible."""
    return visible(f"{id_} {name[:400]}")
