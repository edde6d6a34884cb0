"""The text of one record or table that both sides of a merge changed: what it is to hold, with the comments of both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from jinpu_tui.history.diff3 import keep_both, keep_both_theirs_first, keep_ours, merge_texts, tokens_of
from jinpu_tui.history.merge_units import Unit
from jinpu_tui.model.fields import ENTRY_IDENTITIES
from jinpu_tui.toml_edit.equality import same
from jinpu_tui.toml_edit.parser import ParseError, parse
from jinpu_tui.toml_edit.splice import rewrite

_LEADING_COMMENTS = re.compile(r"(?:[ \t]*#[^\n]*\n)*")
_COMMENTS_AND_BLANKS = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*")


class Versions(Struct, frozen=True):
    """One unit as the merge base, ours and theirs have it; `base` is None if both sides added it."""

    base: Unit | None
    ours: Unit
    theirs: Unit


def merge_unit_text(versions: Versions, value: Mapping[str, Any], order: Sequence[str]) -> str:
    """Return ours' text, changed so that it holds `value` and the comments of both sides. Raises SpliceError, TypeError.

    The characters of both sides are merged if the result holds the value; else the fields are set in ours' text one by one.
    """
    base = versions.base.text if versions.base is not None else ""
    ours, theirs = versions.ours.text, versions.theirs.text
    wanted = merged_comments(base, ours, theirs)
    first = ""
    for resolve in (keep_ours, keep_both, keep_both_theirs_first):
        text = merge_texts(base, ours, theirs, resolve)
        if holds(text, versions.ours, value):
            if comments_of(text) == wanted:
                return text
            first = first or text
    if not first:
        path = (versions.ours.name, 0) if versions.ours.is_array else (versions.ours.name,) if versions.ours.name else ()
        first = rewrite(ours, path, versions.ours.value, value, order, ENTRY_IDENTITIES)
    return with_comments(first, wanted)


def holds(text: str, unit: Unit, value: Mapping[str, Any]) -> bool:
    """Return whether a text, parsed alone, holds a value under the name of a unit and nothing else."""
    try:
        tables = parse(text)
    except ParseError:
        return False
    if not unit.name:
        return same(tables, value)
    return same(tables, {unit.name: [value] if unit.is_array else value})


def comments_of(text: str) -> Counter[str]:
    """Count the comments of a text."""
    return Counter(token.rstrip() for token in tokens_of(text) if token.startswith("#"))


def merged_comments(base: str, ours: str, theirs: str) -> Counter[str]:
    """Return the comments that a merge is to have: those of the base with what each side added and removed."""
    before, mine, other = comments_of(base), comments_of(ours), comments_of(theirs)
    wanted: Counter[str] = Counter()
    for comment in {*before, *mine, *other}:
        deltas = mine[comment] - before[comment], other[comment] - before[comment]
        is_alike = min(deltas) * max(deltas) > 0
        delta = max(deltas, key=abs) if is_alike else sum(deltas)
        wanted[comment] = max(0, before[comment] + delta)
    return +wanted


def without_removed_comments(parts: Iterable[str], base: str, ours: str, theirs: str) -> str:
    """Return a merged file without the comments above a header that one side removed and the other side left.

    A side may have removed a record with the comment above it, and the other the record alone.

    Args:
        parts: The merged file, cut into units.
        base: The whole file of the merge base.
        ours: The whole file of ours.
        theirs: The whole file of theirs.
    """
    before, mine, other = (comments_of(version) for version in (base, ours, theirs))
    gone = [name for name, count in before.items() if count == 1 and {mine[name], other[name]} == {0, 1}]
    found = []
    for part in parts:
        match = _COMMENTS_AND_BLANKS.match(part)
        at = match.end() if match is not None else 0
        found += [*_without(part[:at], Counter(gone)), part[at:]]
    return "".join(found)


def with_comments(text: str, wanted: Counter[str]) -> str:
    """Return a text without the comments that it has beyond those wanted, and with the missing ones above its header."""
    surplus = comments_of(text) - wanted
    if surplus:
        text = "".join(_without(text, surplus))
    missing = list((wanted - comments_of(text)).elements())
    match = _LEADING_COMMENTS.match(text)
    at = match.end() if match is not None else 0
    return text[:at] + "".join(f"{comment}\n" for comment in missing) + text[at:]


def _without(text: str, surplus: Counter[str]) -> Iterator[str]:
    """Return the lines of a text without some comments; a line that held nothing else is left out."""
    left = Counter(surplus)
    line: list[str] = []
    is_cut = False
    for token in [*tokens_of(text), ""]:
        if token.startswith("#") and left[token.rstrip()] > 0:
            left[token.rstrip()] -= 1
            is_cut = True
            continue
        line.append(token)
        if token in ("", "\n", "\r\n"):
            written = "".join(line)
            if is_cut:
                written = re.sub(r"[ \t]+(?=\r?\n?$)", "", written)
            if not (is_cut and not written.strip()):
                yield written
            line, is_cut = [], False
