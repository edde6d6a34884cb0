"""Facts as lines: a label at the left, a value that is wrapped beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from rich.style import Style

from jinpu_tui.analysis.lights import SYMBOLS, Light
from jinpu_tui.analysis.pace import is_on_pace
from jinpu_tui.model.records import Indicator, Record
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible, visible_lines
from jinpu_tui.text.width import fit, wrap
from jinpu_tui.ui.pages.page import PageLine
from jinpu_tui.ui.session import Session
from jinpu_tui.ui.styled_line import Line, Piece, wrap_line
from jinpu_tui.ui.styles import DIM, LIGHT_STYLES, PLAIN

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


def pace_sign(indicator: Indicator) -> Piece | None:
    """Return the sign that says whether an indicator keeps pace; None if that is not judged."""
    is_kept = is_on_pace(indicator)
    light: Light = "green" if is_kept else "yellow"
    return None if is_kept is None else (SYMBOLS[light], LIGHT_STYLES[light])


def warnings_of(session: Session, record: Record) -> list[str]:
    """Return what is wrong with a record, each with its sign, and whether its file can be read now."""
    found = []
    if record.id in session.dataset.faulty:
        found.append("! " + "; ".join(problem.message for problem in session.problems if problem.id == record.id))
    if record.id in session.dataset.stale:
        found.append("~ " + _("its file cannot be read now; it is shown as it was, and edits wait"))
    return found


def named(id_: str, name: str) -> str:
    """Return a record by its id and name, made visible."""
    return visible(f"{id_} {name[:400]}")
