"""Values that many records repeat (units, people, days, ids of other records): one object for all equal ones.

The parser makes a new object for each value of a file. In a ledger of 10,000 tasks most short texts and days are equal to one
that was read shortly before; together with the space lost between them they take 9 MB of a program that stays open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

MAX_CHARS = 40
"""The maximum length of a text that is shared; longer ones are seldom repeated."""

MAX_REMEMBERED = 4096
"""About how many values are remembered. All are forgotten then; those that are repeated come back at once."""

MAX_TABLES = 20_000
"""The number of tables whose values are shared. It adds a third to the time of reading, which counts more if there are more."""


class SharedValues:
    """Remembers values while a dataset is being read."""

    def __init__(self) -> None:
        self._remembered: dict[Any, Any] = {}
        self._tables_left = MAX_TABLES

    def share(self, document: Mapping[str, Any]) -> None:
        """Replace the short texts and the days in the records of a document by equal ones that were read before."""
        if self._tables_left <= 0:
            self._remembered = {}
            return
        if len(self._remembered) > MAX_REMEMBERED:
            self._remembered.clear()
        for tables in document.values():
            if type(tables) is list:
                self._tables_left -= len(tables)
                _share_in(tables, self._remembered.setdefault)


def _share_in(tables: Iterable[Any], shared: Callable[[Any, Any], Any]) -> None:
    """Share the values of tables and of the tables in their lists; types are compared as subclasses do not occur."""
    for table in tables:
        if type(table) is not dict:
            continue
        for name, value in table.items():
            kind = type(value)
            if kind is str:
                if len(value) <= MAX_CHARS:
                    table[name] = shared(value, value)
            elif kind is date:
                table[name] = shared(value, value)
            elif kind is list and value:
                if type(value[0]) is str:
                    value[:] = [shared(item, item) if type(item) is str else item for item in value]
                elif type(value[0]) is dict:
                    _share_in(value, shared)
