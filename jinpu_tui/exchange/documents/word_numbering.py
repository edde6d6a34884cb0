"""Automatic numbers of Word: the file has levels and counters only, what is printed is made here."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field

from jinpu_tui.exchange.documents.markers import BULLET
from jinpu_tui.exchange.documents.number_formats import formatted

MAX_LEVELS = 9
MAX_START = 32_767
_PLACEHOLDER = re.compile(r"%([1-9])")


class Level(Struct):
    """How one level of a list is numbered (`w:lvl`)."""

    form: str = "decimal"
    text: str = ""
    """What is printed; %1 stands for the number of the first level."""

    start: int = 1
    is_legal: bool = False
    """Whether the numbers of all levels are printed in Arabic digits (`w:isLgl`)."""


class NumberingDefinitions(Struct):
    """What `numbering.xml` says."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    """Levels by the id of their abstract list and their depth from 0."""

    lists: dict[str, str] = field(default_factory=dict)
    """Abstract lists by the id of a list (`w:num`)."""

    style_links: dict[str, str] = field(default_factory=dict)
    """Styles that abstract lists take their levels from."""

    overrides: dict[str, dict[int, Level]] = field(default_factory=dict)
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    """Numbers that a list begins with anew."""


class Numbering:
    """The counters of a document: `printed` is called once for each numbered paragraph, in their order."""

    def __init__(self, definitions: NumberingDefinitions, style_lists: Mapping[str, str]) -> None:
        """Begin to count.

        Args:
            definitions: What `numbering.xml` says.
            style_lists: The list of each style that has one.
        """
        self._definitions, self._style_lists = definitions, style_lists
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def printed(self, list_id: str, depth: int) -> str:
        """Count a paragraph and return the number that stands before it; "" if nothing is printed."""
        abstract = self._abstract(list_id)
        depth = min(max(depth, 0), MAX_LEVELS - 1)
        if abstract is None:
            return ""
        counts = self._counts.setdefault(abstract, [None] * MAX_LEVELS)
        level = self._level(list_id, abstract, depth)
        stated = self._definitions.starts.get(list_id, {}).get(depth)
        if stated is not None and (list_id, depth) not in self._started:
            self._started.add((list_id, depth))
            counts[depth] = stated
        else:
            before = counts[depth]
            counts[depth] = level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (MAX_LEVELS - depth - 1)
        if level.form == "bullet":
            return BULLET
        return _PLACEHOLDER.sub(lambda match: self._number(list_id, abstract, counts, level, int(match[1]) - 1), level.text)

    def _number(self, list_id: str, abstract: str, counts: list[int | None], shown: Level, depth: int) -> str:
        level = self._level(list_id, abstract, depth)
        number = counts[depth]
        return formatted(level.start if number is None else number, "decimal" if shown.is_legal else level.form)

    def _abstract(self, list_id: str) -> str | None:
        """Return the abstract list of a list; one that is only a link to a style leads to the list of that style."""
        abstract = self._definitions.lists.get(list_id)
        if abstract in self._definitions.style_links and not self._definitions.levels.get(abstract):
            linked = self._style_lists.get(self._definitions.style_links[abstract], "")
            abstract = self._definitions.lists.get(linked, abstract)
        return abstract

    def _level(self, list_id: str, abstract: str, depth: int) -> Level:
        overridden = self._definitions.overrides.get(list_id, {}).get(depth)
        return overridden or self._definitions.levels.get(abstract, {}).get(depth) or Level(text=f"%{depth + 1}.")
