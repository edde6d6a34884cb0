"""Differences between two states of a dataset as text for a terminal, as Markdown, and as plain values for JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from jinpu_tui.analysis.differences import Difference
from jinpu_tui.analysis.word_diff import change_lines, marked
from jinpu_tui.model.changes import Change, ContentChange
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.field_merge import paired
from jinpu_tui.model.formatting import value_text
from jinpu_tui.text.i18n import _
from jinpu_tui.text.sanitize import visible

_SPECIAL = re.compile(r"([\\`*_\[\]|<>~&])")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")


def as_text(found: Sequence[Difference], dataset: Dataset) -> Iterator[str]:
    """Lines for a terminal: requirements, their records, their fields; words that went `[-so-]`, words that came `{+so+}`."""
    for under, group in groupby(found, lambda item: item.under):
        yield visible(heading(under, dataset))
        for item in group:
            yield visible(f"  {_sign(item)} {item.record.id}  {item.record.name}{_lights(item)}")
            for change in item.changes:
                if isinstance(change, Change):
                    lines = ("".join(piece.text for piece in line) for line in change_lines(change))
                    yield from (visible(f"      {change.field}  {line}") for line in lines)


def as_markdown(found: Sequence[Difference], dataset: Dataset) -> Iterator[str]:
    """Return the same in Markdown; words that went are struck out, those that came bold."""
    for under, group in groupby(found, lambda item: item.under):
        yield f"## {escaped(heading(under, dataset))}"
        yield ""
        for item in group:
            act = {"added": _("added"), "removed": _("removed"), "changed": ""}[item.act]
            message = f" · {act}" if act else ""
            yield f"- **{escaped(item.record.id)}** {escaped(item.record.name)}{escaped(_lights(item))}{message}"
            for change in item.changes:
                if isinstance(change, Change):
                    yield from (f"  - {escaped(change.field)}: {line}" for line in _field_in_markdown(change))
        yield ""


def as_objects(found: Iterable[Difference]) -> list[dict[str, Any]]:
    """Plain values: id, kind, name, act, under, lights, and each field before and after; of whole records all they hold."""
    return [
        {
            "id": item.record.id,
            "kind": item.record.TYPE,
            "name": item.record.name,
            "act": item.act,
            "under": item.under or None,
            "light": {"before": item.light_before, "after": item.light_after},
            "changes": [_object(change) for change in item.changes],
        }
        for item in found
    ]


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line: no mark, no entity, no heading or list that it begins."""
    line = _NUMBERED.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", " ".join(visible(text).split())))
    return f"\\{line}" if line.startswith(("#", "+", "-")) else line


def _object(change: ContentChange) -> Mapping[str, Any]:
    if isinstance(change, Change):
        return {"field": change.field, "before": change.before, "after": change.after}
    return {"record": change.record}


def heading(under: str, dataset: Dataset) -> str:
    """Return what the records of a requirement stand under."""
    record = dataset.by_id.get(under)
    return f"{under}  {record.name}" if record is not None else under or _("No requirement")


def _sign(one: Difference) -> str:
    return {"added": "+", "removed": "-", "changed": "~"}[one.act]


def _lights(one: Difference) -> str:
    """Return the light then and now, where it is another."""
    return f"  {' → '.join(one.lights)}" if one.lights else ""


def _field_in_markdown(change: Change) -> Iterator[str]:
    if isinstance(change.before or change.after, list):
        yield from (
            _marked_in_markdown(*("" if item is None else value_text(item) for item in pair))
            for pair in paired(change.field, change.before, change.after)
        )
    elif isinstance(change.before, str) and isinstance(change.after, str):
        yield _marked_in_markdown(change.before, change.after)
    else:
        yield f"{escaped(value_text(change.before))} → **{escaped(value_text(change.after))}**"


def _marked_in_markdown(before: str, after: str) -> str:
    marks = {"same": "{}", "gone": "~~{}~~", "new": "**{}**"}
    return "".join(_around(marks[mark], text) for mark, text in marked(before, after))


def _around(mark: str, text: str) -> str:
    """Return marks stand right at the words: Markdown takes none that has a blank inside it."""
    inner = text.strip()
    if not inner:
        return " "
    begin, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return (" " if begin else "") + mark.format(escaped(inner)) + (" " if end else "")
