"""What is shown of an open conflict: its record, both sides, what they began from, and who wrote them when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from jinpu_tui.model.changes import Change
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.formatting import author_text, side_text, value_text
from jinpu_tui.model.records import OpenConflict
from jinpu_tui.text.i18n import _

if TYPE_CHECKING:
    from jinpu_tui.model.merge import Conflict


class SideText(NamedTuple):
    """One side as it is shown: which one, what it wrote in lines, and whose it is."""

    name: str
    lines: tuple[str, ...]
    by: str = ""


def title_of(dataset: Dataset, conflict: OpenConflict) -> str:
    """Return the title of the record that a conflict is about; empty if there is no such record."""
    record = dataset.by_id.get(conflict.on)
    return record.name if record is not None else dataset.info.title if conflict.on == "dataset" else ""


def sides(dataset: Dataset, conflict: OpenConflict) -> Sequence[SideText]:
    """Return mine, theirs and, if it is known, the base."""
    found = [
        SideText(_("mine"), _lines(dataset, conflict, conflict.mine), conflict.mine_by or ""),
        SideText(_("theirs"), _lines(dataset, conflict, conflict.theirs), conflict.theirs_by or ""),
    ]
    if conflict.base is not None:
        found.append(SideText(_("base"), _lines(dataset, conflict, conflict.base)))
    return found


def present_text(conflict: OpenConflict, record: Any) -> str:
    """Return the value that the field in conflict has now; `record` is the record with its values."""
    return value_text(record.get(conflict.field)) if conflict.field else ""


def later_text(conflict: Conflict) -> str:
    """Return what was written after a merge and stands against deciding it: `T1 due is 2017-06-30 by now (li, 10:42)`."""
    change = conflict.change
    values = {"id": change.id, "who": author_text(conflict), "now": side_text(conflict, "theirs")}
    if conflict.gone:
        return _("{id} was removed by now ({who})").format(**values)
    if not isinstance(change, Change):
        return _("{id} was changed since the merge ({who})").format(**values)
    chosen = side_text(conflict, "mine")
    message = _("{id} {field} is {now} by now ({who}), written after the merge; the side that you chose has {chosen}")
    return message.format(**values, field=change.field, chosen=chosen)


def _lines(dataset: Dataset, conflict: OpenConflict, text: str) -> tuple[str, ...]:
    lines = tuple(line for line in text.splitlines() if line.strip())
    if lines:
        return lines
    if not conflict.field and conflict.on in dataset.by_id:
        return (_("(not in this file: removed, or moved to another one)"),)
    return (_("(nothing)"),)
