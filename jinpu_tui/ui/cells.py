"""Cells of the rows of a pane, and what can be typed into them."""

from __future__ import annotations

from typing import NamedTuple

from jinpu_tui.model.fields import field_of
from jinpu_tui.model.records import Kind

PERIODS = "periods"
"""The column of an indicator that stands for one column for each period."""

TYPED_FORMS = ("date", "percent", "whole", "number", "table")
"""Forms of fields whose values begin with a digit or a sign: typing one begins an edit."""

TYPED_KEYS = "0123456789+-"
EMPTY_KEY = "="
"""Begins an edit of any cell with an empty text, as in a spreadsheet."""


class Cell(NamedTuple):
    """A cell of a row in sight: its name, and the cells of the terminal that it begins and ends at in its pane."""

    name: str
    """The name of the column; of a figure `periods:` and its period."""
    start: int
    end: int

    @property
    def column(self) -> str:
        """The name of the column."""
        return self.name.partition(":")[0]

    @property
    def period(self) -> str:
        """The period of the figure in it; empty for other cells."""
        return self.name.partition(":")[2]


def period_cell(period: str) -> str:
    """Return the name of the cell of a period."""
    return f"{PERIODS}:{period}"


def is_editable(kind: Kind, column: str) -> bool:
    """Return whether a value can be typed or picked for a column: it holds a field, or figures of periods."""
    field = field_of(kind, column)
    return column == PERIODS if field is None else field.form not in ("id", "tables")


def takes_key(kind: Kind, column: str, key: str) -> bool:
    """Return whether a key begins an edit of a cell: a digit or a sign of a number or date, an equals sign of any."""
    if key == EMPTY_KEY:
        return is_editable(kind, column)
    return len(key) == 1 and key in TYPED_KEYS and takes_digits(kind, column)


def takes_digits(kind: Kind, column: str) -> bool:
    """Return whether a digit begins an edit of a column."""
    field = field_of(kind, column)
    return column == PERIODS if field is None else field.form in TYPED_FORMS
