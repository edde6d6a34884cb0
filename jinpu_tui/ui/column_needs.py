"""How many cells the contents of a column ask for, measured by records spread over all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from jinpu_tui.model.fields import field_of
from jinpu_tui.model.records import Kind
from jinpu_tui.text.i18n import _
from jinpu_tui.text.width import width_of

R = TypeVar("R")

MAX_NEED = 40
"""More cells no column but the flexible one asks for, unless more than one in `CUT_SHARE` of its texts is longer."""

MAX_TEXT = 160
"""The maximum number of cells that a column of texts is given."""

CUT_SHARE = 20
"""A column asks for no more room once at most one in this many of its texts is cut; what stands after it stays near."""

MEASURED = 500
"""Number of records, spread over all, that the width of a column is measured by."""


class Need(NamedTuple):
    """How many of the measured texts of a column take more cells than 0, 1, 2 and so on."""

    wider: Sequence[int]

    @property
    def most(self) -> int:
        """Cells of the widest text, and of the head."""
        return len(self.wider)

    @property
    def usual(self) -> int:
        """The cells that all texts fit in but one in `CUT_SHARE`.

        >>> Need([30, 30, 2, 1]).usual, Need([10, 10, 2, 1]).usual
        (3, 4)
        """
        allowed = self.wider[0] / CUT_SHARE if self.wider else 0
        return next((width for width, wider in enumerate(self.wider) if wider <= allowed), self.most)


def need_of(texts: Counter[str], head: int) -> Need:
    """Return what a column of texts asks for.

    Args:
        texts: The texts with their numbers.
        head: Cells of what stands over the column.
    """
    widths = widths_of(texts, MAX_TEXT)
    wider, left = [], widths.total()
    for width in range(max(widths)):
        left -= widths[width]
        wider.append(left)
    return Need([*wider, *[0] * (head - len(wider))])


def widths_of(texts: Counter[str], most: int) -> Counter[int]:
    """Return the number of texts by the cells that they take; those that take more than `most` count as if they took `most`."""
    widths: Counter[int] = Counter({0: 0})
    for text, count in texts.items():
        widths[min(most, width_of(text))] += count
    return widths


def sample_of(records: Sequence[R]) -> Sequence[R]:
    """Return the records that columns are measured by, spread over all."""
    return records[:: -(-len(records) // MEASURED)] if records else records


def head_text(name: str) -> str:
    """Return what stands over a column."""
    return {"progress": "%", "light": " ", "attainment": _("way"), "last_note": _("last note")}.get(name) or _(name)


def known_width(kind: Kind, name: str) -> int:
    """Return the width of a column of dates, of fixed words or of percentages; 0 if its contents decide."""
    field = field_of(kind, name)
    if name == "light":
        return 1
    if name == "log" or (field is not None and field.form == "date"):
        return 10
    if name == "progress" or (field is not None and field.form == "percent"):
        return 4 if kind == "requirement" else 3
    return max(map(len, field.choices)) if field is not None and field.choices else 0
