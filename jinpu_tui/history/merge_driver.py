"""Three-way merge of a dataset file: record by record and field by field, on the text of ours.

A file is cut into units, a record or table each (merge_units), and these are merged by their keys (file_merger). Nothing is
accepted before an audit that shares no code with all this finds the changes of both sides in the result (merge_audit).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from jinpu_tui.history.file_merger import FileMerger
from jinpu_tui.history.line_ends import Encoding, decode
from jinpu_tui.history.merge_audit import missing_changes
from jinpu_tui.history.merge_text import without_removed_comments
from jinpu_tui.history.merge_units import Key, LayoutError, Unit, split, with_keys
from jinpu_tui.history.merge_values import MergeError, NoDatasetError
from jinpu_tui.history.open_conflicts import Labels
from jinpu_tui.model.kinds import KINDS
from jinpu_tui.model.order_merge import OrderClashError
from jinpu_tui.storage.chunks import FORMAT
from jinpu_tui.text.i18n import _
from jinpu_tui.toml_edit.parser import ParseError
from jinpu_tui.toml_edit.text_edits import SpliceError

__all__ = ["Labels", "Merge", "MergeError", "NoDatasetError", "merge"]


class Merge(Struct, frozen=True):
    """The merged file, and the names of what could not be decided: `T1 due`."""

    data: bytes
    conflicts: tuple[str, ...] = ()


def merge(base: bytes, ours: bytes, theirs: bytes, labels: Labels | None = None) -> Merge:
    """Merge two versions that grew out of `base`, which is empty if both sides added the file.

    Raises:
        NoDatasetError: No side is a dataset file.
        MergeError: A version cannot be read or is laid out in a way that cannot be merged by records, both
            sides changed something that an open conflict cannot hold, or the audit misses a change.
    """
    encoding, texts = _decoded(base, ours, theirs)
    try:
        versions = with_keys([split(text) for text in texts])
    except (ParseError, LayoutError) as error:
        raise MergeError(str(error)) from None
    if not any(map(_is_dataset, versions[1:])):
        raise NoDatasetError(_("this is no dataset file"))
    if any(_format_of(units) > FORMAT for units in versions):
        raise MergeError(_("a version is of a newer format than this program knows"))
    before, mine, other = versions
    merger = FileMerger(before, mine, other, labels or Labels())
    try:
        text, conflicts = merger.merged()
    except OrderClashError:
        raise MergeError(_("both sides moved the same records to different places")) from None
    except (SpliceError, TypeError) as error:
        raise MergeError(_("the layouts of the two sides do not go together ({reason})").format(reason=error)) from None
    data = encoding.encode(text)
    missing = missing_changes(base, ours, theirs, data)
    if missing:
        data = encoding.encode(_without_removed_comments(text, versions))
        missing = missing_changes(base, ours, theirs, data)
    if missing:
        raise MergeError(_("a merge by records would lose {what}").format(what="; ".join(missing[:3])))
    return Merge(data, tuple(dict.fromkeys(conflicts)))


def _without_removed_comments(text: str, versions: Sequence[Mapping[Key, Unit]]) -> str:
    """Return a merged file without comments that one side removed, if it can be cut into units."""
    try:
        parts = [unit.text for unit in split(text)]
    except (ParseError, LayoutError):
        return text
    return without_removed_comments(parts, *("".join(unit.text for unit in side.values()) for side in versions))


def _decoded(*versions: bytes) -> tuple[Encoding, list[str]]:
    try:
        return decode(*versions)
    except UnicodeDecodeError as error:
        raise MergeError(_("a version is not UTF-8 text ({reason})").format(reason=error.reason)) from None


def _is_dataset(units: Mapping[Key, Unit]) -> bool:
    """Whether a version has a [dataset] table or records of a known kind."""
    head = units[()].value
    names = {unit.name for unit in units.values() if unit.name}
    known = {name for name in head if name == "dataset" or isinstance(head[name], list)}
    return bool((names | known) & {"dataset", *KINDS})


def _format_of(units: Mapping[Key, Unit]) -> int:
    table = units[("dataset",)].value if ("dataset",) in units else units[()].value.get("dataset", {})
    number = table.get("format", FORMAT) if isinstance(table, Mapping) else FORMAT
    return number if isinstance(number, int) else FORMAT
