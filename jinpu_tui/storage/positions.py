"""Lines and columns of what stands at a path of a record.

The code that finds them is imported at the first search: a dataset without problems is opened without it.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jinpu_tui.model.problems import Finding, Problem, Severity
from jinpu_tui.model.records import Kind
from jinpu_tui.toml_edit.parser import parse

if TYPE_CHECKING:
    from jinpu_tui.toml_edit.blocks import Blocks
    from jinpu_tui.toml_edit.tree import Node, Table


class Place(NamedTuple):
    """Where a record stands."""

    file: int
    """The number of the file in the dataset, from 0."""
    chunk: int
    """The number of the chunk in the file, from 0."""
    kind: Kind
    ordinal: int
    """The number among the records of the kind in the chunk, from 0."""


class Positions:
    """Finds places in one text. Blocks, lines and outlines are computed at the first search."""

    def __init__(self, path: Path, text: str) -> None:
        self._path, self._text = path, text
        self._outlines: dict[tuple[int, int], Table] = {}

    def of(self, kind: Kind, index: int, path: tuple[str | int, ...]) -> tuple[int, int]:
        """Find a value or key of a record.

        Returns:
            Line and column, from 1, of what stands at `path`, or of the deepest table or list on the way to it.
        """
        return self._place(kind, index, path)

    def problem(self, kind: Kind, index: int, finding: Finding) -> Problem:
        """Return a finding about a record as a problem with its place."""
        return self._problem(self._place(kind, index, finding.path, at_key=finding.code == "unknown-key"), finding)

    def info_problem(self, finding: Finding) -> Problem:
        """Return a finding about the `[dataset]` table as a problem with its place."""
        return self._problem(self._deepest(0, len(self._text), ("dataset", *finding.path)), finding)

    def of_key(self, path: tuple[str | int, ...]) -> tuple[int, int]:
        """Return line and column (from 1) of the key at a path of the whole text, or of what is there of the way to it."""
        return self._deepest(0, len(self._text), path, at_key=True)

    def key_problem(self, name: str, severity: Severity, code: str, message: str, hint: str) -> Problem:
        """Return a problem with a key at the top of the file."""
        return self._problem(self._deepest(0, len(self._text), (name,)), Finding("", (), severity, code, message, hint))

    def _place(self, kind: Kind, index: int, path: tuple[str | int, ...], *, at_key: bool = False) -> tuple[int, int]:
        from jinpu_tui.toml_edit.blocks import region_of

        region = region_of(self._text, self._blocks, kind, index)
        return self._deepest(region.start, region.end, (*region.path, *path), at_key=at_key)

    def _problem(self, place: tuple[int, int], finding: Finding) -> Problem:
        return Problem(str(self._path), *place, finding.severity, finding.code, finding.message, finding.hint, finding.id)

    def _deepest(self, start: int, end: int, path: tuple[str | int, ...], *, at_key: bool = False) -> tuple[int, int]:
        from jinpu_tui.toml_edit.tree import child, outline

        if (start, end) not in self._outlines:
            self._outlines[start, end] = outline(self._text[start:end])
        node: Node = self._outlines[start, end]
        position = 0
        for step in path:
            below = child(node, step)
            if below is None:
                break
            position = _key_start(node, step) if at_key and step is path[-1] else _start_of(below, position)
            node = below
        return self._line_and_column(start + position)

    def _line_and_column(self, position: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, position)
        begin = self._line_starts[line - 1]
        return line, position - begin + 1 - (line == 1 and self._text.startswith("\ufeff"))

    @cached_property
    def _blocks(self) -> Blocks:
        from jinpu_tui.toml_edit.blocks import element_blocks

        return element_blocks(self._text, parse(self._text))

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, position = [0], self._text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = self._text.find("\n", position + 1)
        return starts


def _key_start(node: Node, name: str | int) -> int:
    """Return where the key of an entry begins."""
    from jinpu_tui.toml_edit.scanner import Value
    from jinpu_tui.toml_edit.tree import Table, inline_children

    table = inline_children(node) if isinstance(node, Value) else node
    entries = table.entries if isinstance(table, Table) else []
    starts = [entry.starts[depth] for entry, depth in entries if entry.keys[depth] == name]
    return starts[0] if starts else _start_of(node, 0)


def _start_of(node: Node, otherwise: int) -> int:
    """Return where a node begins; `otherwise` for one that is not written anywhere."""
    from jinpu_tui.toml_edit.scanner import Value
    from jinpu_tui.toml_edit.tree import Tables

    if isinstance(node, Value):
        return node.start
    if isinstance(node, Tables):
        return _start_of(node.elements[0], otherwise) if node.elements else otherwise
    if node.sections:
        return node.sections[0].start
    return node.entries[0][0].starts[0] if node.entries else otherwise
