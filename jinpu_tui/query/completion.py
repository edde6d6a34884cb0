"""What may stand at the end of a filter that is being typed: names of fields, and the values that records have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.lights import ORDER
from jinpu_tui.model.fields import ORDER as FIELDS_OF
from jinpu_tui.model.records import Kind
from jinpu_tui.query.predicates import FLAGS, KNOWN, NAMES, NONE
from jinpu_tui.query.search_index import folded
from jinpu_tui.query.spelling import texts_in
from jinpu_tui.query.states import NUMBERS, STATES

MAX_ITEMS = 20
"""That many candidates are given."""

DAYS = ("today", "tomorrow", "fri", "eow", "eom", "eoy", "+1w", "+2w", "+1m", NONE)
_TERM = re.compile(
    r'[\s(-]*(?P<name>[A-Za-z_]+)(?:[:=]|!=|<=?|>=?)(?:[^\s",]*,|"[^"]*",)*(?P<begun>"?[^",\s]*)$|(?P<word>#?[\w.]*)$'
)


class Completion(NamedTuple):
    """The candidates for what stands from `start` on."""

    start: int
    candidates: tuple[str, ...]


def completion(text: str, kind: Kind, analysis: Analysis) -> Completion:
    """Return what may stand at the end of a text, for a filter of one kind of record; the likeliest first."""
    match = _TERM.search(text)
    if match is None:
        return Completion(len(text), ())
    if match["name"] is not None:
        begun = match["begun"].lstrip('"')
        found = values_of(match["name"].lower(), kind, analysis)
        return Completion(match.start("begun"), _fitting(found, begun))
    word = match["word"]
    if word.startswith("#"):
        return Completion(
            match.start("word"), tuple(f"#{tag}" for tag in _fitting(values_of("tags", kind, analysis), word[1:]))
        )
    names = [f"{name}:" for name in NAMES if word and name.startswith(word.lower()) and _belongs(name, kind)]
    return Completion(match.start("word"), tuple(names[:MAX_ITEMS]))


def _belongs(name: str, kind: Kind) -> bool:
    """Whether records of a kind have what a name asks for."""
    if name in KNOWN:
        return name in FIELDS_OF[kind] or (name == "progress" and kind == "requirement")
    return kind == "indicator" if name in NUMBERS else name != "by" or kind == "task"


def values_of(name: str, kind: Kind, analysis: Analysis) -> Iterable[str]:
    """Return the values that a filter term or a field of one kind of record may take, the most frequent first."""
    field = KNOWN.get(name)
    if name in ("is", "has", "light"):
        return {"is": tuple(STATES), "has": tuple(KNOWN), "light": ORDER}[name]
    if name == "under":
        return [requirement.id for requirement in analysis.dataset.requirements]
    if name == "by":
        return _counted(entry.by for task in analysis.dataset.tasks for entry in task.log if entry.by)
    if field is None or name in NUMBERS:
        return ()
    if field.form == "date":
        return DAYS
    if field.form == "flag":
        return FLAGS
    if field.choices:
        return field.choices
    return _counted(texts_in(analysis.dataset, kind, name))


def _counted(texts: Iterable[str]) -> list[str]:
    """Each text once, the most frequent first."""
    return [text for text, _count in Counter(texts).most_common()]


def _fitting(values: Iterable[str], begun: str) -> tuple[str, ...]:
    """Return the values that contain what was typed, those that begin with it first; in quotes if they have several words."""
    wanted = folded(begun)
    holding = [value for value in values if wanted in folded(value) and '"' not in value]
    holding.sort(key=lambda value: not folded(value).startswith(wanted))
    return tuple(f'"{value}"' if re.search(r"[\s,()]", value) else value for value in holding[:MAX_ITEMS])
