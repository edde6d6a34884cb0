"""Two texts as one, with marks at the words that went and that came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from jinpu_tui.model.changes import Change
from jinpu_tui.model.field_merge import paired
from jinpu_tui.model.formatting import value_text

Mark = Literal["same", "gone", "new"]

_WORDS = re.compile(r"\s+|[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|\w+|[^\w\s]")
"""Words, blanks, signs; characters of scripts that do without blanks one by one."""

MAX_WORDS = 4000
"""Longer texts are shown as a whole: looking for the words that differ would take seconds."""


class DiffSpan(NamedTuple):
    """A stretch of text, and whether both have it."""

    mark: Mark
    text: str


def marked(before: str, after: str) -> list[DiffSpan]:
    """Return the words of two texts in order, those that went before those that came in their place.

    >>> [tuple(piece) for piece in marked("make the plan", "make a plan")]
    [('same', 'make '), ('gone', 'the'), ('new', 'a'), ('same', ' plan')]
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MAX_WORDS:
        return [piece for piece in (DiffSpan("gone", before), DiffSpan("new", after)) if piece.text]
    return list(_pieces(old, new))


def _pieces(old: list[str], new: list[str]) -> Iterator[DiffSpan]:
    """Return the pieces; words replaced one after the other are one piece, with the blanks between them."""
    acts = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    kinds = [act for act, *_places in acts]
    gone = came = ""
    for number, (act, start, end, begin, stop) in enumerate(acts):
        text = "".join(old[start:end])
        is_between = text.isspace() and kinds[number - 1 : number] == ["replace"] == kinds[number + 1 : number + 2]
        if act == "equal" and not is_between:
            yield from _changed(gone, came)
            yield DiffSpan("same", text)
            gone = came = ""
        else:
            gone, came = gone + text, came + "".join(new[begin:stop])
    yield from _changed(gone, came)


def _changed(gone: str, came: str) -> Iterator[DiffSpan]:
    if gone:
        yield DiffSpan("gone", gone)
    if came:
        yield DiffSpan("new", came)


SIGNED: Mapping[Mark, str] = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
"""How words that went and came are shown if there is no colour."""


def change_lines(change: Change) -> Iterator[list[DiffSpan]]:
    """Return what a change did, in lines: for lists the entries that differ, for texts the words, else before and after."""
    if isinstance(change.before or change.after, list):
        yield from map(_entry_line, paired(change.field, change.before, change.after))
    elif isinstance(change.before, str) and isinstance(change.after, str) and " " in change.before + change.after:
        yield _signed(change.before, change.after)
    else:
        yield [DiffSpan("gone", value_text(change.before)), DiffSpan("same", " → "), DiffSpan("new", value_text(change.after))]


def _entry_line(pair: tuple[object, object]) -> list[DiffSpan]:
    was, now = pair
    if was is None:
        return [DiffSpan("new", f"+ {value_text(now)}")]
    return [DiffSpan("gone", f"- {value_text(was)}")] if now is None else _signed(value_text(was), value_text(now))


def _signed(before: str, after: str) -> list[DiffSpan]:
    return [DiffSpan(mark, SIGNED[mark].format(text)) for mark, text in marked(before, after)]
