"""What git asks of this program: merge two versions of a dataset file, and show a file as lines that `git diff` can compare.

git starts the program once for each file, so nothing is imported that the merge does not need.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jinpu_tui.history.merge_driver import Labels


class SideNames(NamedTuple):
    """What git passes to a merge driver to name the merged file and the two sides."""

    path: str
    """The merged file, below the top of the work tree."""
    mine: str = ""
    """git's label of our side."""
    theirs: str = ""
    """git's label of the other side."""


class MergedFile(NamedTuple):
    """The result of a merge."""

    data: bytes
    """The text of the merged file."""
    conflicts: Sequence[str] = ()
    """Record and field of each conflict that is kept as a record in the file."""
    refusal: str | None = None
    """Why the file was merged by lines although it is a dataset file; None if it was not."""
    lost: Sequence[str] = ()
    """The changes that a merge by lines would lose; the file then holds both versions between conflict markers."""
    has_markers: bool = False
    """Whether the file holds conflict markers that somebody has to resolve."""


def merge_file(base: bytes, ours: bytes, theirs: bytes, names: SideNames | None = None) -> MergedFile:
    """Merge two versions of a file by records and fields; by lines, as git does, if that is not possible.

    Args:
        base: The version that both began from; empty if both sides added the file.
        ours: Our version.
        theirs: The version of the other side.
        names: Names for the sides in conflict records; None to leave them out.
    """
    from jinpu_tui.history.merge_driver import MergeError, NoDatasetError, merge

    try:
        merged = merge(base, ours, theirs, _labels(names) if names is not None else None)
    except NoDatasetError:
        return _merge_by_lines(base, ours, theirs, None)
    except MergeError as error:
        return _merge_by_lines(base, ours, theirs, str(error))
    return MergedFile(merged.data, merged.conflicts)


def diff_lines(data: bytes) -> Iterator[str]:
    """Yield a dataset file as a line for each field, with the id of its record; other files line by line."""
    from jinpu_tui.history.textconv import lines_of

    yield from lines_of(data)


def _labels(names: SideNames) -> Labels:
    from jinpu_tui.history.merge_driver import Labels
    from jinpu_tui.history.merge_sides import merge_sides

    return Labels(*merge_sides(*names), date.today())


def _merge_by_lines(base: bytes, ours: bytes, theirs: bytes, refusal: str | None) -> MergedFile:
    from jinpu_tui.history.line_merge import merge_lines

    merged = merge_lines(base, ours, theirs, is_dataset=refusal is not None)
    return MergedFile(merged.data, refusal=refusal, lost=merged.missing, has_markers=not merged.is_clean)
